"""Take the README's pictures: start a demo of its own, sign in, look, and stop it again.

    .venv/bin/python docs/screenshots/take.py

Needs the development environment (./lonja test prepares it) and a Chromium; CHROMIUM names another one.
"""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
LONJA = Path(sys.executable).with_name("lonja")
PASSWORD = "lonja-demo"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
WIDE = (1280, 800)
PHONE = (390, 860)
COLLAGE = (FOLDER / "collage.js").read_text(encoding="utf-8")
# The README's first picture: three views as cards on a table; (left, top, width, corner radius).
HERO = {"front": (110, 50, 1180, 14), "desk": (50, 600, 740, 14), "agenda": (1190, 260, 320, 26)}
TABLE = {"light": ("#e9dfcd", "#cfc2ab"), "dark": ("#05090c", "#33414c")}


@dataclass(frozen=True)
class Picture:
    """One view of the product, taken by day and by night."""

    name: str
    path: str
    account: str = ""
    viewport: tuple[int, int] = WIDE


PICTURES = [
    Picture("front", "/"),
    Picture("clusters", "/clusters/"),
    Picture("plan", "/events/itecam-encounter/2018/plans/1/", "organiser@example.org"),
    Picture("desk", "/events/itecam-encounter/2026/desk/", "organiser@example.org"),
    Picture("agenda", "/es/events/itecam-encounter/2018/agenda/", "participant@example.org", PHONE),
    Picture("results", "/search/?q=almacenamiento+de+energía"),
    Picture("fits", "/organisations/maquinaria-vinicola-airen/partners/", "company@example.org"),
    Picture("alliance", "/alliances/smart-grid-from-end-to-end/", "cluster@example.org"),
    Picture("demand", "/demand/"),
    Picture("network", "/network/"),
    Picture("board", "/events/itecam-encounter/2026/plans/3/board/", "organiser@example.org"),
    Picture("live", "/events/itecam-encounter/today/live/", "organiser@example.org"),
    Picture("check-in", "/events/itecam-encounter/today/checkin/", "organiser@example.org", PHONE),
    Picture("now", "/events/itecam-encounter/today/now/", "participant@example.org", PHONE),
    Picture("hall", "/events/itecam-encounter/today/hall/", "organiser@example.org"),
    Picture("report", "/events/itecam-encounter/2018/results/"),
]


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process, *, seconds=300):
    """Wait until the demo answers."""
    for _second in range(seconds):
        if process.poll() is not None:
            sys.exit("The demo ended before it answered; its words stand above.")
        try:
            urllib.request.urlopen(address + "/healthz", timeout=5)
            return
        except OSError:
            time.sleep(1)
    sys.exit("The demo did not answer.")


def sign_in(tab, account):
    """Sign in by password, as one of the demo's accounts."""
    tab.goto("/account/sign-in/")
    tab.locator("#id_login").fill(account)
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("#id_password").press("Enter")
    tab.locator(".site-header .menu").wait_for()


def take(browser, address, picture, color_scheme):
    """Take one picture in one scheme, as PNG."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.viewport[0], "height": picture.viewport[1]},
        color_scheme=color_scheme,
        device_scale_factor=2,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    if picture.account:
        sign_in(tab, picture.account)
    answer = tab.goto(picture.path, wait_until="networkidle")
    if not answer.ok:
        sys.exit(f"{picture.path} answers {answer.status}")
    png = tab.screenshot()
    context.close()
    return png


def keep(browser, name, pngs, places, size, color_scheme):
    """Keep one or more pictures as one WebP; the browser is the converter."""
    paper, edge = TABLE[color_scheme]
    sources = ["data:image/png;base64," + base64.b64encode(png).decode() for png in pngs]
    tab = browser.new_page()
    found = tab.evaluate(
        COLLAGE, {"sources": sources, "places": places, "size": size, "paper": paper, "edge": edge}
    )
    tab.close()
    (FOLDER / f"{name}-{color_scheme}.webp").write_bytes(base64.b64decode(found))


def take_all(browser, address, color_scheme):
    """Every picture in one scheme, and the collage of three of them."""
    pngs = {picture.name: take(browser, address, picture, color_scheme) for picture in PICTURES}
    for picture in PICTURES:
        whole = [(0, 0, picture.viewport[0], 0)]
        keep(browser, picture.name, [pngs[picture.name]], whole, picture.viewport, color_scheme)
    keep(browser, "hero", [pngs[name] for name in HERO], list(HERO.values()), (1560, 1110), color_scheme)


def main():
    """Take every picture, by day and by night."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as data:
        demo = subprocess.Popen([LONJA, "demo", "--port", str(port)], env=os.environ | {"LONJA_DATA": data})
        try:
            wait_for(address, demo)
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
                for color_scheme in TABLE:
                    take_all(browser, address, color_scheme)
        finally:
            demo.terminate()
            demo.wait(timeout=30)


if __name__ == "__main__":
    main()

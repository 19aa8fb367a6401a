"""A real Chromium against a live server; every page watches for errors and for what the CSP blocked."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

# The synchronous driver keeps an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`blocked by the policy: ${event.violatedDirective} ${event.blockedURI}`));"""
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium_on_this_machine():
    """The machine's own Chromium; None lets the driver take the one it installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def driver():
    """What starts browsers; there can be only one."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(driver):
    """One browser for all tests."""
    found = driver.chromium.launch(executable_path=chromium_on_this_machine(), args=FLAGS)
    yield found
    found.close()


@pytest.fixture
def live(live_server):
    """The site, served for real."""
    return live_server


@pytest.fixture
def page(browser, live):
    """Opens pages: `page("/style/", user=ana, color_scheme="dark", width=390, javascript=False)`.

    `user` is signed in already. Each page keeps its `problems`: errors of the console and of scripts,
    and what the policy blocked.
    A test that expects some clears the list; what is left at the end fails the test.
    """
    contexts, tabs = [], []

    def opened(
        path="/", *, user=None, color_scheme="light", width=1280, height=900, locale="en", javascript=True,
        time_zone=None,
    ):  # fmt: skip
        context = browser.new_context(
            base_url=live.url,
            color_scheme=color_scheme,
            viewport={"width": width, "height": height},
            locale=locale,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            timezone_id=time_zone,
        )
        context.add_init_script(WATCH)
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user, live.url)])
        tab = context.new_page()
        tab.problems = []
        tab.on("console", lambda said: tab.problems.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: tab.problems.append(str(error)))
        tabs.append(tab)
        tab.goto(path)
        return tab

    yield opened
    problems = [problem for tab in tabs for problem in tab.problems]
    for context in contexts:
        context.close()
    assert problems == []


def session_of(user, address):
    """The cookie of a session in which `user` is signed in."""
    visitor = Client()
    visitor.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": visitor.cookies[name].value, "url": address}


@pytest.fixture
def axe():
    """Checks a page: `axe(tab)` lists what breaks WCAG 2.2 at levels A and AA, one line for each place."""

    def checked(tab):
        before = len(tab.problems)
        tab.evaluate(AXE)
        found = tab.evaluate("levels => axe.run({runOnly: levels, resultTypes: ['violations']})", LEVELS)
        tab.wait_for_timeout(20)
        del tab.problems[before:]  # the checker itself tries inline styles, which the policy blocks
        return [
            f"{fault['id']}: {node['target'][0]} {node['failureSummary']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    return checked

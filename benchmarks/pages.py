"""Measure the pages: queries with 1 row and with 30, size of the answer, size of the first load.

    .venv/bin/python benchmarks/pages.py            # prints, and writes benchmarks/pages.md

Everything happens in a temporary folder: a database with 1 and then 30 rows of each kind, and for the
set-up time a fresh clone of this repository. Timings are of this machine on this day.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ.update(
    LONJA_MODE="test", LONJA_DATA=tempfile.mkdtemp(), DJANGO_SETTINGS_MODULE="lonja.config.settings"
)

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from tests import factories as make  # noqa: E402

MOST_QUERIES = 12


def furnish(rows):
    """Add rows of each kind until there are `rows`; return the addresses worth measuring, by name."""
    admin = make.make_user()
    organisation = make.make_organisation(admin=admin)
    cluster = make.make_cluster(manager=admin)
    edition = make.make_edition(make.make_event(organiser=admin))
    slots, tables = make.make_slots(edition, 8), make.make_tables(edition, 30)
    me = make.make_participation(edition, user=admin, organisation=organisation)
    run = make.make_plan(edition)
    for _ in range(rows):
        other = make.make_organisation()
        make.make_membership(other, cluster)
        make.make_cluster(), make.make_edition(make.make_event())
        make.make_person(organisation=organisation, is_public=True)
        make.make_request(make.make_participation(edition, organisation=other), me)
    del slots, tables, run
    desk = f"/events/{edition.event.slug}/{edition.slug}"
    return admin, {
        "front page": "/",
        "organisations": "/organisations/",
        "an organisation": f"/organisations/{organisation.slug}/",
        "clusters": "/clusters/",
        "a cluster": f"/clusters/{cluster.slug}/",
        "members of a cluster": f"/clusters/{cluster.slug}/members/",
        "controlled lists": "/taxonomies/",
        "events": "/events/",
        "an edition": f"{desk}/",
        "participants": f"{desk}/participants/",
        "organiser's desk": f"{desk}/desk/",
        "my requests": f"{desk}/requests/",
        "my agenda": f"{desk}/agenda/",
        "my account": "/account/",
    }


def measure(rows):
    """Queries and bytes of each page with so many rows."""
    admin, addresses = furnish(rows)
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin)
    found = {}
    for name, address in addresses.items():
        client.get(address)  # what is kept for good (content types, terms) is read once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        found[name] = (answer.status_code, len(queries), len(body), len(gzip.compress(body, 6)))
    return found


def first_load():
    """Bytes that a browser takes for the front page on its first visit: the page, styles, scripts, fonts."""
    from playwright.sync_api import Error, sync_playwright  # only when measuring
    from tests.browser.conftest import FLAGS, chromium_on_this_machine

    folder = tempfile.mkdtemp()
    environment = {**os.environ, "LONJA_MODE": "demo", "LONJA_DATA": folder}
    lonja = Path(sys.executable).with_name("lonja")
    subprocess.run([lonja, "setup"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [lonja, "serve", "--port", "8198", "--no-worker", "--workers", "1"], env=environment
    )
    taken = {}
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium_on_this_machine(), args=FLAGS)
            page = browser.new_page()
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished",
                lambda event: taken.update({event["requestId"]: event["encodedDataLength"]}),
            )
            for _ in range(100):
                try:
                    page.goto("http://127.0.0.1:8198/", wait_until="networkidle")
                    break
                except Error:  # the server is still starting
                    time.sleep(0.3)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(folder)
    return len(taken), sum(taken.values())


def fresh_clone():
    """Seconds from a clone to the first served page, libraries fetched anew or from the machine's cache."""
    folder = Path(tempfile.mkdtemp()) / "lonja"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LONJA_", "DJANGO_"))}
    started = time.monotonic()
    subprocess.run(["git", "clone", "-q", HERE.parent, folder], check=True)
    subprocess.run([folder / "lonja", "demo", "--check"], env=clean, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - started
    again = time.monotonic()
    subprocess.run([folder / "lonja", "demo", "--check"], env=clean, check=True, stdout=subprocess.DEVNULL)
    return seconds, time.monotonic() - again


def main():
    """Measure all and write the page."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with override_settings(STRICT_POLICIES=False):
        found = {}
        for rows in (1, 30):
            databases = runner.setup_databases()
            found[rows] = measure(rows)
            runner.teardown_databases(databases)
    lines = [
        "# Measurements of the pages",
        "",
        "Made by `benchmarks/pages.py`; queries and bytes are exact, seconds of one noisy machine.",
        "",
        "| page | queries, 1 row | queries, 30 rows | bytes, 30 rows | compressed |",
        "|---|---|---|---|---|",
    ]
    for name, (status, queries, size, packed) in found[30].items():
        assert status == 200, f"{name} answered {status}"
        lines.append(f"| {name} | {found[1][name][1]} | {queries} | {size:,} | {packed:,} |")
    files, taken = first_load()
    lines += [
        "",
        f"First load of the front page: {files} files, {taken:,} bytes over the wire, fonts included.",
    ]
    cold, warm = fresh_clone()
    lines += [
        "",
        f"From a fresh clone to the first page served: {cold:.0f} s (packages from the machine's cache when",
        f"it has them); the second start: {warm:.0f} s. The goal is two minutes.",
    ]
    page = "\n".join(lines) + "\n"
    (HERE / "pages.md").write_text(page)
    print(page)
    worst = max(queries for _, queries, _, _ in found[30].values())
    return 0 if worst <= MOST_QUERIES else 1


if __name__ == "__main__":
    sys.exit(main())

"""A newcomer's first half hour: from `lonja demo` to a calendar file, in a real browser."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.database import ENGINE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("newcomer"),
    pytest.mark.skipif(ENGINE != "sqlite", reason="the demo brings its own database"),
]

LONJA = Path(sys.executable).with_name("lonja")
STARTS_WITHIN_SECONDS = 300


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo as a stranger starts it, on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LONJA_")}
    environment = {**inherited, "LONJA_DATA": str(tmp_path_factory.mktemp("demo"))}
    process = subprocess.Popen(
        [LONJA, "demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address, process):
    """Wait until the front page comes."""
    started = time.monotonic()
    while time.monotonic() - started < STARTS_WITHIN_SECONDS and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the demo did not start (exit code {process.poll()})")


@pytest.fixture
def tab(browser, demo):
    """A tab in which an error of the console or of the policy fails the test."""
    context = browser.new_context(
        base_url=demo, viewport={"width": 1280, "height": 900}, locale="en", accept_downloads=True
    )
    context.add_init_script(
        'document.addEventListener("securitypolicyviolation", (event) =>'
        " console.error(`blocked: ${event.violatedDirective}`));"
    )
    page = context.new_page()
    problems = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert [problem for problem in problems if "409" not in problem and "422" not in problem] == []


def sign_in(tab, email):
    """Choose one of the accounts that the sign-in page of the demo offers."""
    tab.goto("/account/sign-in/")
    tab.get_by_label("E-mail").first.fill(email)
    tab.get_by_label("Password").first.fill("lonja-demo")
    tab.get_by_label("Password").first.press("Enter")
    expect(tab).not_to_have_url(re.compile("sign-in"))


def person(email, name, organisation):
    """A row of the sheet People."""
    return {"E-mail": email, "Name": name, "Organisation": organisation, "Takes part as": "company"}


def fill(template, path, *, mistakes=False):
    """Fill in the downloaded template as an organiser would, with three mistakes when asked."""
    book = openpyxl.load_workbook(template)
    rows = {
        "Slots": [{"Day": "16/11/2027", "Begins": "09:00", "Ends": "11:00"}],
        "Tables": [{"Table number": "1-4"}],
        "People": [
            person("participant@example.org", "Diego Serrano", "Taller Uno"),
            person("rosa.lima@example.org", "Rosa Lima", "Taller Dos"),
            person("noor.haddad@example.org", "Noor Haddad", "Centro Tres")
            | {"Leaves": "half past ten" if mistakes else "10:30"},
        ],
        "Requests": [
            {"Who asks": "participant@example.org", "Who is asked": "rosa.lima@example.org", "Priority": 1},
            {"Who asks": "participant@example.org",
             "Who is asked": "nor.haddad@example.org" if mistakes else "noor.haddad@example.org",
             "Priority": 9 if mistakes else 2},
            {"Who asks": "rosa.lima@example.org", "Who is asked": "noor.haddad@example.org", "Priority": 3},
        ],
    }  # fmt: skip
    for name in (
        "Event",
        "Slots",
        "Tables",
        "Organisations",
        "People",
        "Requests",
        "Talks",
        "Talk registrations",
    ):
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(rows.get(name, []), start=2):
            for heading, value in row.items():
                sheet.cell(number, headings.index(heading) + 1, value)
    if mistakes is False:
        book["Event"].cell(2, 1, "Encuentro de prueba")
    book.save(path)


def upload(tab, path):
    """Bring a workbook from the desk and come to what was found in it."""
    tab.get_by_role("link", name=re.compile("Upload|Bring another")).first.click()
    tab.locator("input[type=file]").set_input_files(path)
    tab.get_by_role("button", name="Check the table").click()


def test_from_the_demo_to_an_agenda_in_the_calendar(tab, demo, tmp_path):
    sign_in(tab, "organiser@example.org")

    # A new edition of the encounter
    tab.goto("/events/itecam-encounter/new/")
    tab.get_by_label("Title in English").fill("Spring Encounter 2027")
    tab.get_by_label("Title in Spanish").fill("Encuentro de primavera 2027")
    tab.locator("[name=slug]").fill("spring-2027")
    tab.locator("[name=starts_on]").fill("2027-11-16")
    tab.locator("[name=ends_on]").fill("2027-11-16")
    tab.get_by_role("main").get_by_role("button").last.click()
    tab.goto("/events/itecam-encounter/spring-2027/desk/")

    # The template
    with tab.expect_download() as downloading:
        tab.get_by_role("link", name="Empty workbook").click()
    template = tmp_path / "template.xlsx"
    downloading.value.save_as(template)

    # Three mistakes, each with its place
    fill(template, tmp_path / "wrong.xlsx", mistakes=True)
    upload(tab, tmp_path / "wrong.xlsx")
    expect(tab.get_by_role("main")).to_contain_text("This table has problems. Nothing was changed.")
    places = [
        tuple(cell.strip() for cell in row.locator("td").all_inner_texts()[:2])
        for row in tab.locator("main tbody tr").all()
    ]
    assert sorted(places) == [
        ("Sheet People, row 4", "Leaves"),
        ("Sheet Requests, row 3", "Priority"),
        ("Sheet Requests, row 3", "Who is asked"),
    ]
    expect(tab.get_by_role("main")).to_contain_text("noor.haddad@example.org")

    # The right one
    fill(template, tmp_path / "right.xlsx")
    upload(tab, tmp_path / "right.xlsx")
    expect(tab.get_by_role("main")).to_contain_text("The table is in order. Nothing has been changed yet.")
    tab.get_by_role("button", name="Apply the table").click()
    expect(tab.get_by_role("main")).to_contain_text("The table was applied.")

    # Plan, and watch
    tab.goto("/events/itecam-encounter/spring-2027/desk/")
    tab.get_by_role("button", name="Plan the meetings").click()
    expect(tab).to_have_url(re.compile(r"/(jobs|plans)/"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Plan 1", timeout=180_000)
    expect(tab.get_by_role("main")).to_contain_text("Every accepted request has a place.")

    # Publish: the edition, then the plan
    plan = tab.url
    tab.goto("/events/itecam-encounter/spring-2027/desk/")
    tab.get_by_role("button", name="Make it public").click()
    tab.goto(plan)
    tab.get_by_role("button", name="Publish").first.click()
    expect(tab.get_by_role("main")).to_contain_text("The plan is published")
    tab.context.clear_cookies()

    # The participant
    sign_in(tab, "participant@example.org")
    tab.goto("/events/itecam-encounter/spring-2027/agenda/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("My agenda")
    expect(tab.get_by_role("main")).to_contain_text("Rosa Lima")
    expect(tab.get_by_role("main")).to_contain_text("Noor Haddad")
    with tab.expect_download() as downloading:
        tab.get_by_role("link", name="Into my calendar").click()
    calendar = Calendar.from_ical(Path(downloading.value.path()).read_bytes())
    assert len(calendar.walk("VEVENT")) == 2
    assert {event["DTSTART"].dt.date().isoformat() for event in calendar.walk("VEVENT")} == {"2027-11-16"}

    # The same page in Spanish
    tab.get_by_role("link", name="Español").click()
    expect(tab).to_have_url(f"{demo}/es/events/itecam-encounter/spring-2027/agenda/")
    assert tab.locator("html").get_attribute("lang") == "es"
    expect(tab.get_by_role("main")).to_contain_text("Rosa Lima")

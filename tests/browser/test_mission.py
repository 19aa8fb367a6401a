"""A study visit in two legs with a delegation of two alliances: from the plan to the public report."""

import re
from datetime import UTC, date, datetime

import icalendar
import pytest
from playwright.sync_api import expect

from lonja.partnering.models import Alliance
from tests.factories import (
    make_cluster,
    make_contact,
    make_edition,
    make_event,
    make_participation,
    make_person,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VISIT = "/events/visits/barcelona/"
LEGS = [
    ("Laboratories in Barcelona", "2026-11-06T10:00", "2026-11-06T17:00", "Europe/Madrid", "Barcelona"),
    ("The port of Lisbon", "2026-11-07T09:30", "2026-11-07T15:00", "Europe/Lisbon", "Lisbon"),
]


@pytest.fixture
def visit(transactional_db):
    """A visit on 6 and 7 November 2026, two alliances, and somebody who comes."""
    organiser, guest = make_user(name="Olga Organiser"), make_user(name="Gema Guest")
    cluster = make_cluster("CLUSGRID", manager=organiser, slug="clusgrid")
    make_contact(cluster, "secret.office@example.org")
    for name in ("Smart grid", "Storage"):
        Alliance.objects.create(
            slug=name.lower().replace(" ", "-"), name={"en": name}, coordinator=cluster, is_public=True
        )
    event = make_event(
        "Visits", organiser=organiser, organiser_cluster=cluster, slug="visits", kind="study_visit"
    )
    edition = make_edition(
        event,
        slug="barcelona",
        title={"en": "Study visit to Barcelona"},
        starts_on=date(2026, 11, 6),
        ends_on=date(2026, 11, 7),
    )
    make_participation(edition, person=make_person("Gema Guest", user=guest))
    make_participation(edition, name="Ana Robles")
    return organiser, guest


def lay_out(tab):
    """Add both legs, each by the clock of its place."""
    for title, starts, ends, zone, place in LEGS:
        tab.goto(f"{VISIT}legs/new/")
        tab.get_by_label("Title (English)").fill(title)
        tab.get_by_label("Begins").fill(starts)
        tab.get_by_label("Ends").fill(ends)
        tab.get_by_label("Time zone").fill(zone)
        tab.get_by_label("Place").fill(place)
        tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("heading", level=2)).to_have_text([leg[0] for leg in LEGS])


def send(tab, alliance, person):
    """Let an alliance send somebody, who leads."""
    tab.goto(f"{VISIT}delegations/")
    tab.get_by_label("Who sends").select_option(label=alliance)
    tab.get_by_role("button", name="Add the delegation").click()
    tab.get_by_role("button", name=f"Add {person}").click()
    tab.get_by_role("button", name=re.compile(f"Make head.*{person}")).click()
    expect(tab.get_by_text("Head of delegation")).to_be_visible()


def tell(tab):
    """Write that the visit took place, three weeks before it does, and be asked about it."""
    tab.goto(f"{VISIT}news/new/")
    tab.get_by_label(re.compile("^Day")).fill("2026-10-16")
    tab.get_by_label("Title (English)").fill("The visit took place")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_role("alert").filter(has_text="Do these days fit")).to_contain_text("took place")
    tab.problems.clear()  # the browser tells of the answer 422
    tab.get_by_label("Title (English)").fill("We travel on 6 and 7 November")
    tab.get_by_label("Everybody may read it").check()
    tab.get_by_role("button", name="Save it as it is").click()
    expect(tab.get_by_role("heading", name="We travel on 6 and 7 November")).to_be_visible()


def bring_home(tab):
    """Note seven inputs, promote two of them, and report with “more than 300”."""
    tab.goto(f"{VISIT}outputs/")
    for number in range(1, 8):
        tab.get_by_label("In your words (English)").fill(f"Input number {number}")
        tab.get_by_role("button", name="Note it").click()
    for number in (1, 2):
        tab.get_by_role("button", name=re.compile(f"Promote to an idea.*Input number {number}")).click()
    expect(tab.get_by_text("7 inputs for the next call")).to_be_visible()
    tab.goto(f"{VISIT}report/edit/")
    tab.get_by_label("What happened (English)").fill("Two days in two cities.")
    tab.get_by_label("Everybody may read it").check()
    tab.get_by_role("button", name="Save the report").click()
    tab.get_by_role("link", name="Change the report").click()
    tab.get_by_label("How it is meant").select_option(label="more than")
    tab.get_by_label("Number").fill("300")
    tab.get_by_label("Of what (English)").fill("people")
    tab.get_by_role("button", name="Add the figure").click()


def test_a_visit_from_its_legs_to_its_public_report(page, axe, visit):
    organiser, guest = visit
    tab = page(VISIT, user=organiser)
    lay_out(tab)
    send(tab, "Smart grid", "Gema Guest")
    send(tab, "Storage", "Ana Robles")
    tell(tab)
    bring_home(tab)

    traveller = page(f"{VISIT}journey/mine/", user=guest, width=390, color_scheme="dark")
    expect(traveller.get_by_text("You travel with Smart grid")).to_be_visible()
    assert axe(traveller) == []
    with traveller.expect_download() as loaded:
        traveller.get_by_role("link", name="Calendar file").click()
    calendar = icalendar.Calendar.from_ical(loaded.value.path().read_bytes())
    starts = {str(one["dtstart"].params["TZID"]): one.decoded("dtstart") for one in calendar.walk("VEVENT")}
    assert {zone: start.astimezone(UTC) for zone, start in starts.items()} == {
        "Europe/Madrid": datetime(2026, 11, 6, 9, tzinfo=UTC),
        "Europe/Lisbon": datetime(2026, 11, 7, 9, 30, tzinfo=UTC),
    }

    reader = page(f"{VISIT}report/")
    for words in ("More than 300", "7 inputs for the next call", "2 promoted to ideas"):
        expect(reader.get_by_text(words)).to_be_visible()
    assert axe(reader) == []

    reader.goto(VISIT)
    expect(reader.get_by_text("We travel on 6 and 7 November")).to_be_visible()
    for path in (VISIT, "/clusters/clusgrid/", "/clusters/clusgrid/ask/"):
        reader.goto(path)
        assert "secret.office@example.org" not in reader.content()
    traveller.goto("/clusters/clusgrid/ask/")
    expect(traveller.locator("main textarea").first).to_be_visible()

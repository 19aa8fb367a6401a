"""The day as three people live it at once: at the door, at two tables, and in front of the screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

# Several browsers at once: SQLite in memory, as the tests have it, refuses readers while one writes.
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HERE = "/events/fair/today/"


def test_a_no_show_becomes_another_meeting_and_the_screen_follows(page, axe):
    organiser, now = make_user(name="Olga"), timezone.now()
    event = make_event("Regional fair", slug="fair", organiser=organiser)
    edition = make_edition(
        event, slug="today", title={"en": "Fair"}, time_zone="UTC", starts_on=now.date(),
        ends_on=now.date() + timedelta(days=1),
    )  # fmt: skip
    slots = make_slots(edition, 3, starts_at=now - timedelta(minutes=5))
    tables = make_tables(edition, 2)
    ana, jon, leo = (
        make_participation(edition, user=make_user(), name=name, organisation=make_organisation(firm))
        for name, firm in (("Ana Ruiz", "Ruidera"), ("Jon Etxeberria", "Nervión"), ("Leo Prat", "Sensores"))
    )
    make_request(ana, leo)
    make_published((make_request(ana, jon), slots[0], tables[0]), edition=edition)

    door = page(f"{HERE}checkin/?q=ana", user=organiser)
    door.get_by_role("button", name="Check in Ana Ruiz").click()
    expect(door.get_by_role("heading", name="1 of 3 are here")).to_be_visible()
    assert axe(door) == []

    first = page(f"{HERE}now/", user=ana.person.user, width=390)
    assert axe(first) == []
    first.get_by_role("button", name="Jon Etxeberria is not here").click()
    expect(first.get_by_role("heading", name="Leo Prat is, too")).to_be_visible()

    second = page(f"{HERE}now/", user=leo.person.user, color_scheme="dark", width=390)
    assert axe(second) == []
    second.get_by_role("button", name="Accept Ana Ruiz").click()
    expect(second.get_by_role("heading", name="Next")).to_be_visible()

    desk = page(f"{HERE}live/", user=organiser)
    expect(desk.get_by_text("No-show", exact=True)).to_be_visible()
    assert axe(desk) == []
    desk.get_by_text("Hall screen and remote meetings").click()
    desk.get_by_role("button", name="Give it a secret address").click()
    desk.get_by_role("link", name="Hall screen").click()
    expect(desk.get_by_role("row", name="1", exact=False).get_by_text("Leo Prat")).to_be_visible()
    expect(desk.get_by_text("New", exact=True)).to_be_visible()
    assert axe(desk) == []

"""The programme: an organiser lays it out, a participant books by keyboard, and her slots follow."""

import re

import pytest
from playwright.sync_api import expect

from lonja.events.models import Session, SessionPlace
from lonja.meetings import engine
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

# Two browsers at once: SQLite in memory, as the tests have it, refuses readers while one writes.
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HERE = "/events/fair/2018/"


@pytest.fixture
def fair():
    """An edition with four slots from nine o'clock, its organiser, and three who come."""
    organiser = make_user(name="Olga Organiser")
    edition = make_edition(
        make_event("Regional fair", slug="fair", organiser=organiser), slug="2018",
        starts_on="2018-11-15", ends_on="2018-11-15",
    )  # fmt: skip
    make_slots(edition, 4)
    make_tables(edition, 2)
    people = [
        make_participation(edition, user=make_user(name=name), name=name, participant_type=kind)
        for name, kind in (("Ana Ruiz", "company"), ("Nano Group", "group"), ("Solar Group", "group"))
    ]
    return edition, organiser, people


def add_zone(tab, kind, name):
    tab.goto(f"{HERE}programme/edit/")
    tab.get_by_role("link", name="Add a zone").click()
    tab.get_by_label("Kind").select_option(label=kind)
    tab.get_by_label("Name (English)").fill(name)
    tab.get_by_role("button", name="Save").click()


def add_talk(tab, title, starts, ends, *, room, places=""):
    tab.goto(f"{HERE}programme/edit/")
    tab.get_by_role("link", name="Add a talk").click()
    tab.get_by_label("Title (English)").fill(title)
    tab.get_by_label("Begins").fill(f"2018-11-15T{starts}")
    tab.get_by_label("Ends").fill(f"2018-11-15T{ends}")
    tab.get_by_label("Room").fill(room)
    tab.get_by_label("participants book a place").check()
    tab.get_by_label("Places", exact=True).fill(places)
    tab.get_by_role("button", name="Save").click()


def press(tab, button):
    """Reach a button by keyboard and press it."""
    button.focus()
    expect(button).to_be_focused()
    tab.keyboard.press("Enter")


def test_from_the_zones_to_the_place_that_blocks_a_slot(page, axe, fair):
    edition, organiser, (ana, nano, solar) = fair
    desk = page(f"{HERE}programme/edit/", user=organiser)
    add_zone(desk, "Meetings with selected groups", "Innova+")
    desk.get_by_label("Nano Group").check()
    desk.get_by_role("button", name="Save").click()
    add_talk(desk, "Keynote", "09:00", "09:30", room="Hall A", places="50")
    add_talk(desk, "Robot on show", "09:30", "09:45", room="Stand 3", places="1")
    assert axe(desk) == []
    desk.get_by_role("link", name="Keynote").click()
    desk.get_by_label("Name").first.fill("Ana Ruiz")
    desk.get_by_label("Registered here as").first.fill("Ana Ruiz")
    desk.get_by_label("Abstract (English)").fill("What *this* is about")
    assert axe(desk) == []
    desk.get_by_role("button", name="Save").click()
    desk.goto(f"{HERE}programme/")
    desk.get_by_role("link", name="Keynote").click()
    expect(desk.get_by_role("heading", name="Who speaks")).to_be_visible()
    assert axe(desk) == []

    tab = page(f"/es{HERE}programme/", user=ana.person.user, width=390, color_scheme="dark", locale="es")
    assert axe(tab) == []
    for title in ("Keynote", "Robot on show"):
        press(tab, tab.get_by_role("button", name=re.compile(f"Reservar plaza.*{title}")))
        expect(tab.get_by_role("button", name=re.compile(f"Liberar la plaza.*{title}"))).to_be_visible()
    expect(tab.get_by_role("heading", level=2).first).to_have_text("Jueves, 15 de noviembre")
    for path in ("programme/speakers/", f"programme/{Session.objects.get(room='Hall A').uid}/", "ask/"):
        tab.goto(f"/es{HERE}{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") == 390
        assert axe(tab) == []
    tab.goto(f"/es{HERE}programme/")
    tab.get_by_role("link", name="Por sala").click()
    expect(tab.get_by_role("heading", level=2)).to_have_text(["Hall A", "Stand 3", "Qué se encuentra allí"])
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(tab) == []

    assert set(SessionPlace.objects.values_list("participation_id", "session__title__en")) == {
        (ana.pk, "Keynote"),
        (ana.pk, "Robot on show"),
    }
    make_request(ana, nano)
    floor = engine.read_floor(edition)
    draft = engine.plan_floor(floor, seed=1, effort="quick")
    slots = list(edition.slots.order_by("starts_at").values_list("pk", flat=True))
    assert [one.slot for one in draft.placed] == [slots[3]]  # the keynote takes two, the robot one

    tab.goto(f"/es{HERE}requests/new/{solar.pk}/")
    press(tab, tab.get_by_role("button", name="Enviar la solicitud"))
    expect(tab.get_by_text("solo puede solicitar reuniones a los grupos de investigación")).to_be_visible()
    tab.problems.clear()  # the browser tells of the answer that refuses

    late = page(f"{HERE}programme/", user=nano.person.user)
    row = late.get_by_role("row").filter(has_text="Robot on show")
    expect(row).to_contain_text("Full")
    expect(row.get_by_role("button")).to_have_count(0)
    assert Session.objects.count() == 2

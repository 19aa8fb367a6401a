"""An organiser's way: demand, plan, compare, move by mouse and by keyboard, lock, plan again, publish."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from lonja.base import jobs
from lonja.base.models import Job
from lonja.meetings.models import Lock, Meeting
from lonja.meetings.services import plans
from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/events/fair/2018/"
NOW = datetime(2018, 11, 1, tzinfo=UTC)


@pytest.fixture
def hall():
    """A fair with four people, a talk, and a draft with Ana and Jon at 09:00, Ana and Eva at 09:15."""
    organiser = make_user(name="Olga")
    event = make_event("Regional fair", slug="fair", organiser=organiser)
    edition = make_edition(event, slug="2018", title={"en": "Fair 2018", "es": "Feria 2018"})
    slots, tables = make_slots(edition, 4), make_tables(edition, 2)
    ana, jon, eva, leo = (
        make_participation(edition, user=make_user(), name=name, organisation=make_organisation(firm))
        for name, firm in (("Ana Ruiz", "Ruidera"), ("Jon Etxeberria", "Nervión"), ("Eva Lomas", "Grupo 3"),
                           ("Leo Prat", "Sensores del Sur"))
    )  # fmt: skip
    make_session(edition, attended_by=[jon], starts_at=slots[3].starts_at, minutes=15)
    requests = [make_request(ana, jon), make_request(ana, eva), make_request(leo, eva)]
    run = make_plan(edition, number=1)
    plans.solve(run)
    Meeting.objects.filter(run=run).delete()
    for request, slot in zip(requests, slots[:2]):
        meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=tables[0])
        for who in (request.sender, request.recipient):
            meeting.seats.create(run=run, slot=slot, participation=who)
    return {"organiser": organiser, "edition": edition, "requests": requests, "run": run}


def stands(hall, number):
    """Where a request stands in the first plan, as people say it."""
    row = Meeting.objects.filter(run=hall["run"], request=hall["requests"][number]).first()
    return row and (f"{row.slot.starts_at:%H:%M}", row.table.number)


def place(tab, row, column):
    return tab.locator(".board-grid tbody tr").nth(row).locator("td").nth(column)


def test_the_way_from_the_demand_to_the_final_agenda(page, axe, hall):
    tab = page(f"{HERE}demand/", user=hall["organiser"])
    tab.get_by_role("button", name="Look at the demand").click()
    expect(tab.get_by_role("heading", level=2).first).to_contain_text("All 3 accepted requests could be met")

    tab.goto(f"{HERE}desk/")
    tab.get_by_role("button", name="Plan the meetings").click()
    jobs.run_now(Job.objects.get(kind="meetings.plan"))
    tab.goto(f"{HERE}plans/compare/")
    expect(tab.get_by_role("columnheader", name="Plan 2")).to_be_visible()

    # By mouse: a place that does not fit says why, and nothing moves; another one takes it.
    tab.goto(f"{HERE}plans/1/board/")
    card, said = tab.locator(".board-card").filter(has_text="Jon Etxeberria"), tab.locator("[data-say]")
    drag(tab, card, place(tab, 1, 3))
    expect(said).to_have_text("09:45, Table 2. Not here: Jon Etxeberria is in a talk then.")
    assert stands(hall, 0) == ("08:00", 1)
    drag(tab, card, place(tab, 1, 2))
    expect(said).to_have_text("Ana Ruiz and Jon Etxeberria meet at 09:30, table 2.")
    assert stands(hall, 0) == ("08:30", 2)
    assert axe(tab) == []

    # By keyboard: pick up, see why not, go on, drop; then one from the tray; put back.
    place(tab, 1, 2).focus()
    tab.keyboard.press("Enter")
    expect(said).to_contain_text("Picked up: Ana Ruiz, Jon Etxeberria.")
    expect(tab.locator("meeting-board[data-marked]")).to_be_visible()
    tab.keyboard.press("ArrowLeft")
    expect(said).to_have_text(
        "09:15, Table 2. Not here: Ana Ruiz sits in another meeting then: Ana Ruiz – Eva Lomas."
    )
    assert axe(tab) == []
    tab.keyboard.press("Enter")
    assert stands(hall, 0) == ("08:30", 2)
    tab.keyboard.press("ArrowLeft")
    expect(said).to_have_text("09:00, Table 2. It fits here.")
    tab.keyboard.press("Enter")
    expect(said).to_have_text("Ana Ruiz and Jon Etxeberria meet at 09:00, table 2.")
    tab.locator("[data-tray] .board-card").focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Escape")
    expect(said).to_have_text("Put back. Nothing was changed.")
    assert (stands(hall, 0), stands(hall, 2)) == (("08:00", 2), None)

    # One that waits is dropped on another: the board asks, and they change places; undo brings both back.
    drag(tab, tab.locator("[data-tray] .board-card"), place(tab, 1, 0))
    asked = "Let the two change places: Leo Prat – Eva Lomas and Ana Ruiz – Jon Etxeberria?"
    expect(said).to_have_text(asked)
    place(tab, 0, 3).hover()  # the way to the button leads over other places
    expect(said).to_have_text(asked)
    tab.get_by_role("button", name="Let them change places").click()
    expect(tab.get_by_text("have no place now")).to_be_visible()
    assert (stands(hall, 0), stands(hall, 2)) == (None, ("08:00", 2))
    tab.get_by_role("button", name="Undo my last move").click()
    assert (stands(hall, 0), stands(hall, 2)) == (("08:00", 2), None)

    # Undo; lock by the plain form; what is planned later keeps it.
    tab.get_by_role("button", name="Undo my last move").click()
    assert stands(hall, 0) == ("08:30", 2)
    tab.goto(f"{HERE}plans/1/board/{hall['requests'][0].uid}/")
    tab.get_by_role("button", name="Lock it here").click()
    expect(tab.get_by_role("row", name="Ana Ruiz")).to_contain_text("09:30")
    assert Lock.objects.get().request == hall["requests"][0]
    again = plans.request_plan(hall["edition"], seed=4, effort="quick", actor=hall["organiser"], now=NOW)
    plans.solve(again)
    assert again.meetings.get(request=hall["requests"][0]).table.number == 2

    tab.goto(f"{HERE}plans/{again.number}/")
    tab.get_by_role("button", name="Publish as provisional").click()
    expect(tab.get_by_text("The plan is out as provisional")).to_be_visible()
    tab.get_by_role("button", name=f"Make plan {again.number} final").click()
    expect(tab.get_by_text("The plan is published, and the agendas are on their way.")).to_be_visible()
    again.refresh_from_db()
    assert (again.state, again.version) == ("published", 2)


def drag(tab, card, target):
    """Drag as a hand does: the places are marked before it lets go."""
    card.hover()
    tab.mouse.down()
    box = target.bounding_box()
    tab.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    expect(tab.locator("meeting-board[data-marked]")).to_be_visible()
    tab.mouse.move(box["x"] + 24, box["y"] + 24)
    tab.mouse.up()


def test_without_javascript_each_meeting_has_a_plain_form(page, hall):
    tab = page(f"{HERE}plans/1/board/", user=hall["organiser"], javascript=False)

    tab.locator(".board-card").filter(has_text="Jon Etxeberria").click()
    tab.get_by_label("When").select_option(label="09:45 – Jon Etxeberria is in a talk then.")
    tab.get_by_role("button", name="Move it there").click()
    expect(tab.locator(".field-error")).to_contain_text("Jon Etxeberria is in a talk then.")
    tab.problems.clear()  # the answer was 409, as it should be
    tab.get_by_label("When").select_option(label="09:30")
    tab.get_by_role("button", name="Move it there").click()

    expect(tab.get_by_text("Ana Ruiz and Jon Etxeberria meet at 09:30")).to_be_visible()
    assert stands(hall, 0)[0] == "08:30"


@pytest.mark.parametrize("address", ["demand/", "plans/compare/", "locks/", "plans/1/", "plans/1/board/"])
def test_axe_finds_nothing_by_night_on_a_phone_in_spanish(page, axe, hall, address):
    tab = page(f"/es{HERE}{address}", user=hall["organiser"], color_scheme="dark", width=390)

    assert axe(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390

"""The pages of events and meetings in a real browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from lonja.events.models import Zone
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


@pytest.fixture
def hall():
    """A fair with a published plan, a draft, a talk, and requests in several states."""
    organiser = make_user(name="Olga")
    event = make_event(
        "Regional fair", slug="fair", organiser=organiser, description={"en": "Sit down together."}
    )
    edition = make_edition(
        event, slug="2018", title={"en": "Fair 2018", "es": "Feria 2018"}, city="Tomelloso"
    )
    make_edition(event, slug="2017", declared_organisations=175, declared_people=310, declared_meetings=485)
    Zone.objects.create(edition=edition, position=1, kind="meetings", name={"en": "Tables", "es": "Mesas"})
    make_slots(edition, 4)
    make_tables(edition, 2)
    people = [
        make_participation(edition, user=make_user(), name=name, organisation=make_organisation(firm))
        for name, firm in (
            ("Ana Ruiz", "Metalurgia Ruidera"), ("Jon Etxeberria", "Talleres Nervión"),
            ("Eva Lomas", "Grupo 3"),
            ("Leo Prat", "Sensores del Sur con un nombre bastante largo, Sociedad Limitada"),
        )
    ]  # fmt: skip
    ana, jon, eva, leo = people
    make_request(ana, jon)
    make_request(leo, ana, state="sent", text="We would like to show you our sensors.")
    late = make_request(jon, eva)
    make_session(edition, attended_by=[ana], starts_at=datetime(2018, 11, 15, 12, 0, tzinfo=UTC), room="A")
    make_session(edition, attended_by=[eva], minutes=120)
    for number in (1, 2):
        plans.solve(make_plan(edition, number=number))
    plans.publish(edition.plan_runs.get(number=1), actor=organiser, now=datetime(2018, 11, 1, tzinfo=UTC))
    return {
        "organiser": organiser,
        "participant": ana.person.user,
        "edition": edition,
        "late": late,
        "leo": leo,
    }


@pytest.mark.parametrize(
    ("who", "address"),
    [
        (None, "/events/"),
        (None, "/events/fair/"),
        (None, HERE),
        ("organiser", f"{HERE}desk/"),
        ("organiser", f"{HERE}edit/"),
        ("organiser", f"{HERE}plans/2/"),
        ("participant", f"{HERE}participants/"),
        ("participant", f"{HERE}agenda/"),
        ("participant", f"{HERE}requests/"),
        ("participant", "/events/mine/"),
    ],
)
def test_axe_finds_nothing_in_both_languages_schemes_and_widths(page, axe, hall, who, address):
    faults = {}
    for prefix, scheme, width in (("", "light", 1280), ("/es", "dark", 390)):
        tab = page(prefix + address, user=hall[who] if who else None, color_scheme=scheme, width=width)
        faults[scheme] = axe(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    assert faults == {"light": [], "dark": []}


def test_a_participant_answers_and_reads_her_agenda_with_the_keyboard_alone(page, hall):
    tab = page(f"{HERE}requests/", user=hall["participant"])

    tab.get_by_role("button", name="Accept the request of Leo Prat").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Accepted. The organiser plans the time and the table.")).to_be_visible()
    tab.goto(HERE)
    tab.get_by_role("link", name="My agenda").focus()
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("heading", level=1)).to_have_text("My agenda")
    expect(tab.locator(".agenda-item").first).to_contain_text("Jon Etxeberria")


def test_without_javascript_the_organiser_plans_and_publishes(page, hall):
    tab = page(f"{HERE}desk/", user=hall["organiser"], javascript=False)

    tab.get_by_role("button", name="Publish plan 2").click()
    expect(tab.get_by_text("The plan is published, and the agendas are on their way.")).to_be_visible()
    tab.get_by_role("button", name="Plan the meetings").click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("Planning the meetings")
    assert hall["edition"].plan_runs.get(state="published").number == 2


def test_a_reason_stands_beside_each_request_without_a_place(page, hall):
    tab = page(f"{HERE}plans/1/", user=hall["organiser"])

    row = tab.get_by_role("row", name="Jon Etxeberria (Talleres Nervión) Eva Lomas (Grupo 3)")

    expect(row).to_contain_text("The two are never here at the same time.")
    expect(row).to_contain_text("if Eva Lomas were here then.")

"""Journeys: legs by their own clocks, delegations, calendar files, and who may see and change what."""

from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lonja.base.errors import Refused
from lonja.events.models import Delegate, Delegation, Leg
from lonja.events.services import missions as services
from lonja.partnering.models import Alliance
from tests.factories import (
    make_cluster,
    make_edition,
    make_event,
    make_leg,
    make_organisation,
    make_participation,
    make_user,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 6), date(2026, 11, 7)


@pytest.fixture
def organiser():
    return make_user(name="Olga Organiser")


@pytest.fixture
def visit(organiser):
    """A study visit in two legs: Barcelona, then Lisbon, an hour behind."""
    event = make_event("Visits", organiser=organiser, kind="study_visit")
    edition = make_edition(event, starts_on=FIRST, ends_on=LAST)
    make_leg(edition, "Laboratories in Barcelona")
    make_leg(
        edition,
        "Port of Lisbon",
        starts_at=datetime(2026, 11, 7, 9, 30, tzinfo=UTC),
        ends_at=datetime(2026, 11, 7, 12, tzinfo=UTC),
        time_zone="Europe/Lisbon",
        place="Lisbon",
        country="PT",
    )
    return edition


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(edition, rest=""):
    return f"{edition.get_absolute_url()}{rest}"


def test_the_public_page_says_where_the_journey_leads_by_the_clock_of_each_place(client, visit):
    found = client.get(at(visit)).context["extras"]["stops"]

    assert found == [
        {"label": "Friday, 6 November 2026",
         "value": "Laboratories in Barcelona · 10:00–13:00 · Barcelona, Spain"},
        {"label": "Saturday, 7 November 2026", "value": "Port of Lisbon · 09:30–12:00 · Lisbon, Portugal"},
    ]  # fmt: skip


def test_both_legs_stand_in_the_calendar_by_their_own_clocks(visit):
    guest = make_user()
    make_participation(visit, user=guest)

    content = signed_in(guest).get(at(visit, "journey/mine.ics")).content

    calendar = icalendar.Calendar.from_ical(content)
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    legs = [(str(one["dtstart"].params["TZID"]), one.decoded("dtstart")) for one in calendar.walk("VEVENT")]
    read_again = vobject.readOne(content.decode())
    assert zones == {"Europe/Madrid", "Europe/Lisbon"}
    assert [(zone, f"{start:%H:%M}") for zone, start in legs] == [
        ("Europe/Madrid", "10:00"), ("Europe/Lisbon", "09:30")
    ]  # fmt: skip
    assert [one.dtstart.value.astimezone(UTC) for one in read_again.vevent_list] == [
        datetime(2026, 11, 6, 9, tzinfo=UTC), datetime(2026, 11, 7, 9, 30, tzinfo=UTC)
    ]  # fmt: skip


def test_a_leg_that_changes_keeps_its_id_and_raises_its_number(visit, organiser):
    leg = visit.legs.first()

    changed = services.edit_leg(leg, facts={"place": "Sabadell"}, actor=organiser, now=datetime.now(UTC))
    same = services.edit_leg(changed, facts={"place": "Sabadell"}, actor=organiser, now=datetime.now(UTC))

    assert (same.uid, same.version) == (leg.uid, 2)


def typed(**fields):
    return {
        "title_en": "Visit", "title_es": "", "starts": "2026-11-06T10:00", "ends": "2026-11-06T12:00",
        "time_zone": "Europe/Madrid", "place": "Barcelona", "country": "ES", "host": "",
        "programme_en": "", "programme_es": "", "transport_en": "", "transport_es": "", **fields,
    }  # fmt: skip


def test_hours_of_a_leg_are_those_of_its_own_clock(visit, organiser):
    host = make_cluster("Lisbon Energy")
    answer = signed_in(organiser).post(
        at(visit, "legs/new/"), typed(time_zone="America/Mexico_City", host="lisbon energy", place="Mexico")
    )

    made = Leg.objects.get(place="Mexico")
    assert answer.status_code == 303
    assert made.starts_at == datetime(2026, 11, 6, 16, tzinfo=UTC)
    assert made.host == host


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": "2026-03-29T02:30", "ends": "2026-03-29T04:00"}, "starts"),  # left out that night
        ({"ends": "2026-11-06T09:00"}, "ends"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"host": "Nobody at all"}, "host"),
        ({"starts": "9999-12-31T10:00"}, "starts"),
        ({"title_en": ""}, "title_en"),
    ],
)
def test_a_leg_that_cannot_be_is_explained_beside_its_field(visit, organiser, wrong, field):
    answer = signed_in(organiser).post(at(visit, "legs/new/"), typed(**wrong))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert visit.legs.count() == 2


def test_an_alliance_sends_people_and_nobody_travels_twice(visit, organiser):
    coordinator = make_cluster()
    alliance = Alliance.objects.create(slug="grid", name={"en": "Grid"}, coordinator=coordinator)
    first = services.add_delegation(visit, sender=alliance, note="", actor=organiser)
    second = services.add_delegation(visit, sender=coordinator, note="", actor=organiser)
    ana = make_participation(visit)

    delegate = services.add_delegate(first, ana, actor=organiser)
    services.lead(delegate, actor=organiser)

    with pytest.raises(Refused, match="travels with a delegation already"):
        services.add_delegate(second, ana, actor=organiser)
    with pytest.raises(Refused, match="sends a delegation already"):
        services.add_delegation(visit, sender=alliance, note="", actor=organiser)
    with pytest.raises(Refused, match="registered for this edition"):
        services.add_delegate(second, make_participation(make_edition()), actor=organiser)
    services.remove_delegate(delegate, actor=organiser)
    first.refresh_from_db()
    assert first.head is None


def test_hosts_read_the_list_of_delegates_and_nothing_else(visit, organiser):
    host = make_user()
    house = make_organisation(admin=host)
    delegation = services.add_delegation(visit, sender=make_cluster("Grid"), note="", actor=organiser)
    services.add_delegate(delegation, make_participation(visit, name="Ana Robles"), actor=organiser)

    before = signed_in(host).get(at(visit, "delegates/")).status_code
    Leg.objects.filter(edition=visit, country="PT").update(host_organisation=house)
    rows = b"".join(signed_in(host).get(at(visit, "delegates.csv")).streaming_content).decode()

    assert before == 403
    assert "Grid,Ana Robles" in rows
    assert signed_in(host).get(at(visit, "delegations/")).status_code == 403


PAGES = [
    "journey/", "journey/mine/", "legs/new/", "delegations/", "delegates/", "outputs/", "follow-ups/",
    "report/edit/", "news/", "news/new/", "budget/", "budget.csv", "budget/new/", "team/",
]  # fmt: skip
SEEN = {
    "stranger": {"journey/": 200, "news/": 200, "journey/mine/": 404},
    "participant": {"journey/": 200, "news/": 200, "journey/mine/": 200, "outputs/": 200},
    "other": {"journey/": 200, "news/": 200, "journey/mine/": 404},
    "organiser": dict.fromkeys(PAGES, 200) | {"journey/mine/": 404},
}


@pytest.mark.parametrize("who", SEEN)
def test_each_page_opens_for_those_whom_it_concerns(visit, organiser, who):
    participant, other = make_user(), make_user()
    make_participation(visit, user=participant)
    make_edition(make_event(organiser=other))
    clients = {
        "stranger": Client(), "participant": signed_in(participant), "other": signed_in(other),
        "organiser": signed_in(organiser),
    }  # fmt: skip

    found = {rest: clients[who].get(at(visit, rest)).status_code for rest in PAGES}

    assert found == dict.fromkeys(PAGES, 403) | SEEN[who]


@pytest.mark.parametrize("who", ["stranger", "other"])
def test_a_draft_shows_nothing_of_its_journey(visit, who):
    visit.state = "draft"
    visit.save()
    client = Client() if who == "stranger" else signed_in(make_user())

    assert {client.get(at(visit, rest)).status_code for rest in PAGES} == {404}


@pytest.mark.parametrize(
    "rest",
    ["", "journey/", "journey/mine/", "delegations/", "delegates/"],
)
def test_pages_of_journeys_need_the_same_few_queries(visit, organiser, rest):
    make_participation(visit, user=organiser)
    delegation = Delegation.objects.create(edition=visit, cluster=make_cluster())

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(at(visit, rest)).status_code == 200
        return len(queries)

    client = signed_in(organiser)
    mine = visit.participations.get()
    Delegate.objects.create(delegation=delegation, participation=mine)
    few = count()
    for number in range(30):
        make_leg(visit, f"Leg {number}", host_cluster=make_cluster())
        row = Delegation.objects.create(edition=visit, cluster=make_cluster())
        Delegate.objects.create(delegation=row, participation=make_participation(visit))
        Delegate.objects.create(delegation=delegation, participation=make_participation(visit))
    many = count()

    assert few == many
    assert many <= 12

"""What pages offer follows what an edition is: with tables or without, on a journey, called off."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lonja.events.models import TypeRule, Zone
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_slots,
    make_user,
)

pytestmark = pytest.mark.django_db
AT = datetime(2018, 11, 1, tzinfo=UTC)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def edition_of(organiser, kind="encounter", **fields):
    return make_edition(make_event(slug="fair", organiser=organiser, kind=kind), slug="2018", **fields)


@pytest.mark.parametrize(
    ("kind", "has", "sits"),
    [
        ("encounter", "", True),
        ("conference", "", False),
        ("conference", "slots", True),
        ("conference", "zone", True),
        ("workshop", "", False),
    ],
)
def test_the_desk_speaks_of_tables_where_meetings_are_part_of_the_edition(kind, has, sits):
    organiser = make_user()
    edition = edition_of(organiser, kind)
    if has == "slots":
        make_slots(edition, 1)
    elif has == "zone":
        Zone.objects.create(edition=edition, position=1, kind="meetings")

    answer = signed_in(organiser).get("/events/fair/2018/desk/")

    page = answer.content.decode()
    assert (answer.context["has_meetings"], "The day, live" in page) == (sits, sits)
    assert ("There is no slot and no table yet." in page) == (kind == "conference" and not sits)


@pytest.mark.parametrize(("kind", "offers"), [("encounter", True), ("study_visit", False)])
def test_nobody_is_asked_whether_she_takes_part_in_a_journey_from_elsewhere(kind, offers):
    edition = edition_of(None, kind, starts_on="2030-11-15", ends_on="2030-11-16")
    TypeRule.objects.create(edition=edition, participant_type="company")
    ana = make_user()
    make_participation(edition, user=ana)

    forms = [
        signed_in(who).get(f"/events/fair/2018/{page}/").context["form"]
        for who, page in ((make_user(), "register"), (ana, "registration"))
    ]

    assert ["remote" in form.fields for form in forms] == [offers, offers]


def test_a_registration_for_a_journey_is_changed_without_that_question():
    edition = edition_of(None, "study_visit")
    ana = make_user()
    one = make_participation(edition, user=ana)

    answer = signed_in(ana).post("/events/fair/2018/registration/", {"language": "es", "motivation": "Wine"})

    one.refresh_from_db()
    assert (answer.status_code, one.motivation, one.remote) == (303, "Wine", False)


@pytest.mark.parametrize("page", ["checkin", "outputs"])
def test_the_way_to_pages_of_the_organiser_leads_over_the_desk(page):
    organiser = make_user()
    edition_of(organiser)

    shown = signed_in(organiser).get(f"/events/fair/2018/{page}/").content.decode()

    crumbs = shown.split('class="breadcrumbs', 1)[1].split("</nav>", 1)[0]
    assert crumbs.count('href="/events/fair/2018/desk/"') == 1


@pytest.mark.parametrize(("state", "ways"), [("published", 2), ("called_off", 0)])
def test_the_requests_of_an_edition_called_off_lead_to_nobody_to_ask(state, ways):
    off = {"called_off_at": AT, "called_off_reason": {"en": "Rain"}} if state == "called_off" else {}
    edition = edition_of(None, state=state, **off)
    ana = make_user()
    make_participation(edition, user=ana)

    shown = signed_in(ana).get("/events/fair/2018/requests/").content.decode()

    assert shown.split("<main", 1)[1].count("Look who comes</a>") == ways


def test_what_an_edition_promised_of_itself_is_not_said_below_that_it_was_called_off():
    edition = edition_of(None, summary={"en": "Registration is open."})
    before = Client().get("/events/fair/2018/").content.decode()
    type(edition).objects.update(state="called_off", called_off_at=AT, called_off_reason={"en": "Rain"})

    after = Client().get("/events/fair/2018/").content.decode()

    assert [page.count("Registration is open.") > 0 for page in (before, after)] == [True, False]

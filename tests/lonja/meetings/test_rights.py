"""Who gets which page of the meetings: two events of two organisers, and everybody else."""

import pytest
from django.test import Client

from lonja.accounts.models import Role
from lonja.events.models import EventGrant
from lonja.meetings.models import MeetingRequest
from lonja.meetings.services import plans
from tests.factories import (
    make_cluster,
    make_edition,
    make_event,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
PRINCIPALS = (
    "nobody",
    "stranger",
    "participant",
    "organiser",
    "other_organiser",
    "staff",
    "former",
    "manager",
)


@pytest.fixture
def hall():
    """One event with a published plan, a draft plan, and everybody around it."""
    cluster = make_cluster(manager=(manager := make_user()))
    organiser, other_organiser, staff, former = (make_user() for _ in range(4))
    event = make_event(slug="fair", organiser=organiser, organiser_cluster=cluster)
    make_edition(make_event(organiser=other_organiser))
    EventGrant.objects.create(user=staff, role=Role.CHECK_IN_STAFF, event=event)
    gone = EventGrant.objects.create(user=former, role=Role.EVENT_ORGANISER, event=event)
    EventGrant.objects.filter(pk=gone.pk).update(
        valid_from="2001-01-01T00:00Z", valid_until="2002-01-01T00:00Z"
    )
    edition = make_edition(event, slug="2018")
    make_slots(edition), make_tables(edition)
    me = make_participation(edition, user=make_user(), name="Ana")
    other = make_participation(edition, user=make_user(), name="Jon")
    make_request(me, other, text="between-the-two")
    for number in (1, 2):
        run = make_plan(edition, number=number)
        plans.solve(run)
    plans.publish(run, actor=organiser, now=run.requested_at)
    return {
        "edition": edition, "me": me, "other": other, "nobody": None, "stranger": make_user(),
        "participant": me.person.user, "organiser": organiser, "other_organiser": other_organiser,
        "staff": staff, "former": former, "manager": manager,
    }  # fmt: skip


def client_of(hall, principal):
    client = Client()
    if hall[principal]:
        client.force_login(hall[principal])
    return client


RIGHTS = [
    # nobody, stranger, participant, organiser, other organiser, staff, former organiser, manager
    ("", (200, 200, 200, 200, 200, 200, 200, 200)),
    ("desk/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("edit/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("plans/1/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/2/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/2/sheet.xlsx", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/2/tables.pdf", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/2/agendas.pdf", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("demand/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("plans/compare/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("plans/compare.csv", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("locks/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("plans/2/unplaced.csv", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/1/board/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/1/board/{request}/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/1/board/{request}/0/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("promises/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("plans/2/below/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/2/below.csv", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("plans/1/board/{request}/swap/{request}/", (404, 404, 404, 200, 404, 404, 404, 404)),
    ("extracts/", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("extracts/everything.xlsx", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("extracts/workbook.xlsx", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("extracts/made/0/", (403, 403, 403, 404, 403, 403, 403, 403)),
    ("extracts/messages.csv", (403, 403, 403, 200, 403, 403, 403, 403)),
    ("agenda/", (302, 404, 200, 404, 404, 404, 404, 404)),
    ("agenda.ics", (302, 404, 200, 404, 404, 404, 404, 404)),
    ("agenda.pdf", (302, 404, 200, 404, 404, 404, 404, 404)),
    ("agenda/{me}/", (404, 404, 200, 200, 404, 403, 404, 404)),
    ("agenda/{me}.ics", (404, 404, 200, 200, 404, 403, 404, 404)),
    ("agenda/{other}/", (404, 404, 403, 200, 404, 403, 404, 404)),
    ("agenda/{other}.pdf", (404, 404, 403, 200, 404, 403, 404, 404)),
    ("requests/", (302, 403, 200, 403, 403, 403, 403, 403)),
    ("requests/new/{other}/", (302, 403, 200, 403, 403, 403, 403, 403)),
    ("participants.csv", (403, 403, 403, 200, 403, 403, 403, 403)),
]


@pytest.mark.parametrize(("address", "statuses"), RIGHTS, ids=[address or "page" for address, _ in RIGHTS])
def test_each_page_opens_for_whom_it_is(hall, address, statuses):
    path = "/events/fair/2018/" + address.format(
        me=hall["me"].pk, other=hall["other"].pk, request=MeetingRequest.objects.get().uid
    )

    assert {who: client_of(hall, who).get(path).status_code for who in PRINCIPALS} == dict(
        zip(PRINCIPALS, statuses)
    )


CHANGES = [
    "plans/", "plans/1/publish/", "move/close/", "demand/", "plans/1/copy/", "plans/1/lock/", "locks/lift/",
    "plans/1/board/undo/", "plans/1/board/{request}/", "plans/1/board/{request}/swap/{request}/", "promises/",
]  # fmt: skip


@pytest.mark.parametrize("address", CHANGES)
def test_only_the_organiser_changes_anything(hall, address):
    path = "/events/fair/2018/" + address.format(request=MeetingRequest.objects.get().uid)

    refused = {who: client_of(hall, who).post(path).status_code for who in PRINCIPALS if who != "organiser"}

    assert set(refused.values()) <= {403, 404}
    hall["edition"].refresh_from_db()
    assert (hall["edition"].state, hall["edition"].plan_runs.get(state="published").number) == (
        "published",
        2,
    )


def test_a_draft_edition_is_as_absent_as_one_that_never_was(hall):
    hall["edition"].state = "draft"
    hall["edition"].save()
    client = client_of(hall, "stranger")

    hidden, absent = client.get("/events/fair/2018/"), client.get("/events/fair/2019/")

    assert (
        (hidden.status_code, len(hidden.content))
        == (absent.status_code, len(absent.content))
        == (404, len(hidden.content))
    )
    assert client_of(hall, "manager").get("/events/fair/2018/").status_code == 200
    assert client_of(hall, "staff").get("/events/fair/2018/").status_code == 200


def test_the_list_of_people_shows_only_those_it_is_for(hall):
    listed = {
        who: client_of(hall, who).get("/events/fair/2018/participants/").context["page"].paginator.count
        for who in PRINCIPALS
    }

    assert listed == dict(zip(PRINCIPALS, (0, 0, 2, 2, 0, 2, 0, 0)))


def test_somebody_who_does_not_want_to_be_listed_is_seen_by_the_organiser_only(hall):
    type(hall["other"]).objects.filter(pk=hall["other"].pk).update(is_listed=False)

    counts = [
        client_of(hall, who).get("/events/fair/2018/participants/").context["page"].paginator.count
        for who in ("participant", "organiser")
    ]

    assert counts == [1, 2]


def test_the_text_of_a_request_is_for_the_two_only(hall):
    shown = {
        (who, address): "between-the-two"
        in client_of(hall, who).get(f"/events/fair/2018/{address}").content.decode()
        for who in ("participant", "organiser", "staff", "manager")
        for address in ("requests/", "desk/", "plans/2/", "participants/", "")
    }

    assert [key for key, is_shown in shown.items() if is_shown] == [("participant", "requests/")]


def test_nobody_answers_a_request_that_is_not_hers(hall):
    request = MeetingRequest.objects.create(
        edition=hall["edition"], sender=hall["other"],
        recipient=make_participation(hall["edition"], user=make_user()), state="sent",
    )  # fmt: skip
    path = f"/events/fair/2018/requests/{request.uid}/accept/"

    statuses = {who: client_of(hall, who).post(path).status_code for who in PRINCIPALS}

    assert statuses == dict(zip(PRINCIPALS, (404, 404, 404, 403, 404, 404, 404, 404)))
    request.refresh_from_db()
    assert request.state == "sent"


def test_a_participation_is_found_only_under_its_own_edition(hall):
    other_edition = make_edition(hall["edition"].event, slug="2019")
    stranger = make_participation(other_edition)

    response = client_of(hall, "organiser").get(f"/events/fair/2018/agenda/{stranger.pk}/")

    assert response.status_code == 404


def test_the_feed_needs_its_secret_and_nothing_else(hall):
    token = hall["me"].feed_token

    assert Client().get(f"/calendars/{token}.ics").status_code == 200
    assert Client().get(f"/calendars/{token[:-1]}.ics").status_code == 404
    hall["me"].state = "cancelled"
    hall["me"].save()
    assert Client().get(f"/calendars/{token}.ics").status_code == 404


def test_an_organiser_of_one_edition_organises_no_other():
    organiser = make_user()
    event = make_event(slug="fair")
    one, two = make_edition(event, slug="one"), make_edition(event, slug="two")
    EventGrant.objects.create(user=organiser, role=Role.EVENT_ORGANISER, event=event, edition=one)
    client = Client()
    client.force_login(organiser)

    statuses = [client.get(f"/events/fair/{edition.slug}/desk/").status_code for edition in (one, two)]

    assert (statuses, client.get("/events/fair/new/").status_code) == ([200, 403], 403)

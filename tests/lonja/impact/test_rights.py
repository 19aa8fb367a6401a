"""Who gets which page of what came after: two events of two organisers, and everybody else."""

import pytest
from django.test import Client

from lonja.accounts.models import Role
from lonja.events.models import EventGrant
from lonja.impact.models import Conversion, MeetingNote, OutcomeAnswer, OutcomeReport, ProjectIdea, Rating
from lonja.impact.services import reports
from tests.factories import make_answer, make_user
from tests.lonja.impact.afterwards import HERE, at, fair, make_idea

pytestmark = pytest.mark.django_db
PRINCIPALS = ("nobody", "stranger", "met", "not_met", "organiser", "other_organiser", "staff", "former")
SHUT, MINE = (403, 403, 403, 403, 200, 403, 403, 403), (302, 200, 200, 200, 200, 200, 200, 200)
OPEN = (200,) * 8
RIGHTS = [
    # nobody, stranger, who met, who did not, organiser, other organiser, staff, former organiser
    ("my-meetings/", MINE),
    ("my-meetings.json", MINE),
    ("my-meetings/{uid}/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("my-meetings/{uid}/rate/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("my-meetings/{uid}/outcome/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("my-meetings/{uid}/become/idea/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("my-meetings/{uid}/become/opportunity/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("my-meetings/{uid}/become/collaboration/", (404, 404, 200, 404, 403, 404, 404, 404)),
    ("outcomes/", SHUT),
    ("outcomes.csv", SHUT),
    ("outcomes.xlsx", SHUT),
    ("outcomes/declare/", SHUT),
    ("outcomes/{uid}/", SHUT),
    ("retention/", SHUT),
    ("results/edit/", SHUT),
    ("results/", OPEN),
    ("results.csv", OPEN),
    ("results.json", OPEN),
    ("results/dictionary.csv", OPEN),
    ("policy/", OPEN),
    ("/ideas/", OPEN),
    ("/ideas/{idea}/", (404, 404, 200, 404, 200, 404, 404, 404)),
    ("/ideas/{idea}/edit/", (404, 404, 403, 404, 403, 404, 404, 404)),
    ("/outcomes/by/", OPEN),
    ("/outcomes/by.csv", OPEN),
    ("/outcomes/by.xlsx", OPEN),
    ("/outcomes/by-group.csv", OPEN),
    ("/outcomes/by-group.json", OPEN),
]
READ_BY_HER_ALONE = ["results/", "results.csv", "results.json", "results.pdf", "policy/", "good-practice/"]
CHANGES = [
    "my-meetings/{uid}/rate/",
    "my-meetings/{uid}/note/",
    "my-meetings/{uid}/outcome/",
    "my-meetings/{uid}/become/idea/",
    "outcomes/declare/",
    "results/edit/",
    "results/hide/",
    "/ideas/{idea}/edit/",
    "/ideas/{idea}/publish/",
]


@pytest.fixture
def hall():
    """Ana and Jon met; Eva met only Ana. The report is public."""
    after = fair()
    staff, former = make_user(), make_user()
    event = after.edition.event
    EventGrant.objects.create(user=staff, role=Role.CHECK_IN_STAFF, event=event)
    gone = EventGrant.objects.create(user=former, role=Role.EVENT_ORGANISER, event=event)
    EventGrant.objects.filter(pk=gone.pk).update(
        valid_from="2001-01-01T00:00Z", valid_until="2002-01-01T00:00Z"
    )
    make_answer(after.request, after.ana, "yes", outcome_type="SALE")
    idea = make_idea(after.request, after.ana)
    reports.publish(after.edition, actor=after.organiser, now=at(2026, 11, 20))
    return {
        "after": after, "idea": idea, "nobody": None, "stranger": make_user(), "met": after.jon.person.user,
        "not_met": after.eva.person.user, "organiser": after.organiser,
        "other_organiser": after.other_organiser, "staff": staff, "former": former,
    }  # fmt: skip


def client_of(hall, principal):
    client = Client()
    if hall[principal]:
        client.force_login(hall[principal])
    return client


def path_of(hall, address):
    words = address.format(uid=hall["after"].request.uid, idea=hall["idea"].uid)
    return words if words[0] == "/" else HERE + words


def seen_by_each(hall, address):
    path = path_of(hall, address)
    return {who: client_of(hall, who).get(path).status_code for who in PRINCIPALS}


@pytest.mark.parametrize(("address", "statuses"), RIGHTS, ids=[address for address, _ in RIGHTS])
def test_each_page_opens_for_whom_it_is(hall, address, statuses):
    assert seen_by_each(hall, address) == dict(zip(PRINCIPALS, statuses))


@pytest.mark.parametrize("address", READ_BY_HER_ALONE)
def test_a_hidden_report_is_absent_for_everybody_but_its_organiser(hall, address):
    OutcomeReport.objects.update(is_public=False)

    assert seen_by_each(hall, address) == {who: 200 if who == "organiser" else 404 for who in PRINCIPALS}


@pytest.mark.parametrize("address", CHANGES)
def test_nobody_changes_what_is_not_hers(hall, address):
    path = path_of(hall, address)
    allowed = {"my": "met", "/i": "nobody of these"}.get(address[:2], "organiser")

    refused = {client_of(hall, who).post(path).status_code for who in PRINCIPALS if who != allowed}

    assert refused <= {403, 404}
    assert [model.objects.count() for model in (MeetingNote, Rating, Conversion)] == [0, 0, 1]
    assert (OutcomeAnswer.objects.count(), OutcomeReport.objects.get().is_public) == (1, True)
    assert (ProjectIdea.objects.get().title, ProjectIdea.objects.get().is_public) == ("Cold chain", False)


def test_a_meeting_is_found_only_under_its_own_edition(hall):
    after = hall["after"]
    [elsewhere] = after.other_organiser.event_grants.values_list("event__editions__slug", "event__slug")
    path = f"/events/{elsewhere[1]}/{elsewhere[0]}/outcomes/{after.request.uid}/"

    assert client_of(hall, "other_organiser").get(path).status_code == 404

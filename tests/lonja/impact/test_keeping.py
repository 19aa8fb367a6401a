"""Ratings and notes: each side's own, and nobody else's."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lonja.base import audit
from lonja.impact.models import MeetingNote, Rating
from tests.factories import make_held, make_participation, make_request, make_slots
from tests.lonja.impact.afterwards import HERE, fair

pytestmark = pytest.mark.django_db
SECRET = "they would sell below price"


@pytest.fixture
def after():
    return fair()


def test_a_press_on_a_number_keeps_nothing_until_it_is_confirmed(after, client):
    client.force_login(after.ana.person.user)
    address = f"{HERE}my-meetings/{after.request.uid}/rate/"

    seen = client.get(f"{address}?useful=4")
    before = Rating.objects.count()
    client.post(address, {"useful": "4", "goes_on": "yes"})

    assert (seen.status_code, before) == (200, 0)
    assert list(Rating.objects.values_list("participation", "useful", "goes_on")) == [
        (after.ana.pk, 4, "yes")
    ]


def test_a_note_is_read_by_its_author_alone(after, client):
    MeetingNote.objects.create(
        request=after.request, participation=after.ana, text=SECRET, changed_at="2026-10-16T10:00Z"
    )
    pages = [
        f"{HERE}my-meetings/", f"{HERE}my-meetings/{after.request.uid}/", f"{HERE}my-meetings.json",
        f"{HERE}outcomes/", f"{HERE}outcomes/{after.request.uid}/", f"{HERE}retention/",
    ]  # fmt: skip
    found = {}
    for who in ("ana", "jon", "eva", "organiser", "other_organiser", "stranger"):
        one = getattr(after, who)
        client.force_login(one.person.user if hasattr(one, "person") else one)
        found[who] = [SECRET in client.get(page).content.decode() for page in pages]

    assert found == {
        "ana": [True, True, True, False, False, False],
        **dict.fromkeys(["jon", "eva", "organiser", "other_organiser", "stranger"], [False] * 6),
    }


def test_the_own_export_holds_what_i_wrote_and_nothing_of_the_other_side(after, client):
    for one, text in ((after.ana, SECRET), (after.jon, "his own note")):
        MeetingNote.objects.create(
            request=after.request, participation=one, text=text, changed_at="2026-10-16T10:00Z"
        )
    client.force_login(after.ana.person.user)

    told = json.loads(client.get(f"{HERE}my-meetings.json").content)

    assert [(each["with"], each["note"]) for each in told["meetings"]] == [
        ("Jon Etxeberria", SECRET),
        ("Eva Lomas", ""),
    ]


def test_an_empty_note_goes_and_the_audit_never_holds_its_words(after, client):
    client.force_login(after.ana.person.user)
    address = f"{HERE}my-meetings/{after.request.uid}/note/"

    client.post(address, {"text": SECRET})
    client.post(address, {"text": " "})

    assert MeetingNote.objects.count() == 0
    assert [each.action for each in audit.entries(action="meeting.note")] == [
        "meeting.note_removed",
        "meeting.note_written",
    ]
    assert not any(SECRET in json.dumps(each.detail) for each in audit.entries())


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("jon", [200, 200, 200, 200]),
        ("eva", [404, 404, 404, 404]),
        ("organiser", [403, 403, 403, 403]),
        ("other_organiser", [404, 404, 404, 404]),
        ("stranger", [404, 404, 404, 404]),
    ],
)
def test_only_the_two_of_a_meeting_speak_about_it(after, client, who, answers):
    one = getattr(after, who)
    client.force_login(one.person.user if hasattr(one, "person") else one)
    here = f"{HERE}my-meetings/{after.request.uid}/"

    found = [client.get(here + path).status_code for path in ("", "rate/", "outcome/", "become/idea/")]

    assert found == answers


def queries_of(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_pages_of_thirty_meetings_cost_as_many_queries_as_those_of_two(after, client):
    pages = {f"{HERE}my-meetings/": after.ana.person.user, f"{HERE}outcomes/": after.organiser}
    few, many = [], []
    for counts in (few, many):
        for address, user in pages.items():
            client.force_login(user)
            counts.append(queries_of(client, address))
        if counts is few:
            more = [make_request(after.ana, make_participation(after.edition)) for _ in range(28)]
            start = datetime(2026, 10, 15, 15, tzinfo=UTC)
            make_held(
                *more,
                slots=make_slots(after.edition, 28, starts_at=start),
                tables=list(after.edition.tables.all()),
            )

    assert few == many
    assert max(many) <= 12

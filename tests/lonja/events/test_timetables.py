"""The programme in people's calendars: one id for each talk, a number that rises, and a way back."""

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse

from lonja.base.models import OutboxMail
from lonja.events.models import Session, SessionPlace
from lonja.events.services import programme, registrations
from lonja.events.services.calling_off import call_off
from lonja.events.services.copying import copy_edition
from lonja.events.services.editions import edit_edition
from lonja.events.services.speakers import SpeakerLine
from tests.factories import make_edition, make_participation, make_session, make_user

AT_TEN = datetime(2018, 11, 15, 9, 0, tzinfo=UTC)  # ten o'clock in Madrid
NOW = datetime(2018, 10, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(title={"en": "Fair 2018"}, venue="Hall", city="Tomelloso")


def make_talk(edition, code="A", **fields):
    facts = {"title": {"en": f"Talk {code}"}, "room": "Aula 1", "starts_at": AT_TEN, "is_bookable": True}
    return make_session(edition, code=code, **facts | fields)


def address(edition, name, *more):
    return reverse(f"events:{name}", args=[edition.event.slug, edition.slug, *more])


def read(content):
    """Method, and of each entry id, number, state, beginning, summary, place, page: by two readers."""
    vars(vobject.icalendar)["__tzidMap"].clear()  # it keeps the rules of the first file that it ever read
    ours, theirs = icalendar.Calendar.from_ical(content), vobject.readOne(content.decode())
    found = sorted(
        (
            str(one["uid"]), int(one["sequence"]), str(one["status"]), one.start.astimezone(UTC),
            str(one["summary"]), str(one["location"]), str(one.get("url", "")),
        )
        for one in ours.events
    )  # fmt: skip
    assert found == sorted(
        (
            one.uid.value, int(one.sequence.value), one.status.value, one.dtstart.value.astimezone(UTC),
            one.summary.value, one.location.value, one.url.value if hasattr(one, "url") else "",
        )
        for one in theirs.vevent_list
    )  # fmt: skip
    assert str(ours["method"]) == theirs.method.value
    return str(ours["method"]), found


def numbers(content):
    """The id, number and state of each entry."""
    return [entry[:3] for entry in read(content)[1]]


def files_of(mail):
    return {name: base64.b64decode(content) for name, content, _kind in mail.attachments}


def test_two_readers_find_each_talk_of_a_programme_with_its_room_and_its_own_page(edition, settings):
    first = make_talk(edition, speakers=["Ana Ruiz", "Luis Gil"])
    second = make_talk(edition, "B", starts_at=AT_TEN + timedelta(hours=1), room="")

    whole = Client().get(address(edition, "programme-calendar"))
    alone = Client().get(address(edition, "session-calendar", second.uid))

    pages = {one: f"{settings.SITE_URL}{address(edition, 'session', one.uid)}" for one in (first, second)}
    entries = [
        (
            str(first.uid), 0, "CONFIRMED", AT_TEN, "Talk A (Ana Ruiz, Luis Gil)",
            "Room Aula 1, Hall, Tomelloso", pages[first],
        ),
        (
            str(second.uid), 0, "CONFIRMED", AT_TEN + timedelta(hours=1), "Talk B", "Hall, Tomelloso",
            pages[second],
        ),
    ]  # fmt: skip
    assert read(whole.content) == ("PUBLISH", sorted(entries))
    assert read(alone.content) == ("PUBLISH", entries[1:])
    assert whole["Content-Type"] == alone["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(icalendar.Calendar.from_ical(whole.content)["x-wr-calname"]) == "Fair 2018: programme"


def test_a_programme_that_is_not_public_is_in_nobodys_calendar():
    edition = make_edition(state="draft")
    talk = make_talk(edition)

    answers = [
        Client().get(address(edition, "programme-calendar")),
        Client().get(address(edition, "session-calendar", talk.uid)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_talk_has_one_id_and_one_number_in_the_programme_and_in_every_agenda(edition):
    talk = make_talk(edition)
    me = make_participation(edition, user=make_user())
    programme.book(talk, participation=me, actor=None)
    programme.edit_session(talk, facts={"room": "Aula 2"}, actor=None, now=NOW)

    feed = Client().get(f"/calendars/{me.feed_token}.ics").content
    public = Client().get(address(edition, "programme-calendar")).content

    assert numbers(feed) == numbers(public) == [(str(talk.uid), 1, "CONFIRMED")]


@pytest.mark.parametrize(
    ("facts", "lines", "revision"),
    [
        ({"room": "Aula 2"}, None, 1),
        ({"starts_at": AT_TEN + timedelta(minutes=5)}, None, 1),
        ({"title": {"en": "Another"}}, None, 1),
        ({}, [SpeakerLine("Ana Ruiz")], 1),
        ({"room": "Aula 1"}, [], 0),
        ({"capacity": 30, "stream": "Energy", "abstract": {"en": "More"}}, None, 0),
    ],
)
def test_the_number_of_a_talk_rises_with_what_calendars_print_of_it_and_with_nothing_else(
    edition, facts, lines, revision
):
    talk = make_talk(edition)

    programme.edit_session(talk, facts=facts, speakers=lines, actor=None, now=NOW)

    talk.refresh_from_db()
    assert (talk.revision, talk.revised_at) == (revision, NOW if revision else None)


def test_the_talk_of_a_copied_edition_begins_anew(edition):
    make_talk(edition, revision=4, revised_at=NOW)

    copied = copy_edition(
        edition, title={"en": "Fair 2019"}, slug="2019", starts_on=date(2019, 11, 14), actor=None
    )

    assert list(copied.sessions.values_list("revision", "revised_at")) == [(0, None)]


def test_a_programme_called_off_leaves_calendars_talk_by_talk(edition):
    before, after = make_talk(edition), make_talk(edition, "B", starts_at=AT_TEN + timedelta(hours=2))

    call_off(edition, reason={"en": "Rain"}, actor=None, now=AT_TEN + timedelta(hours=1))

    found = numbers(Client().get(address(edition, "programme-calendar")).content)
    assert found == sorted([(str(before.uid), 1, "CONFIRMED"), (str(after.uid), 1, "CANCELLED")])


def test_another_place_of_the_edition_renumbers_its_talks(edition):
    talk = make_talk(edition)

    edit_edition(edition, facts={"slug": edition.slug, "venue": "Arena"}, actor=None, now=NOW)

    content = Client().get(address(edition, "programme-calendar")).content
    assert read(content)[1][0][1:6] == (1, "CONFIRMED", AT_TEN, "Talk A", "Room Aula 1, Arena, Tomelloso")
    assert numbers(content)[0][0] == str(talk.uid)


def test_a_moved_talk_moves_in_the_calendar_of_whoever_has_a_place_and_of_nobody_else(edition, settings):
    talk, other = make_talk(edition), make_talk(edition, "B", starts_at=AT_TEN + timedelta(hours=2))
    ana = make_user("ana@example.org")
    programme.book(talk, participation=make_participation(edition, user=ana), actor=None)
    other_one = make_participation(edition, user=make_user("eva@example.org"))
    programme.book(other, participation=other_one, actor=None)

    later = AT_TEN + timedelta(minutes=20)
    facts = {"starts_at": later, "ends_at": later + timedelta(minutes=30), "room": "Aula 2"}
    programme.edit_session(talk, facts=facts, actor=None, now=NOW)

    (mail,) = OutboxMail.objects.all()
    page = f"{settings.SITE_URL}{address(edition, 'session', talk.uid)}"
    assert (mail.to, list(files_of(mail)), page in mail.text) == ("ana@example.org", ["talk.ics"], True)
    entry = (str(talk.uid), 1, "CONFIRMED", later, "Talk A", "Room Aula 2, Hall, Tomelloso", page)
    assert read(files_of(mail)["talk.ics"]) == ("PUBLISH", [entry])


def test_a_talk_taken_away_leaves_the_calendar_of_whoever_had_a_place(edition):
    talk = make_talk(edition)
    ana = make_user("ana@example.org")
    programme.book(talk, participation=make_participation(edition, user=ana), actor=None)

    programme.remove_session(talk, actor=None, now=NOW)

    (mail,) = OutboxMail.objects.all()
    content = files_of(mail)["cancelled.ics"]
    assert (mail.to, read(content)[0], numbers(content)) == (
        "ana@example.org", "CANCEL", [(str(talk.uid), 1, "CANCELLED")],
    )  # fmt: skip
    assert not Session.objects.exists()


def test_whoever_steps_back_has_her_talks_taken_out_of_her_calendar(edition):
    talk = make_talk(edition)
    one = make_participation(edition, user=make_user("ana@example.org"))
    programme.book(talk, participation=one, actor=None)

    registrations.cancel(one, actor=None)

    (mail,) = OutboxMail.objects.all()
    files = files_of(mail)
    assert list(files) == ["cancelled.ics", "cancelled-talks.ics"]
    assert read(files["cancelled-talks.ics"])[0] == "CANCEL"
    assert numbers(files["cancelled-talks.ics"]) == [(str(talk.uid), 0, "CANCELLED")]
    assert not SessionPlace.objects.exists()

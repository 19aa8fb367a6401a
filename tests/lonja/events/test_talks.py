"""Who speaks: lines of the form, a page for each talk, and one of all who speak."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lonja.accounts.models import Role
from lonja.events.models import EventGrant, Session, SessionPlace, Speaker
from lonja.events.services import programme as services
from lonja.events.services.copying import copy_edition
from lonja.events.services.speakers import SpeakerLine, lines_of, renamed
from lonja.events.speaking import line_of, names_in
from lonja.meetings.models import Meeting, OwnTime, Seat
from tests.factories import (
    make_edition,
    make_organisation,
    make_participation,
    make_person,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_speakers,
    make_tables,
    make_user,
)

AT_TEN = datetime(2018, 11, 15, 9, 0, tzinfo=UTC)  # ten o'clock in Madrid


@pytest.fixture
def edition(db):
    return make_edition(title={"en": "Fair 2018"})


@pytest.fixture
def organiser(client, edition):
    user = make_user()
    EventGrant.objects.create(event=edition.event, user=user, role=Role.EVENT_ORGANISER)
    client.force_login(user)
    return user


def address(edition, name, *more):
    return reverse(f"events:{name}", args=[edition.event.slug, edition.slug, *more])


def typed(*speakers, present=0, **changed):
    """What the form of a talk sends, with a dict for each line of a speaker."""
    lines = {
        f"speakers-{place}-{name}": value
        for place, speaker in enumerate(speakers)
        for name, value in speaker.items()
    }
    return {
        "title_en": "Batteries", "starts": "2018-11-15T10:00", "ends": "2018-11-15T10:30",
        "speakers-TOTAL_FORMS": len(speakers), "speakers-INITIAL_FORMS": present, **lines, **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", []),
        (" , ", []),
        ("Ana Ruiz", ["Ana Ruiz"]),
        ("Ana  Ruiz,Luis Gil , ANA RUIZ", ["Ana Ruiz", "Luis Gil"]),
        ("b, a,\nc", ["b", "a", "c"]),
    ],
)
def test_a_line_of_speakers_is_split_at_its_commas(line, names):
    assert names_in(line) == names
    assert names_in(line_of(names)) == names


def test_whoever_keeps_her_name_keeps_what_is_known_of_her():
    lines = [SpeakerLine("Ana Ruiz", "Nano Lab", 7), SpeakerLine("Luis Gil", "Solar")]

    assert renamed(lines, ["Eva Lomas", "ANA RUIZ"]) == [
        SpeakerLine("Eva Lomas"),
        SpeakerLine("ANA RUIZ", "Nano Lab", 7),
    ]


def test_speakers_are_added_ordered_and_taken_away(client, edition, organiser):
    client.post(
        address(edition, "session-new"),
        typed({"name": "Ana Ruiz", "affiliation": "Nano Lab"}, {"name": "Luis Gil"}, {}),
    )
    session = Session.objects.get()
    before = lines_of(session)
    client.post(
        address(edition, "session-edit", session.uid),
        typed(
            {"name": "Ana Ruiz", "affiliation": "Nano Lab", "ORDER": 2},
            {"name": "Luis Gil", "ORDER": 1, "DELETE": "on"},
            {"name": "Eva Lomas", "ORDER": 1},
            present=2,
        ),
    )

    assert before == [SpeakerLine("Ana Ruiz", "Nano Lab"), SpeakerLine("Luis Gil")]
    assert lines_of(Session.objects.get()) == [SpeakerLine("Eva Lomas"), SpeakerLine("Ana Ruiz", "Nano Lab")]


def test_a_speaker_who_is_registered_is_found_by_name_and_organisation(client, edition, organiser):
    lab = make_organisation("Nano Lab")
    make_participation(edition, name="Ana Ruiz")
    ana = make_participation(edition, name="Ana Ruiz", organisation=lab)
    eva = make_participation(edition, name="Eva Lomas")

    client.post(
        address(edition, "session-new"),
        typed(
            {"name": "Ana", "registered": "ana ruiz · nano lab"},
            {"name": "E. Lomas", "registered": "Eva Lomas"},
        ),
    )
    session = Session.objects.get()
    form = client.get(address(edition, "session-edit", session.uid)).content.decode()

    assert [line.participation_id for line in lines_of(session)] == [ana.pk, eva.pk]
    assert 'value="Ana Ruiz · Nano Lab"' in form


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        ({"name": "Ruiz, Ana"}, "name", "Write one name on each line, without a comma."),
        ({"affiliation": "Nano Lab"}, "name", "Write who speaks, or empty the line."),
        ({"name": "EVA  lomas"}, "name", "This name stands here twice."),
        ({"name": "Ana", "registered": "Nobody"}, "registered",
         "Nobody of this name takes part. Leave it empty, or mend it."),
        ({"name": "Ana", "registered": "Leo Prat"}, "registered",
         "More than one is called so. Write: name · organisation."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_speaker_is_named_at_its_place(client, edition, organiser, line, field, told):
    make_participation(make_edition(), name="Nobody")
    for _twice in range(2):
        make_participation(edition, name="Leo Prat")

    answer = client.post(
        address(edition, "session-new"), typed({"name": "Eva Lomas", "affiliation": "Solar"}, line)
    )

    page = answer.content.decode()
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert answer.context["speakers"].errors == [{}, {field: [told]}]
    assert f'<a href="#id_speakers-1-{field}">' in page
    assert ['value="Eva Lomas"' in page, 'value="Solar"' in page] == [True, True]


def test_the_page_of_a_talk_tells_what_when_where_and_who(client, edition):
    before = make_session(edition, starts_at=AT_TEN - timedelta(hours=1), title={"en": "Welcome"})
    talk = make_session(
        edition, starts_at=AT_TEN, title={"en": "Batteries"}, room="Aula 1", stream="Energy",
        abstract={"en": "What is **in** them <script>"}, is_bookable=True, capacity=5,
    )  # fmt: skip
    make_speakers(talk, "Ana Ruiz", affiliation="Nano Lab")
    after = make_session(edition, starts_at=AT_TEN + timedelta(hours=1), title={"en": "Farewell"})

    answer = client.get(talk.get_absolute_url())

    page = answer.content.decode()
    wanted = [
        "Thursday, 15 November 2018, 10:00–10:30", "Aula 1", "Energy", "<strong>in</strong>", "Ana Ruiz",
        "Nano Lab", "5 places left", 'property="og:title" content="Batteries · Fair 2018"',
        f'rel="prev" href="{before.get_absolute_url()}"', f'rel="next" href="{after.get_absolute_url()}"',
        address(edition, "programme"),
    ]  # fmt: skip
    assert [words for words in wanted if words not in page] == []
    assert "<script>" not in page.partition("<main")[2]
    assert f'href="{talk.get_absolute_url()}"' in client.get(address(edition, "programme")).content.decode()
    assert f'href="{talk.get_absolute_url()}"' in client.get(edition.get_absolute_url()).content.decode()


def test_a_place_is_taken_and_given_back_on_the_page_of_the_talk(client, edition):
    user = make_user()
    me = make_participation(edition, user=user)
    talk = make_session(edition, is_bookable=True)
    client.force_login(user)
    here = talk.get_absolute_url()
    was_offered = "Take a place" in client.get(here).content.decode()

    answer = client.post(address(edition, "programme-book", talk.uid, "book"), {"talk": "1"})

    assert (was_offered, answer.headers["Location"]) == (True, here)
    assert SessionPlace.objects.filter(participation=me, session=talk).count() == 1
    assert "Give it back" in client.get(here).content.decode()


def test_talks_of_a_draft_or_of_another_edition_stay_unknown(client, edition):
    draft = make_edition(edition.event, state="draft")
    hidden, shown = make_session(draft, speakers=["Ana Ruiz"]), make_session(edition)
    pages = [
        hidden.get_absolute_url(),
        address(draft, "speakers"),
        address(edition, "session", hidden.uid),
        address(draft, "session", shown.uid),
    ]

    read = [client.get(page).status_code for page in pages]
    user = make_user()
    EventGrant.objects.create(event=edition.event, user=user, role=Role.EVENT_ORGANISER)
    client.force_login(user)

    assert read == [404, 404, 404, 404]
    assert [client.get(page).status_code for page in pages] == [200, 200, 404, 404]


def test_a_speaker_s_profile_is_linked_only_where_she_may_be_shown(client, edition):
    talk = make_session(edition)
    facts = [
        ("Public", {"is_public": True}, {}),
        ("Unlisted", {"is_public": True}, {"is_listed": False}),
        ("Gone", {"is_public": True}, {"state": "cancelled"}),
        ("Private", {"is_public": False}, {}),
    ]
    for place, (name, of_person, of_participation) in enumerate(facts, 1):
        one = make_participation(edition, person=make_person(name, **of_person), **of_participation)
        Speaker.objects.create(session=talk, position=place, name=name, participation=one)

    linked = [
        {who.name for who in client.get(talk.get_absolute_url()).context["speakers"] if who.href},
        {one["who"].name for one in client.get(address(edition, "speakers")).context["who_speaks"]
         if one["who"].href},
    ]  # fmt: skip

    assert linked == [{"Public"}, {"Public"}]


def test_those_who_speak_stand_by_name_with_their_talks(client, edition):
    one = make_session(edition, title={"en": "One"}, speakers=["Óscar Gil", "Ana Ruiz"])
    two = make_session(edition, title={"en": "Two"}, starts_at=AT_TEN, speakers=["Eva Lomas"])
    make_speakers(
        make_session(edition, title={"en": "Three"}, starts_at=AT_TEN), "ana ruiz", affiliation="Lab"
    )

    found = client.get(address(edition, "speakers")).context["who_speaks"]

    assert [
        (x["who"].name, x["who"].affiliation, [str(line.title) for line in x["talks"]]) for x in found
    ] == [
        ("Ana Ruiz", "Lab", ["One", "Three"]),
        ("Eva Lomas", "", [str(two)]),
        ("Óscar Gil", "", [str(one)]),
    ]


def test_a_time_is_told_by_the_reader_s_own_clock_where_it_differs(client, edition):
    user = make_user()
    me = make_participation(edition, user=user)
    talk = make_session(edition, starts_at=AT_TEN)
    client.force_login(user)
    read = []
    for zone in ("America/Mexico_City", "Europe/Paris"):
        OwnTime.objects.update_or_create(participation=me, defaults={"time_zone": zone})
        read.append(client.get(talk.get_absolute_url()).context["own_times"])

    assert read == ["Thursday, 15 November 2018, 03:00–03:30 (UTC−6)", ""]


def test_pages_of_talks_need_few_queries_however_many_there_are(client, edition, organiser):
    me = make_participation(edition, user=organiser)
    talk = make_session(edition)
    make_speakers(talk, "Ana Ruiz", participation=me)
    pages = [
        talk.get_absolute_url(), address(edition, "speakers"), address(edition, "programme"),
        address(edition, "programme-edit"), address(edition, "session-edit", talk.uid),
    ]  # fmt: skip

    def counted():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        return found

    few = counted()
    for number in range(30):
        one = make_participation(edition, person=make_person(f"P{number}", is_public=True))
        make_speakers(make_session(edition), f"P{number}", f"Q{number}", participation=one)
    make_speakers(make_session(edition), *(f"R{number}" for number in range(30)))
    for place in range(2, 32):
        Speaker.objects.create(session=talk, position=place, name=f"S{place}", participation=one)
    many = counted()

    assert (many, max(many) <= 12) == (few, True), few


def test_a_copied_edition_keeps_its_speakers_without_their_registrations(edition, organiser):
    talk = make_session(edition, abstract={"en": "About"})
    make_speakers(talk, "Ana Ruiz", affiliation="Lab", participation=make_participation(edition))

    made = copy_edition(
        edition, title={"en": "Next"}, slug="next", starts_on=edition.starts_on, actor=organiser
    )

    copied = made.sessions.get()
    assert (copied.abstract, lines_of(copied)) == ({"en": "About"}, [SpeakerLine("Ana Ruiz", "Lab")])


def test_the_organiser_is_told_where_a_speaker_cannot_be(client, edition, organiser):
    ana, jon = (make_participation(edition, name=name) for name in ("Ana Ruiz", "Jon Prat"))
    eva = make_participation(edition, name="Eva Lomas", leaves_at=AT_TEN + timedelta(minutes=10))
    slots, tables = make_slots(edition, 2, minutes=30, starts_at=AT_TEN), make_tables(edition, 1)
    for slot, who, other in ((slots[0], ana, eva), (slots[1], ana, jon)):
        run = edition.plan_runs.first() or make_plan(edition, state="published")
        meeting = Meeting.objects.create(
            run=run, request=make_request(who, other), slot=slot, table=tables[0]
        )
        for one in (who, other):
            Seat.objects.create(run=run, slot=slot, participation=one, meeting=meeting)
    talk = make_session(edition, starts_at=AT_TEN, minutes=20, title={"en": "Batteries"})
    for place, one in enumerate((ana, eva, jon), 1):
        Speaker.objects.create(session=talk, position=place, name=str(one.person), participation=one)

    told = client.get(address(edition, "programme-edit")).context["clashes"]

    assert told == [
        "Ana Ruiz speaks in “Batteries” and sits at a table at 10:00.",
        "Eva Lomas is not there all the time of “Batteries”.",
        "Eva Lomas speaks in “Batteries” and sits at a table at 10:00.",
    ]


def test_speakers_stay_when_nothing_is_said_of_them(edition, organiser):
    talk = make_session(edition, speakers=["Ana Ruiz"])

    services.edit_session(talk, facts={"room": "Aula 2"}, actor=organiser, now=AT_TEN)

    assert lines_of(talk) == [SpeakerLine("Ana Ruiz")]

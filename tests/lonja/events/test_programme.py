"""The programme: zones and talks on the web, places that are booked, clashes that are named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from lonja.accounts.models import Role
from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.events import programming
from lonja.events.models import EventGrant, Session, SessionPlace, Zone
from lonja.events.services import programme as services
from lonja.events.services.speakers import SpeakerLine
from tests.factories import make_edition, make_participation, make_session, make_user
from tests.races import race

pytestmark = pytest.mark.django_db
AT_TEN = datetime(2018, 11, 15, 9, 0, tzinfo=UTC)  # ten o'clock in Madrid


@pytest.fixture
def edition():
    return make_edition(starts_on="2018-11-15", ends_on="2018-11-15")


@pytest.fixture
def organiser(edition):
    user = make_user()
    EventGrant.objects.create(event=edition.event, user=user, role=Role.EVENT_ORGANISER)
    return user


def talk(edition, code="A", *, at=AT_TEN, **fields):
    return make_session(edition, code=code, title={"en": f"Talk {code}"}, starts_at=at, **fields)


def address(edition, name, *more):
    return reverse(f"events:{name}", args=[edition.event.slug, edition.slug, *more])


def typed(**changed):
    return {
        "title_en": "Batteries", "title_es": "", "starts": "2018-11-15T10:00", "ends": "2018-11-15T10:30",
        "zone": "", "room": "Aula 1", "stream": "", "capacity": "",
        "speakers-TOTAL_FORMS": "1", "speakers-INITIAL_FORMS": "0", "speakers-0-name": "Ana Ruiz", **changed,
    }  # fmt: skip


def test_an_organiser_adds_a_zone_and_a_talk_and_everybody_reads_them(client, edition, organiser):
    client.force_login(organiser)
    client.post(address(edition, "zone-new"), {"kind": "conference", "name_en": "Main hall"})
    zone = Zone.objects.get(edition=edition)
    client.post(address(edition, "session-new"), typed(zone=zone.pk))
    client.logout()

    page = client.get(address(edition, "programme")).content.decode()

    session = Session.objects.get(edition=edition)
    assert (session.starts_at, session.zone, session.code) == (AT_TEN, zone, "T1")
    assert [
        word for word in ("Batteries", "Ana Ruiz", "Aula 1", "Main hall", "10:00") if word not in page
    ] == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ends": "2018-11-15T09:30"}, "It ends before it begins."),
        ({"starts": "2018-11-14T10:00"}, "This is not a day of the edition."),
        ({"title_en": ""}, "Write it in one language at least."),
    ],
)
def test_what_cannot_be_is_named_and_what_was_typed_is_kept(client, edition, organiser, wrong, told):
    client.force_login(organiser)

    answer = client.post(address(edition, "session-new"), typed(**wrong))

    page = answer.content.decode()
    assert (answer.status_code, told in page, 'value="Ana Ruiz"' in page) == (422, True, True)
    assert Session.objects.count() == 0


def test_strangers_participants_and_other_organisers_change_nothing(client, edition, organiser):
    session, zone = talk(edition), Zone.objects.create(edition=edition, position=1, kind="meetings")
    other, guest = make_user(), make_user()
    EventGrant.objects.create(event=make_edition().event, user=other, role=Role.EVENT_ORGANISER)
    make_participation(edition, user=guest)
    pages = [
        ("programme-edit",),
        ("zone-new",),
        ("session-new",),
        ("zone-edit", zone.pk),
        ("session-edit", session.uid),
    ]
    posts = [("zone-remove", zone.pk), ("session-remove", session.uid)]

    for user in (None, other, guest):
        if user:
            client.force_login(user)
        read = {client.get(address(edition, *one)).status_code for one in pages}
        sent = {client.post(address(edition, *one)).status_code for one in posts}
        assert (read | sent) <= {302, 403, 404}, user
    assert (Session.objects.count(), Zone.objects.count()) == (1, 1)


def test_a_place_is_taken_and_given_back(client, edition):
    user = make_user()
    me = make_participation(edition, user=user)
    session = talk(edition, is_bookable=True, capacity=1)
    client.force_login(user)

    client.post(address(edition, "programme-book", session.uid, "book"))
    booked = "You have a place" in client.get(address(edition, "programme")).content.decode()
    client.post(address(edition, "programme-book", session.uid, "free"))

    assert (booked, SessionPlace.objects.filter(participation=me).count()) == (True, 0)


def test_what_is_full_overlaps_or_needs_no_booking_is_refused(edition):
    one, two = make_participation(edition, name="One"), make_participation(edition, name="Two")
    full = talk(edition, "A", is_bookable=True, capacity=1)
    beside = talk(edition, "B", at=AT_TEN + timedelta(minutes=15), is_bookable=True)
    free = talk(edition, "C", at=AT_TEN + timedelta(hours=2))
    services.book(full, participation=one, actor=None)
    refusals = []
    for session, who in ((full, two), (beside, one), (free, one)):
        with pytest.raises(Refused) as refused:
            services.book(session, participation=who, actor=None)
        refusals.append(str(refused.value))

    assert refusals == [
        "All places are taken.",
        "At this time you have a place at “Talk A”.",
        "This needs no booking: just come.",
    ]


def test_whoever_has_a_place_is_told_when_a_talk_moves_or_goes(edition, organiser):
    me = make_participation(edition, user=make_user(email="guest@example.org"))
    session = talk(edition, is_bookable=True, room="Aula 1")
    services.book(session, participation=me, actor=None)
    facts = {"starts_at": AT_TEN + timedelta(hours=1), "ends_at": AT_TEN + timedelta(hours=2)}
    services.edit_session(session, facts=facts, actor=organiser, now=AT_TEN)
    services.edit_session(
        session, facts={}, speakers=[SpeakerLine("Somebody else")], actor=organiser, now=AT_TEN
    )
    services.remove_session(session, actor=organiser, now=AT_TEN)

    mails = list(OutboxMail.objects.order_by("pk"))
    assert [each.subject for each in mails] == ["“Talk A” has moved", "“Talk A” does not take place"]
    assert "is now on 15 November 2018, 11:00 (Europe/Madrid, UTC+1), Aula 1." in mails[0].text
    assert mail.outbox == []


def test_a_talk_that_moves_to_and_fro_is_told_each_time(edition, organiser):
    session = talk(edition, is_bookable=True, room="Aula 1")
    services.book(session, participation=make_participation(edition, user=make_user()), actor=None)

    for room in ("Aula 2", "Aula 1", "Aula 2"):
        services.edit_session(session, facts={"room": room}, actor=organiser, now=AT_TEN)

    assert OutboxMail.objects.count() == 3


def test_a_talk_keeps_room_for_those_who_have_a_place(edition, organiser):
    session = talk(edition, is_bookable=True, capacity=5)
    for name in ("One", "Two"):
        services.book(session, participation=make_participation(edition, name=name), actor=None)

    with pytest.raises(Refused, match="2 places are taken already"):
        services.edit_session(session, facts={"capacity": 1}, actor=organiser, now=AT_TEN)

    session.refresh_from_db()
    assert session.capacity == 5


def test_rooms_and_speakers_needed_twice_at_a_time_are_named(edition):
    talk(edition, "A", room="Aula 1", speakers=["Ana Ruiz", "Luis Gil"])
    talk(edition, "B", at=AT_TEN + timedelta(minutes=10), room="aula 1", speakers=["ANA RUIZ"])
    talk(edition, "C", at=AT_TEN + timedelta(hours=1), room="Aula 1", speakers=["Ana Ruiz"])

    assert programming.clashes(list(edition.sessions.in_order())) == [
        "“Talk A” and “Talk B” need the same room at one time.",
        "Ana Ruiz speaks in “Talk A” and “Talk B” at one time.",
    ]


def test_only_participants_of_the_edition_are_selected_for_a_curated_zone(client, edition, organiser):
    zone = Zone.objects.create(edition=edition, position=1, kind="curated", name={"en": "Innova+"})
    group = make_participation(edition, name="Group", participant_type="group")
    stranger = make_participation(make_edition(), name="Stranger")

    services.edit_zone(zone, facts={}, hosts=[group.pk, stranger.pk], actor=organiser)

    assert list(zone.hosts.values_list("participation", flat=True)) == [group.pk]


@pytest.mark.parametrize("count", [1, 30])
def test_the_programme_needs_few_queries_however_long_it_is(
    client, edition, organiser, django_assert_max_num_queries, count
):
    for number in range(count):
        make_session(edition, code=f"S{number}")
    client.force_login(organiser)
    make_participation(edition, user=organiser)

    with django_assert_max_num_queries(11):
        client.get(address(edition, "programme"))
    with django_assert_max_num_queries(9):
        client.get(address(edition, "programme-edit"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_rush_for_few_places_gives_each_of_them_once():
    edition = make_edition()
    session = talk(edition, is_bookable=True, capacity=3)
    people = [make_participation(edition, name=f"P{number}") for number in range(16)]

    def take(number):
        try:
            services.book(session, participation=people[number], actor=None)
        except Refused:
            return False
        return True

    taken = race(16, take)

    assert (sum(taken), session.places_taken()) == (3, 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nobody_books_two_talks_of_one_hour_in_one_moment():
    edition = make_edition()
    talks = [talk(edition, code, is_bookable=True) for code in "ABCD"]
    one = make_participation(edition)

    answers = race(4, lambda number: services.book(talks[number], participation=one, actor=None))

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 3 + ["Session"]
    assert SessionPlace.objects.filter(participation=one).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_more_places_are_given_than_there_are():
    edition = make_edition()
    session = talk(edition, is_bookable=True, capacity=3)
    people = [make_participation(edition, name=f"P{number}") for number in range(16)]

    def naive(number):
        if session.places_taken() < session.capacity:
            SessionPlace.objects.create(session=session, participation=people[number])

    race(16, naive)

    assert session.places_taken() > 3


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("", [("2018-11-15", ["A", "B", "C"])]),
        ("?by=room", [("Aula 1", ["A", "C"]), ("Aula 2", ["B"])]),
        ("?by=stream", [("Energy", ["A"]), ("Health", ["B"]), ("", ["C"])]),
        ("?by=speaker", [("2018-11-15", ["A", "B", "C"])]),
    ],
)
def test_a_programme_is_read_by_day_room_or_stream(client, edition, query, read):
    talk(edition, "A", room="Aula 1", stream="Energy")
    talk(edition, "B", room="Aula 2", stream="Health")
    talk(edition, "C", room="Aula 1", at=AT_TEN + timedelta(hours=1))

    answer = client.get(address(edition, "programme") + query)

    shown = answer.context["sections"]
    assert [(str(name), [one.session.code for one in lines]) for name, lines in shown] == read


def test_one_room_and_no_stream_need_no_other_arrangement(client, edition):
    talk(edition, "A", room="Aula 1")
    talk(edition, "B", room="Aula 1", at=AT_TEN + timedelta(hours=1))

    assert [tab["label"] for tab in client.get(address(edition, "programme")).context["tabs"]] == ["By day"]

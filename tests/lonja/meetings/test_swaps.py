"""Two meetings change places; a plan read around its requests answers as the whole one does."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, Job, OutboxMail
from lonja.events.models import Absence, Zone
from lonja.meetings import engine
from lonja.meetings.models import Lock, Meeting, Move, PairRule, Representative, Seat, Unplaced
from lonja.meetings.services import board, locks, moves, nearby, plans
from tests.factories import (
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
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)


def put(run, request, slot, table):
    meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=table)
    for who in (request.sender, request.recipient):
        Seat.objects.create(run=run, slot=slot, participation=who, meeting=meeting)
    return meeting


@pytest.fixture
def hall():
    """Ana and Jon at 09:00, Eva and Leo at 09:15, Ana and Eva wait; one table each."""
    organiser = make_user(name="Olga")
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    slots, tables = make_slots(edition, 3), make_tables(edition, 2)
    people = [
        make_participation(edition, user=make_user(), name=name) for name in ("Ana", "Jon", "Eva", "Leo")
    ]
    ana, jon, eva, leo = people
    requests = [make_request(ana, jon), make_request(eva, leo), make_request(ana, eva)]
    run = make_plan(edition, number=1, state="draft", figures={"seconds": 0.1})
    put(run, requests[0], slots[0], tables[0])
    put(run, requests[1], slots[1], tables[1])
    return {
        "edition": edition, "run": run, "organiser": organiser, "slots": slots, "tables": tables,
        "requests": requests, "people": people,
    }  # fmt: skip


def test_the_question_of_a_swap_takes_at_most_a_dozen_queries(hall, django_assert_max_num_queries):
    client = Client()
    client.force_login(hall["organiser"])
    one, other, _third = hall["requests"]

    with django_assert_max_num_queries(12):
        answer = client.get(f"/events/fair/2018/plans/1/board/{one.uid}/swap/{other.uid}/")

    assert answer.status_code == 200


def seen(hall, number):
    return board.place_of(Meeting.objects.filter(run=hall["run"], request=hall["requests"][number]).first())


def swap(hall, one, other):
    return board.swap(
        hall["run"], hall["requests"][one], hall["requests"][other], seen=seen(hall, one),
        other_seen=seen(hall, other), actor=hall["organiser"], now=NOW,
    )  # fmt: skip


def stands(hall):
    rows = Meeting.objects.filter(run=hall["run"])
    known = {row.request_id: (f"{row.slot.starts_at:%H:%M}", row.table.number) for row in rows}
    return [known.get(request.pk) for request in hall["requests"]]


def test_two_meetings_take_each_others_places_and_undo_brings_both_back(hall):
    swap(hall, 0, 1)
    swapped = stands(hall)
    meetings = set(Meeting.objects.values_list("pk", flat=True))

    board.undo(hall["run"], actor=hall["organiser"], now=NOW)

    assert swapped == [("08:15", 2), ("08:00", 1), None]
    assert stands(hall) == [("08:00", 1), ("08:15", 2), None]
    assert set(Meeting.objects.values_list("pk", flat=True)) == meetings
    assert (Move.objects.count(), Move.objects.filter(is_undone=True).count()) == (4, 4)
    assert AuditEntry.objects.filter(action="meeting.moved").count() == 4


def test_one_that_waits_takes_the_place_and_the_other_waits(hall):
    swap(hall, 2, 0)
    assert stands(hall) == [None, ("08:15", 2), ("08:00", 1)]
    assert list(Unplaced.objects.values_list("request", "reason")) == [(hall["requests"][0].pk, "taken_off")]

    board.undo(hall["run"], actor=hall["organiser"], now=NOW)

    assert stands(hall) == [("08:00", 1), ("08:15", 2), None]


def test_what_does_not_fit_there_and_what_is_locked_stays(hall):
    before, (ana, *_) = stands(hall), hall["people"]
    Absence.objects.create(
        participation=ana, starts_at=hall["slots"][1].starts_at, ends_at=hall["slots"][1].ends_at
    )
    with pytest.raises(board.InTheWay) as refused:
        swap(hall, 0, 1)
    locks.lock(hall["run"], only=hall["requests"][0], actor=None, now=NOW)
    with pytest.raises(board.InTheWay, match="The meeting is locked at 09:00, table 1"):
        swap(hall, 2, 0)

    assert (refused.value.sentences, stands(hall)) == (["Ana is away then."], before)


def test_nobodys_move_is_overwritten_and_two_that_wait_have_nothing_to_change(hall):
    with pytest.raises(Refused, match="Somebody else has moved this meeting"):
        board.swap(
            hall["run"], *hall["requests"][:2], seen=seen(hall, 0), other_seen=board.TRAY,
            actor=hall["organiser"], now=NOW,
        )  # fmt: skip
    with pytest.raises(Refused, match="no two places"):
        swap(hall, 2, 2)


def test_in_the_plan_that_holds_all_four_are_told_once(hall):
    plans.publish(hall["run"], actor=hall["organiser"], now=NOW)
    OutboxMail.objects.all().delete()

    swap(hall, 0, 1)

    assert sorted(mail.to for mail in OutboxMail.objects.all()) == sorted(
        one.person.user.email for one in hall["people"]
    )


def test_the_board_asks_and_the_plain_page_does_the_same(hall):
    client = Client()
    client.force_login(hall["organiser"])
    address = reverse(
        "meetings:board-swap", args=["fair", "2018", 1, *(one.uid for one in hall["requests"][:2])]
    )

    asked = client.get(address, headers={"accept": "application/json"}).json()
    form = client.get(address)
    done = client.post(address, dict(zip(("seen", "other_seen"), asked["seen"])))

    assert asked["why"] == ""
    assert asked["question"] == "Let the two change places: Ana – Jon and Eva – Leo?"
    assert (form.status_code, done.status_code, stands(hall)[0]) == (200, 303, ("08:15", 2))


def test_a_place_that_is_taken_offers_to_change_places(hall):
    client = Client()
    client.force_login(hall["organiser"])
    row = hall["requests"][0]

    answer = client.post(
        reverse("meetings:board-move", args=["fair", "2018", 1, row.uid]),
        {"slot": hall["slots"][1].pk, "table": hall["tables"][1].pk, "seen": seen(hall, 0)},
    )

    assert (answer.status_code, list(answer.context["others"])) == (409, [hall["requests"][1]])


def test_strangers_and_other_organisers_can_swap_nothing(hall):
    address = reverse(
        "meetings:board-swap", args=["fair", "2018", 1, *(one.uid for one in hall["requests"][:2])]
    )
    stranger = Client()
    stranger.force_login(make_user())

    assert (stranger.get(address).status_code, stranger.post(address).status_code) == (404, 404)
    assert Client().get(address).status_code in (302, 303, 404)


def test_the_board_shows_a_zone_and_pales_other_types(hall):
    zone = Zone.objects.create(edition=hall["edition"], kind="meetings", position=1)
    hall["tables"][1].zone = zone
    hall["tables"][1].save()
    hall["people"][0].participant_type = "investor"
    hall["people"][0].save()
    client = Client()
    client.force_login(hall["organiser"])
    base = "/events/fair/2018/plans/1/board/"

    by_zone = client.get(base, {"zone": zone.pk}).context
    by_type = client.get(base, {"type": "investor"}).context
    found = client.get(f"{base}{hall['requests'][0].uid}/0/", {"zone": zone.pk}).json()

    assert [row["label"] for row in by_zone["rows"]] == ["2"]
    cards = [cell["card"] for row in by_type["rows"] for cell in row["cells"] if cell["card"]]
    assert [(card.names, card.is_match) for card in cards] == [
        (["Ana", "Jon"], True),
        (["Eva", "Leo"], False),
    ]
    assert len(by_type["tray"]) == 1
    assert {place.split("-")[1] for place in found["cells"]} == {str(hall["tables"][1].pk)}


def test_the_figures_of_a_large_plan_follow_in_the_background(hall, monkeypatch):
    monkeypatch.setattr(moves, "MEASURED_AT_ONCE", 2)
    client = Client()
    client.force_login(hall["organiser"])
    facts = {"off": "1", "seen": seen(hall, 0)}
    client.post(reverse("meetings:board-move", args=["fair", "2018", 1, hall["requests"][0].uid]), facts)
    hall["run"].refresh_from_db()
    was = hall["run"].figures

    jobs.run_now(Job.objects.get(kind="meetings.measure"))

    hall["run"].refresh_from_db()
    assert (was["placed"], was["is_stale"], "without_meeting" in was) == (1, True, False)
    assert (hall["run"].figures["is_stale"], hall["run"].figures["without_meeting"]) == (False, 2)


def crowded(seed):
    """A small plan with everything that can stand in the way, by chance."""
    rng = random.Random(seed)
    edition = make_edition(slug=f"crowd-{seed}", most_meetings=rng.choice((None, 2)), most_in_a_row=seed % 3)
    slots, tables = make_slots(edition, 5), make_tables(edition, 4)
    people = [make_participation(edition) for _ in range(8)]
    people[7].state = "cancelled"
    people[7].save()
    tables[3].host = people[0]
    tables[3].save()
    tables[1].closed_slots.add(rng.choice(slots))
    run, requests = make_plan(edition, number=1, state="draft", figures={"seconds": 0}), []
    for one, other in rng.sample([(a, b) for a in range(8) for b in range(a)], 14):
        requests.append(make_request(people[one], people[other]))
    for request in rng.sample(requests, 5):
        who = rng.choice(people)
        if who.pk not in (request.sender_id, request.recipient_id):
            side = rng.choice(("sender", "recipient"))
            Representative.objects.create(request=request, side=side, participation=who)
    for request in rng.sample(requests, 9):
        slot, table = rng.choice(slots), rng.choice(tables)
        two = {request.sender_id, request.recipient_id}
        busy = Seat.objects.filter(run=run, slot=slot, participation__in=two).exists()
        if not busy and not Meeting.objects.filter(run=run, slot=slot, table=table).exists():
            put(run, request, slot, table)
    for who in rng.sample(people, 3):
        at = rng.choice(slots).starts_at
        Absence.objects.create(participation=who, starts_at=at, ends_at=at + timedelta(minutes=20))
    placed = list(Meeting.objects.filter(run=run).select_related("request"))
    held = rng.choice(placed)
    Lock.objects.create(
        edition=edition, request=held.request, slot=held.slot, table=held.table, locked_at=NOW,
        sender=held.request.sender, recipient=held.request.recipient,
    )  # fmt: skip
    PairRule.objects.create(
        edition=edition, one=requests[0].recipient, other=requests[0].sender, kind="never", reason="so"
    )
    return run, requests


@pytest.mark.parametrize("seed", range(4))
def test_read_around_its_requests_a_plan_answers_as_the_whole_does(seed):
    run, requests = crowded(seed)
    whole = engine.Hall(engine.read_floor(run.edition), engine.placed_of(run))

    for request in requests:
        near = nearby.hall_of(run, request)
        assert (request.pk in near.requests) == (request.pk in whole.requests)
        if request.pk not in whole.requests:
            continue
        assert near.placed.get(request.pk) == whole.placed.get(request.pk)
        for slot in list(whole.slots)[:3]:
            here = nearby.hall_of(run, request, slots=[slot])
            for hall in (near, here):
                assert hall.sitting(request.pk, slot) == whole.sitting(request.pk, slot)
                assert hall.first_table(request.pk, slot) == whole.first_table(request.pk, slot)
                for table in whole.tables:
                    assert hall.conflicts(request.pk, slot, table) == whole.conflicts(request.pk, slot, table)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_swapped_breaks_no_rule_that_held_before(seed):
    run, requests = crowded(seed)
    floor = engine.read_floor(run.edition)
    for one in requests[:6]:
        for other in requests[6:10]:
            at = [Meeting.objects.filter(run=run, request=row).first() for row in (one, other)]
            before = len(engine.broken_rules(floor, engine.placed_of(run)))
            try:
                board.swap(
                    run, one, other, seen=board.place_of(at[0]), other_seen=board.place_of(at[1]),
                    actor=None, now=NOW,
                )  # fmt: skip
            except Refused:
                continue
            assert len(engine.broken_rules(floor, engine.placed_of(run))) <= before

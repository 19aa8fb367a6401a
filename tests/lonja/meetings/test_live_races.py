"""Many at once on the day: one proposal, one free moment, a withdrawal against a move on the board."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.base.errors import Refused
from lonja.meetings.models import Meeting, Proposal, Seat
from lonja.meetings.services import board, live, proposals
from tests.factories import (
    make_edition,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)
from tests.lonja.meetings.test_live import EARLY, NINE
from tests.races import race

ACTORS = 8


def small_hall():
    edition = make_edition()
    slots, tables = make_slots(edition, 2), make_tables(edition, 2)
    people = [make_participation(edition, user=make_user()) for _ in range(4)]
    return edition, slots, tables, people


def names(results):
    return sorted(type(result).__name__ for result in results)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_accept_one_proposal_at_once_one_seats_the_two():
    edition, slots, tables, (ana, jon, *_rest) = small_hall()
    wanted, run = make_request(ana, jon), make_published(edition=edition)
    offered = Proposal.objects.create(
        run=run, request=wanted, sender=ana, recipient=jon, slot=slots[0], made_at=EARLY
    )

    results = race(ACTORS, lambda number: proposals.accept(offered, actor=ana.person.user, now=EARLY))

    assert names(results) == ["Meeting"] + ["Refused"] * (ACTORS - 1)
    assert Seat.objects.filter(run=run).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_proposals_for_one_free_moment_of_one_person_give_one_meeting():
    edition, slots, tables, (ana, jon, eva, _leo) = small_hall()
    run = make_published(edition=edition)
    offered = [
        Proposal.objects.create(
            run=run,
            request=make_request(ana, other),
            sender=ana,
            recipient=other,
            slot=slots[0],
            made_at=EARLY,
        )
        for other in (jon, eva)
    ]

    results = race(ACTORS, lambda n: proposals.accept(offered[n % 2], actor=ana.person.user, now=EARLY))

    assert names(results) == ["Meeting"] + ["Refused"] * (ACTORS - 1)
    assert Seat.objects.filter(run=run, participation=ana).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_tables_are_given_and_the_database_refuses_the_second():
    edition, slots, tables, (ana, jon, eva, _leo) = small_hall()
    run = make_published(edition=edition)
    wanted = [make_request(ana, jon), make_request(ana, eva)]

    def seat(number):
        with transaction.atomic():
            meeting = Meeting.objects.create(
                run=run, request=wanted[number % 2], slot=slots[0], table=tables[number % 2]
            )
            for one in (wanted[number % 2].sender, wanted[number % 2].recipient):
                Seat.objects.create(run=run, slot=slots[0], participation=one, meeting=meeting)
            return meeting

    results = race(2, seat)

    assert names(results) == ["IntegrityError", "Meeting"]
    assert any(isinstance(result, IntegrityError) for result in results)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_withdraws_while_her_meeting_is_moved_has_no_meeting_afterwards():
    edition, slots, tables, (ana, jon, *_rest) = small_hall()
    wanted = make_request(ana, jon)
    run = make_published((wanted, slots[0], tables[0]), edition=edition)
    seen = board.place_name(slots[0].pk, tables[0].pk)

    def act(number):
        if number % 2:
            return live.withdraw(jon, actor=None, now=EARLY)
        return board.move(
            run, wanted, slot=slots[1], table=tables[1], seen=seen, actor=ana.person.user, now=EARLY
        )

    results = race(ACTORS, act)

    assert set(names(results)) <= {"Day", "Move", "Refused"}
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    assert Seat.objects.filter(run=run).count() == 0


VERBS = st.lists(
    st.tuples(
        st.sampled_from(["late", "early", "gone", "table", "miss", "standby", "accept"]),
        st.integers(0, 7),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verbs=VERBS)
def test_whatever_happens_nobody_sits_twice_and_who_is_not_touched_keeps_her_day(db, verbs):
    with transaction.atomic():
        edition = make_edition()
        slots, tables = make_slots(edition, 5), make_tables(edition, 3)
        people = [make_participation(edition, user=make_user()) for _ in range(8)]
        pairs = [(0, 1), (2, 3), (4, 5), (1, 2), (3, 4), (0, 2), (5, 6), (0, 3)]
        wanted = [make_request(people[one], people[other]) for one, other in pairs]
        run = make_published(*[(wanted[n], slots[n // 3], tables[n % 3]) for n in range(5)], edition=edition)
        for verb, who, when in verbs:
            before = days_of(run)
            marker = run.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
            act_out(run, verb, people[who], tables, NINE + timedelta(minutes=15 * when))
            touched = set(run.changes.filter(pk__gt=marker).values_list("participation_id", flat=True))
            after = days_of(run)
            assert {
                who for who in after.keys() | before.keys() if after.get(who) != before.get(who)
            } <= touched
            assert_sound(run)
        transaction.set_rollback(True)


def act_out(run, verb, one, tables, moment):
    now = EARLY if verb != "miss" else NINE + timedelta(minutes=1)
    facts = {"actor": None, "now": now}
    meeting = Meeting.objects.filter(run=run, seats__participation=one).order_by("slot__starts_at").first()
    offered = Proposal.objects.filter(run=run, state="open").first()
    try:
        match verb:
            case "late":
                live.change_stay(one, arrives_at=moment, **facts)
            case "early":
                live.change_stay(one, leaves_at=moment + timedelta(minutes=15), **facts)
            case "gone":
                live.withdraw(one, **facts)
            case "table":
                live.close_table(tables[one.pk % 3], **facts)
            case "miss" if meeting:
                live.miss(meeting, absent=one, **facts)
            case "standby":
                proposals.join_standby(one, **facts)
            case "accept" if offered:
                proposals.accept(offered, **facts)
    except Refused:
        pass


def days_of(run):
    days = {}
    for seat in Seat.objects.filter(run=run).select_related("meeting"):
        days.setdefault(seat.participation_id, set()).add(
            (seat.slot_id, seat.meeting.table_id, seat.meeting_id)
        )
    return days


def assert_sound(run):
    meetings = list(Meeting.objects.filter(run=run).prefetch_related("seats"))
    places = [(meeting.slot_id, meeting.table_id) for meeting in meetings]
    seats = [(seat.slot_id, seat.participation_id) for meeting in meetings for seat in meeting.seats.all()]
    assert len(places) == len(set(places))
    assert len(seats) == len(set(seats)) == 2 * len(meetings)
    assert all(seat.slot_id == meeting.slot_id for meeting in meetings for seat in meeting.seats.all())

"""Many at once: one request between two people, one published plan, nobody twice at a time."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Seat
from lonja.meetings.services import plans, requests
from tests.factories import (
    make_edition,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 1, tzinfo=UTC)
ACTORS = 16


@pytest.fixture
def hall():
    edition = make_edition()
    make_slots(edition, 4)
    make_tables(edition, 2)
    ana, jon = (make_participation(edition, user=make_user()) for _ in range(2))
    return edition, ana, jon


def outcomes(results):
    return sorted(type(result).__name__ for result in results)


def test_two_who_ask_each_other_in_the_same_second_have_one_accepted_request(hall):
    _edition, ana, jon = hall
    pairs = [(ana, jon), (jon, ana)]

    def ask(number):
        sender, recipient = pairs[number % 2]
        return requests.send(sender, recipient=recipient, priority=1, actor=sender.person.user, now=NOW)

    results = race(ACTORS, ask)

    assert outcomes(results) == ["MeetingRequest"] * 2 + ["Refused"] * (ACTORS - 2)
    assert [request.state for request in MeetingRequest.objects.all()] == ["accepted"]


def test_without_the_lock_the_database_still_keeps_one_request(hall):
    _edition, ana, jon = hall

    results = race(ACTORS, lambda number: make_request(*((ana, jon), (jon, ana))[number % 2], state="sent"))

    assert outcomes(results) == ["IntegrityError"] * (ACTORS - 1) + ["MeetingRequest"]


def test_one_of_many_who_publish_at_once_publishes(hall):
    edition, ana, jon = hall
    make_request(ana, jon)
    run = make_plan(edition)
    plans.solve(run)

    results = race(ACTORS, lambda number: plans.publish(run, actor=ana.person.user, now=NOW))

    assert outcomes(results) == ["PlanRun"] + ["Refused"] * (ACTORS - 1)
    assert PlanRun.objects.published().count() == 1
    assert OutboxMail.objects.count() == 2
    assert {str(result) for result in results if isinstance(result, Refused)} == {
        "Only a draft can be published. This plan is out already, or was never finished."
    }


def test_different_drafts_published_at_once_leave_one_that_holds(hall):
    edition, ana, jon = hall
    make_request(ana, jon)
    drafts = [make_plan(edition, number=number + 1) for number in range(8)]
    for run in drafts:
        plans.solve(run)

    results = race(8, lambda number: plans.publish(drafts[number], actor=None, now=NOW))

    assert outcomes(results) == ["PlanRun"] * 8
    assert PlanRun.objects.published().count() == 1
    assert sorted(PlanRun.objects.values_list("version", flat=True)) == list(range(1, 9))


def test_two_workers_that_make_the_same_plan_store_it_once(hall):
    edition, ana, jon = hall
    make_request(ana, jon)
    run = make_plan(edition)

    race(4, lambda number: plans.solve(PlanRun.objects.select_related("edition").get(pk=run.pk)))

    run.refresh_from_db()
    assert (run.state, Meeting.objects.count(), Seat.objects.count()) == ("draft", 1, 2)


def test_nobody_gets_two_seats_in_one_slot_whoever_writes_them(hall):
    edition, ana, jon = hall
    run, slot = make_plan(edition), edition.slots.first()
    request = make_request(ana, jon)
    meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=edition.tables.first())
    others = [make_participation(edition) for _ in range(ACTORS)]
    meetings = [
        Meeting.objects.create(
            run=run, request=make_request(ana, other), slot=edition.slots.last(),
            table=type(meeting.table).objects.create(edition=edition, number=100 + number),
        )
        for number, other in enumerate(others)
    ]  # fmt: skip

    results = race(
        ACTORS, lambda n: Seat.objects.create(run=run, slot=slot, participation=ana, meeting=meetings[n])
    )

    assert sum(isinstance(result, IntegrityError) for result in results) == ACTORS - 1
    assert Seat.objects.filter(participation=ana, slot=slot).count() == 1

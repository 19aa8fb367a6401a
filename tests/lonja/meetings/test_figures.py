"""The figures of a plan, worked out a second time from its rows alone, without the planner's arrays."""

import random
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from lonja.meetings import comparing
from lonja.meetings.models import Representative
from lonja.meetings.services import plans, promises
from tests.factories import (
    make_edition,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)
TYPES = ("company", "company", "research", "investor")


@pytest.fixture
def run():
    """Thirty people of three types, two half-days of five slots, three tables: some requests have to wait."""
    rng = random.Random(7)
    edition = make_edition(most_meetings=5, most_in_a_row=3)
    slots = make_slots(edition, 10)
    for slot in slots[5:]:
        slot.block = 1
        slot.save()
    make_tables(edition, 3)
    people = [make_participation(edition, participant_type=rng.choice(TYPES)) for _ in range(30)]
    pairs = rng.sample([(a, b) for a in range(30) for b in range(a)], 60)
    rows = [make_request(people[a], people[b], priority=rng.randint(1, 3)) for a, b in pairs]
    for row in rng.sample(rows, 8):
        other = rng.choice(people)
        if other.pk not in (row.sender_id, row.recipient_id):
            Representative.objects.create(request=row, side="sender", participation=other)
    promises.promise(edition, {"": 2, "investor": 4}, actor=None)
    run = make_plan(edition, number=1, state="queued")
    return plans.solve(run)


def test_each_figure_of_the_comparison_is_what_its_rows_say(run):
    said = run.figures
    told = by_hand(run)

    assert {name: said[name] for name in told} == told


def by_hand(run):
    meetings = list(run.meetings.select_related("slot", "request").prefetch_related("seats__participation"))
    requests = list(run.edition.meeting_requests.accepted().select_related("sender", "recipient"))
    placed = {meeting.request_id: meeting for meeting in meetings}
    wished, got = defaultdict(int), defaultdict(int)
    by_kind = defaultdict(lambda: {"asked": 0, "placed": 0})
    by_priority = {str(number): {"asked": 0, "placed": 0} for number in (1, 2, 3)}
    agendas = defaultdict(list)
    for request in requests:
        meeting = placed.get(request.pk)
        two = [seat.participation for seat in meeting.seats.all()] if meeting else None
        for one in two or (request.sender, request.recipient):
            wished[one.pk] += 1
            got[one.pk] += meeting is not None
            by_kind[one.participant_type]["asked"] += 1
            by_kind[one.participant_type]["placed"] += meeting is not None
            if meeting:
                agendas[one.pk].append(meeting)
        by_priority[str(request.priority)]["asked"] += 1
        by_priority[str(request.priority)]["placed"] += meeting is not None
    missing = [
        max(0, {"investor": 4}.get(one.participant_type, 2) - len(agendas[one.pk]))
        for one in run.edition.participations.all()
    ]
    return {
        "requests": len(requests),
        "placed": len(meetings),
        "by_priority": by_priority,
        "by_kind": dict(by_kind),
        "least_share": round(min(got[who] / wished[who] for who in wished), 3),
        "without_meeting": sum(not got[who] for who in wished),
        "below": sum(count > 0 for count in missing),
        "owed": sum(missing),
        **walked(run, agendas),
    }


def walked(run, agendas):
    """Empty slots between meetings of one half-day, gaps in the day, and changes of table."""
    order = {slot.pk: number for number, slot in enumerate(run.edition.slots.order_by("starts_at"))}
    idle = gaps = changes = steps = 0
    for theirs in agendas.values():
        theirs.sort(key=lambda meeting: meeting.slot.starts_at)
        steps += max(0, len(theirs) - 1)
        changes += sum(one.table_id != other.table_id for one, other in zip(theirs, theirs[1:]))
        numbers = [(order[meeting.slot_id], meeting.slot.block) for meeting in theirs]
        for (earlier, block), (later, next_block) in zip(numbers, numbers[1:]):
            idle += (later - earlier - 1) if block == next_block else 0
            gaps += later - earlier > 1
    return {"idle": idle, "breaks": gaps, "table_changes": changes, "in_a_row": steps}


def test_the_table_shows_these_figures_in_words(run):
    _columns, rows = comparing.table([run], None)
    shown = {str(label): value for label, value in rows}

    assert shown["Meetings placed"] == f"{run.figures['placed']} of 60"
    assert shown["People with fewer meetings than promised"] == run.figures["below"]
    kind = run.figures["by_kind"]["investor"]
    assert shown["Wishes met: Investor"] == f"{kind['placed'] / kind['asked']:.0%}"

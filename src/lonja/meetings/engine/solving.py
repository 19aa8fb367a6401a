"""From a floor to arrays, through the planner, and back. Only this file knows the algorithms."""

from collections import Counter

import numpy as np

from lonja.algorithms.scheduling import Aim, Cancelled, Effort, MeetingProblem, Plan, solve, violations
from lonja.meetings.engine.floor import Draft, Floor, Missed, Placed

__all__ = ["Cancelled", "broken_rules", "plan_floor", "problem_of"]

# One meeting of a higher priority outweighs one of the next, not any number of them.
WEIGHTS = {1: 4, 2: 2, 3: 1}


def plan_floor(floor: Floor, *, seed=0, effort="normal", progress=None, cancelled=None) -> Draft:
    """Plan every request of a floor; the planner's own checker has looked at the result.

    Args:
        floor: people, slots, tables and requests.
        seed: seed of every random choice; the same floor and seed give the same plan.
        effort: quick, normal or thorough.
        progress: told the share of the work done and the name of the stage.
        cancelled: asked from time to time whether to stop.

    Raises:
        Cancelled: when stopped before there was a plan.
    """
    problem = problem_of(floor)
    plan = solve(
        problem,
        effort=Effort[effort.upper()],
        seed=seed,
        progress=progress and (lambda seen: progress(seen.share, seen.stage.value)),
        cancelled=cancelled,
    )
    if plan.cancelled:
        raise Cancelled
    return draft_of(floor, problem, plan)


def problem_of(floor: Floor) -> MeetingProblem:
    """The arrays of a floor, rows in the order of its tuples."""
    person = {key: row for row, key in enumerate(floor.people)}
    slot = {known.key: row for row, known in enumerate(floor.slots)}
    tables = np.ones((len(floor.tables), len(floor.slots)), bool)
    for row, table in enumerate(floor.tables):
        tables[row, [slot[key] for key in table.closed]] = False
    return MeetingProblem(
        pairs=np.array([[person[r.sender], person[r.recipient]] for r in floor.requests], np.int32).reshape(
            -1, 2
        ),
        weight=np.array([WEIGHTS[r.priority] for r in floor.requests], np.int32),
        available=_available(floor, person),
        tables=tables,
        session=np.array([known.block for known in floor.slots], np.int16),
        day=np.array([floor.day_of.get(known.key, 0) for known in floor.slots], np.int16),
        table_host=np.array([person.get(t.host, -1) if t.host else -1 for t in floor.tables], np.int32),
        most=None if floor.most is None else np.full(len(floor.people), floor.most, np.int32),
        most_in_a_row=floor.most_in_a_row,
    )


def _available(floor, person):
    """(P, T) bool; False where an absence touches a slot."""
    available = np.ones((len(floor.people), len(floor.slots)), bool)
    starts = np.array([known.starts_at.timestamp() for known in floor.slots])
    ends = np.array([known.ends_at.timestamp() for known in floor.slots])
    for away in floor.away:
        touched = (starts < away.ends_at.timestamp()) & (ends > away.starts_at.timestamp())
        available[person[away.person], touched] = False
    return available


def draft_of(floor, problem, plan) -> Draft:
    """A plan in the words of the floor."""
    placed = tuple(
        Placed(request.key, floor.slots[slot].key, floor.tables[table].key)
        for request, slot, table in zip(floor.requests, plan.slot.tolist(), plan.table.tolist())
        if slot >= 0
    )
    return Draft(placed, tuple(_missed(floor, one) for one in plan.unplaced), figures(floor, plan))


def _missed(floor, unplaced) -> Missed:
    change = unplaced.change
    return Missed(
        request=floor.requests[unplaced.meeting].key,
        reason=unplaced.reason.value,
        who=_key(floor.people, unplaced.who),
        change=change.kind.value if change else "",
        change_slot=floor.slots[change.slot].key if change else None,
        change_who=_key(floor.people, change.who) if change else None,
    )


def _key(people, row):
    return people[row] if row >= 0 else None


def figures(floor, plan) -> dict:
    """What an organiser compares between two plans; plain values, ready for JSON."""
    placed = plan.slot >= 0
    by_priority = {
        str(priority): {
            "asked": sum(r.priority == priority for r in floor.requests),
            "placed": sum(
                r.priority == priority and bool(is_placed) for r, is_placed in zip(floor.requests, placed)
            ),
        }
        for priority in WEIGHTS
    }
    least, without = _least_served(floor, placed)
    return {
        "requests": len(floor.requests),
        "placed": int(placed.sum()),
        "by_priority": by_priority,
        "least_share": least,
        "without_meeting": without,
        "idle": _value(plan, Aim.IDLE),
        "table_changes": _value(plan, Aim.TABLE_CHANGES),
        "bound_reached": _proven(plan, Aim.WEIGHT),
        "seconds": round(plan.seconds, 2),
        "timed_out": plan.timed_out,
        "seed": plan.seed,
    }


def _least_served(floor, placed):
    """The smallest share of her requests that somebody got, and how many people got none."""
    asked, held = Counter(), Counter()
    for request, is_placed in zip(floor.requests, placed):
        for who in (request.sender, request.recipient):
            asked[who] += 1
            held[who] += bool(is_placed)
    if not asked:
        return None, 0
    return round(min(held[who] / asked[who] for who in asked), 3), sum(held[who] == 0 for who in asked)


def _value(plan, aim):
    for value in plan.values:
        if value.aim is aim:
            return int(value.value)
    return None


def _proven(plan, aim):
    return any(value.aim is aim and value.proven for value in plan.values)


def broken_rules(floor: Floor, placed) -> list[str]:
    """What is wrong when these meetings are held on this floor, as the checker of the algorithms says."""
    problem = problem_of(floor)
    row = {request.key: m for m, request in enumerate(floor.requests)}
    slot = {known.key: t for t, known in enumerate(floor.slots)}
    table = {known.key: k for k, known in enumerate(floor.tables)}
    slots, tables = np.full(len(floor.requests), -1, np.int16), np.full(len(floor.requests), -1, np.int32)
    for one in placed:
        slots[row[one.request]], tables[row[one.request]] = slot[one.slot], table[one.table]
    plan = Plan(slot=slots, table=tables)
    return [sentence for sentence in violations(problem, plan) if "no reason is given" not in sentence]

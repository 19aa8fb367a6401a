"""From a floor to arrays, through the planner, and back. Only this file knows the algorithms."""

from collections import Counter

import numpy as np

from lonja.algorithms.scheduling import (
    DEFAULT_AIMS,
    Aim,
    Cancelled,
    Effort,
    InvalidProblem,
    MeetingProblem,
    Plan,
    Reason,
    Unplaced,
    measure,
    most_meetings,
    solve,
    violations,
)
from lonja.meetings.engine.faults import Contradiction
from lonja.meetings.engine.floor import Draft, Floor, Missed, Placed

__all__ = ["AIMS", "Cancelled", "broken_rules", "check_locks", "measure_again", "plan_floor", "problem_of"]

# One meeting of a higher priority outweighs one of the next, not any number of them.
WEIGHTS = {1: 4, 2: 2, 3: 1}
# What an organiser may order by importance; promises come first whether named or not, and
# nearness is the business of repairs.
AIMS = tuple(aim.value for aim in DEFAULT_AIMS if aim not in (Aim.MUST, Aim.LEAST))


def plan_floor(floor: Floor, *, aims=(), seed=0, effort="normal", progress=None, cancelled=None) -> Draft:
    """Plan every request of a floor; the planner's own checker has looked at the result.

    Args:
        floor: people, slots, tables and requests.
        aims: some of `AIMS`, the most important first; all of them in their usual order when empty.
        seed: seed of every random choice; the same floor and seed give the same plan.
        effort: quick, normal or thorough.
        progress: told the share of the work done and the name of the stage.
        cancelled: asked from time to time whether to stop; the best plan so far is returned,
            and its figures say that it was cut short.

    Raises:
        Cancelled: when stopped before there was a plan.
        Contradiction: when what is fixed beforehand cannot be; it names the requests.
    """
    try:
        problem = problem_of(floor)
        plan = solve(
            problem,
            aims=[Aim(name) for name in aims] or DEFAULT_AIMS,
            effort=Effort[effort.upper()],
            seed=seed,
            progress=progress and (lambda seen: progress(seen.share, seen.stage.value)),
            cancelled=cancelled,
        )
    except InvalidProblem as fault:
        raise _contradiction(floor, fault) from fault
    return draft_of(floor, problem, plan)


def check_locks(floor: Floor) -> None:
    """Refuse what is fixed beforehand and cannot be, before anybody plans.

    Raises:
        Contradiction: naming the requests or the people.
    """
    try:
        problem_of(floor)
    except InvalidProblem as fault:
        raise _contradiction(floor, fault) from fault


def _contradiction(floor, fault) -> Exception:
    """What contradicts itself, by the keys of the floor; the fault itself when it is none of its own."""
    match fault.of:
        case "meeting":
            return Contradiction(fault.what, requests=[floor.requests[row].key for row in fault.rows])
        case "participant":
            return Contradiction(fault.what, people=[floor.people[row] for row in fault.rows])
        case "order":
            return Contradiction(fault.what, requests=[floor.before[row][1] for row in fault.rows])
    return fault


def problem_of(floor: Floor) -> MeetingProblem:
    """The arrays of a floor, rows in the order of its tuples.

    Raises:
        InvalidProblem: when what is fixed beforehand contradicts itself.
    """
    person = {key: row for row, key in enumerate(floor.people)}
    slot = {known.key: row for row, known in enumerate(floor.slots)}
    place = {known.key: row for row, known in enumerate(floor.tables)}
    request = {known.key: row for row, known in enumerate(floor.requests)}
    tables = np.ones((len(floor.tables), len(floor.slots)), bool)
    for row, table in enumerate(floor.tables):
        tables[row, [slot[key] for key in table.closed]] = False
    return MeetingProblem(
        pairs=_rows([(person[r.sender], person[r.recipient]) for r in floor.requests], 2),
        sides=_rows(_others(floor, person), 3),
        weight=np.array([WEIGHTS[r.priority] for r in floor.requests], np.int32),
        available=_available(floor, person),
        tables=tables,
        session=np.array([known.block for known in floor.slots], np.int16),
        day=np.array([floor.day_of.get(known.key, 0) for known in floor.slots], np.int16),
        table_host=np.array([person.get(t.host, -1) if t.host else -1 for t in floor.tables], np.int32),
        least=_promised(floor),
        most=None if floor.most is None else np.full(len(floor.people), floor.most, np.int32),
        most_in_a_row=floor.most_in_a_row,
        must=np.array([r.must for r in floor.requests], bool),
        never=_rows([(person[one], person[other]) for one, other in floor.never], 2),
        locked=np.array([slot.get(r.slot, -1) for r in floor.requests], np.int16),
        locked_table=np.array([place.get(r.table, -1) for r in floor.requests], np.int32),
        before=_rows([(request[one], request[other]) for one, other in floor.before], 2),
    )


def _promised(floor):
    """(P,) meetings promised to each, as far as she may have so many."""
    promised = np.array([floor.least.get(key, 0) for key in floor.people], np.int32)
    return promised if floor.most is None else np.minimum(promised, floor.most)


def _rows(rows, width):
    return np.array(rows, np.int32).reshape(-1, width)


def _others(floor, person):
    """(request, side, person) for everybody who may sit beside the one named."""
    return [
        (row, side, person[key])
        for row, request in enumerate(floor.requests)
        for side, also in enumerate((request.sender_also, request.recipient_also))
        for key in also
    ]


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
    seats = plan.seats(problem).tolist()
    placed = tuple(
        Placed(
            request.key,
            floor.slots[slot].key,
            floor.tables[table].key,
            *(floor.people[who] for who in two[:2]),
        )
        for request, slot, table, two in zip(
            floor.requests, plan.slot.tolist(), plan.table.tolist(), seats, strict=True
        )
        if slot >= 0
    )
    return Draft(placed, tuple(_missed(floor, one) for one in plan.unplaced), figures(floor, problem, plan))


def _missed(floor, unplaced) -> Missed:
    change = unplaced.change
    return Missed(
        request=floor.requests[unplaced.meeting].key,
        reason=unplaced.reason.value,
        who=_key(floor.people, unplaced.who),
        also=tuple(floor.people[who] for who in unplaced.also),
        change=change.kind.value if change else "",
        change_slot=floor.slots[change.slot].key if change else None,
        change_who=_key(floor.people, change.who) if change else None,
    )


def _key(people, row):
    return people[row] if row >= 0 else None


def figures(floor, problem, plan) -> dict:
    """What an organiser compares between two plans; plain values, ready for JSON."""
    return measured(floor, problem, plan) | {
        "most": most_meetings(problem),
        "bound_reached": _proven(plan, Aim.WEIGHT),
        "seconds": round(plan.seconds, 2),
        "timed_out": plan.timed_out,
        "cut_short": plan.cancelled,
        "seed": plan.seed,
    }


def measured(floor, problem, plan) -> dict:
    """The part of the figures that a move by hand can change."""
    least, without = _least_served(problem, plan)
    changes, in_a_row = measure.table_moves(problem, plan)
    is_placed = (plan.slot >= 0).tolist()
    return {
        "requests": len(floor.requests),
        "placed": sum(is_placed),
        "by_priority": _shares(
            map(str, WEIGHTS), [(str(r.priority), here) for r, here in zip(floor.requests, is_placed)]
        ),
        "by_kind": _shares((), _by_kind(floor, problem, plan)),
        "least_share": least,
        "without_meeting": without,
        **_promises_kept(problem, plan),
        "idle": int(measure.idle_slots(problem, plan).sum()),
        "breaks": int(measure.breaks(problem, plan).sum()),
        "table_changes": changes,
        "in_a_row": in_a_row,
    }


def _promises_kept(problem, plan) -> dict:
    """How many people have fewer meetings than promised, and how many meetings they miss together."""
    if not problem.least.any():
        return {}
    missing = np.maximum(problem.least - measure.held(problem, plan), 0)
    return {"below": int((missing > 0).sum()), "owed": int(missing.sum())}


def _by_kind(floor, problem, plan):
    """(as what she takes part, whether placed) for each of the two of each request."""
    for two, slot in zip(plan.seats(problem)[:, :2].tolist(), plan.slot.tolist(), strict=True):
        for who in two:
            yield floor.kind_of.get(floor.people[who], ""), slot >= 0


def _shares(names, rows) -> dict:
    """Asked and placed by name."""
    shares = {name: {"asked": 0, "placed": 0} for name in names}
    for name, here in rows:
        share = shares.setdefault(name, {"asked": 0, "placed": 0})
        share["asked"] += 1
        share["placed"] += here
    return shares


def _least_served(problem, plan):
    """The smallest share of her requests that somebody got, and how many people got none.

    Where several people may sit, a request counts for those who do, or for the one named.
    """
    asked, held = Counter(), Counter()
    for two, slot in zip(plan.seats(problem)[:, :2].tolist(), plan.slot.tolist(), strict=True):
        for who in two:
            asked[who] += 1
            held[who] += slot >= 0
    if not asked:
        return None, 0
    return round(min(held[who] / asked[who] for who in asked), 3), sum(held[who] == 0 for who in asked)


def _proven(plan, aim):
    return any(value.aim is aim and value.proven for value in plan.values)


def _unknown(floor, placed) -> list:
    """The meetings whose request, slot, table, or people the floor no longer has."""
    requests, slots, tables = (
        {one.key for one in rows} for rows in (floor.requests, floor.slots, floor.tables)
    )
    people = {*floor.people, None}
    return [
        one
        for one in placed
        if one.request not in requests
        or one.slot not in slots
        or one.table not in tables
        or not {one.sender, one.recipient} <= people
    ]


def broken_rules(floor: Floor, placed) -> list[str]:
    """What is wrong when these meetings are held on this floor, as the checker of the algorithms says.

    Whoever sits and is no longer expected, and whatever else the floor no longer has, is a fault too.
    """
    gone = _unknown(floor, placed)
    if gone:
        return [f"request {one.request} is held with somebody or something no longer there" for one in gone]
    problem = problem_of(floor)
    return list(violations(problem, _plan_of(floor, placed)))


def measure_again(floor: Floor, placed) -> dict:
    """The figures of meetings that were moved by hand; meetings that the floor no longer has do not count."""
    gone = {one.request for one in _unknown(floor, placed)}
    plan = _plan_of(floor, [one for one in placed if one.request not in gone])
    return measured(floor, problem_of(floor), plan)


def _plan_of(floor, placed) -> Plan:
    """Meetings of a floor as the plan of its problem."""
    row = {request.key: m for m, request in enumerate(floor.requests)}
    slot = {known.key: t for t, known in enumerate(floor.slots)}
    table = {known.key: k for k, known in enumerate(floor.tables)}
    person = {key: p for p, key in enumerate(floor.people)}
    slots, tables = np.full(len(floor.requests), -1, np.int16), np.full(len(floor.requests), -1, np.int32)
    who = np.full((len(floor.requests), 2), -1, np.int32)
    for one in placed:
        m = row[one.request]
        slots[m], tables[m] = slot[one.slot], table[one.table]
        named = floor.requests[m]
        who[m] = person[one.sender or named.sender], person[one.recipient or named.recipient]
    # Which requests have no place is no matter here: each gets a reason, so that nothing is said of it.
    waiting = tuple(Unplaced(m, Reason.ROOM_LEFT) for m in np.flatnonzero(slots < 0).tolist())
    return Plan(slot=slots, table=tables, who=who, unplaced=waiting)

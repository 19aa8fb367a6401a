"""The checker: it knows the definition and no solver."""

from collections import Counter, defaultdict
from itertools import combinations

from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem


def violations(problem: MeetingProblem, plan: Plan):
    """Yield one sentence for each broken rule; nothing when the plan is feasible.

    Cost: O(M + P T). Plain Python on purpose: it shares no code with a solver.
    """
    if len(plan.slot) != problem.meetings or len(plan.table) != problem.meetings:
        yield f"the plan speaks of {len(plan.slot)} meetings, the problem of {problem.meetings}"
        return
    slot = [int(value) for value in plan.slot]
    table = [int(value) for value in plan.table]
    bad = list(_out_of_range(problem, slot, table))
    yield from bad
    if bad:
        return
    held = [m for m, at in enumerate(slot) if at >= 0]
    seats = {m: [int(who) for who in (problem.pairs if plan.who is None else plan.who)[m]] for m in held}
    for m, who in problem.extra.tolist():
        if m in seats:
            seats[m].append(who)
    strangers = list(_strangers(problem, seats))
    yield from strangers
    if strangers:
        return
    yield from _people(problem, held, slot, seats)
    yield from _windows(problem, held, slot, seats)
    yield from _tables(problem, held, slot, table, seats)
    yield from _order(problem, slot)
    yield from _counts(problem, seats)
    yield from _pauses(problem, held, slot, seats)
    yield from _walks(problem, held, slot, table, seats)
    yield from _account(problem, plan, slot)


def _out_of_range(problem, slot, table):
    for m, (at, seat) in enumerate(zip(slot, table)):
        if not -1 <= at < problem.slots:
            yield f"meeting {m} is in slot {at}, which does not exist"
        elif not -1 <= seat < len(problem.tables):
            yield f"meeting {m} is at table {seat}, which does not exist"
        elif at < 0 <= seat:
            yield f"meeting {m} has table {seat} but no slot"
        elif seat < 0 <= at:
            yield f"meeting {m} is in slot {at} without a table"


def _strangers(problem, seats):
    may = {m: [{int(who)} for who in problem.pairs[m]] for m in seats}
    for m, side, who in problem.sides.tolist():
        if m in may:
            may[m][side].add(who)
    for m, people in seats.items():
        for side in (0, 1):
            if people[side] not in may[m][side]:
                yield f"participant {people[side]} sits in meeting {m} on side {side} and may not"
        if len(set(people)) < len(people):
            yield f"somebody has two seats in meeting {m}"


def _people(problem, held, slot, seats):
    busy: dict = {}
    for m in held:
        for who in seats[m]:
            if not problem.available[who, slot[m]]:
                yield f"participant {who} is away in slot {slot[m]}, when meeting {m} is held"
            other = busy.setdefault((who, slot[m]), m)
            if other != m:
                yield f"participant {who} has meetings {other} and {m} in slot {slot[m]}"


def _windows(problem, held, slot, seats):
    never = {frozenset(two) for two in problem.never.tolist()}
    for m in held:
        if not problem.allowed[m, slot[m]]:
            yield f"meeting {m} is not allowed in slot {slot[m]}"
        if any(frozenset(two) in never for two in combinations(seats[m], 2)):
            yield f"meeting {m} brings together people who must never meet"
    for m, at in enumerate(problem.locked.tolist()):
        if at >= 0 and slot[m] != at:
            yield f"meeting {m} is locked in slot {at} and stands in slot {slot[m]}"


def _tables(problem, held, slot, table, seats):
    host_of = problem.table_host.tolist()
    hosts = {host for host in host_of if host >= 0}
    taken: dict = {}
    for m in held:
        place = table[m]
        if not problem.tables[place, slot[m]]:
            yield f"table {place} is closed in slot {slot[m]}, when meeting {m} sits there"
        other = taken.setdefault((place, slot[m]), m)
        if other != m:
            yield f"meetings {other} and {m} share table {place} in slot {slot[m]}"
        if host_of[place] >= 0 and host_of[place] not in seats[m]:
            yield f"meeting {m} sits at table {place} without its host {host_of[place]}"
        if host_of[place] < 0 and hosts.intersection(seats[m]):
            yield f"meeting {m} sits at table {place}, away from the table of its host"
        wanted = int(problem.locked_table[m])
        if wanted >= 0 and place != wanted:
            yield f"meeting {m} is locked at table {wanted} and sits at table {place}"


def _order(problem, slot):
    for first, second in problem.before.tolist():
        if slot[first] >= 0 and slot[second] >= 0 and slot[first] >= slot[second]:
            yield f"meeting {first} is not held before meeting {second}"


def _counts(problem, seats):
    held = Counter(who for people in seats.values() for who in people)
    for who in sorted(held):
        if held[who] > problem.most[who]:
            yield f"participant {who} has {held[who]} meetings, at most {problem.most[who]} allowed"
    quota = Counter(int(problem.group[who]) for people in seats.values() for who in people)
    for group in sorted(quota):
        if group >= 0 and quota[group] > problem.group_most[group]:
            yield f"group {group} takes {quota[group]} seats, at most {problem.group_most[group]} allowed"


def _walks(problem, held, slot, table, seats):
    if not problem.travel.any():
        return
    days = defaultdict(list)
    for m in held:
        for who in seats[m]:
            days[who, int(problem.session[slot[m]])].append((slot[m], m))
    for (who, _), visits in sorted(days.items()):
        visits.sort()
        for (early, first), (late, second) in zip(visits, visits[1:]):
            here, there = (int(problem.table_zone[table[m]]) for m in (first, second))
            if late - early <= problem.travel[here, there]:
                yield f"participant {who} cannot walk from meeting {first} to meeting {second} in time"


def _pauses(problem, held, slot, seats):
    if not problem.most_in_a_row:
        return
    busy = defaultdict(set)
    for m in held:
        for who in seats[m]:
            busy[who, int(problem.session[slot[m]])].add(slot[m])
    for (who, session), at in sorted(busy.items()):
        for first in sorted(at):
            if all(first + step in at for step in range(problem.most_in_a_row + 1)):
                yield f"participant {who} has no pause from slot {first} on in session {session}"
                break


def _account(problem, plan, slot):
    missing = [m for m, at in enumerate(slot) if at < 0]
    told = [refused.meeting for refused in plan.unplaced]
    for m in sorted(set(missing) - set(told)):
        yield f"meeting {m} is not placed, and no reason is given"
    for m in sorted(set(told) - set(missing)):
        yield f"meeting {m} is placed, and a reason against it is given"
    if len(told) != len(set(told)):
        yield "a reason is given twice for one meeting"

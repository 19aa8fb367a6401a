"""What a meeting problem must satisfy before anybody works on it."""

from itertools import combinations

import numpy as np

from lonja.algorithms.errors import InvalidProblem


def arrays(problem) -> dict[str, np.ndarray]:
    """Bring every array to its type and shape; fill in what was left out."""
    available = _array("available", problem.available, np.bool_, (None, None))
    people, slots = available.shape
    pairs = _array("pairs", problem.pairs, np.int32, (None, 2))
    tables = _array("tables", problem.tables, np.bool_, (None, slots))
    count, size = len(pairs), len(tables)
    far = np.iinfo(np.int32).max
    return {
        "available": available,
        "pairs": pairs,
        "tables": tables,
        "weight": _array("weight", problem.weight, np.int32, (count,)),
        "session": _array("session", problem.session, np.int16, (slots,)),
        "day": _array("day", problem.day, np.int16, (slots,), 0),
        "table_host": _array("table_host", problem.table_host, np.int32, (size,), -1),
        "allowed": _array("allowed", problem.allowed, np.bool_, (count, slots), True),
        "locked": _array("locked", problem.locked, np.int16, (count,), -1),
        "locked_table": _array("locked_table", problem.locked_table, np.int32, (count,), -1),
        "before": _array("before", problem.before, np.int32, (None, 2), ()),
        "least": _array("least", problem.least, np.int32, (people,), 0),
        "most": _array("most", problem.most, np.int32, (people,), far),
        "must": _array("must", problem.must, np.bool_, (count,), False),
        "never": _array("never", problem.never, np.int32, (None, 2), ()),
        "sides": _array("sides", problem.sides, np.int32, (None, 3), ()),
        "extra": _array("extra", problem.extra, np.int32, (None, 2), ()),
        "group": _array("group", problem.group, np.int32, (people,), -1),
        "group_most": _array("group_most", problem.group_most, np.int32, (None,), ()),
        "table_zone": _array("table_zone", problem.table_zone, np.int32, (size,), 0),
        "travel": _array("travel", problem.travel, np.int32, (None, None), 0),
    }


def _array(name, given, kind, shape, default=None) -> np.ndarray:
    if given is None:
        if default is None:
            raise InvalidProblem(f"{name} is missing")
        if default == ():
            array = np.empty((0, *shape[1:]), kind)
        else:
            array = np.full([1 if length is None else length for length in shape], default, kind)
    else:
        array = _cast(name, np.asarray(given), kind)
        if array.size == 0 and shape[0] in (None, 0):
            array = array.reshape(0, *(length or 0 for length in shape[1:]))
    wanted = tuple(have if want is None else want for want, have in zip(shape, array.shape))
    if array.ndim != len(shape) or array.shape != wanted:
        words = ", ".join("any" if length is None else str(length) for length in shape)
        raise InvalidProblem(f"{name} has shape {array.shape}, expected ({words})")
    array.flags.writeable = False
    return array


def _cast(name, given, kind) -> np.ndarray:
    """Copy into the type wanted; refuse what would change on the way."""
    if given.dtype == object or given.dtype.kind in "USmM":
        raise InvalidProblem(f"{name} holds {given.dtype}, expected numbers")
    with np.errstate(invalid="ignore"):
        array = given.astype(kind)
    changed = np.asarray(array != given)
    if changed.any():
        at = np.atleast_2d(changed.reshape(len(changed), -1)).any(axis=1)
        raise InvalidProblem(f"{name} does not fit {np.dtype(kind).name}", np.flatnonzero(at))
    return array


def check_people(p) -> None:
    """The people of each request exist and are different."""
    _refuse(_outside(p.pairs, 0, p.people), "pairs names a participant that does not exist")
    _refuse(p.pairs[:, 0] == p.pairs[:, 1], "pairs lets somebody meet herself")
    _refuse(_outside(p.extra[:, :1], 0, p.meetings), "extra names a meeting that does not exist")
    _refuse(_outside(p.extra[:, 1:], 0, p.people), "extra names a participant that does not exist")
    again = (p.pairs[p.extra[:, 0]] == p.extra[:, 1:]).any(axis=1)
    _, first = np.unique(p.extra, axis=0, return_index=True)
    again[np.setdiff1d(np.arange(len(p.extra)), first)] = True
    _refuse(again, "extra names somebody who takes part already")
    _check_sides(p)


def _check_sides(p) -> None:
    """Whoever else may sit exists, and is named once."""
    meeting, side, who = p.sides.T
    _refuse(_outside(meeting, 0, p.meetings), "sides names a meeting that does not exist")
    _refuse(_outside(side, 0, 2), "sides names a side that is neither 0 nor 1")
    _refuse(_outside(who, 0, p.people), "sides names a participant that does not exist")
    again = p.pairs[meeting, side] == who
    _, first = np.unique(p.sides, axis=0, return_index=True)
    again[np.setdiff1d(np.arange(len(p.sides)), first)] = True
    _refuse(again, "sides names somebody who may sit there already")


def seats(p) -> np.ndarray:
    """(M, W) int32; the pair, then who joins it, then -1."""
    joined = np.bincount(p.extra[:, 0], minlength=p.meetings)
    table = np.full((p.meetings, 2 + int(joined.max(initial=0))), -1, np.int32)
    table[:, :2] = p.pairs
    fill = np.full(p.meetings, 2)
    for meeting, who in p.extra.tolist():
        table[meeting, fill[meeting]] = who
        fill[meeting] += 1
    table.flags.writeable = False
    return table


def sitting(p, at) -> tuple[np.ndarray, np.ndarray]:
    """For the meetings `at`: who sits, and in which of them (two arrays of equal length)."""
    row, side = np.nonzero(p.seats[at] >= 0)
    return p.seats[at][row, side], np.asarray(at)[row]


def check(problem) -> None:
    """Raise InvalidProblem at the first promise of the definition that does not hold."""
    _check_ranges(problem)
    _check_order(problem)
    if len(problem.sides):
        return  # who sits decides whether locked meetings go together: asked when somebody is chosen
    _check_locks(problem)
    _check_locked_tables(problem)
    _check_locks_together(problem)


def _refuse(mask, sentence, of="row") -> None:
    if np.any(mask):
        raise InvalidProblem(sentence, np.flatnonzero(mask), of)


def _outside(array, low, high):
    bad = (array < low) | (array >= high)
    return bad.any(axis=1) if array.ndim == 2 else bad


def _check_ranges(p) -> None:
    _refuse(p.weight < 1, "weight is under 1")
    _refuse(_outside(p.never, 0, p.people), "never names a participant that does not exist")
    _refuse(_outside(p.table_host, -1, p.people), "table_host names nobody who exists")
    _refuse(_outside(p.before, 0, p.meetings), "before names a meeting that does not exist")
    _refuse(p.least < 0, "least is negative")
    _refuse(p.most < p.least, "most is under least")
    _refuse(_outside(p.locked, -1, p.slots), "locked names a slot that does not exist")
    _refuse(_outside(p.locked_table, -1, len(p.tables)), "locked_table names no table that exists")
    _refuse(np.diff(p.session, prepend=p.session[:1]) < 0, "session falls from slot to slot")
    _refuse(np.diff(p.day, prepend=p.day[:1]) < 0, "day falls from slot to slot")
    split = (np.diff(p.session) == 0) & (np.diff(p.day) != 0)
    _refuse(split, "a session runs over into the next day after slot")
    _refuse(_outside(p.group, -1, len(p.group_most)), "group names a group without a quota")
    _refuse(p.group_most < 0, "group_most is negative")
    _check_zones(p)
    if p.most_in_a_row < 0 or int(p.most_in_a_row) != p.most_in_a_row:
        raise InvalidProblem(f"most_in_a_row is {p.most_in_a_row}, expected a whole number >= 0")


def _check_zones(p) -> None:
    if p.travel.shape[0] != p.travel.shape[1]:
        raise InvalidProblem(f"travel has shape {p.travel.shape}, expected a square")
    _refuse((p.travel < 0).any(axis=1), "travel is negative")
    _refuse(np.diag(p.travel) != 0, "travel takes time within the zone of")
    outside = _outside(p.table_zone, 0, len(p.travel))
    _refuse(outside if p.travel.any() else p.table_zone < 0, "table_zone names no zone that exists")


def _check_order(p) -> None:
    """The precedences have no circle."""
    circle = _waiting(p.meetings, p.before) & _waiting(p.meetings, p.before[:, ::-1])
    _refuse(circle, "before runs in a circle through the meetings of", "meeting")


def _waiting(count, before) -> np.ndarray:
    """(M,) bool; what still waits when whatever waits for nothing is taken away, again and again."""
    after: list[list[int]] = [[] for _ in range(count)]
    waits = np.zeros(count, np.int64)
    for first, second in before.tolist():
        after[first].append(second)
        waits[second] += 1
    ready = np.flatnonzero(waits == 0).tolist()
    while ready:
        for later in after[ready.pop()]:
            waits[later] -= 1
            if waits[later] == 0:
                ready.append(later)
    return waits > 0


def _check_locks(p) -> None:
    at = np.flatnonzero(p.locked >= 0)
    who, row = sitting(p, at)
    _refuse_at(p, row[~p.available[who, p.locked[row]]], "locked where one of its people is away")
    _refuse_at(p, at[~p.allowed[at, p.locked[at]]], "locked where allowed forbids it")
    hated = {tuple(sorted(two)) for two in p.never.tolist()}
    bad = [row for row in at.tolist() if any(two in hated for two in combinations(sorted(p.seats[row]), 2))]
    _refuse_at(p, bad, "locked though its people must never meet")
    loose = (p.locked_table >= 0) & (p.locked < 0)
    _refuse(loose, "locked_table is given for a meeting that is not locked", "meeting")


def _refuse_at(p, at, sentence) -> None:
    mask = np.zeros(p.meetings, bool)
    mask[np.asarray(at, dtype=np.int64)] = True
    _refuse(mask, sentence, "meeting")


def _check_locked_tables(p) -> None:
    hosts = np.zeros(p.people, bool)
    hosts[p.table_host[p.table_host >= 0]] = True
    with_host = (hosts[p.seats] & (p.seats >= 0)).any(axis=1)
    at = np.flatnonzero(p.locked_table >= 0)
    table, slot = p.locked_table[at], p.locked[at]
    _refuse_at(p, at[~p.tables[table, slot]], "locked at a table that is closed then")
    host = p.table_host[table]
    sits = (host[:, None] == p.seats[at]).any(axis=1)
    _refuse_at(p, at[(host >= 0) & ~sits], "locked at a table whose host does not take part")
    _refuse_at(p, at[(host < 0) & with_host[at]], "locked away from the table of its host")
    _refuse_twice(p, at, table, "two meetings locked at one table in one slot")

    locked = p.locked >= 0
    open_common = p.tables[p.table_host < 0].sum(axis=0)
    common = np.bincount(p.locked[locked & ~with_host], minlength=p.slots)
    full = common > open_common
    crowded = locked & ~with_host & full[p.locked]
    _refuse(crowded, "more meetings locked in a slot than tables open", "meeting")
    for row in np.flatnonzero(locked & with_host):
        own = np.isin(p.table_host, p.seats[row][p.seats[row] >= 0])
        if not p.tables[own, p.locked[row]].any():
            raise InvalidProblem("locked where no table of its host is open", [row], "meeting")


def _refuse_twice(p, at, place, sentence) -> None:
    """Refuse locked meetings that share a place (a person, a table) in one slot."""
    key = place.astype(np.int64) * p.slots + p.locked[at]
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    if (count > 1).any():
        twice = key == key[first[count > 1][0]]
        _refuse_at(p, at[twice], sentence)


def _check_locks_together(p) -> None:
    who, row = sitting(p, np.flatnonzero(p.locked >= 0))
    _refuse_twice(p, row, who, "two meetings of one person locked in one slot")
    held = np.bincount(who, minlength=p.people)
    _refuse(held > p.most, "more meetings locked than most allows, participant", "participant")
    grouped = p.group[who][p.group[who] >= 0]
    seats_taken = np.bincount(grouped, minlength=len(p.group_most))
    _refuse(seats_taken > p.group_most, "more seats locked than group_most allows, group")
    first, second = p.locked[p.before[:, 0]], p.locked[p.before[:, 1]]
    _refuse((first >= 0) & (second >= 0) & (first >= second), "before is broken by locked meetings", "order")
    if p.most_in_a_row:
        busy = np.zeros((p.people, p.slots), bool)
        busy[who, p.locked[row]] = True
        run = _longest_run(busy, p.session)
        _refuse(run > p.most_in_a_row, "locked without a pause, participant", "participant")


def _longest_run(busy, session) -> np.ndarray:
    """(P,) the longest run of busy slots within one session."""
    longest = np.zeros(len(busy), np.int64)
    run = np.zeros(len(busy), np.int64)
    for slot in range(busy.shape[1]):
        if slot and session[slot] != session[slot - 1]:
            run[:] = 0
        run = np.where(busy[:, slot], run + 1, 0)
        longest = np.maximum(longest, run)
    return longest

"""Which table for which meeting, so that people stay where they sit."""

import numpy as np


def seat(problem, slot: np.ndarray, stays: np.ndarray | None = None) -> np.ndarray:
    """Give every placed meeting a table; people keep theirs from meeting to meeting.

    Slot by slot, meetings are matched to open tables so that as many people as
    possible sit where they sat last. Locked tables are given first, then tables with a
    host, then the tables at which meetings should stay.

    Args:
        problem: the problem.
        slot: (M,) slot of each meeting, -1 when it is not placed.
        stays: (M,) the table at which a meeting should stay if it can, or -1; or None.

    Returns:
        (M,) int32; the table of each meeting, -1 when it is not placed.

    Cost: one assignment per slot, O(n^3) in its n meetings at worst.
    Source: Hungarian method in the form of D. F. Crouse, "On implementing 2D
    rectangular assignment algorithms", IEEE TAES 52(4), 2016.
    """
    table = np.where(slot >= 0, problem.locked_table, -1).astype(np.int32)
    last = np.full(problem.people, -1, np.int32)
    for at in range(problem.slots):
        here = np.flatnonzero(slot == at)
        _seat_hosts(problem, table, here, at)
        if stays is not None:
            _seat_stays(problem, table, here, at, stays)
        _seat_rest(problem, table, here, at, last)
        last[problem.pairs[here].ravel()] = np.repeat(table[here], 2)
    return table


def _seat_hosts(problem, table, here, at) -> None:
    open_tables = np.flatnonzero(problem.tables[:, at] & (problem.table_host >= 0))
    own = {}
    for place in open_tables[::-1].tolist():
        own[int(problem.table_host[place])] = place
    for meeting in here[table[here] < 0].tolist():
        places = [own[who] for who in problem.pairs[meeting].tolist() if who in own]
        if places:
            table[meeting] = min(places)


def _seat_stays(problem, table, here, at, stays) -> None:
    taken = set(table[here].tolist())
    for meeting in here[(table[here] < 0) & (stays[here] >= 0)].tolist():
        place = int(stays[meeting])
        if place not in taken and problem.tables[place, at] and problem.table_host[place] < 0:
            table[meeting] = place
            taken.add(place)


def _seat_rest(problem, table, here, at, last) -> None:
    # Slow to load, and only needed where a plan is made.
    from scipy.optimize import linear_sum_assignment

    rest = here[table[here] < 0]
    if len(rest) == 0:
        return
    free = problem.tables[:, at] & (problem.table_host < 0)
    free[table[here[table[here] >= 0]]] = False
    places = np.flatnonzero(free)
    known = last[problem.pairs[rest]]  # (n, 2) where both sat last
    gain = (known[:, :, None] == places).sum(axis=1)
    row, column = linear_sum_assignment(gain, maximize=True)
    table[rest[row]] = places[column]

"""Which table for which meeting, so that people stay where they sit."""

import numpy as np

from lonja.algorithms.scheduling.board import hosted, zones

PASSES = 4  # over all slots; later ones also look at where people sit next


def seat(problem, slot: np.ndarray, zone: np.ndarray, stays: np.ndarray | None = None) -> np.ndarray:
    """Give every placed meeting a table; people keep theirs from meeting to meeting.

    Slot by slot, meetings are matched to open tables so that as many people as
    possible sit where they sat last; then again, looking at where they sit next as
    well. Locked tables, tables with a host, and tables at which a meeting should
    stay are given before.

    Args:
        problem: the problem.
        slot: (M,) slot of each meeting, -1 when it is not placed.
        zone: (M,) zone where each placed meeting is held.
        stays: (M,) the table at which a meeting should stay if it can, or -1; or None.

    Returns:
        (M,) int32; the table of each meeting, -1 when it is not placed.

    Cost: one assignment per slot and pass, O(n^3) in its n meetings at worst.
    Source: Hungarian method in the form of D. F. Crouse, "On implementing 2D
    rectangular assignment algorithms", IEEE TAES 52(4), 2016.
    """
    table = np.where(slot >= 0, problem.locked_table, -1).astype(np.int32)
    _seat_hosts(problem, table, slot, zone)
    if stays is not None:
        _seat_stays(problem, table, slot, zone, stays)
    rest = np.flatnonzero((slot >= 0) & (table < 0))
    visits = _Visits(problem, slot)
    passes = PASSES if stays is None else 1
    for turn in range(passes):
        for at in range(problem.slots) if turn % 2 == 0 else range(problem.slots - 1, -1, -1):
            here = rest[slot[rest] == at]
            table[here] = -1
            for one in np.unique(zone[here]):
                _seat_rest(problem, table, here[zone[here] == one], at, one, visits, ahead=turn > 0)
            visits.note(table, at)
    return table


class _Visits:
    """Where each participant sits, slot by slot: her table before and after a slot."""

    def __init__(self, problem, slot):
        self.problem = problem
        self.slot = slot
        self.sits = np.full((problem.people + 1, problem.slots), -1, np.int32)
        self.last = np.full((problem.people + 1, problem.slots), -1, np.int16)  # slot of her meeting before
        self.next = np.full((problem.people + 1, problem.slots), -1, np.int16)
        busy = np.zeros((problem.people + 1, problem.slots), bool)
        for side in range(problem.seats.shape[1]):
            busy[problem.seats[slot >= 0, side], slot[slot >= 0]] = True
        busy[-1] = False
        for at in range(1, problem.slots):
            self.last[:, at] = np.where(busy[:, at - 1], at - 1, self.last[:, at - 1])
        for at in range(problem.slots - 2, -1, -1):
            self.next[:, at] = np.where(busy[:, at + 1], at + 1, self.next[:, at + 1])

    def note(self, table, at) -> None:
        """Remember who sits where in a slot."""
        here = np.flatnonzero(self.slot == at)
        for side in range(self.problem.seats.shape[1]):
            self.sits[self.problem.seats[here, side], at] = table[here]
        self.sits[-1] = -1

    def around(self, people, at, *, ahead) -> np.ndarray:
        """(n, k) tables where these people sit before, and after, a slot; -1 where nowhere."""
        found = [np.where(self.last[people, at] >= 0, self.sits[people, self.last[people, at]], -1)]
        if ahead:
            found.append(np.where(self.next[people, at] >= 0, self.sits[people, self.next[people, at]], -1))
        return np.concatenate(found, axis=1)


def _seat_hosts(problem, table, slot, zone) -> None:
    """Meetings of a host go to the first of her tables that is open, in their zone."""
    where, _ = zones(problem)
    first = {}
    for place in np.flatnonzero(problem.table_host >= 0)[::-1].tolist():
        for at in np.flatnonzero(problem.tables[place]).tolist():
            first[int(problem.table_host[place]), at, int(where[place])] = place
    if not first:
        return
    for meeting in np.flatnonzero(hosted(problem) & (slot >= 0) & (table < 0)).tolist():
        at, home = int(slot[meeting]), int(zone[meeting])
        places = [first.get((who, at, home)) for who in problem.seats[meeting].tolist()]
        table[meeting] = min(place for place in places if place is not None)


def _seat_stays(problem, table, slot, zone, stays) -> None:
    where, _ = zones(problem)
    taken = set(zip(table[slot >= 0].tolist(), slot[slot >= 0].tolist()))
    for meeting in np.flatnonzero((slot >= 0) & (table < 0) & (stays >= 0)).tolist():
        place, at = int(stays[meeting]), int(slot[meeting])
        fits = problem.tables[place, at] and problem.table_host[place] < 0 and where[place] == zone[meeting]
        if fits and (place, at) not in taken:
            table[meeting] = place
            taken.add((place, at))


def _seat_rest(problem, table, rest, at, one, visits, *, ahead) -> None:
    # Slow to load, and only needed where a plan is made.
    from scipy.optimize import linear_sum_assignment

    where, _ = zones(problem)
    free = problem.tables[:, at] & (problem.table_host < 0) & (where == one)
    fixed = table[(visits.slot == at) & (table >= 0)]
    free[fixed] = False
    places = np.flatnonzero(free)
    known = np.concatenate(
        [
            visits.around(problem.seats[rest, side][:, None], at, ahead=ahead)
            for side in range(problem.seats.shape[1])
        ],
        axis=1,
    )
    column_of = np.full(len(problem.tables) + 1, len(places))
    column_of[places] = np.arange(len(places))
    gain = np.zeros((len(rest), len(places) + 1))
    np.add.at(gain, (np.arange(len(rest))[:, None], column_of[known]), 1.0)
    row, column = linear_sum_assignment(gain[:, :-1], maximize=True)
    table[rest[row]] = places[column]

"""Which table for which meeting, so that people stay where they sit."""

import numpy as np

from lonja.algorithms.scheduling.board import hosted, zones
from lonja.algorithms.scheduling.polishing import chances

PASSES = 2  # over all slots; the second also looks at where people sit next
HOT, COLD, LEVELS = 0.35, 0.13, 50  # temperatures, in units of a change of table; measured
STEPS, MOST_STEPS = 1_000, 8_000_000  # of annealing: for each transition, and at most


def seat(problem, slot: np.ndarray, zone: np.ndarray, stays: np.ndarray | None = None) -> np.ndarray:
    """Give every placed meeting a table; people keep theirs from meeting to meeting.

    Slot by slot, meetings are matched to open tables so that as many people as
    possible sit where they sat last; then again, looking at where they sit next as
    well. Then whole stretches of two tables change places, by annealing over all slots
    at once. Locked tables, tables with a host, and tables at which a meeting should
    stay are given before; where meetings should stay, nothing is annealed.

    Args:
        problem: the problem.
        slot: (M,) slot of each meeting, -1 when it is not placed.
        zone: (M,) zone where each placed meeting is held.
        stays: (M,) the table at which a meeting should stay if it can, or -1; or None.

    Returns:
        (M,) int32; the table of each meeting, -1 when it is not placed.

    Cost: one assignment per slot and pass, O(n^3) in its n meetings at worst; then
    about a tenth of a microsecond for each step of annealing.
    Source: Hungarian method in the form of D. F. Crouse, "On implementing 2D
    rectangular assignment algorithms", IEEE TAES 52(4), 2016; annealing after
    S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Science 220, 1983.
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
    return table if stays is not None else annealed(problem, slot, table)


def annealed(problem, slot: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The tables after annealing; the same when nobody has two meetings.

    Args:
        problem: the problem.
        slot: (M,) slot of each meeting, -1 when it is not placed.
        table: (M,) its table.
    """
    from lonja.algorithms.scheduling.kernels.tables import anneal_tables  # loads numba

    early, late = transitions(problem, slot)
    if len(early) == 0:
        return table
    at, slot, table = np.flatnonzero(slot >= 0), slot.astype(np.int32), table.astype(np.int32)
    sits = np.where(problem.tables, -1, -2).astype(np.int32)
    sits[table[at], slot[at]] = at
    near, fixed = _neighbours(problem, early, late), problem.locked_table >= 0
    steps = min(STEPS * len(early), MOST_STEPS) // LEVELS
    rng, now, best, least = np.zeros(1, np.uint64), 0, table.copy(), 0
    for level in range(LEVELS):
        heat = chances(HOT * (COLD / HOT) ** (level / (LEVELS - 1)))
        now += anneal_tables(sits, table, slot, near, fixed, _alike(problem), steps, heat, rng)
        if now < least:
            best, least = table.copy(), now
    return best


def transitions(problem, slot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The meetings that somebody holds one after the other: earlier ones, later ones."""
    at = np.flatnonzero(slot >= 0)
    row, side = np.nonzero(problem.seats[at] >= 0)
    who, meeting = problem.seats[at[row], side], at[row]
    order = np.lexsort((slot[meeting], who))
    same = who[order][1:] == who[order][:-1]
    return meeting[order][:-1][same], meeting[order][1:][same]


def fewest_changes(problem, slot: np.ndarray) -> int:
    """Changes of table that no seating of meetings in these slots can avoid.

    Of the transitions between two slots, those without a change lead from each meeting
    to one other at most, and to each from one other at most: a table holds one meeting
    in a slot. A largest matching of the meetings of the two slots is the most there can be.

    Args:
        problem: the problem.
        slot: (M,) slot of each meeting, -1 when it is not placed.

    Cost: one bipartite matching for each pair of slots with a transition, O(n^1.5).
    Source: J. E. Hopcroft and R. M. Karp, SIAM J. Comput. 2(4), 1973.
    """
    # Slow to load, and only needed to judge a plan.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    early, late = transitions(problem, slot)
    between = slot[early].astype(np.int64) * problem.slots + slot[late]
    kept = 0
    for one in np.unique(between):
        here = between == one
        (_, left), (_, right) = (np.unique(end[here], return_inverse=True) for end in (early, late))
        _, first = np.unique(
            np.stack([left, right]), axis=1, return_index=True
        )  # two people may walk together
        weight = np.bincount(np.unique(left * (right.max() + 1) + right, return_inverse=True)[1]).max()
        graph = coo_array((np.ones(len(first)), (left[first], right[first]))).tocsr()
        kept += min(int(weight) * int((maximum_bipartite_matching(graph) >= 0).sum()), int(here.sum()))
    return len(early) - kept


def _neighbours(problem, early, late) -> np.ndarray:
    """(M, N) int32; the meetings that its people hold right before or after each, then -1."""
    one, other = np.concatenate([early, late]), np.concatenate([late, early])
    order = np.argsort(one, kind="stable")
    one, other = one[order], other[order]
    near = np.full((problem.meetings, 2 * problem.seats.shape[1]), -1, np.int32)
    near[one, np.arange(len(one)) - np.searchsorted(one, one)] = other
    return near


def _alike(problem) -> np.ndarray:
    """(K,) int32; tables of one kind can stand for each other: without a host, in one zone."""
    where, _ = zones(problem)
    own = int(where.max(initial=0)) + 1 + np.arange(len(problem.tables))
    return np.where(problem.table_host < 0, where, own).astype(np.int32)


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

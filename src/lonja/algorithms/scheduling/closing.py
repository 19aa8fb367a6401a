"""The last gap of small events: every rule as one integer program over slots."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.scheduling.board import common_room, hosted, zones

SMALL, LARGE = 2_000, 40_000  # variables, beyond which the search, and the bound, would take too long
NODES = 500


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """The best plan the program found.

    Attributes:
        slot: (M,) slots, -1 for none.
        zone: (M,) zones.
        bound: no plan that keeps as many musts and promises weighs more.
    """

    slot: np.ndarray
    zone: np.ndarray
    bound: float


def close(problem, mask, zone, floor, largest: int = SMALL) -> Closed | None:
    """Find the heaviest plan by branch and bound; None when too large or nothing was found.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        zone: (M,) zone of each meeting that sits with a host.
        floor: (P,) meetings that each participant must keep.
        largest: variables at most.

    Cost: 0.3 s for 590 requests in 24 slots without further rules; grows fast.
    Source: time-indexed formulation of edge colouring; solved by HiGHS.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    program = _program(problem, mask, zone, floor, largest)
    if program is None:
        return None
    seats, rows, gain, must = program
    matrix, low, high = rows.finish()
    result = milp(
        -gain,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(gain)),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if result.x is None:
        return None
    slot, where = np.full(problem.meetings, -1, np.int32), zone.astype(np.int32).copy()
    taken = np.flatnonzero(result.x > 0.5)
    slot[seats.meeting[taken]], where[seats.meeting[taken]] = seats.slot[taken], seats.zone[taken]
    return Closed(slot, where, -result.mip_dual_bound - must * int(problem.must[slot >= 0].sum()))


def relaxed_bound(problem, mask, zone, floor, musts: int, largest: int = LARGE) -> float | None:
    """What no plan with so many musts can weigh more than: the same program, meetings divisible.

    Unlike the bound over requests alone it knows slots, so that pauses, walks, orders and
    windows count. None when the program is too large.

    Cost: about a second for 590 requests with every rule.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    program = _program(problem, mask, zone, floor, largest)
    if program is None:
        return None
    _, rows, gain, must = program
    matrix, low, high = rows.finish()
    result = milp(-gain, constraints=LinearConstraint(matrix, low, high), bounds=Bounds(0, 1))
    return None if result.x is None else -float(result.fun) - must * musts


def _program(problem, mask, zone, floor, largest):
    """Variables, rows, gains, and the gain of a must; None when it is too large, or empty."""
    if mask.sum() > largest:
        return None
    seats = _Seats(problem, mask, zone)
    if len(seats.meeting) > largest or len(seats.meeting) == 0:
        return None
    rows = _Rows(len(seats.meeting))
    for add in (_once, _one_at_a_time, _tables, _limits, _pauses, _orders, _walks):
        add(problem, seats, rows)
    for who in np.flatnonzero(floor > 0).tolist():
        rows.add(seats.of(who), low=float(floor[who]))
    must = float(problem.weight.sum()) + 1.0
    return seats, rows, problem.weight[seats.meeting] + must * problem.must[seats.meeting], must


class _Seats:
    """The variables: meeting, slot and zone of each."""

    def __init__(self, problem, mask, zone):
        meeting, slot = np.nonzero(mask)
        count = len(common_room(problem))
        where = np.tile(np.arange(count), len(meeting))
        self.meeting, self.slot = np.repeat(meeting, count), np.repeat(slot, count)
        self.with_host = hosted(problem)[self.meeting]
        keep = np.where(
            self.with_host, where == zone[self.meeting], common_room(problem)[where, self.slot] > 0
        )
        self.meeting, self.slot, self.zone = self.meeting[keep], self.slot[keep], where[keep]
        self.with_host = self.with_host[keep]
        self.people = problem.seats[self.meeting]
        variable, side = np.nonzero(self.people >= 0)
        who = self.people[variable, side]
        order = np.argsort(who, kind="stable")
        self._variables = variable[order]
        self._begins = np.searchsorted(who[order], np.arange(problem.people + 1))

    def of(self, who) -> np.ndarray:
        """The variables in which a participant sits."""
        return self._variables[self._begins[who] : self._begins[who + 1]]


class _Rows:
    """Rows of the program, each a few variables and its limits."""

    def __init__(self, variables):
        self.variables = variables
        self.columns, self.lengths, self.low, self.high, self.factors = [], [], [], [], []

    def add(self, columns, *, low=-np.inf, high=np.inf, factors=None) -> None:
        if len(columns):
            self.columns.append(columns)
            self.factors.append(np.ones(len(columns)) if factors is None else factors)
            self.lengths.append(len(columns))
            self.low.append(low)
            self.high.append(high)

    def finish(self):
        from scipy.sparse import csr_array

        row = np.repeat(np.arange(len(self.lengths)), self.lengths)
        shape = (len(self.lengths), self.variables)
        matrix = csr_array((np.concatenate(self.factors), (row, np.concatenate(self.columns))), shape=shape)
        return matrix, np.array(self.low), np.array(self.high)


def _once(problem, seats, rows) -> None:
    begins = np.searchsorted(seats.meeting, np.arange(problem.meetings + 1))
    for meeting in range(problem.meetings):
        columns = np.arange(begins[meeting], begins[meeting + 1])
        rows.add(columns, low=float(problem.locked[meeting] >= 0), high=1.0)


def _one_at_a_time(problem, seats, rows) -> None:
    for who in range(problem.people):
        mine = seats.of(who)
        for slot in np.unique(seats.slot[mine]):
            rows.add(mine[seats.slot[mine] == slot], high=1.0)


def _tables(problem, seats, rows) -> None:
    for (zone, slot), tables in np.ndenumerate(common_room(problem)):
        here = ~seats.with_host & (seats.zone == zone) & (seats.slot == slot)
        rows.add(np.flatnonzero(here), high=float(tables))


def _limits(problem, seats, rows) -> None:
    for who in np.flatnonzero(problem.most < problem.slots).tolist():
        rows.add(seats.of(who), high=float(problem.most[who]))
    for group, most in enumerate(problem.group_most.tolist()):
        members = np.append(problem.group == group, False)
        taken = members[seats.people].sum(axis=1)
        rows.add(np.flatnonzero(taken), high=float(most), factors=taken[taken > 0].astype(float))


def _pauses(problem, seats, rows) -> None:
    most = int(problem.most_in_a_row)
    if not most:
        return
    for first in range(problem.slots - most):
        if problem.session[first] != problem.session[first + most]:
            continue
        inside = (seats.slot >= first) & (seats.slot <= first + most)
        for who in range(problem.people):
            mine = seats.of(who)
            rows.add(mine[inside[mine]], high=float(most))


def _orders(problem, seats, rows) -> None:
    for first, second in problem.before.tolist():
        early = np.flatnonzero(seats.meeting == second)
        late = np.flatnonzero(seats.meeting == first)
        for slot in range(problem.slots):
            columns = np.append(late[seats.slot[late] >= slot], early[seats.slot[early] <= slot])
            rows.add(columns, high=1.0)


def _walks(problem, seats, rows) -> None:
    """Somebody is in one zone within reach of a slot, or in the other: at most one meeting of two."""
    _, travel = zones(problem)
    for (here, there), walk in np.ndenumerate(travel):
        for who in range(problem.people) if walk else ():
            mine = seats.of(who)
            one, two = mine[seats.zone[mine] == here], mine[seats.zone[mine] == there]
            for slot in np.unique(seats.slot[one]):
                later = two[(seats.slot[two] > slot) & (seats.slot[two] <= slot + walk)]
                for other in np.unique(seats.slot[later]):
                    if problem.session[other] == problem.session[slot]:
                        pair = np.append(one[seats.slot[one] == slot], later[seats.slot[later] == other])
                        rows.add(pair, high=1.0)

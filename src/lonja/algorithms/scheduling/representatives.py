"""Several people who may sit for one side of a request: who does, is part of the plan.

A request with a choice becomes several rows, one for each pair of people who may sit, all
joined by one more participant who exists in thought only and holds one meeting at most. So
no plan holds two rows of one request, every solver works on choices without knowing of
them, and every bound it proves is a bound of the problem with its choices.
"""

from itertools import product

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board
from lonja.algorithms.scheduling.explain import explain
from lonja.algorithms.scheduling.fitting import fit_in_all
from lonja.algorithms.scheduling.ground import lay_state
from lonja.algorithms.scheduling.plan import Plan, Reason, Unplaced
from lonja.algorithms.scheduling.problem import MeetingProblem

ORDER = {reason: place for place, reason in enumerate(Reason)}


class Casting:
    """A problem with choices, and the same problem without: one row for each way to sit.

    Attributes:
        problem: the problem with choices.
        plain: the problem with a row for each way to sit; its first participants are those of `problem`.
        request: (R,) int32; the request of each row. Rows of one request follow each other.
        first: (M + 1,) int32; where the rows of each request begin.
    """

    def __init__(self, problem: MeetingProblem):
        """Lay out every way to sit.

        Raises:
            InvalidProblem: when nobody of those who may sit in a locked meeting is free for it,
                or locked meetings contradict each other.

        Cost: O(ways to sit); a search among the locked meetings of each slot that have a choice.
        """
        self.problem = problem
        ways = _ways(problem)
        _settle_locks(problem, ways)
        count = np.array([len(of) for of in ways], np.int32)
        self.first = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
        self.request = np.repeat(np.arange(problem.meetings, dtype=np.int32), count)
        self.plain = self._plain(np.array([way for of in ways for way in of], np.int32).reshape(-1, 2))

    def _plain(self, pairs) -> MeetingProblem:
        """The problem without choices; whoever joins the rows of one request comes after all people."""
        problem, request = self.problem, self.request
        torn = np.flatnonzero(np.diff(self.first) > 1)
        thought = np.full(problem.meetings, -1)
        thought[torn] = problem.people + np.arange(len(torn))
        joined = np.flatnonzero(thought[request] >= 0)
        more = [(row, who) for m, who in problem.extra.tolist() for row in self.rows(m)]
        given = {name: getattr(problem, name) for name in KEPT}
        try:
            return MeetingProblem(
                **given,
                **{name: getattr(problem, name)[request] for name in BY_REQUEST},
                pairs=pairs,
                extra=np.array([*more, *zip(joined.tolist(), thought[request[joined]].tolist())]),
                before=np.array(
                    [two for a, b in problem.before.tolist() for two in product(self.rows(a), self.rows(b))]
                ),
                available=_longer(problem.available, len(torn), True),
                least=_longer(problem.least, len(torn), 0),
                most=_longer(problem.most, len(torn), 1),
                group=_longer(problem.group, len(torn), -1),
            )
        except InvalidProblem as fault:
            raise (fault.of_rows(lambda row: int(request[row])) if fault.of == "meeting" else fault) from None

    def rows(self, request: int) -> range:
        """The rows of a request, one for each way to sit."""
        return range(int(self.first[request]), int(self.first[request + 1]))

    def spread(self, plan: Plan) -> Plan:
        """A plan of requests as a plan of rows.

        Raises:
            InvalidProblem: when somebody sits in it who may not.
        """
        slot = np.full(len(self.request), -1, np.int16)
        table = np.full(len(self.request), -1, np.int32)
        who = plan.seats(self.problem)
        wrong = np.zeros(self.problem.meetings, bool)
        for m in np.flatnonzero(plan.slot >= 0).tolist():
            row = next((r for r in self.rows(m) if (self.plain.pairs[r] == who[m, :2]).all()), None)
            if row is None:
                wrong[m] = True
            else:
                slot[row], table[row] = plan.slot[m], plan.table[m]
        if wrong.any():
            raise InvalidProblem("the plan seats somebody who may not sit", np.flatnonzero(wrong), "meeting")
        return Plan(slot=slot, table=table, seed=plan.seed)

    def fold(self, board: Board, table: np.ndarray, facts: dict) -> Plan:
        """A plan of rows as a plan of requests, with its reasons."""
        count = self.problem.meetings
        slot, where = np.full(count, -1, np.int16), np.full(count, -1, np.int32)
        who = np.full((count, 2), -1, np.int32)
        held = np.flatnonzero(board.slot >= 0)
        slot[self.request[held]], where[self.request[held]] = board.slot[held], table[held]
        who[self.request[held]] = self.plain.pairs[held]
        for array in (slot, where, who):
            array.flags.writeable = False
        return Plan(slot=slot, table=where, who=who, unplaced=self.explain(board, slot), **facts)

    def explain(self, board: Board, slot: np.ndarray) -> tuple[Unplaced, ...]:
        """Why each request is not placed, whoever of those who may sit would have sat."""
        off = np.flatnonzero(slot < 0).tolist()
        told = {one.meeting: one for one in explain(board, [row for m in off for row in self.rows(m)])}
        return tuple(together(m, [told[row] for row in self.rows(m)]) for m in off)

    def fit_in(self, ground, slot, zone, mask) -> tuple[np.ndarray, np.ndarray]:
        """Place what waits by moving others, or by letting colleagues sit for them.

        Args:
            ground: the ground of the plain problem.
            slot: (R,) slots of the rows.
            zone: (R,) zones of the rows.
            mask: (R, T) bool; slots possible for each row alone.
        """
        held = np.zeros(self.problem.meetings, bool)
        held[self.request[slot >= 0]] = True
        # One row stands for its request: the others are tried with it.
        waits = np.logical_or.reduceat(mask.any(axis=1), self.first[:-1]) & ~held if len(held) else held
        state = lay_state(self.plain, ground, slot, zone)
        fit_in_all(ground, state, self.first[:-1][waits], kin=self.kin(), now=0, depth=DEPTH)
        return state.slot.copy(), state.zone.copy()

    def recall(self, chosen, slot) -> np.ndarray:
        """(R,) bool; the rows chosen, those of an earlier plan instead of others of the same request.

        Args:
            chosen: (R,) bool; the rows chosen, one of a request at most.
            slot: (R,) slots of the earlier plan.
        """
        sat = slot >= 0
        asked = np.zeros(self.problem.meetings, bool)
        known = asked.copy()
        asked[self.request[chosen]] = True
        known[self.request[sat]] = True
        return np.where(known[self.request], sat & asked[self.request], chosen)

    def kin(self) -> tuple[np.ndarray, np.ndarray]:
        """(R,) and (R,) int32; for each row where the rows of its request begin, and end."""
        return self.first[self.request], self.first[self.request + 1]


DEPTH = 3  # meetings that may move, or be held by a colleague, to let one in
BY_REQUEST = ("weight", "allowed", "locked", "locked_table", "must")
KEPT = (
    "tables", "session", "day", "table_host", "most_in_a_row", "never", "group_most", "table_zone", "travel",
)  # fmt: skip


def cast(problem: MeetingProblem) -> Casting | None:
    """The casting of a problem; None when every side of every request has one person only."""
    return Casting(problem) if len(problem.sides) else None


def together(request: int, ways: list[Unplaced]) -> Unplaced:
    """One reason for all ways to sit: that of the way which comes nearest to being possible.

    Nearest is what stands last in the list of reasons; everybody whom it names is named,
    and the smallest change is the smallest over all ways.
    """
    last = max((one.reason for one in ways), key=ORDER.get)
    people = list(dict.fromkeys(one.who for one in ways if one.reason is last and one.who >= 0))
    changes = [one.change for one in ways if one.change is not None]
    change = min(changes, key=lambda change: change.size) if changes else None
    return Unplaced(request, last, people[0] if people else -1, change, tuple(people[1:]))


def _ways(problem) -> list[list[tuple[int, int]]]:
    """Everybody who may sit with everybody, request by request; those named in `pairs` come first."""
    sides = [([one], [other]) for one, other in problem.pairs.tolist()]
    for m, side, who in problem.sides.tolist():
        sides[m][side].append(who)
    joins: list[list[int]] = [[] for _ in sides]
    for m, who in problem.extra.tolist():
        joins[m].append(who)
    hated = {frozenset(two) for two in problem.never.tolist()}
    every = []
    for m, (ones, others) in enumerate(sides):
        able = [(a, b) for a, b in product(ones, others) if a != b and not {a, b} & set(joins[m])]
        kind = [two for two in able if frozenset(two) not in hated]
        every.append(kind or able[:1])
    empty = [m for m, ways in enumerate(every) if not ways]
    if empty:
        raise InvalidProblem("sides leaves nobody to sit on both sides", empty, "meeting")
    return every


def _settle_locks(problem, ways) -> None:
    """Decide who sits in the locked meetings that have a choice, slot by slot.

    Raises:
        InvalidProblem: naming the locked meetings of a slot for which there are not enough people.
    """
    locked = np.flatnonzero(problem.locked >= 0)
    for slot in np.unique(problem.locked[locked]).tolist():
        here = locked[problem.locked[locked] == slot].tolist()
        open_ = [m for m in here if len(ways[m]) > 1]
        if not open_:
            continue
        taken = {who for m in here if len(ways[m]) == 1 for who in ways[m][0]}
        taken |= {who for m, who in problem.extra.tolist() if m in here}
        options = {m: [two for two in ways[m] if problem.available[two, slot].all()] for m in open_}
        found = _seat_apart(sorted(open_, key=lambda m: len(options[m])), options, taken)
        if found is None:
            raise InvalidProblem("locked where nobody who may sit is free", open_, "meeting")
        for m, two in found.items():
            ways[m] = [two]


def _seat_apart(meetings, options, taken) -> dict | None:
    """Two people for each meeting, nobody twice; None when there is no such choice."""
    if not meetings:
        return {}
    first, *rest = meetings
    for two in options[first]:
        if taken.isdisjoint(two):
            found = _seat_apart(rest, options, taken | set(two))
            if found is not None:
                return {first: two} | found
    return None


def _longer(array, more, value) -> np.ndarray:
    """The array with so many rows more, filled with a value."""
    return np.concatenate([array, np.full((more, *array.shape[1:]), value, array.dtype)])

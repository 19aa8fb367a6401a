"""A published plan kept at hand, so that a change is answered at once."""

from dataclasses import dataclass, replace

import numpy as np

from lonja.algorithms.errors import WrongPlan
from lonja.algorithms.scheduling.board import Board, possible
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.ground import lay_out, lay_state
from lonja.algorithms.scheduling.mending import fit_in_all
from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem


@dataclass(frozen=True, slots=True)
class Mended:
    """What one change did.

    Attributes:
        lost: meetings that are no longer held.
        moved: meetings that stand in another slot now.
        gained: meetings that were refused and are held now.
        people: everybody with a meeting among these; nobody else need be told.
    """

    lost: tuple[int, ...]
    moved: tuple[int, ...]
    gained: tuple[int, ...]
    people: tuple[int, ...]


class LivePlan:
    """A plan in the arrays of the compiled loops; each change is checked for whom it touches.

    Attributes:
        problem: the problem, with the availability as it is after the changes.
    """

    def __init__(self, problem: MeetingProblem, plan: Plan):
        """Take over a plan that breaks no rule. Cost: O(M T), once."""
        self.problem = problem
        self._available = problem.available.copy()
        self._ground = lay_out(problem, possible(problem), problem.session, problem.least)
        zone = np.where(plan.table >= 0, problem.table_zone[plan.table], 0) if problem.travel.any() else None
        board = Board(problem, plan.slot, np.zeros(problem.meetings) if zone is None else zone)
        self._state = lay_state(problem, self._ground, plan.slot, board.zone)
        self._table = plan.table.astype(np.int32)
        self._sits = np.full(problem.tables.shape, -1, np.int32)
        at = np.flatnonzero(plan.slot >= 0)
        self._sits[plan.table[at], plan.slot[at]] = at
        self._seed = plan.seed

    def leave(self, who: int, *, now: int, depth: int = 2) -> Mended:
        """Somebody is away from slot `now` on: her meetings fall, and her partners get others.

        Args:
            who: the participant who leaves.
            now: the first slot in which she is away.
            depth: how many meetings may move to let a refused one in.

        Raises:
            WrongPlan: when the result broke a rule for somebody it touches.

        Cost: microseconds for each refused request of her partners.
        """
        from lonja.algorithms.scheduling.kernels import mend  # loads numba

        gone = np.zeros(self.problem.slots, np.int32)
        count = mend.drop(self._ground, self._state, who, now, gone)
        lost = gone[:count].tolist()
        for meeting in lost:
            self._leave_table(meeting)
        self._close(who, now)
        waiting = self._refused(self._people(lost), who)
        waiting = waiting[self._state.slot[waiting] < 0]
        gained, moved = fit_in_all(self._ground, self._state, waiting, now=now, depth=depth)
        moved = sorted(set(moved) - set(gained))
        for meeting in moved:
            self._leave_table(meeting)
        for meeting in moved + gained:
            self._find_table(meeting)
        people = self._people([*lost, *moved, *gained])
        self._check(people)
        return Mended(tuple(lost), tuple(moved), tuple(gained), tuple(people))

    def plan(self) -> Plan:
        """The plan as it stands now, with its reasons, verified against the changed problem."""
        fields = {name: getattr(self.problem, name) for name in GIVEN}
        held = self._state.slot >= 0  # whoever left is locked nowhere any more
        fields["locked"] = np.where(held, self.problem.locked, -1)
        fields["locked_table"] = np.where(held, self.problem.locked_table, -1)
        problem = MeetingProblem(**fields | {"available": self._available})
        board = Board(problem, self._state.slot, self._state.zone)
        return replace(finished(board, self._table.copy(), ()), seed=self._seed)

    def _people(self, meetings) -> list[int]:
        seats = self.problem.seats[meetings] if meetings else np.empty((0, 2), np.int32)
        return [who for who in np.unique(seats).tolist() if who >= 0]

    def _close(self, who, now) -> None:
        """Take the slots from `now` on away from every request of the one who leaves."""
        ground = self._ground
        self._available[who, now:] = False
        gone = np.zeros(ground.allow.shape[1], np.uint64)
        for slot in range(now, self.problem.slots):
            gone[ground.word[slot]] |= ground.bit[slot]
        requests = ground.asks[ground.asks_from[who] : ground.asks_from[who + 1]]
        ground.allow[requests] &= ~gone

    def _refused(self, people, but) -> np.ndarray:
        ground = self._ground
        asked = [ground.asks[ground.asks_from[p] : ground.asks_from[p + 1]] for p in people if p != but]
        return np.unique(np.concatenate(asked)) if asked else np.empty(0, np.int32)

    def _leave_table(self, meeting) -> None:
        table = self._table[meeting]
        if table >= 0:
            self._sits[table, self._sits[table] == meeting] = -1
            self._table[meeting] = -1

    def _find_table(self, meeting) -> None:
        """The first table free that the meeting may use."""
        slot, problem = int(self._state.slot[meeting]), self.problem
        free = problem.tables[:, slot] & (self._sits[:, slot] < 0)
        if self._ground.common[meeting]:
            free &= problem.table_host < 0
        else:
            free &= np.isin(problem.table_host, problem.seats[meeting][problem.seats[meeting] >= 0])
        if problem.travel.any():
            free &= problem.table_zone == self._state.zone[meeting]
        table = int(np.argmax(free))
        if not free[table]:
            raise WrongPlan(f"meeting {meeting} found no table in slot {slot}")
        self._table[meeting] = table
        self._sits[table, slot] = meeting

    def _check(self, people) -> None:
        """Ask again, from the problem alone, whether those who were touched can follow the plan."""
        begins = self._ground.asks_from
        asked = [self._ground.asks[begins[who] : begins[who + 1]] for who in people]
        who = np.repeat(np.array(people, np.int64), [len(requests) for requests in asked])
        mine = np.concatenate(asked) if asked else np.empty(0, np.int32)
        held = self._state.slot[mine] >= 0
        who, mine = who[held], mine[held]
        slot = self._state.slot[mine]
        seats = np.sort(who * self.problem.slots + slot)
        wrong = {
            "two meetings at once": (seats[1:] == seats[:-1]).any(),
            "a meeting where somebody is away": not self._available[who, slot].all(),
            "a meeting outside its window": not self.problem.allowed[mine, slot].all(),
            "a meeting without a table": (self._sits[self._table[mine], slot] != mine).any(),
        }
        for fault, found in wrong.items():
            if found:
                raise WrongPlan(f"the mended plan has {fault}")


GIVEN = tuple(name for name in MeetingProblem.__dataclass_fields__ if name != "seats")

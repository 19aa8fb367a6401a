"""A published plan kept at hand, so that a change is answered at once."""

from dataclasses import dataclass, replace

import numpy as np

from lonja.algorithms.errors import InvalidProblem, WrongPlan
from lonja.algorithms.scheduling.board import Board, possible, zones
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.fitting import alone
from lonja.algorithms.scheduling.ground import lay_out, lay_state
from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.representatives import cast


@dataclass(frozen=True, slots=True)
class Mended:
    """What one change did.

    Attributes:
        lost: meetings that are no longer held.
        moved: meetings that stand in another slot now, or at which somebody else sits for it.
        gained: meetings that were refused and are held now.
        people: everybody with a meeting among these; nobody else need be told.
        recast: meetings of the one who left that are held all the same, by somebody else
            who may sit: at the same time where that was possible.
    """

    lost: tuple[int, ...]
    moved: tuple[int, ...]
    gained: tuple[int, ...]
    people: tuple[int, ...]
    recast: tuple[int, ...] = ()


class LivePlan:
    """A plan in the arrays of the compiled loops; each change is checked for whom it touches.

    Attributes:
        problem: the problem as it was given; `plan` answers for it as it is after the changes.
    """

    def __init__(self, problem: MeetingProblem, plan: Plan, *, depth: int = 2):
        """Take over a plan that breaks no rule.

        Args:
            problem: the problem.
            plan: a plan of it.
            depth: how many meetings may move, at most, to let a refused one in.

        Raises:
            InvalidProblem: when somebody sits in the plan who may not.

        Cost: O(M T), once.
        """
        from lonja.algorithms.scheduling.kernels import live, mend  # loads numba

        self.problem, self._seed = problem, plan.seed
        self._casting = cast(problem)
        plain, plan = (
            (problem, plan) if self._casting is None else (self._casting.plain, self._casting.spread(plan))
        )
        self._plain = plain
        self._ground = lay_out(plain, possible(plain), plain.session, plain.least)
        where, _ = zones(plain)
        zone = np.where(plan.table >= 0, np.append(where, 0)[plan.table], 0)
        self._state = lay_state(plain, self._ground, plan.slot, zone)
        self._room = self._lay_room(live.Room, plan, where)
        self._space = mend.Space(*(np.zeros(depth, np.int32) for _ in range(3)))
        self._told = _lay_told(live.Told, plain, depth)
        self._leave, self._faults = live.leave, live.FAULTS

    def leave(self, who: int, *, now: int, depth: int | None = None) -> Mended:
        """Somebody is away from slot `now` on: her meetings fall, and her partners get others.

        Where somebody else may sit in her place, the meeting is held all the same.

        Args:
            who: the participant who leaves.
            now: the first slot in which she is away.
            depth: how many meetings may move to let a refused one in; as the plan was
                taken over when left out.

        Raises:
            InvalidProblem: when there is no such participant, or no such slot.
            WrongPlan: when the result broke a rule for somebody it touches.

        Cost: microseconds for each refused request of her partners.
        """
        if not (0 <= who < self.problem.people and 0 <= now <= self.problem.slots):
            raise InvalidProblem(f"nobody is participant {who}, or there is no slot {now}")
        most = len(self._space.found)
        told, fields = self._told, (self._ground, self._state, self._room, self._told, self._space)
        fault = self._leave(*fields, who, now, most if depth is None else min(depth, most))
        if fault:
            raise WrongPlan(f"the mended plan has {self._faults[fault]}")
        lost, recast, _, placed, moved, people, _ = told.count.tolist()
        return self._mended(
            self._requests(told.lost[:lost]),
            self._requests(told.recast[:recast]),
            self._requests(told.placed[:placed]),
            self._requests(told.moved[:moved]),
            told.people[:people],
        )

    def plan(self) -> Plan:
        """The plan as it stands now, with its reasons, verified against the changed problem."""
        fields = {name: getattr(self.problem, name) for name in GIVEN}
        held = np.zeros(self.problem.meetings, bool)  # whoever left is locked nowhere any more
        held[self._requests(np.flatnonzero(self._state.slot >= 0))] = True
        fields["locked"] = np.where(held, self.problem.locked, -1)
        fields["locked_table"] = np.where(held, self.problem.locked_table, -1)
        fields["available"] = self._room.available[: self.problem.people]
        if self._casting is None:
            board = Board(MeetingProblem(**fields), self._state.slot, self._state.zone)
            return replace(finished(board, self._room.table.copy(), ()), seed=self._seed)
        return self._recast_plan(MeetingProblem(**fields))

    def _recast_plan(self, problem) -> Plan:
        """The plan with its choices of who sits, on the problem as it is now."""
        rows = np.flatnonzero(self._state.slot >= 0)
        slot = np.full(problem.meetings, -1, np.int16)
        table, who = np.full(problem.meetings, -1, np.int32), np.full((problem.meetings, 2), -1, np.int32)
        request = self._casting.request[rows]
        slot[request], table[request] = self._state.slot[rows], self._room.table[rows]
        who[request] = self._plain.pairs[rows]
        casting = cast(problem)
        spread = casting.spread(Plan(slot=slot, table=table, who=who, seed=self._seed))
        where, _ = zones(problem)
        zone = np.where(spread.table >= 0, np.append(where, 0)[spread.table], 0)
        board = Board(casting.plain, spread.slot, zone)
        return replace(finished(board, spread.table.copy(), (), casting=casting), seed=self._seed)

    def _requests(self, rows) -> np.ndarray:
        return rows if self._casting is None else self._casting.request[rows]

    def _mended(self, lost, recast, placed, moved, people) -> Mended:
        fallen, back, new = set(lost.tolist()), set(recast.tolist()), set(placed.tolist())
        back |= fallen & new
        return Mended(
            lost=tuple(one for one in lost.tolist() if one not in back),
            moved=tuple(sorted(set(moved.tolist()) - new)),
            gained=tuple(one for one in dict.fromkeys(placed.tolist()) if one not in fallen),
            people=tuple(sorted(who for who in people.tolist() if who < self.problem.people)),
            recast=tuple(sorted(back)),
        )

    def _lay_room(self, kind, plan, where):
        plain, at = self._plain, np.flatnonzero(plan.slot >= 0)
        sits = np.full(plain.tables.T.shape, -1, np.int32)
        sits[plan.slot[at], plan.table[at]] = at
        kin = alone(plain.meetings) if self._casting is None else self._casting.kin()
        return kind(
            available=plain.available.copy(),
            allowed=plain.allowed.copy(),
            open=plain.tables.T.copy(),
            host=plain.table_host.copy(),
            zone=where.astype(np.int32),
            sits=sits,
            table=plan.table.astype(np.int32),
            kin_from=kin[0],
            kin_to=kin[1],
        )


def _lay_told(kind, problem, depth):
    sizes = (problem.slots,) * 3 + (problem.meetings,) * 2 + (depth * problem.meetings, problem.people)
    return kind(
        *(np.zeros(size, np.int32) for size in sizes),
        seen=np.zeros(problem.meetings, np.int64),
        met=np.zeros(problem.people, np.int64),
        count=np.zeros(7, np.int64),
    )


GIVEN = tuple(name for name in MeetingProblem.__dataclass_fields__ if name != "seats")

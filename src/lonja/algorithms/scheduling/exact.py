"""A certificate for small events: the fewest breaks there can be, by MaxSAT."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board, home_zone, hosted, possible
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.plan import Aim, Plan
from lonja.algorithms.scheduling.seating import seat


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """What was proven.

    Attributes:
        plan: a plan with the fewest breaks; None when no plan holds all meetings.
        breaks: how many that is; -1 when there is no plan.
    """

    plan: Plan | None
    breaks: int

    @property
    def is_feasible(self) -> bool:
        """Whether all meetings can be held at all."""
        return self.plan is not None


def certify(problem, *, spread: int | None = None) -> Certificate:
    """Hold every meeting with the fewest breaks over the day, and prove it.

    Args:
        problem: an event in which every meeting must be held, of some hundred meetings.
        spread: numbers of breaks of two participants differ at most by so much; None: no matter.

    Raises:
        InvalidProblem: when not every meeting must be held, or for rules it does not know
            (limits of people and groups, walks).
        ModuleNotFoundError: when python-sat (the extra `exact`) is not installed.

    Cost: exponential at worst; seconds to two minutes for the real events of the literature.
    Source: encoding after M. Bofill et al., JAIR 74 (2022), with both implied constraints;
    core-guided search by A. Ignatiev, A. Morgado and J. Marques-Silva, "RC2: an efficient
    MaxSAT solver", JSAT 11 (2019), over CaDiCaL.
    """
    from pysat.examples.rc2 import RC2

    _refuse_unknown_rules(problem)
    formula = _Formula(problem)
    formula.encode(spread)
    with RC2(formula.wcnf, solver="cadical195", adapt=True, exhaust=True, minz=True) as search:
        model = search.compute()
        if model is None:
            return Certificate(None, -1)
        slot = formula.slots(model)
    zone = home_zone(problem)
    plan = finished(
        Board(problem, slot, zone),
        seat(problem, slot, zone),
        (Aim.MUST, Aim.WEIGHT, Aim.BREAKS),
        bounds={Aim.MUST: problem.meetings, Aim.WEIGHT: int(problem.weight.sum()), Aim.BREAKS: search.cost},
    )
    return Certificate(plan, int(plan.value(Aim.BREAKS).value))


def _refuse_unknown_rules(problem) -> None:
    if not problem.must.all():
        raise InvalidProblem("a certificate needs all meetings to be a must")
    if problem.travel.any() or len(problem.group_most) or (problem.most < problem.slots).any():
        raise InvalidProblem("a certificate knows no walks, groups or limits of people")


class _Formula:
    """The event in clauses. Variables: meeting in slot, participant busy in slot, and so on."""

    def __init__(self, problem):
        from pysat.formula import WCNF, IDPool

        self.problem = problem
        self.mask = possible(problem)
        self.pool = IDPool()
        self.wcnf = WCNF()
        self.mine: list[list[int]] = [[] for _ in range(problem.people)]
        for meeting, seats in enumerate(problem.seats.tolist()):
            for who in seats:
                if who >= 0:
                    self.mine[who].append(meeting)

    def held(self, meeting, slot) -> int:
        return self.pool.id(("held", meeting, slot))

    def busy(self, who, slot) -> int:
        return self.pool.id(("busy", who, slot))

    def encode(self, spread) -> None:
        self._meetings()
        self._people()
        self._tables()
        self._orders()
        self._pauses()
        ends = [self._breaks(who) for who in range(self.problem.people)]
        if spread is not None:
            self._fairness(ends, spread)

    def slots(self, model) -> np.ndarray:
        true = {literal for literal in model if literal > 0}
        slot = np.full(self.problem.meetings, -1, np.int32)
        for meeting, at in np.argwhere(self.mask).tolist():
            if self.held(meeting, at) in true:
                slot[meeting] = at
        return slot

    def _count(self, literals, limit, kind) -> None:
        """At most (or exactly) so many of the literals are true."""
        from pysat.card import CardEnc, EncType

        make = CardEnc.atmost if kind == "atmost" else CardEnc.equals
        if kind == "atmost" and limit >= len(literals):
            return
        coded = make(literals, bound=limit, vpool=self.pool, encoding=EncType.totalizer)
        for clause in coded.clauses:
            self.wcnf.append(clause)

    def _meetings(self) -> None:
        for meeting in range(self.problem.meetings):
            literals = [self.held(meeting, slot) for slot in np.flatnonzero(self.mask[meeting]).tolist()]
            self.wcnf.append(literals)
            for one, two in combinations(literals, 2):
                self.wcnf.append([-one, -two])

    def _people(self) -> None:
        for who, meetings in enumerate(self.mine):
            for slot in range(self.problem.slots):
                here = [self.held(m, slot) for m in meetings if self.mask[m, slot]]
                busy = self.busy(who, slot)
                self.wcnf.append([-busy, *here])
                for one in here:
                    self.wcnf.append([-one, busy])
                for one, two in combinations(here, 2):
                    self.wcnf.append([-one, -two])
            slots = [self.busy(who, slot) for slot in range(self.problem.slots)]
            if len(meetings) > len(slots):
                self.wcnf.append([])
            elif meetings:
                self._count(slots, len(meetings), "equals")

    def _tables(self) -> None:
        common = ~hosted(self.problem)
        open_tables = self.problem.tables[self.problem.table_host < 0].sum(axis=0)
        sizes = {len([who for who in seats if who >= 0]) for seats in self.problem.seats.tolist()}
        for slot, tables in enumerate(open_tables.tolist()):
            here = [self.held(m, slot) for m in np.flatnonzero(self.mask[:, slot] & common).tolist()]
            if here:
                self._count(here, tables, "atmost")
            if sizes == {2} and common.all():
                everybody = [self.busy(who, slot) for who in range(self.problem.people) if self.mine[who]]
                self._count(everybody, 2 * tables, "atmost")

    def _orders(self) -> None:
        for first, second in self.problem.before.tolist():
            for late in np.flatnonzero(self.mask[first]).tolist():
                for early in np.flatnonzero(self.mask[second, : late + 1]).tolist():
                    self.wcnf.append([-self.held(first, late), -self.held(second, early)])

    def _pauses(self) -> None:
        most, session = self.problem.most_in_a_row, self.problem.session
        for first in range(self.problem.slots - most if most else 0):
            if session[first] == session[first + most]:
                for who in range(self.problem.people):
                    self.wcnf.append([-self.busy(who, slot) for slot in range(first, first + most + 1)])

    def _breaks(self, who) -> list[int]:
        """One literal for each slot in which a break of this participant ends; each costs one."""
        ends = []
        day = self.problem.day
        for slot in range(2, self.problem.slots):
            if len(self.mine[who]) < 2 or day[slot] != day[slot - 2]:
                continue
            end, before = self.pool.id(("end", who, slot)), self._seen(who, slot - 2)
            now, gap = self.busy(who, slot), self.busy(who, slot - 1)
            self.wcnf.append([-now, gap, -before, end])
            for condition in (now, -gap, before):
                self.wcnf.append([-end, condition])
            self.wcnf.append([-end], weight=1)
            ends.append(end)
        return ends

    def _seen(self, who, slot) -> int:
        """True when the participant was busy in this slot of the day or an earlier one."""
        name = ("seen", who, slot)
        known = name in self.pool.obj2id
        seen = self.pool.id(name)
        if known:
            return seen
        busy = self.busy(who, slot)
        self.wcnf.append([-busy, seen])
        if slot == 0 or self.problem.day[slot - 1] != self.problem.day[slot]:
            self.wcnf.append([-seen, busy])
        else:
            earlier = self._seen(who, slot - 1)
            self.wcnf.append([-earlier, seen])
            self.wcnf.append([-seen, busy, earlier])
        return seen

    def _fairness(self, ends, spread) -> None:
        """Breaks of two participants differ by at most `spread`.

        Somebody with less than two meetings has no break, and then `spread` is a cap.
        Otherwise a literal for each level says that everybody has at least so many.
        """
        if any(len(meetings) < 2 for meetings in self.mine):
            for own in ends:
                if len(own) > spread:
                    self._count(own, spread, "atmost")
            return
        counts = [self._exact_counts(own) for own in ends]
        levels = max(len(own) for own in ends)
        for level in range(levels - spread):
            everybody = self.pool.id(("everybody", level))
            for reached in counts:
                at_least = reached[level] if level < len(reached) else None
                self.wcnf.append([-everybody, at_least] if at_least else [-everybody])
                if level + spread < len(reached):
                    self.wcnf.append([-reached[level + spread], everybody])

    def _exact_counts(self, literals) -> list[int]:
        """Literal j is true exactly when more than j of the literals are (by dynamic programming)."""
        row: list[int] = []
        for literal in literals:
            fresh = []
            for j in range(len(row) + 1):
                name = self.pool.id(("more than", literal, j))
                lower = row[j - 1] if j else None
                same = row[j] if j < len(row) else None
                self.wcnf.append([name, -literal] if lower is None else [name, -literal, -lower])
                if same is not None:
                    self.wcnf.append([name, -same])
                self.wcnf.append([-name, literal] if same is None else [-name, literal, same])
                if lower is not None:
                    self.wcnf.append([-name, lower] if same is None else [-name, lower, same])
                fresh.append(name)
            row = fresh
        return row

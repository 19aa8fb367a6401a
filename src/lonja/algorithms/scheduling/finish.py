"""The last step of every solver: figures, reasons, and the checker."""

from dataclasses import replace

import numpy as np

from lonja.algorithms.errors import WrongPlan
from lonja.algorithms.scheduling import measure
from lonja.algorithms.scheduling.board import Board
from lonja.algorithms.scheduling.explain import explain
from lonja.algorithms.scheduling.plan import Aim, Plan, Value
from lonja.algorithms.scheduling.verify import violations


def finished(
    board: Board, table: np.ndarray, aims, *, casting=None, bounds=None, possible=None, start=None, **facts
) -> Plan:
    """Make the plan on the board presentable: every reason, every figure, and verified.

    Args:
        board: the plan.
        table: (M,) its tables.
        aims: the aims to give figures for.
        casting: for a problem with choices, how its requests became those of the board.
        bounds: what is known of the best value of each aim.
        possible: (P,) the most meetings each participant could hold alone.
        start: (M,) slots of the plan it should stay near to.
        facts: what else the plan says about itself.

    Raises:
        WrongPlan: when the checker finds a broken rule.
    """
    problem = board.problem
    if casting is not None:
        problem, plan = casting.problem, casting.fold(board, table, facts)
        possible = None if possible is None else possible[: problem.people]
    else:
        slot = board.slot.copy()
        slot.flags.writeable = False
        table.flags.writeable = False
        plan = Plan(slot=slot, table=table, unplaced=explain(board), **facts)
    broken = list(violations(problem, plan))
    if broken:
        raise WrongPlan("; ".join(broken[:5]))
    figures = _Figures(problem, plan, possible, start)
    return replace(plan, values=tuple(figures.value(aim, bounds or {}) for aim in aims))


class _Figures:
    """The value of each aim, measured on the finished plan."""

    def __init__(self, problem, plan, possible, start):
        self.problem, self.plan, self.possible, self.start = problem, plan, possible, start

    def value(self, aim: Aim, bounds) -> Value:
        """The value of one aim, and its bound where one is known."""
        value = MEASURES[aim](self)
        bound = bounds.get(aim, 0 if aim in FEWER else None)
        return Value(aim, value, bound, value == bound)


FEWER = {Aim.LEAST, Aim.IDLE, Aim.BREAKS, Aim.HOLE_FAIRNESS, Aim.TABLE_CHANGES, Aim.NEARNESS}
MEASURES = {
    Aim.MUST: lambda f: int((f.plan.slot[f.problem.must] >= 0).sum()),
    Aim.LEAST: lambda f: measure.owed(f.problem, f.plan),
    Aim.WEIGHT: lambda f: measure.weight(f.problem, f.plan),
    Aim.FAIRNESS: lambda f: measure.fairness(f.problem, f.plan, f.possible),
    Aim.IDLE: lambda f: int(measure.idle_slots(f.problem, f.plan).sum()),
    Aim.BREAKS: lambda f: int(measure.breaks(f.problem, f.plan).sum()),
    Aim.HOLE_FAIRNESS: lambda f: int(measure.breaks(f.problem, f.plan).max(initial=0)),
    Aim.TABLE_CHANGES: lambda f: measure.table_moves(f.problem, f.plan)[0],
    Aim.NEARNESS: lambda f: measure.moved(f.plan.slot, f.start),
}

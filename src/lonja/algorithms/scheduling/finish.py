"""The last step of every solver: figures, reasons, and the checker."""

from dataclasses import replace

import numpy as np

from lonja.algorithms.errors import WrongPlan
from lonja.algorithms.scheduling import measure
from lonja.algorithms.scheduling.board import Board
from lonja.algorithms.scheduling.explain import explain
from lonja.algorithms.scheduling.plan import Aim, Plan, Value
from lonja.algorithms.scheduling.verify import violations


def finished(board: Board, table: np.ndarray, aims, **facts) -> Plan:
    """Make the plan on the board presentable: every reason, every figure, and verified.

    Raises:
        WrongPlan: when the checker finds a broken rule.
    """
    problem = board.problem
    slot = board.slot.copy()
    slot.flags.writeable = False
    table.flags.writeable = False
    plan = Plan(slot=slot, table=table, unplaced=explain(board), **facts)
    broken = list(violations(problem, plan))
    if broken:
        raise WrongPlan("; ".join(broken[:5]))
    return replace(plan, values=tuple(_value(problem, plan, aim) for aim in aims))


def _value(problem, plan, aim) -> Value:
    measures = {
        Aim.MUST: lambda: (int((plan.slot[problem.must] >= 0).sum()), int(problem.must.sum())),
        Aim.LEAST: lambda: (measure.owed(problem, plan), 0),
        Aim.WEIGHT: lambda: (measure.weight(problem, plan), int(problem.weight.sum())),
        Aim.IDLE: lambda: (int(measure.idle_slots(problem, plan).sum()), 0),
        Aim.BREAKS: lambda: (int(measure.breaks(problem, plan).sum()), 0),
        Aim.HOLE_FAIRNESS: lambda: (int(measure.breaks(problem, plan).max(initial=0)), 0),
        Aim.TABLE_CHANGES: lambda: (measure.table_moves(problem, plan)[0], 0),
    }
    value, bound = measures[aim]()
    return Value(aim, value, bound, value == bound)

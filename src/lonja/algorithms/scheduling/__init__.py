"""Who meets whom, when, and at which table?

>>> import numpy as np
>>> from lonja.algorithms.scheduling import MeetingProblem, solve
>>> problem = MeetingProblem(
...     pairs=np.array([[0, 1], [0, 2]]),
...     weight=np.array([1, 1]),
...     available=np.ones((3, 2), bool),
...     tables=np.ones((1, 2), bool),
...     session=np.zeros(2),
... )
>>> solve(problem).placed
2
"""

from lonja.algorithms.errors import InvalidProblem, WrongPlan
from lonja.algorithms.scheduling.demand import Demand, demand, most_meetings
from lonja.algorithms.scheduling.live import LivePlan
from lonja.algorithms.scheduling.mending import Repair, repair
from lonja.algorithms.scheduling.plan import (
    Aim,
    Cancelled,
    Change,
    ChangeKind,
    Effort,
    Plan,
    Progress,
    Reason,
    Stage,
    Unplaced,
    Value,
)
from lonja.algorithms.scheduling.planner import DEFAULT_AIMS, solve, warm
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.verify import violations

__all__ = [
    "DEFAULT_AIMS",
    "Aim",
    "Cancelled",
    "Change",
    "ChangeKind",
    "Demand",
    "Effort",
    "InvalidProblem",
    "LivePlan",
    "MeetingProblem",
    "Plan",
    "Progress",
    "Reason",
    "Repair",
    "Stage",
    "Unplaced",
    "Value",
    "WrongPlan",
    "demand",
    "most_meetings",
    "repair",
    "solve",
    "violations",
    "warm",
]

"""Who covers a value chain, and who is missing?

>>> import numpy as np
>>> from lonja.algorithms.alliances import AllianceProblem, Cover, complete, standing
>>> fit = np.array([[0.9, 0, 0], [0, 0.8, 0], [0, 0.2, 0.7]])  # generation, storage, metering
>>> problem = AllianceProblem(fit, member=[True, False, False])
>>> [cover.value for cover in standing(problem, [0]).cover]
['single', 'missing', 'missing']
>>> complete(problem)[0].newcomers
(1, 2)
"""

from lonja.algorithms.alliances.complete import Alliance, Method, complete, irreplaceable
from lonja.algorithms.alliances.coverage import Cover, Standing, standing, who_could
from lonja.algorithms.alliances.problem import AllianceProblem
from lonja.algorithms.alliances.verify import violations
from lonja.algorithms.errors import InvalidProblem

__all__ = [
    "Alliance",
    "AllianceProblem",
    "Cover",
    "InvalidProblem",
    "Method",
    "Standing",
    "complete",
    "irreplaceable",
    "standing",
    "violations",
    "who_could",
]

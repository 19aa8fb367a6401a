"""Small problems for the tests of the planner."""

import numpy as np

from lonja.algorithms.scheduling import MeetingProblem


def make_problem(pairs=((0, 1),), *, slots=2, **rules):
    """A problem in which everybody is present, all tables are open and all weights are 1.

    `people` and `tables` are numbers, or the arrays `available` and `tables` are given.
    """
    pairs = np.asarray(pairs) if len(pairs) else np.empty((0, 2))
    people = rules.pop("people", int(pairs.max(initial=0)) + 1)
    tables = np.asarray(rules.pop("tables", 1))
    given = {
        "pairs": pairs,
        "weight": np.ones(len(pairs)),
        "available": np.ones((people, slots), bool),
        "tables": np.ones((tables, slots), bool) if tables.ndim == 0 else tables,
        "session": np.zeros(slots),
    }
    return MeetingProblem(**(given | rules))

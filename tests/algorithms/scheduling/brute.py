"""Every plan of a tiny problem, one after another, straight from the definition."""

from itertools import product

import numpy as np

from lonja.algorithms.scheduling import Plan, Reason, Unplaced, violations


def feasible(problem):
    """Yield the slots of every plan for which some choice of tables breaks no rule."""
    options = [(-1, *np.flatnonzero(problem.allowed[m]).tolist()) for m in range(problem.meetings)]
    for slot in product(*options):
        if seats(problem, slot) is not None:
            yield np.array(slot)


def seats(problem, slot):
    """Some plan with these slots that breaks no rule, or None."""
    count = len(problem.tables)
    tables = [(-1,) if at < 0 else range(count) for at in slot]
    missing = tuple(Unplaced(m, Reason.NO_SHARED_GAP) for m, at in enumerate(slot) if at < 0)
    bare = Plan(np.array(slot, np.int16), np.where(np.array(slot) < 0, -1, 0).astype(np.int32), missing)
    hopeless = ("participant", "meeting", "group")
    fixed = [
        fault
        for fault in violations(problem, bare)
        if fault.startswith(hopeless) and not any(words in fault for words in ("table", "walk"))
    ]
    if fixed:
        return None
    for table in product(*tables):
        plan = Plan(np.array(slot, np.int16), np.array(table, np.int32), missing)
        if next(violations(problem, plan), None) is None:
            return plan
    return None


def best(problem, value):
    """The largest value over every plan."""
    return max(value(slot) for slot in feasible(problem))

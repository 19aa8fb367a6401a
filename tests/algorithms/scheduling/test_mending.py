"""A live change against the best mending there is, found by an integer program on small events."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from lonja.algorithms.scheduling import LivePlan, solve
from lonja.algorithms.testing.meetings import Event, generate
from tests.algorithms.scheduling.factories import make_problem

MOVE = 1000  # a unit of weight gained is worth so many moves


def best_mending(problem, plan, who, now):
    """The most weight that can be gained when `who` leaves, and the fewest moves for it.

    Whatever else is held stays held, anything may move any number of slots, and only requests of the
    people who lost a meeting are fitted in.
    """
    hers = (problem.pairs == who).any(axis=1)
    held, future = plan.slot >= 0, plan.slot >= now
    freed = np.unique(problem.pairs[future & hers])
    waits = ~held & ~hers & np.isin(problem.pairs, freed).any(axis=1)
    rows = np.flatnonzero((future & ~hers) | waits)
    meeting, slot = np.nonzero(problem.available[problem.pairs].all(axis=1))
    use = np.isin(meeting, rows) & (slot >= now)
    if not use.any():
        return 0, 0
    meeting, slot = meeting[use], slot[use]
    limits = [(meeting == m, 0 if waits[m] else 1, 1) for m in rows]
    limits += [
        (busy, 0, 1)
        for p in range(problem.people)
        for t in range(now, problem.slots)
        if (busy := (slot == t) & (problem.pairs[meeting] == p).any(axis=1)).any()
    ]
    limits += [(slot == t, 0, problem.tables[:, t].sum()) for t in range(now, problem.slots)]
    gain = np.where(waits[meeting], problem.weight[meeting], 0)
    moves = ~waits[meeting] & (plan.slot[meeting] != slot)
    rows, low, high = (np.array(column) for column in zip(*limits))
    found = milp(
        moves - MOVE * gain.astype(float),
        constraints=LinearConstraint(rows.astype(float), low, high),
        integrality=np.ones(len(meeting)),
        bounds=Bounds(0, 1),
    )
    taken = found.x > 0.5
    return int(gain[taken].sum()), int(moves[taken].sum())


def mended(problem, plan, who, now):
    """The weight gained live, and the moves."""
    told = LivePlan(problem, plan).leave(who, now=now)
    return int(problem.weight[list(told.gained)].sum()), len(told.moved)


CASES = {
    "an open slot": ((0, 1), (1, 2)),
    "one meeting moves": ((0, 1), (1, 2), (2, 3)),
}


@pytest.mark.parametrize("pairs", CASES.values(), ids=CASES)
def test_a_small_change_is_mended_as_well_as_can_be(pairs):
    problem = make_problem(pairs, slots=2, tables=1, weight=np.arange(len(pairs), 0, -1))
    plan = solve(problem)

    for who in range(problem.people):
        assert mended(problem, plan, who, 0) == best_mending(problem, plan, who, 0)


def test_at_small_events_little_is_lost_against_the_best_mending():
    gained, best = [], []
    for seed in range(6):
        problem = generate(Event(40, 70, 8), seed=seed)
        plan = solve(problem, effort=0, seed=seed)
        for who in range(0, 40, 8):
            gained.append(mended(problem, plan, who, 4))
            best.append(best_mending(problem, plan, who, 4))

    assert all(one[0] <= other[0] for one, other in zip(gained, best))
    assert sum(one == other for one, other in zip(gained, best)) >= 0.85 * len(best)

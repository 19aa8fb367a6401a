"""Figures of a plan, small enough to count by hand."""

import numpy as np
import pytest

from lonja.algorithms.scheduling import Plan, measure
from tests.algorithms.scheduling.factories import make_problem


def make_day(slot, **rules):
    """Participant 0 meets everybody else in the slots given, at tables 0, 1, 2, ..."""
    pairs = [(0, other + 1) for other in range(len(slot))]
    problem = make_problem(pairs, slots=8, tables=len(slot), **rules)
    return problem, Plan(np.array(slot, np.int16), np.arange(len(slot), dtype=np.int32))


@pytest.mark.parametrize(
    ("slot", "session", "idle", "breaks"),
    [
        ([0, 1, 2], [0] * 8, 0, 0),
        ([0, 2, 5], [0] * 8, 3, 2),
        ([0, 7], [0] * 8, 6, 1),
        ([0, 7], [0] * 4 + [1] * 4, 0, 1),
        ([2, 0], [0] * 8, 1, 1),
    ],
)
def test_idle_slots_are_counted_within_sessions_and_breaks_over_the_day(slot, session, idle, breaks):
    problem, plan = make_day(slot, session=session)

    assert measure.idle_slots(problem, plan).tolist()[0] == idle
    assert measure.breaks(problem, plan).tolist()[0] == breaks


def test_a_night_is_no_break():
    problem, plan = make_day([0, 7], session=[0] * 4 + [1] * 4, day=[0] * 4 + [1] * 4)

    assert measure.breaks(problem, plan).sum() == 0


def test_table_moves_are_counted_between_meetings_in_a_row():
    problem, plan = make_day([0, 1, 2])

    assert measure.table_moves(problem, plan) == (2, 2)


def test_fairness_is_what_the_worst_off_holds():
    problem, plan = make_day([0, -1, 1])

    assert measure.fairness(problem, plan, possible=np.array([3, 1, 1, 1])) == 0
    assert measure.fairness(problem, plan, possible=np.array([3, 1, 0, 1])) == 2

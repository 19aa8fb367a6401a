"""A published plan is mended with as few changes as possible."""

import numpy as np
import pytest

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling import repair, solve, violations
from tests.algorithms.scheduling.factories import make_problem

STAR = ((0, 1), (0, 2), (3, 1), (3, 2))


def without(problem, who, slot):
    available = problem.available.copy()
    available[who, slot:] = False
    rules = {"tables": problem.tables, "slots": problem.slots}
    return make_problem(problem.pairs, available=available, **rules)


def test_nothing_changes_when_nothing_happened():
    problem = make_problem(STAR, tables=2)
    plan = solve(problem)

    mended = repair(problem, plan)

    assert (mended.lost, mended.moved, mended.gained, mended.people) == ((), (), (), ())
    assert mended.plan.slot.tolist() == plan.slot.tolist()
    assert mended.plan.table.tolist() == plan.table.tolist()


def test_only_the_meetings_of_the_one_who_left_are_lost():
    problem = make_problem(STAR, tables=2)
    plan = solve(problem)
    left = without(problem, 0, 0)

    mended = repair(left, plan)

    assert mended.lost == (0, 1)
    assert mended.people == (0, 1, 2)
    assert list(violations(left, mended.plan)) == []


def test_freed_time_goes_to_those_who_were_refused():
    problem = make_problem(((0, 1), (1, 2)), slots=1, weight=[2, 1])
    plan = solve(problem)

    mended = repair(make_problem(((0, 1), (1, 2)), available=[[0], [1], [1]], slots=1), plan)

    assert (mended.lost, mended.gained) == ((0,), (1,))


def test_the_past_stays_as_it_was():
    problem = make_problem(((0, 1), (1, 2)), slots=2, weight=[2, 1], allowed=[[1, 0], [1, 0]])
    plan = solve(problem)
    now = make_problem(((0, 1), (1, 2)), slots=2, weight=[1, 2], allowed=[[1, 0], [1, 0]])

    mended = repair(now, plan, now=1)

    assert mended.plan.slot.tolist() == [0, -1]


def test_a_plan_of_other_requests_is_refused():
    with pytest.raises(InvalidProblem, match="plan has 1 meetings, expected 4"):
        repair(make_problem(STAR), solve(make_problem()))


def test_people_stay_at_their_table_when_somebody_leaves():
    problem = make_problem(((0, 1), (2, 3), (4, 5)), slots=1, tables=3)
    plan = solve(problem)

    mended = repair(without(problem, 0, 0), plan)

    assert np.array_equal(mended.plan.table[1:], plan.table[1:])

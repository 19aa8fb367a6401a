"""The demand before planning: no plan exceeds its bound, and room for more can only raise it."""

from dataclasses import fields

import numpy as np
from hypothesis import given, settings

from lonja.algorithms.scheduling import MeetingProblem, demand, most_meetings, solve
from lonja.algorithms.testing.strategies import problems


def changed(problem, **new):
    """The same problem with some of its arrays replaced."""
    given_ones = {one.name: getattr(problem, one.name) for one in fields(problem) if one.name != "seats"}
    return MeetingProblem(**given_ones | new)


def with_one_more_table(problem):
    """The same problem with a table that is always open."""
    return changed(
        problem,
        tables=np.vstack([problem.tables, np.ones((1, problem.slots), bool)]),
        table_host=np.append(problem.table_host, -1),
        table_zone=np.append(problem.table_zone, 0),
    )


def test_four_who_ask_one_person_with_two_free_slots_at_one_table():
    available = np.ones((5, 3), bool)
    available[0, 2] = False
    pairs = np.array([[0, 1], [0, 2], [0, 3], [0, 4], [1, 2]])
    problem = MeetingProblem(
        pairs=pairs, weight=np.ones(5), available=available, tables=np.ones((1, 3), bool), session=np.zeros(3)
    )

    seen = demand(problem)

    assert (seen.most, seen.asked.tolist(), seen.present.tolist()) == (3, [4, 2, 2, 1, 1], [2, 3, 3, 3, 3])
    assert seen.each.tolist() == [2, 2, 2, 1, 1]
    assert (np.round(seen.wanted, 2).tolist(), seen.room.tolist()) == ([2.33, 2.33, 0.33], [1, 1, 1])
    assert most_meetings(changed(problem, available=np.ones((5, 3), bool))) == 3
    assert most_meetings(with_one_more_table(problem)) == 3


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_no_plan_exceeds_the_bound_and_one_more_table_never_lowers_it(problem):
    most = most_meetings(problem)

    plan = solve(problem, effort=0)

    assert plan.placed <= most <= problem.meetings
    assert most_meetings(with_one_more_table(problem)) >= most

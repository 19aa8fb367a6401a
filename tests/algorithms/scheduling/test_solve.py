"""The one door: what goes in, what comes out."""

import numpy as np
import pytest

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling import (
    Aim,
    Cancelled,
    Change,
    ChangeKind,
    Reason,
    Stage,
    Unplaced,
    solve,
)
from tests.algorithms.scheduling.factories import make_problem

TRIANGLE = ((0, 1), (1, 2), (0, 2))


def test_three_friends_need_three_slots():
    plan = solve(make_problem(TRIANGLE, slots=3, tables=2))

    assert sorted(plan.slot.tolist()) == [0, 1, 2]
    assert plan.unplaced == ()
    assert plan.value(Aim.WEIGHT).proven


def test_the_heavier_request_wins_the_last_slot():
    plan = solve(make_problem(((0, 1), (0, 2)), slots=1, tables=2, weight=[1, 2]))

    assert plan.slot.tolist() == [-1, 0]
    assert plan.unplaced == (Unplaced(0, Reason.PERSON_FULL, who=0),)


def test_an_infeasible_aim_name_is_refused():
    with pytest.raises(InvalidProblem, match="'wieght' is not an aim"):
        solve(make_problem(), aims=["wieght"])


def test_an_aim_named_twice_is_refused():
    with pytest.raises(InvalidProblem, match="named twice"):
        solve(make_problem(), aims=[Aim.WEIGHT, Aim.WEIGHT])


def test_a_start_of_another_problem_is_refused():
    plan = solve(make_problem())

    with pytest.raises(InvalidProblem, match="start has 1 meetings, expected 3"):
        solve(make_problem(TRIANGLE), start=plan)


def test_progress_ends_with_done():
    told = []

    solve(make_problem(), progress=told.append)

    assert (told[-1].stage, told[-1].share, told[-1].placed) == (Stage.DONE, 1.0, 1)


def test_cancelling_before_the_first_plan_raises():
    with pytest.raises(Cancelled):
        solve(make_problem(), cancelled=lambda: True)


AWAY = np.array([[1, 0], [0, 1], [1, 1]], bool)
REASONS = [
    ({"never": [[0, 1]]}, Unplaced(0, Reason.NEVER)),
    (
        {"available": AWAY},
        Unplaced(0, Reason.NO_COMMON_SLOT, change=Change(ChangeKind.BE_PRESENT, 0, 1)),
    ),
    (
        {"allowed": np.zeros((1, 2))},
        Unplaced(0, Reason.OUTSIDE_WINDOW, change=Change(ChangeKind.WIDER_WINDOW, 0)),
    ),
    (
        {"tables": np.zeros((1, 2))},
        Unplaced(0, Reason.TABLES_CLOSED, change=Change(ChangeKind.ONE_MORE_TABLE, 0)),
    ),
    (
        {"most": [0, 1, 1]},
        Unplaced(0, Reason.AT_MOST, 0, Change(ChangeKind.ONE_MORE_MEETING, 0, 0)),
    ),
]


@pytest.mark.parametrize(("rules", "refused"), REASONS)
def test_a_request_that_cannot_be_placed_has_its_reason(rules, refused):
    plan = solve(make_problem(((0, 1),), people=3, **rules))

    assert plan.unplaced == (refused,)


def test_a_request_without_a_table_asks_for_one_more():
    plan = solve(make_problem(((0, 1), (2, 3)), slots=1, tables=1, weight=[2, 1]))

    assert plan.unplaced == (Unplaced(1, Reason.NO_FREE_TABLE, change=Change(ChangeKind.ONE_MORE_TABLE, 0)),)


def test_a_request_against_the_pause_says_who_needs_it():
    plan = solve(make_problem(((0, 1), (0, 2)), slots=2, tables=2, most_in_a_row=1, weight=[2, 1]))

    assert (plan.unplaced[0].meeting, plan.unplaced[0].reason, plan.unplaced[0].who) == (
        1,
        Reason.NO_PAUSE,
        0,
    )
    assert plan.unplaced[0].change.kind is ChangeKind.WITHOUT_PAUSE


def test_a_request_between_locked_meetings_is_locked_out():
    problem = make_problem(((0, 1), (0, 2)), slots=1, tables=2, locked=[0, -1], weight=[1, 9])

    assert solve(problem).unplaced == (Unplaced(1, Reason.LOCKED_OUT),)


def test_a_host_keeps_her_table():
    problem = make_problem(TRIANGLE, slots=3, tables=3, table_host=[-1, 0, -1])

    plan = solve(problem)

    assert [plan.table[0], plan.table[2]] == [1, 1]


def test_where_not_every_promise_can_be_kept_as_few_as_possible_are_broken():
    """One table, two slots: the dear requests of one person would leave three promises open, not two."""
    problem = make_problem(
        ((0, 1), (0, 2), (3, 4)), slots=2, tables=1, weight=[4, 4, 1], least=[1, 1, 1, 2, 1]
    )

    plan = solve(problem)

    owed = plan.value(Aim.LEAST)
    assert (owed.value, owed.bound, (plan.slot >= 0).tolist()[2]) == (2, 2, True)

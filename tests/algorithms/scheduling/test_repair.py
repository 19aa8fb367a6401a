"""A published plan is mended with as few changes as possible."""

import numpy as np
import pytest

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling import LivePlan, Plan, Reason, Unplaced, repair, solve, violations
from lonja.algorithms.testing.meetings import Event, add_rules, generate
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


def test_a_refused_request_moves_one_meeting_to_get_in():
    pairs = ((0, 1), (0, 2), (3, 1))
    allowed = [[1, 0, 0], [1, 1, 0], [0, 1, 1]]
    available = [[1, 1, 0], [1, 1, 1], [1, 1, 1], [1, 1, 1]]
    problem = make_problem(pairs, slots=3, tables=2, allowed=allowed, available=available)
    plan = Plan(
        slot=np.array([-1, 0, 1], np.int16),
        table=np.array([-1, 0, 0], np.int32),
        unplaced=(Unplaced(0, Reason.PERSON_FULL, 0),),
    )

    mended = repair(problem, plan)

    assert (mended.gained, mended.moved) == ((0,), (1,))
    assert mended.plan.slot.tolist() == [0, 1, 1]


def test_a_live_plan_answers_as_the_repair_does():
    problem = generate(Event(80, 300, 16), seed=2)
    plan = solve(problem, effort=20_000)
    who = int(np.argmax(np.bincount(problem.pairs[plan.slot >= 8].ravel())))
    live = LivePlan(problem, plan)

    mended = live.leave(who, now=8)

    after = live.plan()
    lost = [m for m in range(problem.meetings) if who in problem.pairs[m] and plan.slot[m] >= 8]
    assert sorted(mended.lost) == lost
    assert after.placed == plan.placed - len(mended.lost) + len(mended.gained)
    assert sorted(np.flatnonzero(after.slot != plan.slot)) == sorted(
        {*mended.lost, *mended.moved, *mended.gained}
    )
    assert np.array_equal(
        after.slot[plan.slot < 8][plan.slot[plan.slot < 8] >= 0],
        plan.slot[(plan.slot >= 0) & (plan.slot < 8)],
    )


def test_a_live_plan_with_every_rule_stays_right_when_many_leave():
    problem = add_rules(generate(Event(80, 250, 16), seed=2), seed=3)
    live = LivePlan(problem, solve(problem, effort=20_000))

    for who in range(0, 30, 3):
        live.leave(who, now=5)

    assert live.plan().placed > 100

"""Several people may sit for one side of a request; the planner chooses who does."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling import (
    Aim,
    Change,
    ChangeKind,
    LivePlan,
    MeetingProblem,
    Plan,
    Reason,
    Unplaced,
    repair,
    solve,
    violations,
)
from lonja.algorithms.scheduling.measure import held
from lonja.algorithms.testing.meetings import Event, add_rules, generate
from lonja.algorithms.testing.strategies import problems
from tests.algorithms.scheduling import brute
from tests.algorithms.scheduling.factories import make_problem

FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
GIVEN = [name for name in MeetingProblem.__dataclass_fields__ if name != "seats"]


def changed(problem, **rules):
    """The same problem with other rules."""
    return MeetingProblem(**{name: getattr(problem, name) for name in GIVEN} | rules)


def with_sides(problem, rng, share=0.6):
    """The same problem; on some sides one or two others may sit."""
    sides = {
        (m, side, int(who))
        for m, side in product(range(problem.meetings), (0, 1))
        if rng.random() < share
        for who in rng.choice(problem.people, rng.integers(1, 3))
        if who != problem.pairs[m, side]
    }
    return changed(problem, sides=sorted(sides))


def castings(problem):
    """Every way to choose who sits, as problems without a choice."""
    may = [[[one], [other]] for one, other in problem.pairs.tolist()]
    for m, side, who in problem.sides.tolist():
        may[m][side].append(who)
    ways = [[two for two in product(*sides) if two[0] != two[1]] for sides in may]
    for pairs in product(*ways):
        joins = {(m, who) for m, who in problem.extra.tolist()}
        if not any((m, who) in joins for m, two in enumerate(pairs) for who in two):
            yield changed(problem, pairs=pairs, sides=None)


def test_a_colleague_sits_where_one_person_cannot_sit_twice():
    # Both requests name participant 0 in the only slot; participant 1 may sit for her in the first.
    problem = make_problem(((0, 2), (0, 3)), people=4, slots=1, tables=2, sides=[[0, 0, 1]])

    plan = solve(problem)

    assert plan.slot.tolist() == [0, 0]
    assert plan.who.tolist() == [[1, 2], [0, 3]]
    assert plan.value(Aim.WEIGHT).proven


def test_two_organisations_choose_both_sides():
    # Firm {0, 1} and firm {2, 3}: each of the four is away in one of the two slots.
    problem = make_problem(
        ((0, 2),), people=4, slots=2, available=[[1, 0], [0, 1], [0, 0], [0, 1]], sides=[[0, 0, 1], [0, 1, 3]]
    )

    plan = solve(problem)

    assert (plan.slot.tolist(), plan.who.tolist()) == ([1], [[1, 3]])


@settings(FEW, max_examples=30)
@given(problems(max_people=5, max_meetings=3, max_slots=2, rules=False), st.integers(0, 2**32 - 1))
def test_the_weight_matches_brute_force_over_every_choice(problem, seed):
    problem = with_sides(problem, np.random.default_rng(seed))

    plan = solve(problem, effort=200)

    best = max(brute.best(one, lambda slot: problem.weight[slot >= 0].sum()) for one in castings(problem))
    assert plan.value(Aim.WEIGHT).value == best
    assert plan.value(Aim.WEIGHT).bound >= best


@FEW
@given(problems(max_meetings=6), st.integers(0, 2**32 - 1))
def test_with_every_rule_nobody_sits_who_may_not(problem, seed):
    problem = with_sides(problem, np.random.default_rng(seed))

    plan = solve(problem, effort=200)

    assert list(violations(problem, plan)) == []
    assert plan.placed + len(plan.unplaced) == problem.meetings
    for aim in (Aim.MUST, Aim.WEIGHT):
        assert plan.value(aim).value <= plan.value(aim).bound


@settings(FEW, max_examples=15)
@given(problems(max_people=5, max_meetings=3, max_slots=2, rules=False), st.integers(0, 2**32 - 1))
def test_no_choice_of_people_places_a_refused_request_beside_the_others(problem, seed):
    problem = with_sides(problem, np.random.default_rng(seed))
    plan = solve(problem, effort=200)

    for refused in plan.unplaced:
        assert refused.reason is not Reason.ROOM_LEFT
        if refused.change is not None:
            assert brute_places(problem, plan, refused)


def brute_places(problem, plan, refused):
    """Whether the change lets some choice of people hold the request, the others as they are."""
    change, slot = refused.change, plan.slot.copy()
    slot[refused.meeting] = change.slot
    available, tables = problem.available.copy(), problem.tables
    if change.kind is ChangeKind.BE_PRESENT:
        available[change.who, change.slot] = True
    if change.kind is ChangeKind.ONE_MORE_TABLE:
        tables = np.concatenate([tables, np.arange(problem.slots)[None] == change.slot])
    who = np.where(plan.slot[:, None] >= 0, plan.seats(problem)[:, :2], problem.pairs)
    easier = changed(problem, available=available, tables=tables, table_host=None, table_zone=None)
    for one in castings(easier):
        same = (one.pairs == who).all(axis=1)
        same[refused.meeting] = True
        if same.all() and brute.seats(one, slot.tolist()) is not None:
            return True
    return False


def test_both_people_of_an_organisation_are_named_when_both_are_busy():
    # Firm {0, 1} holds two heavier meetings in the only slot.
    problem = make_problem(
        ((0, 2), (1, 3), (0, 4)), people=5, slots=1, tables=3, weight=[5, 5, 1], sides=[[2, 0, 1]]
    )

    plan = solve(problem)

    assert plan.unplaced == (Unplaced(2, Reason.PERSON_FULL, 0, None, (1,)),)


def test_the_smallest_change_looks_at_every_representative():
    # 0 and 2 never meet; 1, who may sit for 0, would only have to stay for slot 1.
    problem = make_problem(
        ((0, 2),), people=3, slots=2, available=[[0, 0], [1, 0], [0, 1]], sides=[[0, 0, 1]]
    )

    assert solve(problem).unplaced == (
        Unplaced(0, Reason.NO_COMMON_SLOT, change=Change(ChangeKind.BE_PRESENT, 0, 2)),
    )


def test_an_event_of_organisations_is_planned_to_its_bound():
    problem = with_sides(generate(Event(60, 200, 12), seed=3), np.random.default_rng(3))

    plan, again = (solve(problem, effort=50_000, seed=1) for _ in range(2))

    alone = solve(changed(problem, sides=None), effort=0)
    assert plan.value(Aim.WEIGHT).value >= 0.99 * plan.value(Aim.WEIGHT).bound
    assert plan.value(Aim.WEIGHT).value > alone.value(Aim.WEIGHT).value
    assert (plan.slot.tolist(), plan.who.tolist()) == (again.slot.tolist(), again.who.tolist())
    assert held(problem, plan).sum() == 2 * plan.placed


def test_an_event_of_organisations_with_every_rule_breaks_none():
    ruled = add_rules(generate(Event(60, 150, 12), seed=5), seed=6)
    problem = with_sides(ruled, np.random.default_rng(5), share=0.3)

    plan = solve(problem, effort=50_000)

    assert list(violations(problem, plan)) == []
    assert plan.value(Aim.WEIGHT).value >= 0.97 * plan.value(Aim.WEIGHT).bound


def test_a_colleague_takes_over_at_the_same_time_and_table():
    problem = make_problem(((0, 2), (3, 4)), people=5, slots=2, tables=2, sides=[[0, 0, 1]])
    plan = solve(problem, seed=1)
    who = int(plan.who[0, 0])
    available = problem.available.copy()
    available[who] = False

    mended = repair(changed(problem, available=available), plan)
    live = LivePlan(problem, plan)
    told = live.leave(who, now=0)

    assert (mended.lost, mended.moved, mended.recast) == ((), (), (0,))
    assert mended.people == (0, 1, 2)
    assert mended.plan.slot.tolist() == plan.slot.tolist()
    assert mended.plan.table.tolist() == plan.table.tolist()
    assert (told.lost, told.moved, told.recast, told.people) == ((), (), (0,), (0, 1, 2))
    assert live.plan().who.tolist() == mended.plan.who.tolist()


def test_a_live_event_of_organisations_stays_right_when_many_leave():
    problem = with_sides(generate(Event(60, 200, 12), seed=2), np.random.default_rng(2))
    live = LivePlan(problem, solve(problem, effort=20_000))

    told = [live.leave(who, now=4) for who in range(0, 30, 3)]

    assert live.plan().placed > 100
    assert any(one.recast for one in told)


def test_a_locked_meeting_is_held_by_whoever_is_free():
    problem = make_problem(
        ((0, 2), (0, 3)), people=4, slots=1, tables=2, locked=[0, 0], sides=[[0, 0, 1], [1, 0, 1]]
    )

    assert sorted(solve(problem).who[:, 0].tolist()) == [0, 1]


def test_an_earlier_plan_keeps_those_who_sat():
    problem = with_sides(generate(Event(30, 60, 10), seed=4), np.random.default_rng(4))
    start = solve(problem, effort=20_000)

    plan = solve(problem, aims=[Aim.WEIGHT, Aim.NEARNESS, Aim.IDLE], start=start, effort=20_000, seed=2)

    assert plan.value(Aim.NEARNESS).value == 0
    assert plan.who.tolist() == start.who.tolist()


TWO = ((0, 1), (2, 3))
REFUSED = {
    "sides names a meeting that does not exist: row 1": [[0, 0, 2], [2, 0, 1]],
    "sides names a side that is neither 0 nor 1: row 0": [[0, 2, 2]],
    "sides names a participant that does not exist: row 0": [[0, 0, 4]],
    "sides names somebody who may sit there already: row 0": [[0, 0, 0]],
    "sides names somebody who may sit there already: row 1": [[0, 0, 2], [0, 0, 2]],
    "sides has shape (1, 2), expected (any, 3)": [[0, 0]],
}


@pytest.mark.parametrize("fault", REFUSED)
def test_sides_that_contradict_the_problem_are_refused(fault):
    with pytest.raises(InvalidProblem) as refused:
        make_problem(TWO, sides=REFUSED[fault])

    assert str(refused.value) == fault


def test_a_request_that_nobody_may_sit_for_is_refused():
    # Nobody is left beside 2, who joins: 0 and 1 join the request as well.
    problem = make_problem(TWO, extra=[[0, 2]], sides=[[1, 0, 1]], never=None)
    nobody = make_problem(
        ((0, 1),), people=3, slots=1, locked=[0], available=[[0], [1], [0]], sides=[[0, 0, 2]]
    )

    assert solve(problem).placed == 2
    with pytest.raises(InvalidProblem, match="locked where nobody who may sit is free: row 0"):
        solve(nobody)


def test_two_locked_meetings_with_one_person_for_both_are_refused():
    problem = make_problem(((0, 2), (0, 3)), people=5, slots=1, tables=2, locked=[0, 0], sides=[[0, 1, 4]])

    with pytest.raises(InvalidProblem, match="locked where nobody who may sit is free: row 0"):
        solve(problem)


WRONG = {
    "participant 3 sits in meeting 0 on side 0 and may not": [[3, 2], [0, 3]],
    "participant 0 has meetings 0 and 1 in slot 0": [[0, 2], [0, 3]],
    "somebody has two seats in meeting 0": [[2, 2], [0, 3]],
}


@pytest.mark.parametrize("fault", WRONG)
def test_the_checker_finds_who_may_not_sit(fault):
    problem = make_problem(((0, 2), (0, 3)), people=4, slots=1, tables=2, sides=[[0, 0, 1], [0, 0, 2]])
    plan = Plan(
        slot=np.zeros(2, np.int16), table=np.arange(2, dtype=np.int32), who=np.array(WRONG[fault], np.int32)
    )

    assert fault in list(violations(problem, plan))


def test_a_plan_that_seats_a_stranger_is_not_mended():
    problem = make_problem(((0, 2),), people=4, sides=[[0, 0, 1]])
    plan = Plan(slot=np.zeros(1, np.int16), table=np.zeros(1, np.int32), who=np.array([[3, 2]], np.int32))

    with pytest.raises(InvalidProblem, match="the plan seats somebody who may not sit: row 0"):
        repair(problem, plan)

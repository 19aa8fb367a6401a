"""What holds for every problem, whatever its rules."""

import subprocess
import sys

import numpy as np
from hypothesis import HealthCheck, given, settings

from lonja.algorithms.scheduling import Aim, Effort, MeetingProblem, Plan, solve, violations
from lonja.algorithms.scheduling.measure import held
from lonja.algorithms.testing.meetings import Event, add_rules, generate
from lonja.algorithms.testing.strategies import problems
from tests.algorithms.scheduling import brute

FEW = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FEW
@given(problems(max_meetings=7))
def test_every_plan_breaks_no_rule_and_accounts_for_every_request(problem):
    plan = solve(problem, effort=500)

    assert list(violations(problem, plan)) == []
    assert plan.placed + len(plan.unplaced) == problem.meetings


@FEW
@given(problems(max_meetings=7))
def test_no_bound_is_exceeded(problem):
    plan = solve(problem, effort=200)

    for aim in (Aim.MUST, Aim.WEIGHT):
        assert plan.value(aim).value <= plan.value(aim).bound
    assert plan.value(Aim.LEAST).value >= plan.value(Aim.LEAST).bound


@settings(FEW, max_examples=20)
@given(problems(max_people=5, max_meetings=4, max_slots=3, rules=False))
def test_the_weight_matches_brute_force(problem):
    plan = solve(problem, effort=200)

    assert plan.value(Aim.WEIGHT).value == brute.best(problem, lambda slot: problem.weight[slot >= 0].sum())


@settings(FEW, max_examples=20)
@given(problems(max_people=4, max_meetings=3, max_slots=3))
def test_with_every_rule_the_bound_is_not_under_the_best_plan(problem):
    plan = solve(problem, effort=200, aims=[Aim.WEIGHT])
    best = brute.best(problem, lambda slot: problem.must[slot >= 0].sum())

    assert plan.value(Aim.MUST).bound >= best


@settings(FEW, max_examples=20)
@given(problems(max_people=5, max_meetings=4, max_slots=3))
def test_the_change_proposed_places_the_request(problem):
    plan = solve(problem, effort=200)

    for refused in plan.unplaced:
        if refused.change is not None:
            changed, slot = grant(problem, plan, refused)
            assert brute.seats(changed, slot) is not None, refused


def grant(problem, plan, refused):
    """The problem after the change, and the slots with the request in its new slot."""
    change, slot = refused.change, plan.slot.copy()
    slot[refused.meeting] = change.slot
    rules = {name: getattr(problem, name) for name in problem.__dataclass_fields__ if name != "seats"}
    match change.kind.value:
        case "one_more_table":
            zones = np.unique(problem.table_zone)
            more = np.zeros((len(zones), problem.slots), bool)
            more[:, change.slot] = True
            rules["tables"] = np.concatenate([problem.tables, more])
            rules["table_host"] = np.append(problem.table_host, np.full(len(zones), -1))
            rules["table_zone"] = np.append(problem.table_zone, zones)
        case "be_present":
            rules["available"] = marked(problem.available, change.who, change.slot)
        case "wider_window":
            rules["allowed"] = marked(problem.allowed, refused.meeting, change.slot)
        case "one_more_meeting":
            rules["most"] = problem.most + (np.arange(problem.people) == change.who)
        case "one_more_for_group":
            rules["group_most"] = problem.group_most + 3
        case "without_pause":
            rules["most_in_a_row"] = 0
    return MeetingProblem(**rules), slot.tolist()


def marked(mask, row, column):
    mask = mask.copy()
    mask[row, column] = True
    return mask


def test_a_generated_event_is_planned_to_its_bound():
    problem = generate(Event(120, 400, 20), seed=3)

    plan = solve(problem, effort=Effort.QUICK)

    assert plan.value(Aim.WEIGHT).proven


def test_polishing_closes_gaps_and_loses_no_weight():
    problem = generate(Event(120, 300, 20), seed=4)

    rough = solve(problem, effort=0)
    fine = solve(problem, effort=300_000)

    assert fine.value(Aim.WEIGHT).value == rough.value(Aim.WEIGHT).value
    assert fine.value(Aim.IDLE).value < rough.value(Aim.IDLE).value / 4


def test_an_event_with_every_rule_breaks_none():
    problem = add_rules(generate(Event(120, 400, 20), seed=5), seed=6)

    plan = solve(problem, effort=300_000)

    assert list(violations(problem, plan)) == []
    assert plan.value(Aim.WEIGHT).value >= 0.995 * plan.value(Aim.WEIGHT).bound
    assert plan.value(Aim.MUST).proven


def test_more_than_sixty_four_slots_in_one_session_work():
    problem = generate(Event(40, 200, 140), seed=7)

    plan = solve(problem, effort=300_000)

    assert plan.value(Aim.WEIGHT).proven
    assert plan.value(Aim.IDLE).value < solve(problem, effort=0).value(Aim.IDLE).value / 2


def test_fairness_before_weight_gives_everybody_her_share():
    problem = generate(Event(120, 400, 20), seed=8)

    plan = solve(problem, aims=[Aim.FAIRNESS, Aim.WEIGHT], effort=0)

    share = plan.value(Aim.FAIRNESS)
    assert share.proven
    assert share.value >= 1
    assert (held(problem, plan) >= np.minimum(share.value, held(problem, plan))).all()


def test_an_earlier_plan_stays_when_nearness_comes_first():
    problem = generate(Event(60, 150, 16), seed=9)
    start = solve(problem, effort=50_000)

    plan = solve(problem, aims=[Aim.WEIGHT, Aim.NEARNESS, Aim.IDLE], start=start, effort=100_000, seed=1)

    assert plan.value(Aim.NEARNESS).value == 0


def test_cancelling_keeps_the_best_plan_so_far():
    problem = generate(Event(60, 150, 16), seed=9)
    told = []

    plan = solve(problem, effort=1_000_000, progress=told.append, cancelled=lambda: len(told) > 20)

    assert plan.cancelled
    assert 0 < plan.steps < 1_000_000
    assert list(violations(problem, plan)) == []


SOLVE = """
from lonja.algorithms.scheduling import solve
from lonja.algorithms.testing.meetings import Event, add_rules, generate
problem = add_rules(generate(Event(60, 150, 16), seed=1), seed=2)
plan = solve(problem, effort=50_000, seed=7)
print(plan.slot.tolist(), plan.table.tolist(), plan.unplaced)
"""


def test_the_same_seed_gives_the_same_plan_in_another_process():
    runs = {
        subprocess.run([sys.executable, "-c", SOLVE], capture_output=True, check=True).stdout
        for _ in range(2)
    }

    assert len(runs) == 1


def test_another_seed_gives_another_plan():
    problem = generate(Event(60, 150, 16), seed=9)

    slots = {solve(problem, effort=1000, seed=seed).slot.tobytes() for seed in (1, 2)}

    assert len(slots) == 2


def test_a_plan_is_read_only():
    plan = solve(generate(Event(10, 12, 6), seed=1), effort=0)

    assert isinstance(plan, Plan)
    assert not plan.slot.flags.writeable

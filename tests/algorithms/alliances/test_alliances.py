"""Completing a value chain: worked example, properties, brute force, refusals."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lonja.algorithms.alliances import (
    AllianceProblem,
    Cover,
    InvalidProblem,
    Method,
    complete,
    irreplaceable,
    standing,
    violations,
    who_could,
)

# generation, transmission, distribution, storage, metering, consumption
GRID = np.array(
    [
        [0.9, 0.6, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.8, 0.9, 0.3, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.7, 0.9],
        [0.0, 0.0, 0.0, 0.8, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.6, 0.8, 0.0],
    ]
)
TOGETHER = [True, True, True, False, False]


def make_grid(**more):
    return AllianceProblem(GRID, member=TOGETHER, **more)


@st.composite
def problems(draw):
    """Up to seven candidates, four slots, and every rule now and then."""
    n, s, g = draw(st.integers(1, 7)), draw(st.integers(1, 4)), draw(st.integers(0, 2))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    pairs = [pair for pair in combinations(range(n), 2) if rng.random() < 0.1]
    member = rng.random(n) < 0.2
    pairs = [pair for pair in pairs if not member[list(pair)].all()]
    return AllianceProblem(
        np.round(rng.random((n, s)) * (rng.random((n, s)) < 0.5), 2),
        weight=rng.integers(1, 4, s),
        need=rng.integers(1, 3, s),
        member=member,
        country=rng.integers(0, 3, n),
        countries=int(rng.integers(0, 3)),
        groups=rng.random((g, n)) < 0.4,
        at_least=rng.integers(0, 2, g),
        apart=pairs,
        most=draw(st.sampled_from([0, max(3, int(member.sum()))])),
        price=draw(st.sampled_from([1.0, 0.1, 0.0])),
    )


def aims(problem, members):
    """What is open, then what it costs: the definition."""
    found = standing(problem, members)
    return round(found.shortfall, 6), problem.price * len(members) - found.quality


def best_by_trying(problem):
    """Every allowed alliance."""
    every = range(problem.candidates)
    sets = (c for size in range(problem.candidates + 1) for c in combinations(every, size))
    return min(aims(problem, c) for c in sets if not list(violations(problem, c)))


def test_the_smart_grid_lacks_storage_and_one_partner_closes_it():
    before = standing(make_grid(), [0, 1, 2])

    assert [cover.value for cover in before.cover] == [
        "single",
        "covered",
        "single",
        "weak",
        "single",
        "single",
    ]
    assert before.holes == (3,)
    assert who_could(make_grid(), 3) == [3, 4]
    assert [way.newcomers for way in complete(make_grid(), ways=3)] == [(3,), (4,)]


def test_a_second_for_each_stage_needs_more_partners_and_tells_what_stays_open():
    way = complete(make_grid(need=[1, 1, 1, 2, 2, 2]))[0]

    assert way.newcomers == (3, 4)
    assert way.standing.missing == (0, 0, 0, 0, 0, 1)
    assert way.standing.cover[5] is Cover.SHORT


def test_rules_that_cannot_be_met_are_told_not_hidden():
    way = complete(make_grid(country=[1, 1, 1, 1, 2], countries=4, groups=[[0, 0, 0, 1, 0]], at_least=[2]))[0]

    assert way.newcomers == (3, 4)
    assert (way.standing.countries_short, way.standing.groups_short) == (2, (1,))


def test_enemies_do_not_sit_together():
    assert [way.newcomers for way in complete(make_grid(apart=[[0, 3]]), ways=2)] == [(4,)]


def test_it_shows_whose_leaving_would_tear_a_hole():
    assert irreplaceable(make_grid(), (0, 1, 2, 3)) == {0: (0,), 1: (2,), 2: (4, 5), 3: (3,)}


# The solver fails on this one when it may simplify it first.
STUBBORN = AllianceProblem(
    [
        [0.0, 0.0, 0.0, 0.45],
        [0.74, 0.0, 0.0, 0.89],
        [0.0, 0.13, 0.0, 0.57],
        [0.53, 0.0, 0.0, 0.72],
        [0.0, 0.0, 0.0, 0.0],
        [0.0, 0.4, 0.0, 0.0],
        [0.99, 0.0, 0.97, 0.46],
    ],
    weight=[1.0, 2.0, 2.0, 3.0],
    need=[2, 2, 1, 1],
    member=[True, False, False, False, False, False, False],
    country=[1, 1, 0, 0, 0, 2, 1],
    countries=2,
    apart=[[2, 6], [3, 4]],
    price=1.0,
)


@given(problems())
@example(STUBBORN)
@settings(max_examples=40, deadline=None)
def test_the_exact_way_agrees_with_trying_every_alliance(problem):
    way = complete(problem)[0]

    assert list(violations(problem, way.members)) == []
    assert aims(problem, way.members) == pytest.approx(best_by_trying(problem), abs=1e-5)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_the_quick_way_is_allowed_and_never_better_than_the_proven_one(problem):
    quick = complete(problem, method=Method.GREEDY)[0]
    proven = complete(problem)[0]

    assert list(violations(problem, quick.members)) == []
    assert quick.standing.shortfall >= proven.standing.shortfall - 1e-6
    assert not quick.proven


@given(problems())
@settings(max_examples=20, deadline=None)
def test_further_ways_are_different_and_never_better(problem):
    ways = complete(problem, ways=3)

    for earlier, later in combinations(ways, 2):
        assert not set(earlier.newcomers) <= set(later.newcomers)
        first, second = aims(problem, earlier.members), aims(problem, later.members)
        assert first[0] <= second[0] + 1e-5
        assert first[0] < second[0] - 1e-5 or first[1] <= second[1] + 1e-5


def test_the_same_problem_has_the_same_answer_and_ties_go_to_the_first():
    fit = np.ones((5, 2))

    assert complete(AllianceProblem(fit))[0].members == (0,)
    assert complete(AllianceProblem(fit), method=Method.GREEDY)[0].members == (0,)


def test_the_quick_way_is_near_the_proven_one_on_larger_chains():
    rng = np.random.default_rng(7)
    fit = rng.random((120, 10)) * (rng.random((120, 10)) < 0.08)
    problem = AllianceProblem(fit, most=6, price=0.0, enough=0.1)

    quick, proven = complete(problem, method=Method.GREEDY)[0], complete(problem)[0]

    assert quick.standing.shortfall == proven.standing.shortfall
    assert quick.standing.quality >= 0.9 * proven.standing.quality


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: AllianceProblem(np.zeros((0, 2))), "shape"),
        (lambda: AllianceProblem(np.full((1, 1), 2.0)), "candidate 0"),
        (lambda: AllianceProblem(np.full((1, 1), np.nan)), "candidate 0"),
        (lambda: make_grid(enough=0.0), "enough"),
        (lambda: make_grid(weight=np.zeros(6)), "weight"),
        (lambda: make_grid(need=[1, 1]), "need has shape"),
        (lambda: make_grid(price=-1), "price"),
        (lambda: make_grid(apart=[[0, 9]]), "apart"),
        (lambda: make_grid(apart=[[0, 1]]), "both in the alliance"),
        (lambda: make_grid(most=2), "members already"),
        (lambda: complete(make_grid(), ways=0), "ways"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(InvalidProblem, match=says):
        wrong()


def test_the_checker_sees_every_broken_rule():
    problem = make_grid(apart=[[3, 4]], most=4)

    assert list(violations(problem, [0, 0, 3, 4, 7])) == [
        "somebody is a member twice",
        "member 7 is no candidate",
        "member 1 was dropped",
        "member 2 was dropped",
        "3 and 4 cannot both be members",
        "5 members, at most 4 are allowed",
    ]

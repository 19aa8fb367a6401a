"""Recommendations for both sides, variety, shares for the small, walks, and judging."""

from itertools import permutations
from math import floor, log2

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.algorithms.relevance import (
    Affinities,
    Ask,
    Balance,
    Cause,
    Collaboration,
    Facts,
    InvalidProblem,
    Kind,
    Quota,
    Surroundings,
    Walk,
    Wishes,
    diversified,
    estimate,
    exposure,
    gini,
    judge,
    likeness_of,
    recommend,
    with_quotas,
)
from tests.algorithms.relevance.factories import make_evidence, make_index


def market():
    return make_index(
        make_evidence("1", "both", "cold storage"),
        make_evidence("2", "both", "fruit", kind=Kind.NEED),
        make_evidence("3", "offers", "cold storage"),
        make_evidence("4", "offers", "robots", kind=Kind.NEED),
        make_evidence("5", "me", "cold storage"),
        make_evidence("6", "textile", "woven textile"),
    )


ME = Wishes("me", needs=(Ask("cold storage"),), offers=(Ask("fruit"),))


def test_partners_who_gain_on_both_sides_come_first():
    found = recommend(market(), ME)

    assert [partner.owner for partner in found] == ["both", "offers"]
    assert {term.cause for term in found[0].terms} >= {Cause.THEY_OFFER, Cause.THEY_NEED}
    # both directions full: 0.7; the second direction unknown: 0.7 * 2 * 1 * 0.3 / 1.3
    mutual = [sum(t.part for t in p.terms if t.cause in (Cause.THEY_OFFER, Cause.THEY_NEED)) for p in found]
    assert mutual == pytest.approx([0.7, 0.7 * 0.6 / 1.3])


def test_every_recommendation_is_the_sum_of_its_terms_and_at_most_one():
    facts = {"both": Facts("RTO", "ES", 3, availability=0.5), "offers": Facts("SME", "PT", 9)}
    around = Surroundings(facts, Affinities({("SME", "RTO"): 1.0}), {"both": 0.4})

    for partner in recommend(
        market(), Wishes("me", ME.needs, ME.offers, Facts("SME", "ES", 3)), around=around
    ):
        assert partner.score == pytest.approx(sum(term.part for term in partner.terms))
        assert 0 < partner.score <= 1
        assert all(term.part > 0 for term in partner.terms)


def test_somebody_too_busy_falls_and_somebody_unwanted_is_left_out():
    busy = Surroundings({"both": Facts(availability=0.2)})

    assert [p.owner for p in recommend(market(), ME, around=busy)] == ["offers", "both"]
    refused = Wishes("me", ME.needs, ME.offers, without=frozenset({"both"}))
    assert [p.owner for p in recommend(market(), refused)] == ["offers"]


def test_wishes_for_places_and_kinds_count():
    views = Affinities({("SME", "RTO"): 0.9})

    assert views.of_types(Facts("RTO"), Facts("SME")) == 0.9
    assert views.of_types(Facts("RTO", wishes_types=frozenset({"UNI"})), Facts("SME")) == 0.0
    assert views.of_types(Facts(), Facts()) == 0.5
    assert views.of_places(Facts(wishes_countries=frozenset({"PT"})), Facts(country="PT")) == 0.75
    assert views.of_stages(Facts(stage=1), Facts(stage=9)) == 0.0
    assert views.of_stages(Facts(), Facts(stage=9)) == 0.5


def test_variety_puts_the_twin_last():
    twins = likeness_of([frozenset("ab"), frozenset("ab"), frozenset("cd")])

    assert diversified([1.0, 0.95, 0.7], twins, count=3) == [0, 2, 1]
    assert diversified([1.0, 0.95, 0.7], twins, count=3, fit=1.0) == [0, 1, 2]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_variety_loses_nobody(scores, seed):
    n = len(scores)
    half = np.random.default_rng(seed).random((n, n))
    chosen = diversified(scores, (half + half.T) / 2, count=n)

    assert sorted(chosen) == list(range(n))
    assert scores[chosen[0]] == pytest.approx(max(scores), abs=1e-6)


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.sampled_from([0.0, 0.2, 0.5, 0.75, 1.0]))
@settings(max_examples=40, deadline=None)
def test_a_share_is_kept_with_the_least_change(member, share):
    group = np.array(member)
    count = len(member)

    order = with_quotas(count, [Quota(group, share)], count=count)

    def keeps(row):
        return all(
            sum(group[i] for i in row[:k]) >= min(floor(share * k + 1e-9), group.sum())
            for k in range(1, count + 1)
        )

    assert keeps(order)
    assert tuple(order) == next(
        row for row in permutations(range(count)) if keeps(row)
    )  # the first by position


def test_exposure_is_counted_as_on_paper():
    shown = exposure([["a", "b"], ["a", "c"]], groups={"new": frozenset("c")}, everybody=list("abcd"))

    assert shown.share == {"new": 0.25}
    assert shown.coverage == 0.75
    assert shown.gini == pytest.approx(0.375)
    assert gini([0, 0]) == 0.0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_gini_agrees_with_comparing_every_pair(values):
    pairs = sum(abs(a - b) for a in values for b in values)
    mean = sum(values) / len(values)

    assert gini(values) == pytest.approx(pairs / (2 * len(values) ** 2 * mean) if mean else 0.0)


def test_a_ranking_is_judged_as_worked_by_hand():
    judged = judge(["x", "a", "y", "b"], {"a", "b", "c"})

    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert judged.ndcg10 == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)
    assert judged.recall10 == pytest.approx(2 / 3)
    assert judged.first == 0.5


def test_an_estimate_holds_its_mean_and_repeats():
    one = estimate([0.0, 1.0, 1.0, 0.5])

    assert one.low <= one.mean == 0.625 <= one.high
    assert one == estimate([0.0, 1.0, 1.0, 0.5])


def make_collaboration(*projects, fields=None):
    people = 1 + max(max(project) for project in projects)
    joined = np.zeros((len(projects), people))
    for row, project in enumerate(projects):
        joined[row, list(project)] = 1
    return Collaboration(sp.csr_array(joined), sp.csr_array(np.array(fields or [[1]] * len(projects), float)))


def test_a_walk_prefers_partners_then_their_partners_then_strangers_of_the_field():
    walk = Walk(make_collaboration((0, 1), (1, 2), (3, 4), (3, 4)))

    order = np.argsort(-walk.scores([0], fields={0: 1.0}), kind="stable").tolist()

    assert order == [1, 2, 3, 4, 0]


@given(
    st.lists(st.sets(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=5), st.integers(0, 4)
)
@settings(max_examples=30, deadline=None)
def test_a_walk_agrees_with_the_dense_definition(projects, seed):
    past = make_collaboration(*projects, (0, 4))
    joined = past.joined.toarray()
    step = np.zeros((5, 5))
    for one in range(5):
        for row in np.flatnonzero(joined[:, one]):
            for other in np.flatnonzero(joined[row]):
                step[other, one] += 1 / joined[:, one].sum() / joined[row].sum()
    start = np.eye(5)[seed]
    here = start
    for _ in range(6):
        here = 0.15 * start + 0.85 * step @ here

    assert Walk(past).visits([seed]) == pytest.approx(here)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Wishes("me"), "neither needs nor offers"),
        (lambda: Balance(mutual=0.5), "add up to 1"),
        (lambda: Facts(availability=2), "availability"),
        (lambda: Affinities({("a", "b"): 2}), "affinities"),
        (lambda: recommend(market(), ME, count=0), "count is 0"),
        (lambda: diversified([1.0], np.zeros((2, 2)), count=1), "shape"),
        (lambda: diversified([1.0], np.zeros((1, 1)), count=0), "count 0"),
        (lambda: diversified([-1.0], np.zeros((1, 1)), count=1), "scores"),
        (lambda: Quota(np.array([True]), 1.5), "share"),
        (lambda: with_quotas(2, [Quota(np.array([True]), 0.5)], count=1), "quota covers"),
        (lambda: with_quotas(2, [], count=0), "count is 0"),
        (lambda: judge(["a"], set()), "no answer is right"),
        (lambda: judge(["a", "a"], {"a"}), "twice"),
        (lambda: estimate([]), "no values"),
        (lambda: exposure([["a"]], groups={}, everybody=["b"]), "a was shown"),
        (lambda: exposure([], groups={}, everybody=[]), "nobody"),
        (lambda: gini([-1]), ">= 0"),
        (lambda: Collaboration(sp.csr_array(np.zeros((1, 2))), sp.csr_array(np.ones((1, 1)))), "no partner"),
        (lambda: Collaboration(sp.csr_array(np.ones((1, 2))), sp.csr_array(np.ones((2, 1)))), "fields of 2"),
        (lambda: Collaboration(sp.csr_array(np.full((1, 2), 2)), sp.csr_array(np.ones((1, 1)))), "ones only"),
        (lambda: Walk(make_collaboration((0, 1))).scores([7], fields={}), "seeds"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(InvalidProblem, match=says):
        wrong()

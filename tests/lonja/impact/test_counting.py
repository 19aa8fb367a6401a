"""Both sides heard, neither averaged; small numbers that no subtraction brings back."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.impact.counting import DIFFERING, Bounds, Said, Verdict, bounds, judge, tally
from lonja.impact.hiding import LEAST, hide

# A busy machine draws slowly; that says nothing about the counts.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAID = st.none() | st.builds(
    Said,
    came=st.sampled_from(["yes", "not_yet", "no"]),
    kind=st.sampled_from(["RD", "COM", "SALE"]),
    cents=st.none() | st.integers(0, 10**9),
    level=st.sampled_from(["", "regional", "european"]),
)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (None, None, Verdict.UNANSWERED),
        (Said("yes", "RD"), None, Verdict.ONE_SIDE),
        (Said("yes", "RD"), Said("yes", "RD"), Verdict.BOTH),
        (Said("yes", "RD"), Said("no"), Verdict.CONTRADICTED),
        (Said("not_yet"), Said("yes", "RD"), Verdict.CONTRADICTED),
        (Said("no"), None, Verdict.NOTHING),
        (Said("no"), Said("not_yet"), Verdict.NOTHING),
    ],
)
def test_each_pair_of_answers_has_one_verdict_whoever_speaks_first(one, other, verdict):
    assert (judge(one, other).verdict, judge(other, one).verdict) == (verdict, verdict)


def test_two_kinds_and_two_values_are_shown_and_not_averaged():
    judged = judge(Said("yes", "RD", 100_00, "regional"), Said("yes", "SALE", 300_00, "regional"))

    assert (judged.kind, judged.low_cents, judged.high_cents) == (DIFFERING, 100_00, 300_00)
    assert judged.differs_on == ("kind", "value")


def test_the_encounter_of_2018_gives_forty_per_cent_and_a_response_of_seventy_eight():
    told = bounds(held=590, answered=460, materialised=89 + 59 + 59 + 29)

    assert [round(share * 100) for share in (told.of_held, told.response)] == [40, 78]
    assert [round(n / 590 * 100) for n in (89, 59, 59, 29)] == [15, 10, 10, 5]
    assert (told.low, told.high) == (236 / 590, (236 + 130) / 590)


def test_nothing_held_has_no_share():
    assert bounds(held=0, answered=0, materialised=0) == Bounds(None, None, None, None, None)


@CALM
@given(st.lists(st.tuples(SAID, SAID), max_size=20))
def test_sums_add_up_and_the_share_lies_between_its_bounds(pairs):
    made = tally(pairs)
    told = bounds(
        held=made.held,
        answered=made.answered,
        materialised=made.materialised,
        contradicted=made.contradicted,
    )

    assert made.held == len(pairs) == sum(made.verdicts.values())
    assert made.materialised == sum(made.kinds.values()) == sum(made.levels.values())
    assert made.answered == made.materialised + made.contradicted + made.verdicts[Verdict.NOTHING]
    assert made.low_cents <= made.high_cents
    if pairs:
        assert 0 <= told.low == told.of_held <= told.high <= 1
    if made.answered:
        assert told.low <= told.of_answered <= told.high


def solutions(shown, sums, name, most):
    """Two values, if there are two, that a hidden figure can have for a reader of all the rest."""
    hidden = [name, *(each for each, count in shown.items() if count is None and each != name)]
    found = set()
    for values in product(range(1, most + 1), repeat=len(hidden)):
        whole = shown | dict(zip(hidden, values, strict=True))
        if all(whole[total] == sum(whole[part] for part in parts) for total, parts in sums):
            found.add(whole[name])
        if len(found) > 1:
            break
    return found


@CALM
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_no_subtraction_brings_a_hidden_part_back(counts):
    parts = {f"p{n}": count for n, count in enumerate(counts)}
    figures = {"all": sum(counts), **parts}
    sums = [("all", tuple(parts))]

    shown = hide(figures, sums)

    small = {name for name, count in figures.items() if 0 < count < LEAST}
    assert small <= {name for name, count in shown.items() if count is None}
    for name in small:
        assert len(solutions(shown, sums, name, 20)) > 1


@CALM
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_hidden_figures_stay_hidden_through_sums_of_sums(counts):
    a, b, c, nothing, contradicted, unanswered = counts
    figures = {
        "held": sum(counts), "answered": sum(counts) - unanswered, "unanswered": unanswered,
        "materialised": a + b + c, "nothing": nothing, "contradicted": contradicted,
        "a": a, "b": b, "c": c,
    }  # fmt: skip
    sums = [
        ("held", ("answered", "unanswered")),
        ("answered", ("materialised", "nothing", "contradicted")),
        ("materialised", ("a", "b", "c")),
    ]

    shown = hide(figures, sums)

    assert all(shown[name] is None for name, count in figures.items() if 0 < count < LEAST)
    assert all(derived(shown, total, parts) != 1 for total, parts in sums)
    assert {count for name, count in shown.items() if count is not None and count != figures[name]} == set()


def derived(shown, total, parts):
    """How many figures of one sum are hidden: a single one could be computed."""
    return sum(shown[name] is None for name in (total, *parts))


def test_what_is_large_enough_stays_as_it_is():
    figures = {"all": 60, "a": 40, "b": 20, "c": 0}

    assert hide(figures, [("all", ("a", "b", "c"))]) == figures


def test_a_figure_that_only_hidden_ones_stand_beside_is_protected_through_them():
    figures = {"answered": 9, "came": 6, "nothing": 3, "both": 0, "one_side": 6, "sale": 6}
    sums = [("answered", ("came", "nothing")), ("came", ("sale",)), ("came", ("both", "one_side"))]

    shown = hide(figures, sums)

    assert [name for name, count in shown.items() if count is None] == ["came", "nothing", "one_side", "sale"]

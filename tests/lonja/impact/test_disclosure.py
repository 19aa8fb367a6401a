"""Numbers by group and publication after publication: who knows who met whom still finds nothing out."""

import random
from dataclasses import replace

import numpy as np
import pytest

from lonja.impact.breakdown import ALL, ANY, MEASURES, Round, choose
from lonja.impact.disclosure import LEAST, Cell, given_up
from lonja.impact.facts import Fact
from lonja.impact.group_figures import told_figures

TOTALS = ("held", "answered", "materialised")
VERDICTS = ("unanswered", "nothing", "contradicted", "both", "one_side")


def a_fact(rng, groups):
    verdict = rng.choices(VERDICTS, [5, 6, 1, 4, 4])[0]
    came = verdict in ("both", "one_side")
    cents = rng.randrange(10, 900) * 100_000 if came and rng.random() < 0.8 else None
    return Fact(
        groups=groups,
        asked=rng.random() < 0.9,
        verdict=verdict,
        kind=rng.choice(["RD", "SALE"]) if came else "",
        level=rng.choice(["regional", "national"]) if came else "",
        low=cents,
        high=cents,
    )


def meetings(seed, count=60):
    """Meetings between organisations of few sectors; a region and a sector may be the same people."""
    rng = random.Random(seed)
    homes = [
        (("kind_of_actor", rng.choice("KL")), ("region", "ES/" + rng.choice("PQR")), ("sector", sector))
        for sector in "AABBBCD"
    ]
    homes.append((("kind_of_actor", "M"), ("region", "ES/Z"), ("sector", "Z")))
    return {
        number: a_fact(rng, tuple(sorted({*rng.choice(homes), *rng.choice(homes)})))
        for number in range(count)
    }


def answered_later(facts, seed, count):
    """The same meetings after more answers came."""
    rng = random.Random(seed)
    silent = [pk for pk, fact in facts.items() if fact.verdict in ("unanswered", "nothing")]
    return facts | {pk: a_fact(rng, facts[pk].groups) for pk in rng.sample(silent, min(count, len(silent)))}


class Attacker:
    """Knows of each meeting which groups it belongs to; unknown is in which state it was in each round."""

    def __init__(self, rounds):
        self.rounds, self.requests = rounds, sorted(rounds[0].facts)
        past = [tuple(each.facts[pk] for each in rounds) for pk in self.requests]
        self.past = [tuple((f.asked, f.verdict, f.kind, f.level) for f in facts) for facts in past]
        self.facts = dict(zip(self.past, past, strict=True))
        self.states = sorted(self.facts)
        self.known = [self.one_state(number) for number in range(len(self.requests))]
        for number, each in enumerate(rounds):
            for unit, names in each.told.items():
                self.known += [self.vector(unit, name, number) for name in names]
        basis = np.linalg.svd(np.array(self.known), full_matrices=False)
        self.basis = basis.Vh[basis.S > 1e-9]

    def one_state(self, number):
        row = np.zeros((len(self.requests), len(self.states)))
        row[number] = 1
        return row.ravel()

    def members(self, unit):
        facts = self.rounds[0].facts
        return np.array(
            [unit == ALL or unit[0] == "level" or unit in facts[pk].groups for pk in self.requests], float
        )

    def vector(self, unit, measure, number):
        level = unit[1] if unit[0] == "level" else None
        counts = [
            float(bool(MEASURES[measure](fact) and level in (None, fact.level)))
            for fact in (self.facts[state][number] for state in self.states)
        ]
        return np.outer(self.members(unit), counts).ravel()

    def count(self, unit, measure, number):
        row = self.vector(unit, measure, number).reshape(len(self.requests), -1)
        return round(sum(row[n, self.states.index(state)] for n, state in enumerate(self.past)))

    def computes(self, vector):
        return np.linalg.norm(vector - self.basis.T @ (self.basis @ vector)) < 1e-6

    def units(self):
        groups = {group for fact in self.rounds[0].facts.values() for group in fact.groups}
        return [*sorted(groups), ("level", "regional"), ("level", "national")]

    def small_numbers(self):
        """Numbers from one to four that can be computed."""
        for number in range(len(self.rounds)):
            for unit in self.units():
                for measure in MEASURES:
                    is_small = 0 < self.count(unit, measure, number) < LEAST
                    if is_small and self.computes(self.vector(unit, measure, number)):
                        yield unit, measure, number

    def small_changes(self):
        """Changes by one to four, between any two rounds, that can be computed."""
        for last in range(1, len(self.rounds)):
            for number in range(last):
                for unit in [ALL, *self.units()]:
                    for measure in MEASURES:
                        change = self.count(unit, measure, last) - self.count(unit, measure, number)
                        vector = self.vector(unit, measure, last) - self.vector(unit, measure, number)
                        if 0 < abs(change) < LEAST and self.computes(vector):
                            yield unit, measure, number, last


def naive(facts):
    """Numbers under five hidden and nothing else."""
    made = Round(facts)
    groups = {group for fact in facts.values() for group in fact.groups}
    for unit in [ALL, *groups]:
        members = [fact for fact in facts.values() if unit == ALL or unit in fact.groups]
        numbers = {name: sum(map(MEASURES[name], members)) for name in TOTALS}
        made.told[unit] = [name for name, count in numbers.items() if not 0 < count < LEAST]
    return made


@pytest.mark.parametrize("seed", range(2))
def test_no_number_under_five_follows_from_totals_and_other_axes(seed):
    facts = meetings(seed)

    told = choose([Round(facts)], TOTALS)

    assert list(Attacker([told]).small_numbers()) == []
    assert {name for names in told.told.values() for name in names} >= {"held", "answered", "materialised"}


def test_the_attack_finds_what_hiding_small_numbers_alone_leaves():
    assert len(list(Attacker([naive(meetings(0))]).small_numbers())) > 5


def test_no_change_under_five_follows_from_three_publications():
    facts, rounds = meetings(1, 90), []
    for number, more in enumerate((0, 4, 30)):
        facts = answered_later(facts, number, more) if more else facts
        rounds.append(choose([*rounds, Round(facts)], TOTALS))
        rounds = [*rounds[:number], rounds[-1]]

    attacker = Attacker(rounds)

    assert list(attacker.small_numbers()) == []
    assert list(attacker.small_changes()) == []
    assert rounds[2].told != {}


def test_the_attack_finds_changes_when_each_publication_is_judged_alone():
    facts = meetings(1, 90)
    alone = [choose([Round(each)], TOTALS) for each in (facts, answered_later(facts, 2, 9))]

    assert len(list(Attacker(alone).small_changes())) > 10


def test_what_changes_by_less_than_five_keeps_its_number_and_its_day():
    facts = dict(enumerate([Fact((("sector", "A"),), True, "both", "RD")] * 8))
    facts |= dict(enumerate([Fact((("sector", "A"),), True, "unanswered")] * 12, start=8))
    more = facts | {8: Fact((("sector", "A"),), True, "both", "RD")}
    most = facts | {n: Fact((("sector", "A"),), True, "both", "RD") for n in range(8, 14)}
    first = choose([Round(facts)], TOTALS)
    spring = told_figures([first], as_of="2026-05-06", before={})

    second = choose([first, Round(more)], TOTALS)
    summer = told_figures([first, second], as_of="2026-08-01", before=spring)
    third = choose([first, second, Round(most)], TOTALS)
    autumn = told_figures([first, second, third], as_of="2026-11-12", before=summer)

    seen = [
        (each["sector"]["A"]["numbers"]["materialised"], each["sector"]["A"]["numbers"]["as_of"])
        for each in (spring, summer, autumn)
    ]
    assert seen == [(8, "2026-05-06"), (8, "2026-05-06"), (14, "2026-11-12")]


def test_money_that_one_of_many_corrects_is_not_told_again():
    sold = Fact((("sector", "A"),), True, "both", "SALE", "regional", 50_000_00, 50_000_00)
    facts = dict(enumerate([sold] * 9))
    corrected = facts | {0: replace(sold, low=900_000_00, high=900_000_00)}
    first = choose([Round(facts)], TOTALS)
    before = told_figures([first], as_of="2026-05-06", before={})

    second = choose([first, Round(corrected)], TOTALS)
    after = told_figures([first, second], as_of="2026-11-12", before=before)

    assert before["sector"]["A"]["value"]["SALE"] == [450_000, 450_000]
    assert [after["sector"]["A"]["value"][kind] for kind in ("SALE", ANY)] == [None, None]


def test_a_sum_that_is_nearly_that_of_one_meeting_is_not_told():
    sold = Fact((("sector", "A"),), True, "both", "SALE", "regional", 10_000_00, 10_000_00)
    facts = dict(enumerate([sold] * 8)) | dict(enumerate([replace(sold, kind="RD")] * 8, start=8))

    def told(cents):
        large = {0: replace(sold, high=cents)}
        figures = told_figures([choose([Round(facts | large)], TOTALS)], as_of="2026-05-06", before={})
        return [figures["sector"]["A"]["value"][kind] for kind in ("SALE", "RD", ANY)]

    assert told(280_000_00) == [[80_000, 350_000], [80_000, 80_000], [160_000, 430_000]]
    assert told(281_000_00)[0] is None
    assert told(281_000_00).count(None) == 2
    assert told(601_000_00)[2] is None


def test_one_of_two_counts_is_given_up_when_their_difference_is_a_secret():
    rows = np.array([[1.0] * 8, [1.0] * 6 + [0.0] * 2, [0.0] * 6 + [1.0] * 2])
    came = np.array([1.0, 0.0])
    whole, part = (Cell((name,), (name,), row, came, 6, 1) for name, row in zip("wp", rows, strict=False))

    assert given_up([whole, part], [Cell(("rest",), (), rows[2], came, 2)]) == {("p",)}
    assert given_up([whole], [Cell(("rest",), (), rows[2], came, 2)]) == set()

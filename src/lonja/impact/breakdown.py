"""What came of the meetings of each sector, region and kind of actor: the numbers that may be told.

A meeting counts once in every group to which one of its two organisations belongs, so the groups add
up to more than the meetings. Every publication is judged together with all earlier ones of the same
report: neither a number under five nor a change of one to four can be computed from them. Pure: facts
in, figures out.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from lonja.impact.counting import DIFFERING, UNSTATED, Verdict
from lonja.impact.disclosure import LEAST, Cell, given_up
from lonja.impact.facts import AXES, Fact
from lonja.impact.lifecycle import Level
from lonja.impact.outcome_types import outcome_types

ALL = ("all", "")
KINDS = (*(code for code, each in outcome_types().items() if each.counts), DIFFERING)
LEVELS = (*Level.values, DIFFERING, UNSTATED)
TOLD = ("held", "asked", "answered", "materialised")
MEASURES = {
    "held": lambda fact: True,
    "asked": lambda fact: fact.asked,
    "answered": lambda fact: fact.answered,
    "materialised": lambda fact: fact.materialised,
    "unasked": lambda fact: not fact.asked,
    "unanswered": lambda fact: not fact.answered,
    "without": lambda fact: fact.answered and not fact.materialised,
    **{
        verdict.value: lambda fact, verdict=verdict: fact.verdict == verdict
        for verdict in (Verdict.BOTH, Verdict.ONE_SIDE, Verdict.CONTRADICTED, Verdict.NOTHING)
    },
    **{f"kind:{kind}": lambda fact, kind=kind: fact.kind == kind for kind in KINDS},
    **{
        f"level:{level}": lambda fact, level=level: fact.materialised and fact.level == level
        for level in LEVELS
    },
}
# What is given up first, when one of several numbers must be.
COSTS = {"asked": 0, "answered": 2, "materialised": 3, "held": 4}
ANY = "any"
# A sum of which one meeting makes more than this tells what that one brought, however many stand behind it.
MOST_OF_ONE = 0.8


@dataclass(slots=True)
class Round:
    """One publication: the meetings as they were counted, and which numbers of them were told.

    Attributes:
        facts: request id to what was counted.
        told: unit to the names of the measures told in this round (only of parts counted anew).
        values: unit to the kinds whose sums of money were told.
    """

    facts: dict[int, Fact]
    told: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)


def units_of(facts):
    """The groups of an edition, each (axis, code), and the levels."""
    groups = sorted({group for fact in facts.values() for group in fact.groups})
    levels = {fact.level for fact in facts.values() if fact.materialised}
    return [ALL, *groups, *(("level", level) for level in LEVELS if level in levels)]


class Ledger:
    """Every round of a report with the vectors that the numbers are made of."""

    def __init__(self, rounds):
        """Line the meetings of all rounds up.

        Args:
            rounds: oldest first; the last one is about to be told.
        """
        self.rounds = rounds
        self.requests = sorted({request for each in rounds for request in each.facts})
        first = {}
        for each in rounds:
            for request, fact in each.facts.items():
                first.setdefault(request, fact.groups)
        self.groups = [set(first[request]) for request in self.requests]
        self.past = [tuple(each.facts.get(request) for each in rounds) for request in self.requests]
        # States without the money: who reads counts does not see it.
        plain = [
            tuple(fact and (fact.asked, fact.verdict, fact.kind, fact.level) for fact in past)
            for past in self.past
        ]
        self.states = dict(zip(plain, self.past, strict=True))
        self.states[(None,) * len(rounds)] = (None,) * len(rounds)
        place = {key: number for number, key in enumerate(self.states)}
        at = np.array([place[key] for key in plain], dtype=int)
        self.units = sorted({unit for each in rounds for unit in units_of(each.facts)})
        self.rows = {unit: self._members(unit) for unit in self.units}
        self._sums = {
            unit: np.bincount(at, weights=members, minlength=len(self.states))
            for unit, members in self.rows.items()
        }
        self._weights, self._purses = {}, {}
        found = {fact.kind for each in rounds for fact in each.facts.values()}
        self.kinds = [kind for kind in KINDS if kind in found]
        self.of_kinds = [f"kind:{kind}" for kind in self.kinds]
        self.measures = [name for name in MEASURES if name[:5] != "kind:" or name in self.of_kinds]

    def _members(self, unit):
        if unit[0] in AXES:
            return np.array([unit in groups for groups in self.groups], dtype=float)
        return np.ones(len(self.requests))

    def weights(self, unit, measure, number):
        """For each state, whether a meeting in it counts in a measure of a round."""
        level = unit[1] if unit[0] == "level" else None
        if (level, measure, number) not in self._weights:
            counts = MEASURES[measure]
            facts = [past[number] for past in self.states.values()]
            self._weights[level, measure, number] = np.array(
                [float(bool(fact and counts(fact) and level in (None, fact.level))) for fact in facts]
            )
        return self._weights[level, measure, number]

    def count(self, unit, measure, number):
        """How many meetings of a unit count in a measure of a round."""
        return round(self._sums[unit] @ self.weights(unit, measure, number))

    def purse(self, number):
        """Of each meeting in a round: since which round it has its value, its kind, level and two amounts."""
        if number not in self._purses:
            facts = [past[number] for past in self.past]
            self._purses[number] = (
                np.array([_since(past, number) for past in self.past], dtype=int),
                np.array([fact.kind if fact else "" for fact in facts]),
                np.array([fact.level if fact else "" for fact in facts]),
                np.array([(fact.low, fact.high) if fact and fact.valued else (0, 0) for fact in facts]),
            )
        return self._purses[number]

    def cell(self, unit, measure, number, *, given=(), cost=None):
        """A number of a round; `given` is the unit that it is given up with."""
        name = (*unit, measure, str(number))
        weights = self.weights(unit, measure, number)
        return Cell(name, given or name, self.rows[unit], weights, self.count(unit, measure, number), cost)

    def change(self, unit, measure, number, last):
        """How a number changed between two rounds."""
        weights = self.weights(unit, measure, last) - self.weights(unit, measure, number)
        count = self.count(unit, measure, last) - self.count(unit, measure, number)
        return Cell((*unit, measure, f"{number}-{last}"), (), self.rows[unit], weights, count)

    def fixed(self):
        """Everything that the earlier rounds told."""
        for number, each in enumerate(self.rounds[:-1]):
            for unit, measures in each.told.items():
                for measure in measures:
                    yield self.cell(unit, measure, number)

    def small(self):
        """Every number from one to four, of any round."""
        for number in range(len(self.rounds)):
            for unit in self.units:
                for measure in self.measures:
                    if 0 < self.count(unit, measure, number) < LEAST:
                        yield self.cell(unit, measure, number)

    def small_changes(self):
        """Every change by one to four since a round that told a number of the same unit."""
        last = len(self.rounds) - 1
        for number, each in enumerate(self.rounds[:-1]):
            for unit in each.told:
                for measure in self.measures:
                    change = self.change(unit, measure, number, last)
                    if 0 < abs(change.count) < LEAST:
                        yield change

    def candidates(self, unit):
        """Names of the measures that a unit could tell in this round."""
        last = len(self.rounds) - 1
        if unit == ALL:
            return ["asked"]
        if unit[0] == "level":
            return self.of_kinds
        held = self.count(unit, "held", last)
        return [*TOLD, *self.of_kinds] if held >= LEAST else []


def choose(rounds, of_totals):
    """The last round with the numbers that may be told of it.

    Args:
        of_totals: the measures that the report tells of all meetings together.

    Returns:
        The last of the rounds, with `told` and `values`.
    """
    ledger, last = Ledger(rounds), rounds[-1]
    number = len(rounds) - 1
    fixed, small = list(ledger.fixed()), list(ledger.small())
    mine = [
        ledger.cell(unit, measure, number, cost=COSTS.get(measure, 1))
        for unit in ledger.units
        for measure in ledger.candidates(unit)
        if not 0 < ledger.count(unit, measure, number) < LEAST
    ]
    # The totals go together: they stay those of an earlier round when they must, and are told at first.
    mine += [
        ledger.cell(ALL, measure, number, given=(*ALL, "numbers"), cost=9 if number else None)
        for measure in of_totals
    ]
    lost = given_up([*fixed, *mine], small)
    mine = [cell for cell in mine if cell.unit not in lost]
    stale = _stale(ledger, fixed, mine)
    mine = [cell for cell in mine if part_of(cell.name) not in stale]
    last.told = defaultdict(list)
    for cell in mine:
        last.told[cell.name[:2]].append(cell.name[2])
    last.values = _values(ledger)
    return last


def part_of(name):
    """What is counted anew together: the numbers of a unit, and apart from them those of its kinds."""
    axis, code, measure, *_round = name
    return axis, code, "kinds" if (axis, code) != ALL and measure.startswith("kind:") else "numbers"


def _stale(ledger, fixed, mine):
    """Parts whose numbers stay those of an earlier round, lest a small change be told."""
    if len(ledger.rounds) == 1:
        return set()
    before = {part_of(cell.name) for cell in fixed}
    whole = [
        replace(cell, unit=part, cost=9 if part[:2] == ALL else (0 if part in before else 5))
        for cell in mine
        for part in [part_of(cell.name)]
    ]
    return given_up([*fixed, *whole], ledger.small_changes())


def _values(ledger):
    """Unit to the kinds of which the money may be told: five meetings behind each sum and each change."""
    last, number = ledger.rounds[-1], len(ledger.rounds) - 1
    fixed = [
        _money(ledger, unit, kind, earlier)
        for earlier, each in enumerate(ledger.rounds[:-1])
        for unit, kinds in each.values.items()
        for kind in kinds
    ]
    mine, secrets = [], []
    for unit, measures in last.told.items():
        # Money goes with the numbers of the kinds.
        if unit != ALL and not any(part_of((*unit, measure))[2] == "kinds" for measure in measures):
            continue
        for kind in (*ledger.kinds, ANY):
            cell = _money(ledger, unit, kind, number, cost=int(kind == ANY) + 2 * (unit == ALL))
            if cell.count:
                is_safe = cell.count >= LEAST and not _is_of_one(ledger, unit, kind, number)
                (mine if is_safe else secrets).append(cell)
            secrets += _small_changes_of_money(ledger, unit, kind, cell)
    lost = given_up([*fixed, *mine], secrets, knows_whole=False)
    told = defaultdict(list)
    for cell in mine:
        if cell.unit not in lost:
            told[cell.name[:2]].append(cell.name[2])
    return told


def _money(ledger, unit, kind, number, cost=None):
    """A sum of money: for each meeting and round since which it has its value, whether it is in the sum."""
    since, inside = ledger.purse(number)[0], _inside(ledger, unit, kind, number)
    members = np.zeros((len(ledger.requests), len(ledger.rounds)))
    members[inside, since[inside]] = 1
    name = (*unit, kind, str(number))
    return Cell(name, name, members.ravel(), np.ones(1), int(inside.sum()), cost)


def _inside(ledger, unit, kind, number):
    """Which meetings are in a sum of money."""
    since, kinds, levels, _amounts = ledger.purse(number)
    inside = (ledger.rows[unit] > 0) & (since >= 0)
    if kind != ANY:
        inside &= kinds == kind
    if unit[0] == "level":
        inside &= levels == unit[1]
    return inside


def _is_of_one(ledger, unit, kind, number):
    """Whether a sum of money is nearly that of one meeting."""
    amounts = ledger.purse(number)[3][_inside(ledger, unit, kind, number)]
    return bool((amounts.max(axis=0) > MOST_OF_ONE * amounts.sum(axis=0)).any())


def _since(past, number):
    """The round since which a meeting has had its value; -1 when it has none."""
    fact = past[number]
    if not (fact and fact.valued):
        return -1
    money = [each and (each.kind, each.low, each.high) for each in past]
    while number and money[number - 1] == money[number]:
        number -= 1
    return number


def _small_changes_of_money(ledger, unit, kind, cell):
    """Changes of a sum behind which stand one to four meetings."""
    for earlier, each in enumerate(ledger.rounds[:-1]):
        if kind in each.values.get(unit, ()):
            rows = cell.rows - _money(ledger, unit, kind, earlier).rows
            meetings = np.abs(rows.reshape(len(ledger.requests), -1)).sum(axis=1)
            if 0 < (meetings > 0).sum() < LEAST:
                yield Cell((*cell.name, str(earlier)), (), rows, np.ones(1), 1)

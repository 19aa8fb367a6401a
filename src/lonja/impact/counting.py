"""What counts as an outcome: two sides heard, neither averaged. Pure: no rows, no clock.

docs/algorithms/outcomes.md explains each rule with an example.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

YES, NOT_YET, NO = "yes", "not_yet", "no"
DIFFERING = "differing"  # both say that something came of it, and each names another kind
UNSTATED = "unstated"


class Verdict(StrEnum):
    """What the two sides together say of one meeting."""

    BOTH = "both"
    ONE_SIDE = "one_side"
    CONTRADICTED = "contradicted"
    NOTHING = "nothing"
    UNANSWERED = "unanswered"


MATERIALISED = (Verdict.BOTH, Verdict.ONE_SIDE)


@dataclass(frozen=True, slots=True)
class Said:
    """The newest answer of one side: whether something came of it, of which kind, worth what, how far."""

    came: str
    kind: str = ""
    cents: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One meeting after hearing both sides.

    Attributes:
        kind: the type of outcome; `DIFFERING` when the sides name two, empty when nothing materialised.
        level: likewise; `UNSTATED` when nobody gave one.
        low_cents, high_cents: the smaller and the larger value named; None when nobody named one.
        differs_on: what the sides say differently: "came", "kind", "value", "level".
    """

    verdict: Verdict
    kind: str = ""
    level: str = ""
    low_cents: int | None = None
    high_cents: int | None = None
    differs_on: tuple = ()


def judge(one, other):
    """Hear both sides of one meeting; None is a side that has not answered.

    >>> judge(Said(YES, "SALE", 100_00), Said(YES, "SALE", 80_00))
    Judged(verdict=<Verdict.BOTH: 'both'>, kind='SALE', level='unstated', low_cents=8000, high_cents=10000, \
differs_on=('value',))
    >>> judge(Said(YES, "RD"), Said(NO)).verdict.value, judge(Said(YES, "RD"), None).verdict.value
    ('contradicted', 'one_side')
    """
    heard = [said for said in (one, other) if said is not None]
    yes = [said for said in heard if said.came == YES]
    if not heard:
        return Judged(Verdict.UNANSWERED)
    if not yes:
        differs = ("came",) if len({said.came for said in heard}) > 1 else ()
        return Judged(Verdict.NOTHING, differs_on=differs)
    if len(yes) < len(heard):
        return Judged(Verdict.CONTRADICTED, differs_on=("came",))
    kinds = {said.kind for said in yes}
    levels = {said.level for said in yes if said.level}
    cents = [said.cents for said in yes if said.cents is not None]
    return Judged(
        Verdict.BOTH if len(yes) == 2 else Verdict.ONE_SIDE,
        kind=kinds.pop() if len(kinds) == 1 else DIFFERING,
        level=(levels.pop() if len(levels) == 1 else DIFFERING) if levels else UNSTATED,
        low_cents=min(cents, default=None),
        high_cents=max(cents, default=None),
        differs_on=tuple(_differences(yes)),
    )


def _differences(yes):
    if len({said.kind for said in yes}) > 1:
        yield "kind"
    if len({said.cents for said in yes if said.cents is not None}) > 1:
        yield "value"
    if len({said.level for said in yes if said.level}) > 1:
        yield "level"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share with the least and the most that it can be; None where there is nothing to divide by.

    Attributes:
        of_held: of all meetings held; what is silent or contradicted counts as nothing.
        of_answered: of the meetings of which at least one side has spoken.
        low, high: of all held, with the silent and contradicted ones as none, and as all.
        response: of the meetings held, the share with an answer.
    """

    of_held: float | None
    of_answered: float | None
    low: float | None
    high: float | None
    response: float | None


@dataclass(slots=True)
class Tally:
    """The sums of an edition: each meeting held stands in exactly one verdict."""

    verdicts: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    levels: Counter = field(default_factory=Counter)
    low_cents: int = 0
    high_cents: int = 0
    valued: int = 0

    def add(self, judged):
        """Count one more meeting."""
        self.verdicts[judged.verdict] += 1
        if judged.verdict not in MATERIALISED:
            return
        self.kinds[judged.kind] += 1
        self.levels[judged.level] += 1
        if judged.low_cents is not None:
            self.valued += 1
            self.low_cents += judged.low_cents
            self.high_cents += judged.high_cents

    @property
    def held(self):
        """How many meetings were held."""
        return self.verdicts.total()

    @property
    def answered(self):
        """Of how many at least one side has spoken."""
        return self.held - self.verdicts[Verdict.UNANSWERED]

    @property
    def materialised(self):
        """Of how many something came, uncontradicted."""
        return sum(self.verdicts[verdict] for verdict in MATERIALISED)

    @property
    def contradicted(self):
        """Of how many one side says yes and the other no."""
        return self.verdicts[Verdict.CONTRADICTED]


def tally(pairs):
    """Count meetings, each a pair of what its two sides said."""
    made = Tally()
    for one, other in pairs:
        made.add(judge(one, other))
    return made


def bounds(*, held, answered, materialised, contradicted=0):
    """The shares that these counts allow to be told.

    >>> told = bounds(held=590, answered=460, materialised=236)
    >>> round(told.of_held, 2), round(told.response, 2), round(told.high, 2), round(told.of_answered, 3)
    (0.4, 0.78, 0.62, 0.513)
    """

    def share(part, whole):
        return part / whole if whole else None

    return Bounds(
        of_held=share(materialised, held),
        of_answered=share(materialised, answered),
        low=share(materialised, held),
        high=share(materialised + contradicted + held - answered, held),
        response=share(answered, held),
    )

"""Partners for somebody: what they offer meets my needs, and what they need meets my offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from math import fsum

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.evidence import ANSWERS_A_NEED, ANSWERS_AN_OFFER, Ask, Kind
from lonja.algorithms.relevance.facets import Affinities, Facts
from lonja.algorithms.relevance.index import Index
from lonja.algorithms.relevance.search import DIGITS, Found, Recipe, search

PRIOR = 0.3  # a direction about which nothing is known
CANDIDATES = 400
NOBODY = Facts()


class Cause(Enum):
    """What a part of a recommendation rests on."""

    THEY_OFFER = "they offer what I need"
    THEY_NEED = "they need what I offer"
    TYPE = "their kind of organisation completes mine"
    PLACE = "they are where I look, and I where they look"
    STAGE = "they stand at my stage"
    LINKS = "they have worked with those I worked with"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Who asks for partners.

    Attributes:
        owner: never recommended to itself.
        needs: my needs, asked of what others offer, can do and did.
        offers: my offers, asked of what others need.
        facts: what is known of me.
        among: who may be recommended; None for all.
        without: those already met, blocked, or "not for me".
    """

    owner: str
    needs: tuple[Ask, ...] = ()
    offers: tuple[Ask, ...] = ()
    facts: Facts = NOBODY
    among: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.needs and not self.offers:
            raise InvalidProblem(f"{self.owner} has neither needs nor offers: nothing to recommend by")


@dataclass(frozen=True, slots=True)
class Balance:
    """What counts how much; the weights add up to 1.

    Attributes:
        mutual: needs and offers met, in both directions.
        types, places, stages, links: the rest.
    """

    mutual: float = 0.7
    types: float = 0.1
    places: float = 0.08
    stages: float = 0.04
    links: float = 0.08

    def __post_init__(self) -> None:
        parts = (self.mutual, self.types, self.places, self.stages, self.links)
        if min(parts) < 0 or abs(sum(parts) - 1) > 1e-9:
            raise InvalidProblem(f"the weights {parts} must be >= 0 and add up to 1")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a recommendation.

    Attributes:
        cause: what it rests on.
        part: its part of the score.
        because: the statements behind it.
        asked: which of my needs (offers, when they need) it answers, counted from 0; -1 for neither.
        strength: how well, against the best candidate, 0 to 1; 0 for what rests on facts.
    """

    cause: Cause
    part: float
    because: tuple[Found, ...] = ()
    asked: int = -1
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Partner:
    """One recommendation; `score`, 0 to 1, is the sum of the parts of its terms."""

    owner: str
    score: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the others.

    Attributes:
        facts: by owner; those left out are unknown in every respect.
        affinities: the house's view.
        links: owner to 0..1, how near they stand in past work; left out is 0.
    """

    facts: Mapping[str, Facts] = field(default_factory=dict)
    affinities: Affinities = field(default_factory=Affinities)
    links: Mapping[str, float] = field(default_factory=dict)


def recommend(
    index: Index,
    wishes: Wishes,
    *,
    around: Surroundings = Surroundings(),  # noqa: B008
    count: int = 20,
    balance: Balance = Balance(),  # noqa: B008
    recipe: Recipe = Recipe(),  # noqa: B008
) -> list[Partner]:
    """Return partners with whom both sides gain, the best first, each with its terms.

    For every candidate `forward` is how well their statements meet my needs and `backward` how
    well mine meet theirs, each divided by the best candidate's and lifted to 0.3 and above, which
    is what a direction counts in which nobody said anything. Both are joined by the harmonic
    mean, which is near the weaker one.
    The score is `availability * (0.7 * mutual + 0.1 * types + 0.08 * places + ...)`.

    The two directions share the harmonic mean h = 2fb / (f + b) equally: since doubling both
    doubles h, h equals f * dh/df + b * dh/db, and these two summands are the same. A direction
    taken from the prior hands its half to the other.

    Raises:
        InvalidProblem: when count is below 1.

    Cost: one search for each need and offer.
    Source: L. Pizzato et al., "RECON: a reciprocal recommender for online dating", RecSys 2010.
    """
    if count < 1:
        raise InvalidProblem(f"count is {count}, expected at least 1")
    without = wishes.without | {wishes.owner}
    forward = direction(
        index, wishes.needs, kinds=ANSWERS_A_NEED, wishes=wishes, without=without, recipe=recipe
    )
    backward = direction(
        index, wishes.offers, kinds=ANSWERS_AN_OFFER, wishes=wishes, without=without, recipe=recipe
    )
    partners = []
    for owner in sorted({*forward, *backward}):
        terms = [
            *mutual(forward.get(owner), backward.get(owner), weight=balance.mutual),
            *rest(owner, wishes=wishes, around=around, balance=balance),
        ]
        available = around.facts.get(owner, NOBODY).availability
        scaled = tuple(replace(t, part=t.part * available) for t in terms if t.part * available > 0)
        partners.append(Partner(owner, fsum(t.part for t in scaled), scaled))
    partners.sort(key=lambda partner: (-round(partner.score, DIGITS), partner.owner))
    return partners[:count]


Answer = tuple[float, tuple[Found, ...], int]


def direction(
    index: Index,
    asks: Sequence[Ask],
    *,
    kinds: frozenset[Kind],
    wishes: Wishes,
    without: frozenset[str],
    recipe: Recipe,
) -> dict[str, Answer]:
    """Return for each candidate the best answer to any of the asks, the best of all being 1."""
    found: dict[str, Answer] = {}
    for place, ask in enumerate(asks):
        ask = replace(ask, kinds=kinds, among=wishes.among, without=without | ask.without)
        for hit in search(index, ask, count=CANDIDATES, recipe=recipe):
            if hit.owner not in found or hit.score > found[hit.owner][0]:
                found[hit.owner] = (hit.score, hit.because, place)
    best = max((score for score, _, _ in found.values()), default=1.0)
    return {owner: (score / best, because, place) for owner, (score, because, place) in found.items()}


def mutual(forward: Answer | None, backward: Answer | None, *, weight: float) -> list[Term]:
    """Return the terms of the two directions; they add up to weight times the harmonic mean."""
    there, because, need = forward or (0.0, (), -1)
    back, because_back, offer = backward or (0.0, (), -1)
    # A weak answer is no worse than none: whoever says something never loses by it.
    lifted, lifted_back = PRIOR + (1 - PRIOR) * there, PRIOR + (1 - PRIOR) * back
    half = weight * lifted * lifted_back / (lifted + lifted_back)
    if forward is None:
        return [Term(Cause.THEY_NEED, 2 * half, because_back, offer, back)]
    if backward is None:
        return [Term(Cause.THEY_OFFER, 2 * half, because, need, there)]
    return [
        Term(Cause.THEY_OFFER, half, because, need, there),
        Term(Cause.THEY_NEED, half, because_back, offer, back),
    ]


def rest(owner: str, *, wishes: Wishes, around: Surroundings, balance: Balance) -> list[Term]:
    """Return the terms that rest on facts, not on statements."""
    mine, theirs, views = wishes.facts, around.facts.get(owner, NOBODY), around.affinities
    return [
        Term(Cause.TYPE, balance.types * views.of_types(mine, theirs)),
        Term(Cause.PLACE, balance.places * views.of_places(mine, theirs)),
        Term(Cause.STAGE, balance.stages * views.of_stages(mine, theirs)),
        Term(Cause.LINKS, balance.links * min(1.0, around.links.get(owner, 0.0))),
    ]

"""What a set of members covers, and what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from lonja.algorithms.alliances.problem import AllianceProblem


class Cover(Enum):
    """How a slot stands."""

    COVERED = "covered"  # by as many as wanted, and more than one
    SINGLE = "single"  # by as many as wanted, but only one: if she leaves, it is a hole
    SHORT = "short"  # by somebody, but fewer than wanted
    WEAK = "weak"  # only by somebody whose fit is not enough
    MISSING = "missing"  # by nobody


@dataclass(frozen=True, slots=True)
class Standing:
    """An alliance held against the chain and the rules.

    Attributes:
        cover: (S) how each slot stands.
        by: (S) members that cover each slot, the best fit first.
        missing: (S) how many more are needed.
        countries_short, groups_short: what is missing to the rules.
        shortfall: all that is missing in one number; 0 when nothing is.
        quality: 0 to 1; weighted mean over the slots of the best fit that is enough.
    """

    cover: tuple[Cover, ...]
    by: tuple[tuple[int, ...], ...]
    missing: tuple[int, ...]
    countries_short: int
    groups_short: tuple[int, ...]
    shortfall: float
    quality: float

    @property
    def holes(self) -> tuple[int, ...]:
        """The slots that need somebody."""
        return tuple(slot for slot, missing in enumerate(self.missing) if missing)


def standing(problem: AllianceProblem, members: Iterable[int]) -> Standing:
    """Return how these members cover the chain. Cost: O(members * slots).

    The shortfall adds, for every slot, its weight times those missing; a missing country or
    member of a group weighs as much as the heaviest slot.
    """
    chosen = sorted(members)
    fit = problem.fit[chosen]  # (members, S)
    enough = fit >= problem.enough
    counts = enough.sum(axis=0)
    missing = np.maximum(0, problem.need - counts)
    by = tuple(
        tuple(sorted((i for i, ok in zip(chosen, enough[:, s]) if ok), key=lambda i: (-problem.fit[i, s], i)))
        for s in range(problem.slots)
    )
    countries = len(set(problem.country[chosen].tolist()))
    countries_short = max(0, problem.countries - countries)
    groups_short = np.maximum(0, problem.at_least - problem.groups[:, chosen].sum(axis=1))
    heaviest = float(problem.weight.max())
    best = np.where(enough, fit, 0).max(axis=0, initial=0)
    return Standing(
        cover=tuple(state(int(c), int(n), bool(f.any())) for c, n, f in zip(counts, problem.need, fit.T)),
        by=by,
        missing=tuple(missing.tolist()),
        countries_short=countries_short,
        groups_short=tuple(groups_short.tolist()),
        shortfall=float(problem.weight @ missing + heaviest * (countries_short + groups_short.sum())),
        quality=float(problem.weight @ best / problem.weight.sum()),
    )


def state(count: int, need: int, touched: bool) -> Cover:
    """Return how a slot stands that `count` members cover."""
    if count == 0:
        return Cover.WEAK if touched else Cover.MISSING
    if count < need:
        return Cover.SHORT
    return Cover.SINGLE if count == 1 else Cover.COVERED


def who_could(problem: AllianceProblem, slot: int, *, count: int = 10) -> list[int]:
    """Return the candidates outside the alliance who cover a slot, the best fit first."""
    outside = np.flatnonzero(~problem.member & problem.covers[:, slot])
    order = np.argsort(-problem.fit[outside, slot], kind="stable")
    return [int(i) for i in outside[order[:count]]]

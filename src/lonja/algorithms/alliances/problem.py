"""A value chain with its gaps, those who could fill them, and the rules of the alliance."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lonja.algorithms.errors import InvalidProblem

NONE_GIVEN: Any = None  # an array left out; filled in when the problem is made, so never met afterwards


@dataclass(frozen=True, slots=True, eq=False)
class AllianceProblem:
    """Which of N candidates should join so that S slots of a value chain are covered?

    A slot is a stage with a capability. What is left out is filled in with "no rule".
    Arrays are copied, brought to their type and made read-only.

    Attributes:
        fit: (N, S) float, 0 to 1; how well each candidate would cover each slot.
        weight: (S,) float, > 0; how much each slot matters. Left out: all 1.
        need: (S,) int, >= 1; how many must cover it (1: somebody, 2: and a second). Left out: 1.
        enough: from which fit on a slot counts as covered.
        member: (N,) bool; those already in the alliance; they stay.
        country: (N,) int, >= 0; where each one is. Left out: all in one.
        countries: how many different countries the alliance must have.
        groups: (G, N) bool; groups that may overlap, such as small firms or research.
        at_least: (G,) int; members wanted of each group.
        apart: (E, 2) int; pairs that cannot both be members.
        most: how many members the alliance may have; 0 for any number.
        price: what one more member costs, against 1 for a chain covered perfectly. From 1 on,
            one member fewer is worth more than any better fit: the smallest alliance.

    Raises:
        InvalidProblem: naming the attribute and the rows at fault.
    """

    fit: np.ndarray
    weight: np.ndarray = NONE_GIVEN
    need: np.ndarray = NONE_GIVEN
    enough: float = 0.5
    member: np.ndarray = NONE_GIVEN
    country: np.ndarray = NONE_GIVEN
    countries: int = 0
    groups: np.ndarray = NONE_GIVEN
    at_least: np.ndarray = NONE_GIVEN
    apart: np.ndarray = NONE_GIVEN
    most: int = 0
    price: float = 1.0

    def __post_init__(self) -> None:
        fit = np.array(self.fit, np.float64)
        if fit.ndim != 2 or 0 in fit.shape:
            raise InvalidProblem(
                f"fit has shape {fit.shape}, expected one or more candidates by one or more slots"
            )
        n, s = fit.shape
        groups = np.array(np.zeros((0, n)) if self.groups is NONE_GIVEN else self.groups, bool)
        filled = {
            "fit": fit,
            "weight": np.array(np.ones(s) if self.weight is NONE_GIVEN else self.weight, np.float64),
            "need": np.array(np.ones(s) if self.need is NONE_GIVEN else self.need, np.int64),
            "member": np.array(np.zeros(n) if self.member is NONE_GIVEN else self.member, bool),
            "country": np.array(np.zeros(n) if self.country is NONE_GIVEN else self.country, np.int64),
            "groups": groups,
            "at_least": np.array(
                np.zeros(len(groups)) if self.at_least is NONE_GIVEN else self.at_least, np.int64
            ),
            "apart": np.array([] if self.apart is NONE_GIVEN else self.apart, np.int64).reshape(-1, 2),
        }
        shapes: dict[str, tuple[int, ...]] = {"weight": (s,), "need": (s,), "member": (n,), "country": (n,)}
        shapes |= {"groups": (len(groups), n), "at_least": (len(groups),)}
        for name, array in filled.items():
            if name in shapes and array.shape != shapes[name]:
                raise InvalidProblem(f"{name} has shape {array.shape}, expected {shapes[name]}")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        check(self)

    @property
    def candidates(self) -> int:
        """N, members included."""
        return self.fit.shape[0]

    @property
    def slots(self) -> int:
        """S, how many slots the chain has."""
        return self.fit.shape[1]

    @property
    def covers(self) -> np.ndarray:
        """(N, S) bool; whose fit is enough for what."""
        return self.fit >= self.enough


def check(problem: AllianceProblem) -> None:
    """Refuse what contradicts itself."""
    p = problem
    if not np.isfinite(p.fit).all() or p.fit.min() < 0 or p.fit.max() > 1:
        raise InvalidProblem(f"fit is outside 0 to 1 for candidate {worst_row((p.fit < 0) | ~(p.fit <= 1))}")
    if not 0 < p.enough <= 1:
        raise InvalidProblem(f"enough is {p.enough}, expected above 0, at most 1")
    if not (p.weight > 0).all() or (p.need < 1).any():
        raise InvalidProblem("every weight must be > 0 and every need >= 1")
    if (p.country < 0).any() or p.countries < 0 or (p.at_least < 0).any() or p.price < 0 or p.most < 0:
        raise InvalidProblem("country, countries, at_least, price and most must be >= 0")
    if ((p.apart < 0) | (p.apart >= p.candidates)).any() or (p.apart[:, 0] == p.apart[:, 1]).any():
        raise InvalidProblem(
            f"apart names {p.apart.tolist()}: expected pairs of two of {p.candidates} candidates"
        )
    together = p.member[p.apart].all(axis=1)
    if together.any():
        raise InvalidProblem(
            f"members {p.apart[together][0].tolist()} are both in the alliance, and must stay apart"
        )
    if p.most and p.member.sum() > p.most:
        raise InvalidProblem(f"{int(p.member.sum())} are members already, most is {p.most}")


def worst_row(wrong: np.ndarray) -> int:
    """Return the first row with something wrong."""
    return int(np.argmax(wrong.any(axis=1)))

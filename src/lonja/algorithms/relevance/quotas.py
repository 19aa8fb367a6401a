"""A share of the first places for those whom habit overlooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from lonja.algorithms.errors import InvalidProblem


@dataclass(frozen=True, slots=True, eq=False)
class Quota:
    """At least so many of every first places, as long as there are members left.

    Attributes:
        member: (n,) bool; the group, over candidates from best to worst.
        share: 0 to 1; of the first k places at least floor(share * k) are the group's.
    """

    member: np.ndarray
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise InvalidProblem(f"a share is {self.share}, expected 0 to 1")


def with_quotas(candidates: int, quotas: Sequence[Quota], *, count: int) -> list[int]:
    """Return the first `count` candidates, reordered as little as the quotas demand.

    Place by place: when a quota would be missed, the best candidate left who serves the most
    missed quotas gets the place; otherwise simply the best left.

    Args:
        candidates: how many there are, from best (0) to worst.
        quotas: groups and shares.
        count: how many places to fill.

    Raises:
        InvalidProblem: when a quota speaks of another number of candidates, or count is below 1.

    Cost: O(count * candidates).
    Source: M. Zehlike et al., "FA*IR: a fair top-k ranking algorithm", CIKM 2017, with plain
    shares in place of their significance test.

    >>> small = np.array([False, False, False, True])
    >>> with_quotas(4, [Quota(small, 0.5)], count=3)
    [0, 3, 1]
    """
    if count < 1:
        raise InvalidProblem(f"count is {count}, expected at least 1")
    for quota in quotas:
        if quota.member.shape != (candidates,):
            raise InvalidProblem(f"a quota covers {quota.member.shape}, expected {(candidates,)}")
    left = np.ones(candidates, bool)
    given = [0] * len(quotas)
    chosen: list[int] = []
    for place in range(1, min(count, candidates) + 1):
        serves = np.zeros(candidates, np.int64)
        for quota, so_far in zip(quotas, given):
            if so_far < floor(quota.share * place + 1e-9):
                serves += quota.member & left
        best = int(np.argmax(np.where(left, serves, -1)))
        left[best] = False
        given = [so_far + int(quota.member[best]) for quota, so_far in zip(quotas, given)]
        chosen.append(best)
    return chosen

"""How good is a ranking, how sure can we be, and who is shown?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from lonja.algorithms.errors import InvalidProblem

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """One ranking against what turned out to be right.

    Attributes:
        ndcg10: gain discounted by place over the first ten, divided by the best possible.
        recall10, recall50: share of the right answers among the first ten, fifty.
        first: 1 / place of the first right answer among fifty, 0 if none.
    """

    ndcg10: float
    recall10: float
    recall50: float
    first: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries and the range in which 95 of 100 resamplings fall."""

    mean: float
    low: float
    high: float


def judge(ranked: Sequence[str], right: frozenset[str] | set[str]) -> Judged:
    """Return the quality of one ranking, the best first.

    Raises:
        InvalidProblem: when nothing is right, or the ranking names one answer twice.

    Source: K. Järvelin and J. Kekäläinen, ACM TOIS 20(4), 2002, with gains 0 and 1.

    >>> judge(["a", "b", "c"], {"b", "z"}).first
    0.5
    """
    if not right:
        raise InvalidProblem("no answer is right: leave the query out")
    if len(set(ranked)) != len(ranked):
        raise InvalidProblem("the ranking names one answer twice")
    hits = [name in right for name in ranked[:50]]
    ideal = sum(1 / log2(place + 2) for place in range(min(10, len(right))))
    gained = sum(1 / log2(place + 2) for place, hit in enumerate(hits[:10]) if hit)
    first = next((1 / (place + 1) for place, hit in enumerate(hits) if hit), 0.0)
    return Judged(gained / ideal, sum(hits[:10]) / len(right), sum(hits) / len(right), first)


def estimate(values: Sequence[float], *, seed: int = 0) -> Estimate:
    """Return the mean over queries with its bootstrap interval (percentiles 2.5 and 97.5).

    For the difference of two systems give the differences query by query: the interval of
    paired differences is much narrower than those of the two means.

    Raises:
        InvalidProblem: when there are no values.

    Source: T. Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006.

    >>> estimate([0.5, 0.5, 0.5])
    Estimate(mean=0.5, low=0.5, high=0.5)
    """
    if not len(values):
        raise InvalidProblem("no values to estimate a mean from")
    array = np.asarray(values, np.float64)
    rng = np.random.default_rng(seed)
    means = array[rng.integers(0, len(array), (RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(array.mean()), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who is shown in many lists.

    Attributes:
        share: for each group, its part of all places shown.
        coverage: part of those who could be shown that were shown at least once.
        gini: 0 when all are shown equally often, near 1 when a few take all places.
    """

    share: Mapping[str, float]
    coverage: float
    gini: float


def exposure(
    lists: Iterable[Sequence[str]], *, groups: Mapping[str, frozenset[str]], everybody: Sequence[str]
) -> Exposure:
    """Return how the places of many lists are shared out.

    Args:
        lists: what was shown, one sequence of names for each list.
        groups: members of each group to watch, for example newcomers.
        everybody: who could have been shown.

    Raises:
        InvalidProblem: when somebody shown could not have been, or nobody could.

    >>> exposure([["a", "b"], ["a"]], groups={"new": frozenset("b")}, everybody=["a", "b", "c"]).coverage
    0.6666666666666666
    """
    times = dict.fromkeys(everybody, 0)
    if not times:
        raise InvalidProblem("nobody could be shown")
    for name in (name for shown in lists for name in shown):
        if name not in times:
            raise InvalidProblem(f"{name} was shown but is not among those who could be")
        times[name] += 1
    places = sum(times.values())
    share = {
        group: sum(times.get(name, 0) for name in members) / places if places else 0.0
        for group, members in groups.items()
    }
    return Exposure(share, sum(1 for n in times.values() if n) / len(times), gini(list(times.values())))


def gini(values: Sequence[float]) -> float:
    """Return the inequality of values >= 0: half their mean absolute difference over their mean.

    >>> gini([1, 1]), gini([0, 2])
    (0.0, 0.5)
    """
    array = np.sort(np.asarray(values, np.float64))
    if len(array) == 0 or array[0] < 0:
        raise InvalidProblem("expected one or more values, all >= 0")
    if array.sum() == 0:
        return 0.0
    rank = np.arange(1, len(array) + 1)
    return float(((2 * rank - len(array) - 1) * array).sum() / (len(array) * array.sum()))

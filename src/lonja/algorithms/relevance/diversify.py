"""No list of five times the same."""

from collections.abc import Sequence

import numpy as np

from lonja.algorithms.errors import InvalidProblem


def diversified(scores: Sequence[float], alike: np.ndarray, *, count: int, fit: float = 0.75) -> list[int]:
    """Return the places of candidates so that each adds something to those before.

    The next is the one with the greatest `fit * score / best score - (1 - fit) * likeness to the
    most alike one chosen`. With fit 1 this is plain order; ties go to the earlier candidate.

    Args:
        scores: (n,) >= 0, in any order.
        alike: (n, n) 0 to 1, symmetric; how alike two candidates are.
        count: how many to choose; at most n are.
        fit: above 0, at most 1; what fit counts against variety.

    Raises:
        InvalidProblem: when shapes disagree or a value is out of range.

    Cost: O(count * n).
    Source: J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998.

    >>> twins = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> diversified([1.0, 0.99, 0.8], twins, count=3)
    [0, 2, 1]
    """
    values = np.asarray(scores, np.float64)
    if alike.shape != (len(values), len(values)):
        raise InvalidProblem(f"likeness has shape {alike.shape}, expected {(len(values), len(values))}")
    if not 0 < fit <= 1 or count < 1:
        raise InvalidProblem(f"fit is {fit} and count {count}, expected 0 < fit <= 1 <= count")
    if len(values) and (values.min() < 0 or alike.min() < 0 or alike.max() > 1):
        raise InvalidProblem("scores must be >= 0 and likeness 0 to 1")
    relative = fit * values / max(float(values.max(initial=0.0)), 1e-12)
    nearest = np.zeros(len(values))
    left = np.ones(len(values), bool)
    chosen: list[int] = []
    for _ in range(min(count, len(values))):
        best = int(np.argmax(np.where(left, np.round(relative - (1 - fit) * nearest, 9), -np.inf)))
        left[best] = False
        nearest = np.maximum(nearest, alike[best])
        chosen.append(best)
    return chosen


def likeness_of(sets: Sequence[frozenset[str]]) -> np.ndarray:
    """Return (n, n) shared members over all members of each pair; empty sets are like nothing.

    Give the terms, codes, cluster and country of each candidate as one set.

    >>> likeness_of([frozenset("abc"), frozenset("bcd")]).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    names = {name: i for i, name in enumerate(sorted(set().union(*sets)))}
    held = np.zeros((len(sets), len(names)))
    for row, members in enumerate(sets):
        held[row, [names[name] for name in members]] = 1
    both = held @ held.T
    sizes = held.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - both
    return np.divide(both, either, out=np.zeros_like(both), where=either > 0)

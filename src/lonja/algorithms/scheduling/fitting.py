"""Fit waiting meetings into a plan by moving a few others."""

import numpy as np


def alone(meetings: int) -> tuple[np.ndarray, np.ndarray]:
    """For each meeting where the rows of its request begin, and end: every request is one row."""
    return np.arange(meetings, dtype=np.int32), np.arange(1, meetings + 1, dtype=np.int32)


def fit_in_all(ground, state, waiting, *, kin, now: int, depth: int) -> tuple[list[int], list[int]]:
    """Fit in the meetings that wait, the heaviest first.

    Args:
        ground, state: of the compiled loops; the state is changed.
        waiting: (n,) the meetings, none of them placed; of a request with several rows any one row.
        kin: for each meeting where the rows of its request begin, and end.
        now: first slot that may change.
        depth: how many meetings may move for one.

    Returns:
        The rows that are held now, and those that moved for them, a few perhaps twice.
    """
    from lonja.algorithms.scheduling.kernels import mend  # loads numba

    order = waiting[np.argsort(-ground.weight[waiting], kind="stable")].astype(np.int32)
    space = mend.Space(*(np.zeros(depth, np.int32) for _ in range(3)))
    moved, placed = np.zeros(depth * len(order), np.int32), np.zeros(len(order), np.int32)
    counts = mend.fit_in_all(ground, state, *kin, order, now, depth, space, placed, moved)
    return placed[: counts[0]].tolist(), moved[: counts[1]].tolist()

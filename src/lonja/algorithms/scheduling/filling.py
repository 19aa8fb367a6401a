"""The most wanted meetings first, each in the first slot that fits."""

import numpy as np

from lonja.algorithms.scheduling.board import Board


def fill(board: Board, mask: np.ndarray) -> None:
    """Put every meeting that still fits somewhere into its first slot that fits.

    Cost: O(T) for each meeting off the board.
    """
    problem = board.problem
    promised = (np.append(problem.least, 0)[problem.seats] > 0).any(axis=1)
    order = np.lexsort((mask.sum(axis=1), -problem.weight, ~promised, ~problem.must))
    for meeting in order[board.slot[order] < 0].tolist():
        for slot in np.flatnonzero(mask[meeting]).tolist():
            if board.fits(meeting, slot):
                board.put(meeting, slot)
                break

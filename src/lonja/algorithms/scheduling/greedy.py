"""A plain plan: the most wanted meetings first, each in the first slot that fits."""

import numpy as np

from lonja.algorithms.scheduling.board import Board


def greedy(problem, mask: np.ndarray, start: np.ndarray | None = None) -> Board:
    """Place locked meetings, then what `start` holds, then the rest by weight.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        start: (M,) slots of an earlier plan, kept where they still fit; or None.

    Cost: O(M T). Source: list scheduling, the oldest rule of the trade.
    """
    board = Board(problem)
    for meeting in np.flatnonzero(problem.locked >= 0).tolist():
        board.put(meeting, int(problem.locked[meeting]))
    if start is not None:
        for meeting in np.flatnonzero((start >= 0) & (board.slot < 0)).tolist():
            slot = int(start[meeting])
            if mask[meeting, slot] and board.fits(meeting, slot):
                board.put(meeting, slot)
    fill(board, mask)
    return board


def fill(board: Board, mask: np.ndarray) -> None:
    """Put every meeting that fits somewhere into its first slot that fits."""
    problem = board.problem
    promised = (problem.least[problem.pairs] > 0).any(axis=1)
    order = np.lexsort((mask.sum(axis=1), -problem.weight, ~promised, ~problem.must))
    for meeting in order[board.slot[order] < 0].tolist():
        for slot in np.flatnonzero(mask[meeting]).tolist():
            if board.fits(meeting, slot):
                board.put(meeting, slot)
                break

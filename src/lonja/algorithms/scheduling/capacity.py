"""The most meetings each participant could hold, whatever the others do."""

import numpy as np


def capacity(problem, mask: np.ndarray, ground) -> np.ndarray:
    """(P,) the most meetings each participant could hold if she were alone in the world.

    The least of three: her requests matched to slots, what she may hold at most, and
    what pauses leave of the slots in which somebody could meet her.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        ground: the same for the compiled loops.
    """
    from lonja.algorithms.scheduling.kernels.caps import caps

    most = np.minimum(caps(ground), problem.most).astype(np.int64)
    if problem.most_in_a_row:
        most = np.minimum(most, _with_pauses(problem, mask))
    return most


def _with_pauses(problem, mask) -> np.ndarray:
    """(P,) slots she could fill with no run longer than allowed.

    In each stretch of possible slots, every (k + 1)-th stays empty.
    """
    reach = np.zeros((problem.people + 1, problem.slots), bool)
    for side in range(problem.seats.shape[1]):
        np.logical_or.at(reach, problem.seats[:, side], mask)
    filled = np.zeros(problem.people + 1, np.int64)
    run = np.zeros(problem.people + 1, np.int64)
    for slot in range(problem.slots):
        if slot and problem.session[slot] != problem.session[slot - 1]:
            run[:] = 0
        sits = reach[:, slot] & (run < problem.most_in_a_row)
        run = np.where(sits, run + 1, 0)
        filled += sits
    return filled[:-1]

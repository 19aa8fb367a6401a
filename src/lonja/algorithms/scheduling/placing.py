"""Find a slot for every request chosen, or lose as little as possible."""

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board
from lonja.algorithms.scheduling.ground import lay_state

LINKS = 20  # links of ejection chains for each request chosen
SECOND_LINKS = (250, 100_000)  # links of the second search, over all requests: for each, and at most
MUST = 1 << 30  # how dear it is to leave out a meeting that must be held


def place_all(problem, mask, ground, choice, *, seed: int, start=None) -> tuple[np.ndarray, np.ndarray]:
    """Give slots and zones to the requests chosen.

    First every chosen request counts alike and chains of ejections look for places for
    all. If some find none, a second search over all requests trades by weight.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        ground: the same for the compiled loops.
        choice: the requests chosen.
        seed: seed of the random choices.
        start: (M,) slots to begin with where they still fit; or None.

    Returns:
        (M,) slots and (M,) zones.
    """
    board = with_locks(problem)
    if start is not None:
        for meeting in np.flatnonzero((start >= 0) & (board.slot < 0) & choice.chosen).tolist():
            if mask[meeting, start[meeting]] and board.fits(meeting, int(start[meeting])):
                board.put(meeting, int(start[meeting]))
    rng = np.array([seed], np.uint64)
    waiting = np.flatnonzero(choice.chosen & (board.slot < 0))
    waiting = waiting[_hardest_last(problem, mask, waiting)]
    even = np.full(problem.meetings, 16, np.int64)
    slot, zone, left = _chains(
        problem, ground, board.slot, board.zone, waiting, even, LINKS * len(waiting) + 20_000, False, rng
    )
    if left:
        dear = _dear(problem)
        waiting = np.flatnonzero((slot < 0) & mask.any(axis=1))
        waiting = waiting[np.argsort(dear[waiting], kind="stable")]
        links = min(SECOND_LINKS[0] * problem.meetings, SECOND_LINKS[1])
        second = _chains(problem, ground, slot, zone, waiting, dear, links, True, rng)
        if dear[second[0] >= 0].sum() > dear[slot >= 0].sum():
            slot, zone = second[0], second[1]
    return slot, zone


def with_locks(problem) -> Board:
    """A board on which only the locked meetings stand.

    Raises:
        InvalidProblem: when locked meetings leave no time to walk between them.
    """
    board = Board(problem)
    at = np.flatnonzero(problem.locked >= 0)
    known = problem.locked_table[at] >= 0
    for meeting in np.concatenate([at[known], at[~known]]).tolist():
        table = int(problem.locked_table[meeting])
        if table >= 0 and len(board.room) > 1:
            board.zone[meeting] = problem.table_zone[table]
        home = board.zone[meeting]
        slot = int(problem.locked[meeting])
        if not board.fits(meeting, slot):
            raise InvalidProblem("locked where the rules of the others leave no place", [meeting], "meeting")
        board.put(meeting, slot)
        if table >= 0 and board.zone[meeting] != home:
            raise InvalidProblem("locked too far from another meeting of its people", [meeting], "meeting")
    return board


def _hardest_last(problem, mask, waiting) -> np.ndarray:
    """Order in which the queue holds the meetings; it is served from its end."""
    seats = problem.seats[waiting]
    asked = np.bincount(seats[seats >= 0], minlength=problem.people)
    spare = np.append(problem.available.sum(axis=1) - asked, 1 << 20)
    return np.lexsort((-mask[waiting].sum(axis=1), -spare[seats].min(axis=1, initial=1 << 20)))


def _dear(problem) -> np.ndarray:
    """(M,) what it costs to leave each meeting out."""
    return 16 * (problem.weight.astype(np.int64) + MUST * problem.must)


def _chains(problem, ground, slot, zone, waiting, loss, links, patient, rng):
    """Run the compiled search; slots, zones and what is lost."""
    from lonja.algorithms.scheduling.kernels.place import place

    state = lay_state(problem, ground, slot, zone)
    queue = np.zeros(problem.meetings, np.int32)
    queue[: len(waiting)] = waiting
    best, best_zone = np.empty(problem.meetings, np.int32), np.empty(problem.meetings, np.int32)
    work = np.zeros(problem.meetings, np.int64), np.zeros(16, np.int32)
    left, _ = place(ground, state, queue, len(waiting), loss, links, patient, rng, best, best_zone, *work)
    return best, best_zone, left

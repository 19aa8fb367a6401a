"""Why a request was not placed, and the smallest change that would place it."""

import numpy as np

from lonja.algorithms.scheduling.board import Board, hated, possible, present, tables_open
from lonja.algorithms.scheduling.plan import Change, ChangeKind, Reason, Unplaced


def explain(board: Board, meetings=None) -> tuple[Unplaced, ...]:
    """Name the reason, and the way out, of every meeting that is off the board.

    Args:
        board: the plan.
        meetings: only those, all of them off the board; or None.

    Cost: O(T) for each meeting off the board, after O(M T) once.
    """
    off = np.flatnonzero(board.slot < 0).tolist() if meetings is None else meetings
    if not off:
        return ()
    doors = _Doors(board.problem)
    return tuple(_explain_one(board, doors, meeting) for meeting in off)


class _Doors:
    """What each meeting needs in itself, rule by rule: (M, T) or (M,) masks."""

    def __init__(self, problem):
        self.never = hated(problem)
        self.common = present(problem)
        self.allowed = problem.allowed
        self.open = tables_open(problem)
        self.possible = possible(problem)


def _explain_one(board, doors, meeting) -> Unplaced:
    reason, who = _reason(board, doors, meeting)
    if reason is Reason.NEVER:
        return Unplaced(meeting, reason)
    return Unplaced(meeting, reason, who, _way_out(board, doors, meeting))


def _reason(board, doors, meeting) -> tuple[Reason, int]:
    for reason, left in (
        (Reason.NEVER, ~doors.never[meeting]),
        (Reason.NO_COMMON_SLOT, doors.common[meeting]),
        (Reason.OUTSIDE_WINDOW, doors.common[meeting] & doors.allowed[meeting]),
        (Reason.TABLES_CLOSED, doors.common[meeting] & doors.allowed[meeting] & doors.open[meeting]),
        (Reason.LOCKED_OUT, doors.possible[meeting]),
    ):
        if not np.any(left):
            return reason, -1
    return _reason_on_the_board(board, meeting, np.flatnonzero(doors.possible[meeting]))


def _reason_on_the_board(board, meeting, slots) -> tuple[Reason, int]:
    for reason, who in board.limits(meeting):
        return reason, who
    for who in board.people[meeting]:
        if (board.taken[who, slots] >= 0).all():
            return Reason.PERSON_FULL, who
    met = [next(board.obstacles(meeting, slot), None) for slot in slots.tolist()]
    if None in met:
        return Reason.ROOM_LEFT, -1
    found = dict(reversed(met))
    for reason in (Reason.NO_FREE_TABLE, Reason.NO_PAUSE, Reason.TOO_FAR, Reason.OUT_OF_ORDER):
        if reason in found:
            return reason, found[reason]
    return Reason.NO_SHARED_GAP, -1


def _way_out(board, doors, meeting) -> Change | None:
    """The first single change, in the order of ChangeKind, in the earliest slot it works."""
    return min(_ways(board, doors, meeting), key=lambda way: way.size, default=None)


REMEDIES = {
    Reason.NO_FREE_TABLE: ChangeKind.ONE_MORE_TABLE,
    Reason.AT_MOST: ChangeKind.ONE_MORE_MEETING,
    Reason.GROUP_FULL: ChangeKind.ONE_MORE_FOR_GROUP,
    Reason.NO_PAUSE: ChangeKind.WITHOUT_PAUSE,
}


def _ways(board, doors, meeting):
    """Yield each change that alone would place the meeting."""
    people = board.people[meeting]
    free = (board.taken[people] < 0).all(axis=0)
    for slot in np.flatnonzero(free).tolist():
        lacks = [
            Change(ChangeKind.BE_PRESENT, slot, who)
            for who in people
            if not board.problem.available[who, slot]
        ]
        if not doors.allowed[meeting, slot]:
            lacks.append(Change(ChangeKind.WIDER_WINDOW, slot))
        if board.hosted[meeting] and not doors.open[meeting, slot]:
            continue
        for reason, who in board.obstacles(meeting, slot):
            lacks.append(Change(REMEDIES[reason], slot, who) if reason in REMEDIES else None)
        if len(lacks) == 1 and lacks[0] is not None:
            yield lacks[0]

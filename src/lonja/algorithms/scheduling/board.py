"""The state of a plan in the making, with every hard rule asked one meeting at a time."""

import numpy as np

from lonja.algorithms.scheduling.plan import Reason


class Board:
    """Who sits where, slot by slot; meetings are put on it and taken off.

    Attributes:
        slot: (M,) int16; slot of each meeting, -1 when it is off the board.
        taken: (P, T) int32; meeting of each participant in each slot, -1 when free.
        held: (P,) int; meetings of each participant.
        room: (T,) int; tables without a host that are still free.
    """

    def __init__(self, problem):
        self.problem = problem
        self.slot = np.full(problem.meetings, -1, np.int16)
        self.taken = np.full((problem.people, problem.slots), -1, np.int32)
        self.held = np.zeros(problem.people, np.int64)
        self.room = problem.tables[problem.table_host < 0].sum(axis=0)
        self.earlier = [[] for _ in range(problem.meetings)]
        self.later = [[] for _ in range(problem.meetings)]
        for first, second in problem.before.tolist():
            self.earlier[second].append(first)
            self.later[first].append(second)
        self.hosted = hosted(problem)

    def put(self, meeting: int, slot: int) -> None:
        """Place a meeting; the caller has asked `fits` before."""
        pair = self.problem.pairs[meeting]
        self.slot[meeting] = slot
        self.taken[pair, slot] = meeting
        self.held[pair] += 1
        self.room[slot] -= not self.hosted[meeting]

    def take(self, meeting: int) -> None:
        """Take a meeting off the board."""
        pair, slot = self.problem.pairs[meeting], self.slot[meeting]
        self.slot[meeting] = -1
        self.taken[pair, slot] = -1
        self.held[pair] -= 1
        self.room[slot] += not self.hosted[meeting]

    def obstacles(self, meeting: int, slot: int):
        """Yield each rule that stops a meeting, possible in itself, from being put into a slot.

        Yields:
            The reason and the participant concerned, -1 when it is nobody in particular.
        """
        problem = self.problem
        pair = problem.pairs[meeting].tolist()
        for who in pair:
            if self.held[who] >= problem.most[who]:
                yield Reason.AT_MOST, who
        for who in pair:
            if self.taken[who, slot] >= 0:
                yield Reason.PERSON_FULL, who
        if not self.hosted[meeting] and self.room[slot] <= 0:
            yield Reason.NO_FREE_TABLE, -1
        for who in pair:
            if problem.most_in_a_row and self._run_with(who, slot) > problem.most_in_a_row:
                yield Reason.NO_PAUSE, who
        if self._out_of_order(meeting, slot):
            yield Reason.OUT_OF_ORDER, -1

    def fits(self, meeting: int, slot: int) -> bool:
        """Whether a meeting, possible in itself, can be put into a slot."""
        return next(self.obstacles(meeting, slot), None) is None

    def _run_with(self, who, slot) -> int:
        """Length of the run of meetings that a meeting in this slot would join."""
        session = self.problem.session
        run = 1
        for step in (-1, 1):
            at = slot + step
            while 0 <= at < len(session) and session[at] == session[slot] and self.taken[who, at] >= 0:
                run += 1
                at += step
        return run

    def _out_of_order(self, meeting, slot) -> bool:
        early = any(self.slot[other] >= slot for other in self.earlier[meeting])
        return early or any(0 <= self.slot[other] <= slot for other in self.later[meeting])


def hosted(problem) -> np.ndarray:
    """(M,) bool; True where one of the two always sits at a table of her own."""
    host = np.zeros(problem.people, bool)
    host[problem.table_host[problem.table_host >= 0]] = True
    return host[problem.pairs].any(axis=1)


def possible(problem) -> np.ndarray:
    """(M, T) bool; slots in which each meeting could be held if it were the only one.

    Both are present, the window allows it, a table it may use is open, it is locked
    nowhere else, its people may meet, and no locked meeting takes either of them.
    """
    a, b = problem.pairs.T
    mask = problem.available[a] & problem.available[b] & problem.allowed & ~hated(problem)[:, None]
    mask &= tables_open(problem)
    free = np.ones((problem.people, problem.slots), bool)
    at = np.flatnonzero(problem.locked >= 0)
    free[problem.pairs[at].ravel(), np.repeat(problem.locked[at], 2)] = False
    mask &= free[a] & free[b]
    mask[at] = False
    mask[at, problem.locked[at]] = True
    return mask


def hated(problem) -> np.ndarray:
    """(M,) bool; True where the two must never meet."""
    low, high = np.sort(problem.never, axis=1).T.astype(np.int64)
    a, b = np.sort(problem.pairs, axis=1).T.astype(np.int64)
    return np.isin(a * problem.people + b, low * problem.people + high)


def tables_open(problem) -> np.ndarray:
    """(M, T) bool; True where a table that the meeting may use is open."""
    own = np.zeros((problem.people, problem.slots), bool)
    for table in np.flatnonzero(problem.table_host >= 0):
        own[problem.table_host[table]] |= problem.tables[table]
    a, b = problem.pairs.T
    common = problem.tables[problem.table_host < 0].any(axis=0)
    return np.where(hosted(problem)[:, None], own[a] | own[b], common)

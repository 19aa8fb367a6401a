"""The state of a plan in the making, with every hard rule asked one meeting at a time."""

from itertools import combinations

import numpy as np

from lonja.algorithms.scheduling.plan import Reason


class Board:
    """Who sits where, slot by slot; meetings are put on it and taken off.

    Attributes:
        slot: (M,) int16; slot of each meeting, -1 when it is off the board.
        zone: (M,) int32; zone of each meeting, meaningful while it is on the board.
        taken: (P, T) int32; meeting of each participant in each slot, -1 when free.
        held: (P,) int; meetings of each participant.
        room: (Z, T) int; tables without a host that are still free, zone by zone.
    """

    def __init__(self, problem, slot=None, zone=None):
        self.problem = problem
        self.people = [[who for who in seats if who >= 0] for seats in problem.seats.tolist()]
        self.slot = np.full(problem.meetings, -1, np.int16)
        self.hosted = hosted(problem)
        self.zone = home_zone(problem) if zone is None else zone.astype(np.int32)
        self.taken = np.full((problem.people, problem.slots), -1, np.int32)
        self.held = np.zeros(problem.people, np.int64)
        self.seats_of = np.zeros(len(problem.group_most), np.int64)
        self.room = common_room(problem)
        self.earlier: list[list[int]] = [[] for _ in range(problem.meetings)]
        self.later: list[list[int]] = [[] for _ in range(problem.meetings)]
        for first, second in problem.before.tolist():
            self.earlier[second].append(first)
            self.later[first].append(second)
        if slot is not None:
            for meeting in np.flatnonzero(slot >= 0).tolist():
                self._change(meeting, int(slot[meeting]), 1)

    def put(self, meeting: int, slot: int) -> None:
        """Place a meeting; the caller has asked `fits` before."""
        if not self.hosted[meeting]:
            self.zone[meeting] = next(self._zones(meeting, slot))
        self._change(meeting, slot, 1)

    def take(self, meeting: int) -> None:
        """Take a meeting off the board."""
        self._change(meeting, int(self.slot[meeting]), -1)

    def _change(self, meeting, slot, by) -> None:
        people = self.people[meeting]
        self.slot[meeting] = slot if by > 0 else -1
        self.taken[people, slot] = meeting if by > 0 else -1
        self.held[people] += by
        for who in people:
            if self.problem.group[who] >= 0:
                self.seats_of[self.problem.group[who]] += by
        if not self.hosted[meeting]:
            self.room[self.zone[meeting], slot] -= by

    def obstacles(self, meeting: int, slot: int):
        """Yield each rule that stops a meeting, possible in itself, from being put into a slot.

        Yields:
            The reason and the participant concerned, -1 when it is nobody in particular.
        """
        people = self.people[meeting]
        yield from self.limits(meeting)
        for who in people:
            if self.taken[who, slot] >= 0:
                yield Reason.PERSON_FULL, who
        if not self.hosted[meeting] and (self.room[:, slot] <= 0).all():
            yield Reason.NO_FREE_TABLE, -1
        elif next(self._zones(meeting, slot), None) is None:
            yield Reason.TOO_FAR, self._walker(meeting, slot)
        for who in people:
            if self.problem.most_in_a_row and self._run_with(who, slot) > self.problem.most_in_a_row:
                yield Reason.NO_PAUSE, who
        if self._out_of_order(meeting, slot):
            yield Reason.OUT_OF_ORDER, -1

    def limits(self, meeting: int):
        """Yield each limit of a person or group that one more meeting would exceed."""
        people, problem = self.people[meeting], self.problem
        for who in people:
            if self.held[who] >= problem.most[who]:
                yield Reason.AT_MOST, who
        for group in dict.fromkeys(int(problem.group[who]) for who in people):
            members = [who for who in people if problem.group[who] == group]
            if group >= 0 and self.seats_of[group] + len(members) > problem.group_most[group]:
                yield Reason.GROUP_FULL, members[0]

    def fits(self, meeting: int, slot: int) -> bool:
        """Whether a meeting, possible in itself, can be put into a slot."""
        return next(self.obstacles(meeting, slot), None) is None

    def _zones(self, meeting, slot):
        """Yield the zones with a table that everybody reaches in time, best known first."""
        home, count = int(self.zone[meeting]), len(self.room)
        for zone in [home] if self.hosted[meeting] else [(home + step) % count for step in range(count)]:
            has_table = self.hosted[meeting] or self.room[zone, slot] > 0
            if has_table and not any(self._too_far(who, slot, zone) for who in self.people[meeting]):
                yield zone

    def _walker(self, meeting, slot) -> int:
        """Somebody who would be too far away, were the meeting in its own zone."""
        home = int(self.zone[meeting])
        late = [who for who in self.people[meeting] if self._too_far(who, slot, home)]
        return late[0] if late else -1

    def _too_far(self, who, slot, zone) -> bool:
        problem = self.problem
        if len(self.room) == 1:
            return False
        for other in np.flatnonzero(self.taken[who] >= 0).tolist():
            if other != slot and problem.session[other] == problem.session[slot]:
                there = int(self.zone[self.taken[who, other]])
                walk = problem.travel[there, zone] if other < slot else problem.travel[zone, there]
                if abs(slot - other) <= walk:
                    return True
        return False

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
    """(M,) bool; True where somebody always sits at a table of her own."""
    host = np.zeros(problem.people + 1, bool)  # the last for the -1 of empty seats
    host[problem.table_host[problem.table_host >= 0]] = True
    return host[problem.seats].any(axis=1)


def zones(problem) -> tuple[np.ndarray, np.ndarray]:
    """Zone of each table, and slots between zones; one zone when walking takes no time."""
    if not problem.travel.any():
        return np.zeros(len(problem.tables), np.int32), np.zeros((1, 1), np.int32)
    return problem.table_zone, problem.travel


def common_room(problem) -> np.ndarray:
    """(Z, T) int; tables without a host that are open, zone by zone."""
    zone, travel = zones(problem)
    room = np.zeros((len(travel), problem.slots), np.int32)
    common = problem.table_host < 0
    np.add.at(room, zone[common], problem.tables[common])
    return room


def home_zone(problem) -> np.ndarray:
    """(M,) int32; zone of the first table of a host in the meeting, else 0."""
    zone, _ = zones(problem)
    first = np.full(problem.people + 1, len(problem.tables), np.int64)
    for table in np.flatnonzero(problem.table_host >= 0)[::-1]:
        first[problem.table_host[table]] = table
    return np.append(zone, 0)[first[problem.seats].min(axis=1)].astype(np.int32)


def present(problem) -> np.ndarray:
    """(M, T) bool; everybody is present."""
    mask = problem.available[problem.pairs[:, 0]] & problem.available[problem.pairs[:, 1]]
    np.logical_and.at(mask, problem.extra[:, 0], problem.available[problem.extra[:, 1]])
    return mask


def possible(problem) -> np.ndarray:
    """(M, T) bool; slots in which each meeting could be held if it were the only one.

    Everybody is present, the window allows it, a table it may use is open, it is locked
    nowhere else, its people may meet, and no locked meeting takes any of them.
    """
    mask = present(problem) & problem.allowed & ~hated(problem)[:, None] & tables_open(problem)
    free = np.ones((problem.people + 1, problem.slots), bool)
    at = np.flatnonzero(problem.locked >= 0)
    for side in range(problem.seats.shape[1]):
        free[problem.seats[at, side], problem.locked[at]] = False
    free[-1] = True
    for side in range(problem.seats.shape[1]):
        mask &= free[problem.seats[:, side]]
    mask[at] = False
    mask[at, problem.locked[at]] = True
    return mask


def hated(problem) -> np.ndarray:
    """(M,) bool; True where two of its people must never meet."""
    never = np.sort(problem.never, axis=1).astype(np.int64)
    keys = never[:, 0] * problem.people + never[:, 1]
    bad = np.zeros(problem.meetings, bool)
    for one, two in combinations(range(problem.seats.shape[1]), 2):
        low, high = np.sort(problem.seats[:, [one, two]], axis=1).T.astype(np.int64)
        bad |= (low >= 0) & np.isin(low * problem.people + high, keys)
    return bad


def tables_open(problem) -> np.ndarray:
    """(M, T) bool; True where a table that the meeting may use, in its zone, is open."""
    zone, _ = zones(problem)
    home = home_zone(problem)
    mask = np.repeat(problem.tables[problem.table_host < 0].any(axis=0)[None], problem.meetings, axis=0)
    with_host = hosted(problem)
    mask[with_host] = False
    for table in np.flatnonzero(problem.table_host >= 0).tolist():
        own = (problem.seats == problem.table_host[table]).any(axis=1) & (home == zone[table])
        mask[own] |= problem.tables[table]
    return mask

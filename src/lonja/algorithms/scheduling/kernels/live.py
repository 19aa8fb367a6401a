"""One live change from beginning to end: take away, fit in, find tables, check."""

from typing import NamedTuple

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, INTS, SMALL, STATE, YES
from lonja.algorithms.scheduling.kernels.mend import SPACE, drop, fit_in_all, fits_at
from lonja.algorithms.scheduling.kernels.moves import put, zone_for

# What the check found, by the number it answers.
FAULTS = (
    "", "two meetings at once", "a meeting where somebody is away", "a meeting outside its window",
    "a meeting without a table", "a meeting away from its host", "no pause where one is due",
    "a walk that takes too long", "meetings out of order", "too many meetings for somebody",
    "too many seats for a group",
)  # fmt: skip


class Room(NamedTuple):
    """Who is there, what is allowed, and who sits where: the problem as it was given, and the tables."""

    available: np.ndarray  # (P, T) bool
    allowed: np.ndarray  # (M, T) bool
    open: np.ndarray  # (T, K) bool
    host: np.ndarray  # (K,) int32
    zone: np.ndarray  # (K,) int32
    sits: np.ndarray  # (T, K) int32, meeting or -1
    table: np.ndarray  # (M,) int32
    kin_from: np.ndarray  # (M,) int32, where the rows of the same request begin ...
    kin_to: np.ndarray  # (M,) int32, ... and end


class Told(NamedTuple):
    """What a change did, and work space; `count` says how much of each holds."""

    lost: np.ndarray  # (T,) int32
    slot: np.ndarray  # (T,) int32, where each lost one was
    recast: np.ndarray  # (T,) int32
    waiting: np.ndarray  # (M,) int32
    placed: np.ndarray  # (M,) int32
    moved: np.ndarray  # (depth * M,) int32
    people: np.ndarray  # (P,) int32
    seen: np.ndarray  # (M,) int64, change in which a request was looked at
    met: np.ndarray  # (P,) int64, change in which a person was noted
    count: np.ndarray  # (7,) int64: lost, recast, waiting, placed, moved, people, number of the change


FLAGS = types.Array(types.boolean, 2, "C")
GRID = types.Array(types.int32, 2, "C")
ROOM = types.NamedTuple((FLAGS, FLAGS, FLAGS, SMALL, SMALL, GRID, SMALL, SMALL, SMALL), Room)
TOLD = types.NamedTuple((SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, INTS, INTS, INTS), Told)


@njit(types.void(ROOM, INT), cache=True, _nrt=False)
def leave_table(r, m):
    """Free the table of meeting m."""
    k = r.table[m]
    if k >= 0:
        for t in range(r.sits.shape[0]):
            if r.sits[t, k] == m:
                r.sits[t, k] = -1
        r.table[m] = -1


@njit(YES(GROUND, STATE, ROOM, INT, INT), cache=True, _nrt=False)
def may_sit(g, s, r, m, k):
    """Whether table k is free for m in its slot and m may use it."""
    t = s.slot[m]
    if k < 0 or not r.open[t, k] or r.sits[t, k] >= 0:
        return False
    if r.host[k] < 0:
        return g.common[m] and (g.travel.shape[0] == 1 or r.zone[k] == s.zone[m])
    mine = False
    for i in range(g.people.shape[1]):
        mine |= g.people[m, i] == r.host[k]
    return mine and (g.travel.shape[0] == 1 or r.zone[k] == s.zone[m])


@njit(YES(GROUND, STATE, ROOM, INT, INT), cache=True, _nrt=False)
def find_table(g, s, r, m, wish):
    """Seat m at the table wished for, at one of its people's beside this slot, or at the first free."""
    t, best = s.slot[m], wish
    if not may_sit(g, s, r, m, best):
        best = -1
        for i in range(g.people.shape[1]):
            p = g.people[m, i]
            for step in range(-1, 2, 2):
                if p < 0 or best >= 0 or t + step < 0 or t + step >= s.taken.shape[1]:
                    continue
                o = s.taken[p, t + step]
                if o >= 0 and may_sit(g, s, r, m, r.table[o]):
                    best = r.table[o]
        k = 0
        while best < 0 and k < len(r.host):
            if may_sit(g, s, r, m, k):
                best = k
            k += 1
    if best < 0:
        return False
    r.table[m] = best
    r.sits[t, best] = m
    return True


@njit(types.void(GROUND, ROOM, INT, INT), cache=True, _nrt=False)
def close(g, r, who, now):
    """Take the slots from `now` on away from every request of the one who leaves."""
    for t in range(now, r.available.shape[1]):
        r.available[who, t] = False
        for i in range(g.asks_from[who], g.asks_from[who + 1]):
            g.allow[g.asks[i], g.word[t]] &= ~g.bit[t]


@njit(types.void(GROUND, STATE, ROOM, TOLD), cache=True, _nrt=False)
def stand_in(g, s, r, told):
    """Let somebody else who may sit take over, at the same time and table, where that is possible."""
    for i in range(told.count[0]):
        m, t, table = told.lost[i], told.slot[i], r.table[told.lost[i]]
        leave_table(r, m)
        for o in range(r.kin_from[m], r.kin_to[m]):
            s.zone[o] = s.zone[m]
            if o != m and fits_at(g, s, o, t):
                put(g, s, o, t, zone_for(g, s, o, t))
                told.recast[told.count[1]] = o
                told.count[1] += 1
                find_table(g, s, r, o, table)
                break


@njit(inline="always")
def before(g, m, o):
    """Whether m is to be fitted in before o."""
    return g.weight[m] > g.weight[o] or (g.weight[m] == g.weight[o] and m < o)


@njit(types.void(GROUND, ROOM, TOLD), cache=True, _nrt=False)
def gather(g, r, told):
    """Collect the requests of everybody whose meeting was lost, one row each, the heaviest first."""
    for i in range(told.count[0]):
        for j in range(g.people.shape[1]):
            p = g.people[told.lost[i], j]
            if p < 0:
                break
            for a in range(g.asks_from[p], g.asks_from[p + 1]):
                m = r.kin_from[g.asks[a]]
                if told.seen[m] == told.count[6]:
                    continue
                told.seen[m] = told.count[6]
                at = told.count[2]
                while at > 0 and before(g, m, told.waiting[at - 1]):
                    told.waiting[at] = told.waiting[at - 1]
                    at -= 1
                told.waiting[at] = m
                told.count[2] += 1


@njit(types.void(GROUND, TOLD, INT), cache=True, _nrt=False)
def note(g, told, m):
    """Remember the people of a meeting."""
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p >= 0 and told.met[p] != told.count[6]:
            told.met[p] = told.count[6]
            told.people[told.count[5]] = p
            told.count[5] += 1


@njit(INT(GROUND, STATE, ROOM, INT), cache=True, _nrt=False)
def check(g, s, r, p):
    """Whether participant p can follow the plan, asked of the problem as it was given; the fault, or 0."""
    held, run, last = 0, 0, -1
    for t in range(s.taken.shape[1]):
        m = s.taken[p, t]
        if t > 0 and g.session[t] != g.session[t - 1]:
            run, last = 0, -1
        if m < 0:
            run = 0
            continue
        held, run = held + 1, run + 1
        k = r.table[m]
        if s.slot[m] != t:
            return 1
        if not r.available[p, t]:
            return 2
        if not r.allowed[m, t]:
            return 3
        if k < 0 or r.sits[t, k] != m or not r.open[t, k]:
            return 4
        if (r.host[k] < 0) != g.common[m]:
            return 5
        if g.limits[1] > 0 and run > g.limits[1]:
            return 6
        if last >= 0 and t - last <= g.travel[r.zone[r.table[s.taken[p, last]]], r.zone[k]]:
            return 7
        for i in range(g.near_from[m], g.near_from[m + 1]):
            u = s.slot[g.near[i]]
            if u >= 0 and (u - t) * g.near_sign[i] <= 0:
                return 8
        last = t
    if held > g.most[p]:
        return 9
    for a in range(g.asks_from[p], g.asks_from[p + 1]):
        m = g.asks[a]
        if s.slot[m] >= 0 and s.taken[p, s.slot[m]] != m:
            return 1
    return 0


@njit(INT(GROUND, STATE, ROOM, TOLD), cache=True, _nrt=False)
def settle(g, s, r, told):
    """Give tables to what was placed or moved, note whom it touches, and check it for them."""
    for i in range(told.count[4]):
        m = told.moved[i]
        for o in range(r.kin_from[m], r.kin_to[m]):
            if r.table[o] >= 0 and o != m:
                note(g, told, o)
            leave_table(r, o)
    for i in range(told.count[3] + told.count[4]):
        m = told.placed[i] if i < told.count[3] else told.moved[i - told.count[3]]
        note(g, told, m)
        if s.slot[m] >= 0 and r.table[m] < 0 and not find_table(g, s, r, m, -1):
            return 4
    for i in range(told.count[0]):
        note(g, told, told.lost[i])
    for i in range(told.count[1]):
        note(g, told, told.recast[i])
    for i in range(told.count[5]):
        fault = check(g, s, r, told.people[i])
        if fault:
            return fault
    for k in range(len(g.group_most)):
        if s.group_held[k] > g.group_most[k]:
            return 10
    return 0


@njit(INT(GROUND, STATE, ROOM, TOLD, SPACE, INT, INT, INT), cache=True, _nrt=False)
def leave(g, s, r, told, space, who, now, depth):
    """Participant `who` is away from slot `now` on; mend what she leaves behind.

    Args:
        g, s, r: ground, state and room; all are changed.
        told: what was done is written there.
        space: work space for `depth` meetings.
        who, now: who leaves, and the first slot in which she is away.
        depth: how many meetings may move to let one in.

    Returns:
        0, or the number of the fault of `FAULTS` that the check found.

    Cost: O(requests of her partners x their slots x slots of who is in the way).
    """
    told.count[:6] = 0
    told.count[6] += 1
    told.count[0] = drop(g, s, who, now, told.lost)
    at = 0
    for t in range(now, s.taken.shape[1]):  # where each was: `drop` goes through the slots in this order
        while (
            at < told.count[0]
            and r.table[told.lost[at]] >= 0
            and r.sits[t, r.table[told.lost[at]]] == told.lost[at]
        ):
            told.slot[at] = t
            at += 1
    close(g, r, who, now)
    stand_in(g, s, r, told)
    gather(g, r, told)
    waiting = told.waiting[: told.count[2]]
    told.count[3], told.count[4] = fit_in_all(
        g, s, r.kin_from, r.kin_to, waiting, now, depth, space, told.placed, told.moved
    )
    return settle(g, s, r, told)

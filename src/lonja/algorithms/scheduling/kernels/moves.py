"""The smallest steps: put a meeting somewhere, take it away, ask the rules."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.ground import (
    FAR,
    GROUND,
    INT,
    LIMITS,
    ORDER,
    ROWS,
    STATE,
    WORD,
    YES,
)


@njit(types.void(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def put(g, s, m, t, z):
    """Place meeting m in slot t, in zone z."""
    s.slot[m] = t
    s.zone[m] = z
    word, bit = g.word[t], g.bit[t]
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        s.taken[p, t] = m
        s.busy[p, word] |= bit
        s.held[p] += 1
        if g.group[p] >= 0:
            s.group_held[g.group[p]] += 1
    if g.common[m]:
        s.used[z, t] += 1
        if s.used[z, t] >= g.room[z, t]:
            s.free[z, word] &= ~bit


@njit(types.void(GROUND, STATE, INT), cache=True, _nrt=False)
def take(g, s, m):
    """Take meeting m off the plan."""
    t, z = s.slot[m], s.zone[m]
    s.slot[m] = -1
    word, bit = g.word[t], g.bit[t]
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        s.taken[p, t] = -1
        s.busy[p, word] &= ~bit
        s.held[p] -= 1
        if g.group[p] >= 0:
            s.group_held[g.group[p]] -= 1
    if g.common[m]:
        s.used[z, t] -= 1
        if s.used[z, t] < g.room[z, t]:
            s.free[z, word] |= bit


@njit(WORD(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def open_slots(g, s, m, word):
    """Bits of one word in which everybody is free and some zone has a table."""
    x = g.allow[m, word]
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        x &= ~s.busy[p, word]
    if x != 0 and g.common[m]:
        tables = np.uint64(0)
        for z in range(g.room.shape[0]):
            tables |= s.free[z, word]
        x &= tables
    return x


@njit(INT(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def in_a_row(g, s, p, t):
    """Length of the run of meetings of p around slot t, which counts as busy."""
    run = 1
    u = t - 1
    while u >= 0 and g.session[u] == g.session[t] and s.taken[p, u] >= 0:
        run += 1
        u -= 1
    u = t + 1
    while u < len(g.session) and g.session[u] == g.session[t] and s.taken[p, u] >= 0:
        run += 1
        u += 1
    return run


@njit(YES(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def too_far(g, s, p, t, z):
    """Whether p could not walk between zone z in slot t and her meetings around it."""
    for step in range(1, g.limits[2] + 1):
        u = t - step
        if u >= 0 and g.session[u] == g.session[t]:
            o = s.taken[p, u]
            if o >= 0 and g.travel[s.zone[o], z] >= step:
                return True
        u = t + step
        if u < len(g.session) and g.session[u] == g.session[t]:
            o = s.taken[p, u]
            if o >= 0 and g.travel[z, s.zone[o]] >= step:
                return True
    return False


@njit(YES(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def out_of_order(g, s, m, t):
    """Whether slot t is on the wrong side of a meeting that m must precede or follow."""
    for i in range(g.near_from[m], g.near_from[m + 1]):
        u = s.slot[g.near[i]]
        if u >= 0 and (u - t) * g.near_sign[i] <= 0:
            return True
    return False


@njit(YES(GROUND, STATE, INT), cache=True, _nrt=False)
def over_limits(g, s, m):
    """Whether one more meeting is too much for a person or a group of m."""
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        if s.held[p] >= g.most[p]:
            return True
        k = g.group[p]
        if k >= 0:
            more = 0
            for j in range(g.people.shape[1]):
                q = g.people[m, j]
                if q >= 0 and g.group[q] == k:
                    more += 1
            if s.group_held[k] + more > g.group_most[k]:
                return True
    return False


@njit(YES(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def near_enough(g, s, m, t, z):
    """Whether everybody of m can walk to zone z in slot t and on from there."""
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p >= 0 and too_far(g, s, p, t, z):
            return False
    return True


@njit(INT(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def zone_for(g, s, m, t):
    """A zone in which m, whose people are free in slot t, keeps every rule there; -1: none.

    Zones are tried from the one it was in last, so that people walk little.
    """
    flags = g.limits[0]
    if flags & LIMITS and over_limits(g, s, m):
        return -1
    if flags & ORDER and out_of_order(g, s, m, t):
        return -1
    if flags & ROWS:
        for i in range(g.people.shape[1]):
            p = g.people[m, i]
            if p >= 0 and in_a_row(g, s, p, t) > g.limits[1]:
                return -1
    zones = g.room.shape[0]
    if not g.common[m]:
        return s.zone[m] if not (flags & FAR) or near_enough(g, s, m, t, s.zone[m]) else -1
    for step in range(zones):
        z = (s.zone[m] + step) % zones
        if s.used[z, t] < g.room[z, t] and (not (flags & FAR) or near_enough(g, s, m, t, z)):
            return z
    return -1

"""Live changes: fit a waiting meeting in by moving at most a few others."""

import numpy as np
from numba import njit

from lonja.algorithms.scheduling.kernels.bits import trailing
from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, SMALL, STATE, YES
from lonja.algorithms.scheduling.kernels.moves import open_slots, put, take, zone_for


@njit(INT(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def earliest(g, s, m, now, but):
    """The first open slot of m from `now` on, other than `but`; -1 when there is none."""
    for word in range(g.allow.shape[1]):
        x = open_slots(g, s, m, word)
        while x != 0:
            t = g.slot_at[word * 64 + trailing(x)]
            x &= x - np.uint64(1)
            if t >= now and t != but and zone_for(g, s, m, t) >= 0:
                return t
    return -1


@njit(INT(GROUND, STATE, INT, INT, SMALL), cache=True, _nrt=False)
def blockers(g, s, m, t, found):
    """The different meetings that keep people of m busy in slot t; how many."""
    count = 0
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0 or s.taken[p, t] < 0:
            continue
        new = True
        for j in range(count):
            new &= found[j] != s.taken[p, t]
        if new:
            if count == len(found):
                return count + 1
            found[count] = s.taken[p, t]
            count += 1
    return count


@njit(YES(GROUND, STATE, INT, INT, INT, SMALL, SMALL), cache=True, _nrt=False)
def give_way(g, s, m, t, now, found, zone):
    """Move every blocker of slot t elsewhere and put m there; nothing changes when one cannot."""
    count = blockers(g, s, m, t, found)
    for j in range(count):
        if g.fixed[found[j]]:
            return False
    for j in range(count):
        zone[j] = s.zone[found[j]]
        take(g, s, found[j])
    done = 0
    z = zone_for(g, s, m, t)
    if z >= 0:
        put(g, s, m, t, z)
        while done < count:
            u = earliest(g, s, found[done], now, t)
            if u < 0:
                break
            put(g, s, found[done], u, zone_for(g, s, found[done], u))
            done += 1
        if done == count:
            return True
        take(g, s, m)
    for j in range(done):
        take(g, s, found[j])
    for j in range(count):
        put(g, s, found[j], t, zone[j])
    return False


@njit(INT(GROUND, STATE, INT, INT, INT, SMALL, SMALL), cache=True, _nrt=False)
def fit_in(g, s, m, now, depth, found, zone):
    """Place m from slot `now` on, moving as few other meetings as possible.

    Args:
        g, s: ground and state; the state is changed.
        m: a meeting that is not placed.
        now: first slot that may change.
        depth: how many meetings may move for it at most.
        found, zone: (depth,) work space.

    Returns:
        How many meetings moved; -1 when it does not fit.

    Cost: O(slots of m x slots of its blockers).
    Source: minimal perturbation, after R. Bartak, T. Muller and H. Rudova (2003);
    ejection chains of bounded depth.
    """
    t = earliest(g, s, m, now, -1)
    if t >= 0:
        put(g, s, m, t, zone_for(g, s, m, t))
        return 0
    for many in range(1, depth + 1):
        for i in range(g.choice_from[m], g.choice_from[m + 1]):
            t = g.choice[i]
            if t < now or g.allow[m, g.word[t]] & g.bit[t] == 0 or blockers(g, s, m, t, found) != many:
                continue
            if give_way(g, s, m, t, now, found, zone):
                return many
    return -1


@njit(INT(GROUND, STATE, SMALL, INT, INT, SMALL, SMALL, SMALL), cache=True, _nrt=False)
def fit_in_all(g, s, waiting, now, depth, found, zone, moved):
    """Place what waits, one after another; the meetings that moved for it are written to `moved`.

    Returns:
        How many are written, a meeting that moved twice being written twice.
    """
    total = 0
    for i in range(len(waiting)):
        if s.slot[waiting[i]] >= 0:
            continue
        count = fit_in(g, s, waiting[i], now, depth, found, zone)
        for j in range(count):
            moved[total] = found[j]
            total += 1
    return total


@njit(INT(GROUND, STATE, INT, INT, SMALL), cache=True, _nrt=False)
def drop(g, s, who, now, lost):
    """Take every meeting of one participant from slot `now` on; how many are written to `lost`."""
    count = 0
    for t in range(now, s.taken.shape[1]):
        m = s.taken[who, t]
        if m >= 0:
            lost[count] = m
            count += 1
            take(g, s, m)
    return count

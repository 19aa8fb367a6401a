"""Live changes: fit a waiting meeting in by moving at most a few others, or by other people sitting.

A request is one row of the arrays, or several that follow each other: one for each way
to choose who sits. `kin_from` and `kin_to` tell where the rows of its request begin and end.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import trailing
from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, SMALL, STATE, TWO, YES
from lonja.algorithms.scheduling.kernels.moves import open_slots, put, take, zone_for


class Space(NamedTuple):
    """Work space for the meetings that give way to one, as many as may move."""

    found: np.ndarray  # (depth,) int32, who stands in the way ...
    zone: np.ndarray  # (depth,) int32, ... the zone of each before ...
    went: np.ndarray  # (depth,) int32, ... and the row that is held for it afterwards


SPACE = types.NamedUniTuple(SMALL, 3, Space)


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


@njit(YES(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def fits_at(g, s, m, t):
    """Whether m could be put into slot t as things stand."""
    return open_slots(g, s, m, g.word[t]) & g.bit[t] != 0 and zone_for(g, s, m, t) >= 0


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


@njit(INT(GROUND, STATE, SMALL, SMALL, INT, INT, INT), cache=True, _nrt=False)
def rehouse(g, s, kin_from, kin_to, m, t, now):
    """Hold the request of m, just taken from slot t, elsewhere or with others; the row held, or -1.

    Other people at the same time come before another time with other people, and the
    same people at another time before both.
    """
    u = earliest(g, s, m, now, t)
    if u >= 0:
        put(g, s, m, u, zone_for(g, s, m, u))
        return m
    for r in range(kin_from[m], kin_to[m]):
        if r != m and fits_at(g, s, r, t):
            put(g, s, r, t, zone_for(g, s, r, t))
            return r
    for r in range(kin_from[m], kin_to[m]):
        u = earliest(g, s, r, now, t) if r != m else -1
        if u >= 0:
            put(g, s, r, u, zone_for(g, s, r, u))
            return r
    return -1


@njit(YES(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def could_move(g, s, m, now, but):
    """Whether m has an open slot from `now` on other than `but` (only people and tables asked)."""
    for word in range(g.allow.shape[1]):
        x = open_slots(g, s, m, word)
        while x != 0:
            t = g.slot_at[word * 64 + trailing(x)]
            x &= x - np.uint64(1)
            if t >= now and t != but:
                return True
    return False


@njit(YES(GROUND, STATE, SMALL, SMALL, INT, INT, INT, SPACE), cache=True, _nrt=False)
def give_way(g, s, kin_from, kin_to, m, t, now, space):
    """Find every blocker of slot t another place and put m there; nothing changes when one finds none."""
    found, zone, went = space
    count = blockers(g, s, m, t, found)
    for j in range(count):
        o = found[j]
        if g.fixed[o]:
            return False
        # Whatever gives way here frees slot t alone: what has no other slot now has none then.
        if kin_to[o] - kin_from[o] == 1 and not could_move(g, s, o, now, t):
            return False
    for j in range(count):
        zone[j] = s.zone[found[j]]
        take(g, s, found[j])
    done = 0
    z = zone_for(g, s, m, t)
    if z >= 0:
        put(g, s, m, t, z)
        while done < count:
            went[done] = rehouse(g, s, kin_from, kin_to, found[done], t, now)
            if went[done] < 0:
                break
            done += 1
        if done == count:
            return True
        take(g, s, m)
    for j in range(done):
        take(g, s, went[j])
    for j in range(count):
        put(g, s, found[j], t, zone[j])
    return False


@njit(TWO(GROUND, STATE, SMALL, SMALL, INT, INT, INT, SPACE), cache=True, _nrt=False)
def fit_in(g, s, kin_from, kin_to, m, now, depth, space):
    """Place the request of m from slot `now` on, moving as few other meetings as possible.

    Args:
        g, s: ground and state; the state is changed.
        kin_from, kin_to: (M,) where the rows of each request begin and end.
        m: a row of a request that is not placed.
        now: first slot that may change.
        depth: how many meetings may move for it at most.
        space: work space; `went` holds the rows that moved.

    Returns:
        The row that is held now, -1 when it does not fit, and how many meetings moved.

    Cost: O(slots of the request x slots of its blockers).
    Source: minimal perturbation, after R. Bartak, T. Muller and H. Rudova (2003);
    ejection chains of bounded depth.
    """
    for r in range(kin_from[m], kin_to[m]):
        t = earliest(g, s, r, now, -1)
        if t >= 0:
            put(g, s, r, t, zone_for(g, s, r, t))
            return r, 0
    for many in range(1, depth + 1):
        for r in range(kin_from[m], kin_to[m]):
            for i in range(g.choice_from[r], g.choice_from[r + 1]):
                t = g.choice[i]
                if t < now or g.allow[r, g.word[t]] & g.bit[t] == 0:
                    continue
                if blockers(g, s, r, t, space.found) != many:
                    continue
                if give_way(g, s, kin_from, kin_to, r, t, now, space):
                    return r, many
    return -1, 0


@njit(TWO(GROUND, STATE, SMALL, SMALL, SMALL, INT, INT, SPACE, SMALL, SMALL), cache=True, _nrt=False)
def fit_in_all(g, s, kin_from, kin_to, waiting, now, depth, space, placed, moved):
    """Place what waits, one after another: first what fits as it is, then what others must move for.

    Returns:
        How many rows are written to `placed`, and how many that moved for them to `moved`,
        a meeting that moved twice being written twice.
    """
    some, total = 0, 0
    for i in range(2 * len(waiting)):
        m, most = (waiting[i], 0) if i < len(waiting) else (waiting[i - len(waiting)], depth)
        held = False
        for r in range(kin_from[m], kin_to[m]):
            held |= s.slot[r] >= 0
        if held:
            continue
        r, count = fit_in(g, s, kin_from, kin_to, m, now, most, space)
        if r >= 0:
            placed[some] = r
            some += 1
        for j in range(count):
            moved[total] = space.went[j]
            total += 1
    return some, total


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

"""Exchanges: a meeting that waits takes the place of one of equal worth."""

from numba import njit

from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, INTS, STATE, WORDS, YES
from lonja.algorithms.scheduling.kernels.holes import change, holes_in
from lonja.algorithms.scheduling.kernels.moves import put, take, zone_for
from lonja.algorithms.scheduling.kernels.wish import BENCH, WISH, accepts, dearer


@njit(YES(GROUND, INT, INT), cache=True, _nrt=False)
def sits_in(g, m, p):
    """Whether p takes part in m."""
    found = False
    for i in range(g.people.shape[1]):
        found |= g.people[m, i] == p
    return found


@njit(YES(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def may_leave(g, s, out, into):
    """Whether everybody of `out` who is not in `into` can do with one meeting less."""
    for i in range(g.people.shape[1]):
        p = g.people[out, i]
        if p >= 0 and s.held[p] <= g.least[p] and not sits_in(g, into, p):
            return False
    return True


@njit(INT(GROUND, STATE, INT), cache=True, _nrt=False)
def recount(g, s, p):
    """Breaks of p over all parts of the time."""
    total = 0
    for t in range(len(g.word)):
        if t == 0 or g.part_from[t] != g.part_from[t - 1]:
            _, runs = holes_in(s.busy[p], g.part_from[t], g.part_to[t])
            total += runs
    return total


@njit(YES(GROUND, STATE, WISH, INT, INT, INT), cache=True, _nrt=False)
def exchange(g, s, wish, out, into, t):
    """Put `into` where `out` was, unless a rule forbids it; whether it was done."""
    take(g, s, out)
    z = zone_for(g, s, into, t)
    if z < 0:
        put(g, s, out, t, s.zone[out])
        return False
    put(g, s, into, t, z)
    if wish.price[2]:
        for i in range(g.people.shape[1]):
            if g.people[out, i] >= 0:
                wish.breaks[g.people[out, i]] = recount(g, s, g.people[out, i])
            if g.people[into, i] >= 0:
                wish.breaks[g.people[into, i]] = recount(g, s, g.people[into, i])
    return True


@njit(INT(GROUND, STATE, BENCH, WISH, INT, INT, INTS, WORDS), cache=True, _nrt=False)
def try_exchange(g, s, b, wish, into, t, chance, rng):
    """Hold meeting `into`, which waits, in slot t instead of the one meeting in its way.

    Returns:
        The meeting that waits now; `into` itself when nothing changed.
    """
    out = -1
    for i in range(g.people.shape[1]):
        p = g.people[into, i]
        if p >= 0:
            o = s.taken[p, t]
            if o >= 0 and o != out:
                if out >= 0:
                    return into
                out = o
    if out < 0 or g.fixed[out] or wish.worth[out] != wish.worth[into] or not may_leave(g, s, out, into):
        return into
    cost, waits = 0, 0
    for i in range(g.people.shape[1]):
        p = g.people[out, i]
        if p >= 0 and not sits_in(g, into, p):
            idle, runs = change(g, s, p, t, -1)
            cost += dearer(wish, p, idle, runs)
            waits += idle
        p = g.people[into, i]
        if p >= 0 and not sits_in(g, out, p):
            idle, runs = change(g, s, p, -1, t)
            cost += dearer(wish, p, idle, runs)
            waits += idle
    if wish.price[4] and wish.home[out] == t:
        cost += wish.price[4]
    if wish.price[4] and wish.home[into] == t:
        cost -= wish.price[4]
    if not accepts(cost, chance, rng) or not exchange(g, s, wish, out, into, t):
        return into
    b.score[0] += cost
    b.score[1] += waits
    return out

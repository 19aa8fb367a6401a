"""Kempe chains: meetings that change places between two slots as a whole."""

from numba import njit

from lonja.algorithms.scheduling.kernels.ground import FAR, GROUND, ORDER, ROWS, STATE, YES
from lonja.algorithms.scheduling.kernels.holes import change
from lonja.algorithms.scheduling.kernels.moves import in_a_row, out_of_order, too_far
from lonja.algorithms.scheduling.kernels.wish import BENCH, LONGEST, accepts, dearer


@njit(inline="always")
def grow(g, s, b, m, t, u):
    """Collect the chain of meetings that must change places for m to go from t to u.

    Whoever meets in one of the two slots with somebody of the chain belongs to it.

    Returns:
        Whether every one of them may be held in the other slot.
    """
    b.count[0] += 1
    tick = b.count[0]
    b.chain[0] = m
    b.seen[m] = tick
    length, at, ends = 1, 0, 0
    b.shift[:] = 0
    while at < length:
        r = b.chain[at]
        at += 1
        here = s.slot[r]
        there = u if here == t else t
        if g.fixed[r] or g.allow[r, g.word[there]] & g.bit[there] == 0:
            return False
        if g.common[r]:
            b.shift[s.zone[r]] += 1 if here == t else -1
        for i in range(g.people.shape[1]):
            p = g.people[r, i]
            if p < 0:
                break
            o = s.taken[p, there]
            if o < 0:
                b.person[ends] = p
                b.gone[ends] = here
                ends += 1
            elif b.seen[o] != tick:
                if length == LONGEST:
                    return False
                b.seen[o] = tick
                b.chain[length] = o
                length += 1
    b.count[1] = length
    b.count[2] = ends
    for z in range(len(b.shift)):
        if s.used[z, u] + b.shift[z] > g.room[z, u] or s.used[z, t] - b.shift[z] > g.room[z, t]:
            return False
    return True


@njit(inline="always")
def chain_price(g, s, b, wish, t, u):
    """Change of the price, and of the idle slots, when the chain changes places between t and u."""
    cost, waits = 0, 0
    for e in range(b.count[2]):
        gone = b.gone[e]
        idle, runs = change(g, s, b.person[e], gone, u if gone == t else t)
        cost += dearer(wish, b.person[e], idle, runs)
        waits += idle
    if wish.price[4]:
        for i in range(b.count[1]):
            r = b.chain[i]
            there = u if s.slot[r] == t else t
            if wish.home[r] == s.slot[r]:
                cost += wish.price[4]
            elif wish.home[r] == there:
                cost -= wish.price[4]
    return cost, waits


@njit(inline="always")
def mark(g, s, z, t):
    """Note whether zone z has a common table left in slot t."""
    if s.used[z, t] < g.room[z, t]:
        s.free[z, g.word[t]] |= g.bit[t]
    else:
        s.free[z, g.word[t]] &= ~g.bit[t]


@njit(inline="always")
def swing(g, s, b, t, u):
    """Let the chain change places between t and u; doing it twice does nothing."""
    length = b.count[1]
    for i in range(length):
        r = b.chain[i]
        for k in range(g.people.shape[1]):
            if g.people[r, k] >= 0:
                s.taken[g.people[r, k], s.slot[r]] = -1
    for i in range(length):
        r = b.chain[i]
        here = s.slot[r]
        there = u if here == t else t
        s.slot[r] = there
        for k in range(g.people.shape[1]):
            if g.people[r, k] >= 0:
                s.taken[g.people[r, k], there] = r
    for e in range(b.count[2]):
        p = b.person[e]
        s.busy[p, g.word[t]] ^= g.bit[t]
        s.busy[p, g.word[u]] ^= g.bit[u]
    for z in range(len(b.shift)):
        s.used[z, u] += b.shift[z]
        s.used[z, t] -= b.shift[z]
        b.shift[z] = -b.shift[z]
        mark(g, s, z, t)
        mark(g, s, z, u)


@njit(YES(GROUND, STATE, BENCH), cache=True, _nrt=False)
def chain_obeys(g, s, b):
    """Whether the chain, where it stands now, keeps pauses, walks and orders."""
    flags = g.limits[0]
    for i in range(b.count[1]):
        r = b.chain[i]
        t = s.slot[r]
        if flags & ORDER and out_of_order(g, s, r, t):
            return False
        for k in range(g.people.shape[1]):
            p = g.people[r, k]
            if p < 0:
                break
            if flags & ROWS and in_a_row(g, s, p, t) > g.limits[1]:
                return False
            if flags & FAR and too_far(g, s, p, t, s.zone[r]):
                return False
    return True


@njit(inline="always")
def count_breaks(g, s, b, wish, t, u, forth):
    """Keep the breaks of the people at the ends of the chain up to date, before it moves (or back)."""
    for e in range(b.count[2]):
        here = b.gone[e]
        there = u if here == t else t
        _, runs = change(g, s, b.person[e], here if forth else there, there if forth else here)
        wish.breaks[b.person[e]] += runs


@njit(inline="always")
def try_chain(g, s, b, wish, m, u, chance, rng):
    """Move m to slot u with all that hangs on it, if that is acceptable."""
    t = s.slot[m]
    if not grow(g, s, b, m, t, u):
        return
    cost, waits = chain_price(g, s, b, wish, t, u)
    if not accepts(cost, chance, rng):
        return
    if wish.price[2]:
        count_breaks(g, s, b, wish, t, u, True)
    swing(g, s, b, t, u)
    if g.limits[0] & (ROWS | FAR | ORDER) and not chain_obeys(g, s, b):
        if wish.price[2]:
            count_breaks(g, s, b, wish, t, u, False)
        swing(g, s, b, t, u)
        return
    b.score[0] += cost
    b.score[1] += waits

"""Kempe-chain annealing: close the gaps in people's days without losing a meeting."""

from typing import NamedTuple

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw, leading, ones, trailing
from lonja.algorithms.scheduling.kernels.ground import (
    FAR,
    GROUND,
    INT,
    INTS,
    ORDER,
    ROWS,
    SMALL,
    STATE,
    TWO,
    WORDS,
    YES,
)
from lonja.algorithms.scheduling.kernels.holes import change, holes_in
from lonja.algorithms.scheduling.kernels.moves import in_a_row, out_of_order, put, take, too_far, zone_for

LONGEST = 200  # meetings in one chain; longer ones are never accepted anyway


class Wish(NamedTuple):
    """What the annealing should make small."""

    price: np.ndarray  # (5,) int64: idle slot, break, break over the cap, the cap, meeting moved
    home: np.ndarray  # (M,) int32, slot in the plan to stay near to, or -1
    worth: np.ndarray  # (M,) int64; only meetings of equal worth are exchanged
    breaks: np.ndarray  # (P,) int32, breaks of each participant, kept up to date


class Bench(NamedTuple):
    """Work space, made once."""

    chain: np.ndarray  # (LONGEST,) int32
    seen: np.ndarray  # (M,) int64, round in which a meeting joined a chain
    person: np.ndarray  # (n,) int32, people at the ends of a chain ...
    gone: np.ndarray  # (n,) int32, ... and the slot each gives up
    shift: np.ndarray  # (Z,) int64, meetings that leave the first slot, zone by zone
    count: np.ndarray  # (3,) int64: round, length of the chain, ends


WISH = types.NamedTuple((INTS, SMALL, INTS, SMALL), Wish)
BENCH = types.NamedTuple((SMALL, INTS, SMALL, SMALL, INTS, INTS), Bench)


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
def dearer(wish, p, idle, runs):
    """Change of the price when p gets so many idle slots and breaks more."""
    price = wish.price
    cost = price[0] * idle + price[1] * runs
    if price[2]:
        now = np.int64(wish.breaks[p])
        cost += price[2] * (max(now + runs - price[3], 0) - max(now - price[3], 0))
    return cost


@njit(inline="always")
def chain_price(g, s, b, wish, t, u):
    """Change of the price when the chain changes places between t and u."""
    cost = 0
    for e in range(b.count[2]):
        gone = b.gone[e]
        idle, runs = change(g, s, b.person[e], gone, u if gone == t else t)
        cost += dearer(wish, b.person[e], idle, runs)
    if wish.price[4]:
        for i in range(b.count[1]):
            r = b.chain[i]
            there = u if s.slot[r] == t else t
            if wish.home[r] == s.slot[r]:
                cost += wish.price[4]
            elif wish.home[r] == there:
                cost -= wish.price[4]
    return cost


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
def accepts(cost, chance, rng):
    """Whether a change of this price is taken, by the chances of the present temperature."""
    if cost <= 0:
        return True
    return cost < len(chance) and draw(rng, 1 << 30) < chance[cost]


@njit(inline="always")
def try_chain(g, s, b, wish, m, u, chance, rng):
    """Move m to slot u with all that hangs on it, if that is acceptable; the change of price."""
    t = s.slot[m]
    if not grow(g, s, b, m, t, u):
        return 0
    cost = chain_price(g, s, b, wish, t, u)
    if not accepts(cost, chance, rng):
        return 0
    if wish.price[2]:
        for e in range(b.count[2]):
            gone = b.gone[e]
            _, runs = change(g, s, b.person[e], gone, u if gone == t else t)
            wish.breaks[b.person[e]] += runs
    swing(g, s, b, t, u)
    if g.limits[0] & (ROWS | FAR | ORDER) and not chain_obeys(g, s, b):
        if wish.price[2]:
            for e in range(b.count[2]):
                gone = b.gone[e]
                _, runs = change(g, s, b.person[e], u if gone == t else t, gone)
                wish.breaks[b.person[e]] += runs
        swing(g, s, b, t, u)
        return 0
    return cost


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


@njit(TWO(GROUND, STATE, WISH, INT, INT, INT, INT), cache=True, _nrt=False)
def exchange(g, s, wish, out, into, t, cost):
    """Put `into` where `out` was, unless a rule forbids it; who waits now, and the change of price."""
    take(g, s, out)
    z = zone_for(g, s, into, t)
    if z < 0:
        put(g, s, out, t, s.zone[out])
        return into, 0
    put(g, s, into, t, z)
    if wish.price[2]:
        for i in range(g.people.shape[1]):
            if g.people[out, i] >= 0:
                wish.breaks[g.people[out, i]] = recount(g, s, g.people[out, i])
            if g.people[into, i] >= 0:
                wish.breaks[g.people[into, i]] = recount(g, s, g.people[into, i])
    return out, cost


@njit(TWO(GROUND, STATE, WISH, INT, INT, INTS, WORDS), cache=True, _nrt=False)
def try_exchange(g, s, wish, into, t, chance, rng):
    """Hold meeting `into`, which waits, in slot t instead of the one meeting in its way.

    Returns:
        The meeting that waits now (`into` itself when nothing changed), and the change of price.
    """
    out = -1
    for i in range(g.people.shape[1]):
        p = g.people[into, i]
        if p >= 0:
            o = s.taken[p, t]
            if o >= 0 and o != out:
                if out >= 0:
                    return into, 0
                out = o
    if out < 0 or g.fixed[out] or wish.worth[out] != wish.worth[into] or not may_leave(g, s, out, into):
        return into, 0
    cost = 0
    for i in range(g.people.shape[1]):
        p = g.people[out, i]
        if p >= 0 and not sits_in(g, into, p):
            idle, runs = change(g, s, p, t, -1)
            cost += dearer(wish, p, idle, runs)
        p = g.people[into, i]
        if p >= 0 and not sits_in(g, out, p):
            idle, runs = change(g, s, p, -1, t)
            cost += dearer(wish, p, idle, runs)
    if wish.price[4] and wish.home[out] == t:
        cost += wish.price[4]
    if wish.price[4] and wish.home[into] == t:
        cost -= wish.price[4]
    if not accepts(cost, chance, rng):
        return into, 0
    return exchange(g, s, wish, out, into, t, cost)


@njit(inline="always")
def near(x):
    """The slots inside and right beside the span of a set of slots that is not empty."""
    high, low = np.int64(leading(x)), np.int64(trailing(x))
    high = max(high - 1, 0)
    low = max(low - 1, 0)
    every = ~np.uint64(0)
    return (every >> np.uint64(high)) & (every << np.uint64(low)) & ~x


@njit(inline="always")
def inviting(g, s, m, rng):
    """A slot for m where, as far as possible, nobody in it would have to wait; or its own."""
    word = draw(rng, g.allow.shape[1])
    t = s.slot[m]
    x = g.allow[m, word]
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        y = s.busy[p, word]
        if g.word[t] == word:
            y &= ~g.bit[t]
        if y != 0:
            y = near(y) & x
            if y != 0:
                x = y
    if g.word[t] == word:
        x &= ~g.bit[t]
    if x == 0:
        return t
    for _ in range(draw(rng, np.int64(ones(x)))):
        x &= x - np.uint64(1)
    return g.slot_at[word * 64 + np.int64(trailing(x))]


@njit(INT(GROUND, STATE, BENCH, WISH, SMALL, SMALL, INT, INTS, WORDS), cache=True, _nrt=False)
def anneal(g, s, b, wish, movable, waiting, moves, chance, rng):
    """Try so many moves at one temperature.

    A move takes a meeting to another slot, with the chain of meetings that must
    give way (Kempe chain: everybody in it changes between the same two slots), or
    exchanges a meeting for a waiting one of equal worth.

    Args:
        g, s, b: ground, state, work space; the state is changed.
        wish: the prices.
        movable: (n,) meetings to move; those that are not placed are skipped.
        waiting: (k,) meetings to exchange for; changed.
        moves: how many tries.
        chance: (c,) int64; chance out of 2**30 to accept a change by each price.
        rng: (1,) state of the generator.

    Returns:
        The change of the price altogether.

    Cost: O(chain) per move, the price of a change O(1) by bit arithmetic.
    Source: S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Science 220 (1983); Kempe
    chains for timetables after R. Lewis and J. Thompson, EJOR 240(3), 2015.
    """
    total = 0
    if len(movable) == 0:
        return total
    for _ in range(moves):
        if len(waiting) > 0 and draw(rng, 16) == 0:
            k = draw(rng, len(waiting))
            m = waiting[k]
            options = g.choice_from[m + 1] - g.choice_from[m]
            t = g.choice[g.choice_from[m] + draw(rng, options)]
            waiting[k], cost = try_exchange(g, s, wish, m, t, chance, rng)
            total += cost
            continue
        m = movable[draw(rng, len(movable))]
        if s.slot[m] < 0:
            continue
        if draw(rng, 2) == 0:
            t = inviting(g, s, m, rng)
        else:
            options = g.choice_from[m + 1] - g.choice_from[m]
            t = g.choice[g.choice_from[m] + draw(rng, options)]
        if t != s.slot[m]:
            total += try_chain(g, s, b, wish, m, t, chance, rng)
    return total

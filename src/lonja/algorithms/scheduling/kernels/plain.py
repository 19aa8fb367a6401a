"""The plain Kempe annealing that ours is compared with in the benchmark.

Two people to a meeting, tables in one zone, no further rules, sessions of 64 slots at most.
"""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw
from lonja.algorithms.scheduling.kernels.ground import INT, INTS, SMALL, WORDS, YES
from lonja.algorithms.scheduling.kernels.holes import holes

LONGEST = 200
GRID = types.Array(types.int32, 2, "C")
MASKS = types.Array(types.uint64, 2, "C")
OPEN = types.Array(types.boolean, 2, "C")


@njit(inline="always")
def after(busy, place, p, gone, come):
    """Change of idle slots when p gives up slot `gone` for slot `come` (-1: none)."""
    change = 0
    for session in range(busy.shape[1]):
        x = y = busy[p, session]
        if gone >= 0 and place[gone, 0] == session:
            y &= ~(np.uint64(1) << np.uint64(place[gone, 1]))
        if come >= 0 and place[come, 0] == session:
            y |= np.uint64(1) << np.uint64(place[come, 1])
        if x != y:
            change += holes(y)[0] - holes(x)[0]
    return change


@njit(inline="always")
def turn(busy, place, p, slot):
    """Turn over one bit."""
    busy[p, place[slot, 0]] ^= np.uint64(1) << np.uint64(place[slot, 1])


@njit(inline="always")
def takes(cost, chance, rng):
    """Whether a change of this price is accepted."""
    return cost <= 0 or (cost < len(chance) and draw(rng, 1 << 30) < chance[cost])


@njit(inline="always")
def chain_of(pairs, mask, slot, taken, chain, seen, tick, m, u):
    """Collect the Kempe chain of m between its slot and u; its length, 0 when it is impossible."""
    t = slot[m]
    chain[0], seen[m] = m, tick
    length, at = 1, 0
    while at < length:
        r = chain[at]
        at += 1
        there = u if slot[r] == t else t
        if not mask[r, there]:
            return 0
        for side in range(2):
            o = taken[pairs[r, side], there]
            if o >= 0 and seen[o] != tick:
                if length == LONGEST:
                    return 0
                seen[o] = tick
                chain[length] = o
                length += 1
    return length


@njit(YES(GRID, INTS, OPEN, GRID, SMALL, GRID, MASKS, SMALL, INT, INT, INTS, WORDS, INTS), cache=True)
def swap_waiting(pairs, weight, mask, place, slot, taken, busy, waiting, k, t, chance, rng, seen):
    """Hold waiting meeting k in slot t instead of the one meeting in its way; the change in seen[-1]."""
    into, out = waiting[k], -1
    if not mask[into, t]:
        return False
    for side in range(2):
        o = taken[pairs[into, side], t]
        if o >= 0 and o != out:
            if out >= 0:
                return False
            out = o
    if out < 0 or weight[out] != weight[into]:
        return False
    cost = 0
    for side in range(2):
        p, q = pairs[out, side], pairs[into, side]
        if p != pairs[into, 0] and p != pairs[into, 1]:
            cost += after(busy, place, p, t, -1)
        if q != pairs[out, 0] and q != pairs[out, 1]:
            cost += after(busy, place, q, -1, t)
    if not takes(cost, chance, rng):
        return False
    for side in range(2):
        taken[pairs[out, side], t] = -1
        turn(busy, place, pairs[out, side], t)
    for side in range(2):
        taken[pairs[into, side], t] = into
        turn(busy, place, pairs[into, side], t)
    slot[out], slot[into] = -1, t
    waiting[k] = out
    seen[-1] = cost
    return True


@njit(
    INT(GRID, INTS, OPEN, GRID, SMALL, GRID, MASKS, INTS, INTS, SMALL, INTS, SMALL, INT, INTS, WORDS),
    cache=True,
)
def anneal_plain(
    pairs, weight, mask, place, slot, taken, busy, used, room, chain, seen, waiting, moves, chance, rng
):
    """Try so many moves at one temperature; the change of idle slots.

    Source: S. Kirkpatrick et al., Science 220 (1983); R. Lewis and J. Thompson, EJOR 240(3), 2015.
    """
    total = 0
    for _ in range(moves):
        u = draw(rng, mask.shape[1])
        if len(waiting) and draw(rng, 16) == 0:
            k = draw(rng, len(waiting))
            if swap_waiting(pairs, weight, mask, place, slot, taken, busy, waiting, k, u, chance, rng, seen):
                total += seen[-1]
            continue
        m = draw(rng, len(slot))
        t = slot[m]
        if t < 0 or t == u:
            continue
        seen[-2] += 1
        # the last two numbers of `seen` are the round and the price of an exchange
        length = chain_of(pairs, mask, slot, taken, chain, seen, seen[-2], m, u)
        cost = leave = 0
        for i in range(length):
            r = chain[i]
            here = slot[r]
            there = u if here == t else t
            leave += 1 if here == t else -1
            for side in range(2):
                if taken[pairs[r, side], there] < 0:
                    cost += after(busy, place, pairs[r, side], here, there)
        full = used[u] + leave > room[u] or used[t] - leave > room[t]
        if length == 0 or full or not takes(cost, chance, rng):
            continue
        for i in range(length):
            for side in range(2):
                p = pairs[chain[i], side]
                taken[p, slot[chain[i]]] = -1
                turn(busy, place, p, slot[chain[i]])
        for i in range(length):
            r = chain[i]
            slot[r] = u if slot[r] == t else t
            for side in range(2):
                taken[pairs[r, side], slot[r]] = r
                turn(busy, place, pairs[r, side], slot[r])
        used[u] += leave
        used[t] -= leave
        total += cost
    return total

"""Kempe-chain annealing: close the gaps in people's days without losing a meeting."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw, leading, ones, trailing
from lonja.algorithms.scheduling.kernels.chains import try_chain
from lonja.algorithms.scheduling.kernels.exchange import try_exchange
from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, INTS, SMALL, STATE, WORDS
from lonja.algorithms.scheduling.kernels.wish import BENCH, WISH

TRIES = 24  # to find somebody who has breaks


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


@njit(inline="always")
def starting(g, wish, movable, rng):
    """A meeting to move: any, or now and then one of somebody who has breaks."""
    if wish.price[6] and draw(rng, 64) < wish.price[6]:
        for _ in range(TRIES):
            p = draw(rng, len(wish.breaks))
            if wish.breaks[p] > 0:
                return g.asks[g.asks_from[p] + draw(rng, g.asks_from[p + 1] - g.asks_from[p])]
    return movable[draw(rng, len(movable))]


@njit(inline="always")
def target(g, s, m, rng):
    """A slot to move m to: any that is possible, or one beside the meetings of its people."""
    if draw(rng, 2) == 0:
        return inviting(g, s, m, rng)
    options = g.choice_from[m + 1] - g.choice_from[m]
    return g.choice[g.choice_from[m] + draw(rng, options)]


@njit(inline="always")
def remember(s, b, wish):
    """Keep the plan if it is the best so far, without what only guides the search."""
    aim = b.score[0] - wish.price[5] * b.score[1]
    if aim < b.score[2]:
        b.score[2] = aim
        for m in range(len(b.best)):
            b.best[m] = s.slot[m]
            b.best_zone[m] = s.zone[m]


@njit(types.void(GROUND, STATE, BENCH, WISH, SMALL, SMALL, INT, INTS, WORDS), cache=True, _nrt=False)
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

    Cost: O(chain) per move, the price of a change O(1) by bit arithmetic.
    Source: S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Science 220 (1983); Kempe
    chains for timetables after R. Lewis and J. Thompson, EJOR 240(3), 2015; moves that
    start where something is wrong after B. Selman, H. Kautz and B. Cohen, AAAI 1994.
    """
    if len(movable) == 0:
        return
    for _ in range(moves):
        if len(waiting) > 0 and draw(rng, 16) == 0:
            k = draw(rng, len(waiting))
            m = waiting[k]
            options = g.choice_from[m + 1] - g.choice_from[m]
            t = g.choice[g.choice_from[m] + draw(rng, options)]
            waiting[k] = try_exchange(g, s, b, wish, m, t, chance, rng)
        else:
            m = starting(g, wish, movable, rng)
            if s.slot[m] < 0:
                continue
            t = target(g, s, m, rng)
            if t != s.slot[m]:
                try_chain(g, s, b, wish, m, t, chance, rng)
        if len(b.best):
            remember(s, b, wish)

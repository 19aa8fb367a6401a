"""What the annealing should make small, and the work space it needs."""

from typing import NamedTuple

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw
from lonja.algorithms.scheduling.kernels.ground import INTS, SMALL

LONGEST = 200  # meetings in one chain; longer ones are never accepted anyway


class Wish(NamedTuple):
    """What the annealing should make small."""

    price: np.ndarray  # (7,) int64, see below
    home: np.ndarray  # (M,) int32, slot in the plan to stay near to, or -1
    worth: np.ndarray  # (M,) int64; only meetings of equal worth are exchanged
    breaks: np.ndarray  # (P,) int32, breaks of each participant, kept up to date if price[2] > 0


# The prices: of an idle slot, of a break, of a break over the cap of one person, that cap, of a
# meeting moved; how much of the first only guides the search and is no part of the aim; and how
# many moves of 64 start from a person with breaks.


class Bench(NamedTuple):
    """Work space, made once, and the best plan seen."""

    chain: np.ndarray  # (LONGEST,) int32
    seen: np.ndarray  # (M,) int64, round in which a meeting joined a chain
    person: np.ndarray  # (n,) int32, people at the ends of a chain ...
    gone: np.ndarray  # (n,) int32, ... and the slot each gives up
    shift: np.ndarray  # (Z,) int64, meetings that leave the first slot, zone by zone
    count: np.ndarray  # (3,) int64: round, length of the chain, ends
    score: np.ndarray  # (3,) int64, since the start: price, idle slots, best price without guidance
    best: np.ndarray  # (M,) int32, slots of the best plan; empty: do not keep one
    best_zone: np.ndarray  # (M,) int32


WISH = types.NamedTuple((INTS, SMALL, INTS, SMALL), Wish)
BENCH = types.NamedTuple((SMALL, INTS, SMALL, SMALL, INTS, INTS, INTS, SMALL, SMALL), Bench)


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
def accepts(cost, chance, rng):
    """Whether a change of this price is taken, by the chances of the present temperature."""
    if cost <= 0:
        return True
    return cost < len(chance) and draw(rng, 1 << 30) < chance[cost]

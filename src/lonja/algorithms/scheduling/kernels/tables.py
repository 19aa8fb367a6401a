"""Whole stretches of two tables change places, so that fewer people have to walk."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw
from lonja.algorithms.scheduling.kernels.ground import INT, INTS, SMALL, WORDS

GRID = types.Array(types.int32, 2, "C")
FLAGS = types.Array(types.boolean, 1, "C")
NO_WAY = 1 << 40
LONG = 4  # one swap in so many reaches to the first or last slot; the others are short


@njit(INT(GRID, SMALL, SMALL, GRID, FLAGS, INT, INT, INT, INT), cache=True, _nrt=False)
def dearer(sits, table, slot, near, fixed, k, x, first, last):
    """Changes of table more when tables k and x change places from slot `first` to before `last`."""
    cost = 0
    for t in range(first, last):
        for side in range(2):
            here, there = (k, x) if side == 0 else (x, k)
            m = sits[here, t]
            if m == -2 or (m >= 0 and fixed[m]):
                return NO_WAY
            if m < 0:
                continue
            for j in range(near.shape[1]):
                o = near[m, j]
                if o < 0:
                    continue
                along = first <= slot[o] < last and (table[o] == k or table[o] == x)
                if not along:
                    cost += (table[o] == here) - np.int64(table[o] == there)
    return cost


@njit(types.void(GRID, SMALL, INT, INT, INT, INT), cache=True, _nrt=False)
def swap(sits, table, k, x, first, last):
    """Let tables k and x change places from slot `first` to before `last`."""
    for t in range(first, last):
        one, other = sits[k, t], sits[x, t]
        sits[k, t], sits[x, t] = other, one
        if one >= 0:
            table[one] = x
        if other >= 0:
            table[other] = k


@njit(INT(GRID, SMALL, SMALL, GRID, FLAGS, SMALL, INT, INTS, WORDS), cache=True, _nrt=False)
def anneal_tables(sits, table, slot, near, fixed, alike, steps, chance, rng):
    """Bring people's meetings to the table where they sit before or after, step by step.

    A step takes somebody who changes table between two meetings, and lets the two
    tables change places from one of these meetings on, for some slots or to the end.

    Args:
        sits: (K, T) int32; meeting at each table, -1 for none, -2 where it is closed; changed.
        table: (M,) int32; the same by meeting; changed.
        slot: (M,) int32; slot of each meeting, -1 when it is not placed.
        near: (M, N) int32; the meetings that its people hold before and after each, then -1.
        fixed: (M,) bool; meetings that stay at their table.
        alike: (K,) int32; only tables of the same kind change places.
        steps: how many tries.
        chance: (c,) int64; chance out of 2**30 to accept a change by each price.
        rng: (1,) state of the generator.

    Returns:
        How many changes of table there are more, or, below zero, fewer.

    Cost: O(slots in the stretch) for each step.
    """
    total, slots = 0, sits.shape[1]
    for _ in range(steps):
        m = draw(rng, len(slot))
        o = near[m, draw(rng, near.shape[1])]
        if o < 0 or slot[m] < 0:
            continue
        k, x = table[m], table[o]
        if k == x or alike[k] != alike[x]:
            continue
        t = slot[m]
        reach = slots if draw(rng, LONG) == 0 else 1 + draw(rng, 3)
        first, last = (t, min(t + reach, slots)) if slot[o] < t else (max(t + 1 - reach, 0), t + 1)
        if slot[o] > t and last > slot[o] or slot[o] < t and first <= slot[o]:
            continue
        cost = dearer(sits, table, slot, near, fixed, k, x, first, last)
        if cost <= 0 or (cost < len(chance) and draw(rng, 1 << 30) < chance[cost]):
            swap(sits, table, k, x, first, last)
            total += cost
    return total

"""How many holes one participant has, from the bits of her busy slots."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import leading, ones, trailing
from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, STATE, TWO, WIDE, WORDS


@njit(inline="always")
def holes(x):
    """Idle slots, and runs of idle slots, between the first and the last bit of a word."""
    if x == 0:
        return 0, 0
    idle = 64 - np.int64(leading(x)) - np.int64(trailing(x)) - np.int64(ones(x))
    runs = np.int64(ones(x & ~(x << np.uint64(1)))) - 1
    return idle, runs


@njit(TWO(WORDS, INT, INT), cache=True, _nrt=False)
def holes_in(row, first, last):
    """The same over several words that follow each other."""
    if last - first == 1:
        return holes(row[first])
    begin, end, busy, runs = -1, -1, 0, 0
    carry = np.uint64(0)
    for word in range(first, last):
        x = row[word]
        runs += np.int64(ones(x & ~((x << np.uint64(1)) | carry)))
        carry = x >> np.uint64(63)
        if x != 0:
            if begin < 0:
                begin = 64 * word + np.int64(trailing(x))
            end = 64 * word + 63 - np.int64(leading(x))
            busy += np.int64(ones(x))
    if begin < 0:
        return 0, 0
    return end - begin + 1 - busy, runs - 1


@njit(types.void(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def flip(g, s, p, gone, come):
    """Turn over the bits of the two slots."""
    if gone >= 0:
        s.busy[p, g.word[gone]] ^= g.bit[gone]
    if come >= 0:
        s.busy[p, g.word[come]] ^= g.bit[come]


@njit(TWO(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def parts(g, s, p, gone, come):
    """Holes of p in the parts of the time to which the two slots belong."""
    idle, runs = 0, 0
    if gone >= 0:
        idle, runs = holes_in(s.busy[p], g.part_from[gone], g.part_to[gone])
    if come >= 0 and (gone < 0 or g.part_from[gone] != g.part_from[come]):
        a, b = holes_in(s.busy[p], g.part_from[come], g.part_to[come])
        idle += a
        runs += b
    return idle, runs


@njit(TWO(GROUND, STATE, INT, INT, INT), cache=True, _nrt=False)
def change_wide(g, s, p, gone, come):
    """The same where a part of the time has more than 64 slots."""
    a, b = parts(g, s, p, gone, come)
    flip(g, s, p, gone, come)
    c, d = parts(g, s, p, gone, come)
    flip(g, s, p, gone, come)
    return c - a, d - b


@njit(inline="always")
def change(g, s, p, gone, come):
    """Change of idle slots and of breaks when p gives up slot `gone` for slot `come` (-1: none)."""
    if g.limits[0] & WIDE:
        return change_wide(g, s, p, gone, come)
    idle, runs = 0, 0
    if gone >= 0:
        w = g.word[gone]
        x = s.busy[p, w]
        y = x & ~g.bit[gone]
        if come >= 0 and g.word[come] == w:
            y |= g.bit[come]
            come = -1
        a, b = holes(y)
        c, d = holes(x)
        idle += a - c
        runs += b - d
    if come >= 0:
        x = s.busy[p, g.word[come]]
        a, b = holes(x | g.bit[come])
        c, d = holes(x)
        idle += a - c
        runs += b - d
    return idle, runs

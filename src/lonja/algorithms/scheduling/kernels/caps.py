"""How many meetings each participant could hold if she were alone in the world."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import trailing
from lonja.algorithms.scheduling.kernels.ground import GROUND, INT, SMALL, WORDS, YES


@njit(types.void(SMALL, SMALL, INT, INT), cache=True, _nrt=False)
def shift(holder, came, t, request):
    """Walk back along the path that led to slot t, giving each slot to who came for it."""
    while True:
        m = came[t]
        before = -1
        if m != request:
            for u in range(len(holder)):
                if holder[u] == m:
                    before = u
                    break
        holder[t] = m
        if before < 0:
            return
        t = before


@njit(YES(GROUND, INT, SMALL, SMALL, SMALL, WORDS), cache=True, _nrt=False)
def augment(g, request, holder, came, queue, seen):
    """Find a slot for one request by shifting others; whether there was one."""
    words = g.allow.shape[1]
    seen[:] = 0
    queue[0] = request
    waiting, at = 1, 0
    while at < waiting:
        m = queue[at]
        at += 1
        for word in range(words):
            x = g.allow[m, word] & ~seen[word]
            seen[word] |= x
            while x != 0:
                t = g.slot_at[word * 64 + trailing(x)]
                x &= x - np.uint64(1)
                came[t] = m
                if holder[t] >= 0:
                    queue[waiting] = holder[t]
                    waiting += 1
                    continue
                shift(holder, came, t, request)
                return True
    return False


@njit(SMALL(GROUND), cache=True)
def caps(g):
    """(P,) size of the largest matching of each participant's requests to slots.

    Cost: O(requests x slots) for each participant in practice.
    Source: H. W. Kuhn's augmenting paths (1955), slots kept as bits.
    """
    people, slots = len(g.most), len(g.word)
    found = np.zeros(people, np.int32)
    holder, came = np.empty(slots, np.int32), np.empty(slots, np.int32)
    queue, seen = np.empty(slots + 1, np.int32), np.empty(g.allow.shape[1], np.uint64)
    for p in range(people):
        holder[:] = -1
        for i in range(g.asks_from[p], g.asks_from[p + 1]):
            if augment(g, g.asks[i], holder, came, queue, seen):
                found[p] += 1
    return found

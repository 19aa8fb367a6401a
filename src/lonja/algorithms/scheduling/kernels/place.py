"""Ejection chains: place what is chosen, throwing out as little as possible."""

import numpy as np
from numba import njit, types

from lonja.algorithms.scheduling.kernels.bits import draw, trailing
from lonja.algorithms.scheduling.kernels.ground import (
    GROUND,
    INT,
    INTS,
    LIMITS,
    ORDER,
    ROWS,
    SMALL,
    STATE,
    TWO,
    WORDS,
    YES,
)
from lonja.algorithms.scheduling.kernels.moves import open_slots, put, take, zone_for

NEVER = 1 << 60
CHAIN = 32  # links of a chain before another meeting has its turn
ROOMY = 16  # a meeting that can simply move costs this share less than losing it


@njit(TWO(GROUND, STATE, INT, WORDS), cache=True, _nrt=False)
def first_open(g, s, m, rng):
    """A slot and zone where m fits at once; slot -1 when there is none."""
    words = g.allow.shape[1]
    start = draw(rng, words)
    for step in range(words):
        word = (start + step) % words
        x = open_slots(g, s, m, word)
        while x != 0:
            t = g.slot_at[word * 64 + trailing(x)]
            x &= x - np.uint64(1)
            z = zone_for(g, s, m, t)
            if z >= 0:
                return t, z
    return -1, -1


@njit(YES(GROUND, STATE, INT, INT), cache=True, _nrt=False)
def can_move(g, s, m, t):
    """Whether m has an open slot other than t (rules beyond people and tables not asked)."""
    for word in range(g.allow.shape[1]):
        x = open_slots(g, s, m, word)
        if word == g.word[t]:
            x &= ~g.bit[t]
        if x != 0:
            return True
    return False


@njit(INT(GROUND, SMALL, INT, INT), cache=True, _nrt=False)
def add_victim(g, victims, count, o):
    """Note meeting o once; -1 when it cannot be thrown out."""
    if count < 0 or g.fixed[o]:
        return -1
    for i in range(count):
        if victims[i] == o:
            return count
    if count == len(victims):
        return -1
    victims[count] = o
    return count + 1


@njit(INT(GROUND, STATE, INT, INT, SMALL, INT, WORDS), cache=True, _nrt=False)
def add_neighbour(g, s, t, z, victims, count, rng):
    """Choose a meeting at a common table of zone z in slot t, best one that can move elsewhere."""
    found = -1
    for _ in range(24):
        o = s.taken[draw(rng, s.taken.shape[0]), t]
        if o < 0 or g.fixed[o] or not g.common[o] or s.zone[o] != z:
            continue
        found = o
        if can_move(g, s, o, t):
            break
    return add_victim(g, victims, count, found) if found >= 0 else -1


@njit(INT(GROUND, STATE, INT, INT, SMALL, INT, WORDS), cache=True, _nrt=False)
def add_runners(g, s, p, t, victims, count, rng):
    """Choose meetings of p beside slot t, so that no run there is too long."""
    most, session = g.limits[1], g.session
    left, right = t, t
    while left > 0 and session[left - 1] == session[t] and s.taken[p, left - 1] >= 0:
        left -= 1
    while right + 1 < len(session) and session[right + 1] == session[t] and s.taken[p, right + 1] >= 0:
        right += 1
    if right - left < most:
        return count
    cut_left, cut_right = right - t < most, t - left < most
    if cut_left and cut_right:
        cut_left = draw(rng, 2) == 0
        cut_right = not cut_left
    if not cut_left and not cut_right:
        cut_left = cut_right = True
    if cut_left and count >= 0:
        count = add_victim(g, victims, count, s.taken[p, t - 1])
    if cut_right and count >= 0:
        count = add_victim(g, victims, count, s.taken[p, t + 1])
    return count


@njit(INT(GROUND, STATE, INT, INT, INT, SMALL, INT, YES), cache=True, _nrt=False)
def far_away(g, s, m, t, z, victims, count, add):
    """Count, or add, the meetings from which somebody of m would not reach zone z in time."""
    met = 0
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p < 0:
            break
        for step in range(1, g.limits[2] + 1):
            for side in range(2):
                u = t - step if side == 0 else t + step
                if u < 0 or u >= len(g.session) or g.session[u] != g.session[t]:
                    continue
                o = s.taken[p, u]
                if o < 0:
                    continue
                walk = g.travel[s.zone[o], z] if side == 0 else g.travel[z, s.zone[o]]
                if walk >= step:
                    met += 1
                    if add and count >= 0:
                        count = add_victim(g, victims, count, o)
    return count if add else met


@njit(YES(GROUND, STATE, INT, INT, SMALL, INT), cache=True, _nrt=False)
def has_room(g, s, z, t, victims, count):
    """Whether zone z has a common table in slot t once the victims are gone."""
    if s.used[z, t] < g.room[z, t]:
        return True
    for i in range(count):
        o = victims[i]
        if g.common[o] and s.slot[o] == t and s.zone[o] == z:
            return True
    return False


@njit(INT(GROUND, STATE, INT, INT, SMALL, INT, WORDS), cache=True, _nrt=False)
def settle_zone(g, s, m, t, victims, count, rng):
    """Choose the zone where m costs least in slot t, and who must go for it."""
    if not g.common[m]:
        return far_away(g, s, m, t, s.zone[m], victims, count, True)
    best, fewest = -1, 1 << 30
    zones = g.room.shape[0]
    first = draw(rng, zones) if zones > 1 else 0
    for step in range(zones):
        z = (first + step) % zones
        if g.room[z, t] == 0:
            continue
        many = far_away(g, s, m, t, z, victims, count, False)
        if not has_room(g, s, z, t, victims, count):
            many += 1
        if many < fewest:
            best, fewest = z, many
    if best < 0:
        return -1
    s.zone[m] = best
    count = far_away(g, s, m, t, best, victims, count, True)
    if count >= 0 and not has_room(g, s, best, t, victims, count):
        count = add_neighbour(g, s, t, best, victims, count, rng)
    return count


@njit(INT(GROUND, STATE, INT, SMALL, INT, WORDS), cache=True, _nrt=False)
def relieve(g, s, p, victims, count, rng):
    """Choose a meeting of p to go when she holds as many as she may, unless one goes anyway."""
    if count < 0 or s.held[p] < g.most[p]:
        return count
    for v in range(count):
        for i in range(g.people.shape[1]):
            if g.people[victims[v], i] == p:
                return count
    slots = s.taken.shape[1]
    first = draw(rng, slots)
    for step in range(slots):
        o = s.taken[p, (first + step) % slots]
        if o >= 0 and not g.fixed[o]:
            return add_victim(g, victims, count, o)
    return -1


@njit(INT(GROUND, STATE, INT, INT, SMALL, WORDS), cache=True, _nrt=False)
def in_the_way(g, s, m, t, victims, rng):
    """Collect the meetings to throw out so that m fits into slot t; -1: impossible."""
    count = 0
    for i in range(g.people.shape[1]):
        p = g.people[m, i]
        if p >= 0 and count >= 0:
            if s.taken[p, t] >= 0:
                count = add_victim(g, victims, count, s.taken[p, t])
            elif g.limits[0] & ROWS:
                count = add_runners(g, s, p, t, victims, count, rng)
            if g.limits[0] & LIMITS:
                count = relieve(g, s, p, victims, count, rng)
    if count >= 0 and g.limits[0] & ORDER:
        for i in range(g.near_from[m], g.near_from[m + 1]):
            u = s.slot[g.near[i]]
            if u >= 0 and count >= 0 and (u - t) * g.near_sign[i] <= 0:
                count = add_victim(g, victims, count, g.near[i])
    if count < 0:
        return count
    return settle_zone(g, s, m, t, victims, count, rng)


@njit(TWO(GROUND, STATE, INT, INTS, INTS, INT, SMALL, WORDS), cache=True, _nrt=False)
def best_slot(g, s, m, loss, resting, step, victims, rng):
    """The slot of m that costs least, and its cost."""
    best, best_cost, ties = -1, NEVER, 0
    for i in range(g.choice_from[m], g.choice_from[m + 1]):
        t = g.choice[i]
        count = in_the_way(g, s, m, t, victims, rng)
        if count < 0:
            continue
        cost = 0
        for v in range(count):
            o = victims[v]
            if resting[o] > step:
                cost += 64 * loss[o]
            elif can_move(g, s, o, t):
                cost += loss[o] // ROOMY
            else:
                cost += loss[o]
        if cost < best_cost:
            best, best_cost, ties = t, cost, 1
        elif cost == best_cost:
            ties += 1
            if draw(rng, ties) == 0:
                best = t
    return best, best_cost


@njit(types.void(STATE, SMALL, SMALL), cache=True, _nrt=False)
def keep(s, best, best_zone):
    """Remember where every meeting stands."""
    for m in range(len(best)):
        best[m] = s.slot[m]
        best_zone[m] = s.zone[m]


@njit(
    TWO(GROUND, STATE, SMALL, INT, INTS, INT, YES, WORDS, SMALL, SMALL, INTS, SMALL), cache=True, _nrt=False
)
def place(g, s, queue, waiting, loss, steps, patient, rng, best, best_zone, resting, victims):
    """Place the meetings waiting in the queue by chains of ejections.

    The last of the queue goes into the slot that costs least; whoever sat there
    joins the queue. A meeting just placed may not be thrown out for a while.

    Args:
        g, s: ground and state; the state is changed.
        queue: (M,) the meetings waiting, in the first `waiting` places.
        waiting: how many wait.
        loss: (M,) what it costs to leave each meeting out, >= 16.
        steps: chain links at most.
        patient: whether to throw out only what costs less than what is gained.
        rng: (1,) state of the generator.
        best, best_zone: (M,) slots and zones of the best plan seen, written when it improves.
        resting, victims: (M,) zeros and (16,) work space.

    Returns:
        The loss of the best plan seen, and the steps done.
    """
    left = 0
    for i in range(waiting):
        left += loss[queue[i]]
    best_left = left
    keep(s, best, best_zone)
    stale = True
    step = 0
    while step < steps and waiting > 0:
        step += 1
        if step % CHAIN == 0:
            other = draw(rng, waiting)
            queue[waiting - 1], queue[other] = queue[other], queue[waiting - 1]
        m = queue[waiting - 1]
        t, z = first_open(g, s, m, rng)
        if t < 0:
            if stale and left < best_left:
                best_left = left
                keep(s, best, best_zone)
            stale = False
            t, cost = best_slot(g, s, m, loss, resting, step, victims, rng)
            if t < 0 or (patient and cost > loss[m]):
                other = draw(rng, waiting)
                queue[waiting - 1], queue[other] = queue[other], queue[waiting - 1]
                continue
            waiting -= 1
            count = in_the_way(g, s, m, t, victims, rng)
            for v in range(count):
                take(g, s, victims[v])
                left += loss[victims[v]]
                queue[waiting] = victims[v]
                waiting += 1
            z = zone_for(g, s, m, t) if count >= 0 else -1
            if z < 0:
                queue[waiting] = m
                waiting += 1
                other = draw(rng, waiting)
                queue[waiting - 1], queue[other] = queue[other], queue[waiting - 1]
                continue
        else:
            waiting -= 1
        put(g, s, m, t, z)
        left -= loss[m]
        resting[m] = step + 8 + draw(rng, 8)
        stale = True
    if left < best_left:
        best_left = left
        keep(s, best, best_zone)
    return best_left, step

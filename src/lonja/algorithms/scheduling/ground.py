"""From a problem to the arrays of the compiled loops, and back."""

import numpy as np

from lonja.algorithms.scheduling.board import common_room, hosted, zones


def layout(part: np.ndarray):
    """Give each slot a bit; each part of the time (session or day) has words of its own.

    Returns:
        word (T,), bit (T,), first and last word + 1 of the part of each slot, and how many words.
    """
    slots = len(part)
    word, place = np.zeros(slots, np.int64), np.zeros(slots, np.int64)
    first, last = np.zeros(slots, np.int64), np.zeros(slots, np.int64)
    words = 0
    for one in np.unique(part):
        at = np.flatnonzero(part == one)
        word[at] = words + np.arange(len(at)) // 64
        place[at] = np.arange(len(at)) % 64
        first[at] = words
        words += -(-len(at) // 64)
        last[at] = words
    return word, place, first, last, max(words, 1)


def pack(mask: np.ndarray, word, bit, words) -> np.ndarray:
    """(N, T) bool to (N, words) uint64."""
    packed = np.zeros((len(mask), words), np.uint64)
    for slot in range(mask.shape[1]):
        packed[:, word[slot]] |= np.where(mask[:, slot], bit[slot], np.uint64(0))
    return packed


def _groups(keys: np.ndarray, count: int):
    """Order rows by key; where each key begins."""
    order = np.argsort(keys, kind="stable")
    begins = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=begins[1:])
    return order, begins


def lay_out(problem, mask: np.ndarray, part: np.ndarray, least: np.ndarray):
    """Build the ground of the compiled loops.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        part: (T,) sessions or days, as the holes are counted.
        least: (P,) meetings that no exchange may take away from anybody.
    """
    # The kernels load numba, which takes long and only a solver needs.
    from lonja.algorithms.scheduling.kernels.ground import FAR, LIMITS, ORDER, ROWS, WIDE, Ground

    word, place, first, last, words = layout(part)
    bit = np.uint64(1) << place.astype(np.uint64)
    slot_at = np.full(words * 64, -1, np.int32)
    slot_at[word * 64 + place] = np.arange(len(part))
    rows, choice = np.nonzero(mask)
    _, choice_from = _groups(rows, problem.meetings)
    near = np.concatenate([problem.before, problem.before[:, ::-1]])
    sign = np.repeat(np.array([1, -1], np.int32), len(problem.before))
    order, near_from = _groups(near[:, 0], problem.meetings)
    seat_row, seat_side = np.nonzero(problem.seats >= 0)
    asked, asks_from = _groups(problem.seats[seat_row, seat_side], problem.people)
    _, travel = zones(problem)
    flags = ROWS * bool(problem.most_in_a_row) | FAR * bool(travel.any()) | ORDER * bool(len(near))
    flags |= LIMITS * bool((problem.most < problem.slots).any() or len(problem.group_most))
    flags |= WIDE * bool((last - first > 1).any())
    return Ground(
        people=problem.seats.copy(),
        allow=pack(mask, word, bit, words),
        choice=choice.astype(np.int32),
        choice_from=choice_from,
        weight=problem.weight.astype(np.int64),
        common=~hosted(problem),
        fixed=problem.locked >= 0,
        room=common_room(problem),
        word=word,
        bit=bit,
        slot_at=slot_at,
        part_from=first,
        part_to=last,
        session=problem.session.copy(),
        near=near[order, 1].astype(np.int32),
        near_sign=sign[order],
        near_from=near_from,
        asks=seat_row[asked].astype(np.int32),
        asks_from=asks_from,
        most=problem.most.copy(),
        least=least.astype(np.int32),
        group=problem.group.copy(),
        group_most=problem.group_most.copy(),
        travel=travel.copy(),
        limits=np.array([flags, problem.most_in_a_row, travel.max()], np.int64),
    )


def lay_state(problem, ground, slot: np.ndarray, zone: np.ndarray):
    """Build the state in which each meeting stands in its slot and zone.

    Args:
        problem: the problem.
        ground: its ground.
        slot: (M,) slots, -1 for none.
        zone: (M,) zones.
    """
    from lonja.algorithms.scheduling.kernels.ground import State

    taken = np.full((problem.people, problem.slots), -1, np.int32)
    held = np.zeros(problem.people, np.int32)
    at = np.flatnonzero(slot >= 0)
    row, side = np.nonzero(problem.seats[at] >= 0)
    who, meeting = problem.seats[at[row], side], at[row]
    taken[who, slot[meeting]] = meeting
    np.add.at(held, who, 1)
    group_held = np.zeros(len(problem.group_most), np.int32)
    grouped = problem.group[who] >= 0
    np.add.at(group_held, problem.group[who[grouped]], 1)
    used = np.zeros_like(ground.room)
    common = at[ground.common[at]]
    np.add.at(used, (zone[common], slot[common]), 1)
    words = ground.allow.shape[1]
    return State(
        slot=slot.astype(np.int32),
        zone=zone.astype(np.int32),
        taken=taken,
        busy=pack(taken >= 0, ground.word, ground.bit, words),
        used=used,
        free=pack(used < ground.room, ground.word, ground.bit, words),
        held=held,
        group_held=group_held,
    )

"""What the compiled loops work on: the ground that never changes, and the state that does."""

from typing import NamedTuple

import numpy as np
from numba import types

# Which rules the ground has beyond people, tables and windows (bits of `flags`).
ROWS, FAR, ORDER, LIMITS, WIDE = 1, 2, 4, 8, 16


class Ground(NamedTuple):
    """The problem as arrays of machine words.

    M meetings of at most W people, P participants, T slots, Z zones. Slots are laid
    out as bits: each part of the time (a session, or a day) fills words of its own.
    """

    people: np.ndarray  # (M, W) int32, -1 where there is nobody more
    allow: np.ndarray  # (M, words) uint64, slots possible for the meeting alone
    choice: np.ndarray  # (sum,) int32, the same slots as numbers ...
    choice_from: np.ndarray  # (M + 1,) int64, ... from where to where for each meeting
    weight: np.ndarray  # (M,) int64
    common: np.ndarray  # (M,) bool, needs a table without a host
    fixed: np.ndarray  # (M,) bool, locked
    room: np.ndarray  # (Z, T) int32, common tables
    word: np.ndarray  # (T,) int64
    bit: np.ndarray  # (T,) uint64
    slot_at: np.ndarray  # (words * 64,) int32, the slot of each bit
    part_from: np.ndarray  # (T,) int64, first word of the part of each slot
    part_to: np.ndarray  # (T,) int64, word after its last
    session: np.ndarray  # (T,) int16
    near: np.ndarray  # (sum,) int32, meetings in an order with each meeting ...
    near_sign: np.ndarray  # (sum,) int32, ... -1 before it, 1 after it
    near_from: np.ndarray  # (M + 1,) int64
    asks: np.ndarray  # (sum,) int32, requests of each participant
    asks_from: np.ndarray  # (P + 1,) int64
    most: np.ndarray  # (P,) int32
    least: np.ndarray  # (P,) int32, what no exchange may take away
    group: np.ndarray  # (P,) int32, -1 for none
    group_most: np.ndarray  # (G,) int32
    travel: np.ndarray  # (Z, Z) int32, slots between
    limits: np.ndarray  # (3,) int64: flags, most in a row, longest travel


class State(NamedTuple):
    """A plan in the making."""

    slot: np.ndarray  # (M,) int32
    zone: np.ndarray  # (M,) int32
    taken: np.ndarray  # (P, T) int32, meeting or -1
    busy: np.ndarray  # (P, words) uint64, the same as bits
    used: np.ndarray  # (Z, T) int32, common tables in use
    free: np.ndarray  # (Z, words) uint64, slots with a common table left
    held: np.ndarray  # (P,) int32
    group_held: np.ndarray  # (G,) int32


_KINDS = {"i4": types.int32, "i8": types.int64, "i2": types.int16, "u8": types.uint64, "b1": types.boolean}


def _signature(cls, kinds):
    arrays = [types.Array(_KINDS[kind[:2]], int(kind[2]), "C") for kind in kinds.split()]
    return types.NamedTuple(arrays, cls)


GROUND = _signature(
    Ground,
    "i42 u82 i41 i81 i81 b11 b11 i42 i81 u81 i41 i81 i81 i21 i41 i41 i81 i41 i81 i41 i41 i41 i41 i42 i81",
)
STATE = _signature(State, "i41 i41 i42 u82 i42 u82 i41 i41")
INTS = types.Array(types.int64, 1, "C")
SMALL = types.Array(types.int32, 1, "C")
WORDS = types.Array(types.uint64, 1, "C")
INT, YES, WORD = types.int64, types.boolean, types.uint64
TWO = types.UniTuple(types.int64, 2)

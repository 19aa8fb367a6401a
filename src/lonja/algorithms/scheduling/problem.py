"""The meeting problem: people, requests, slots, tables and the rules of the house."""

from dataclasses import dataclass, field

import numpy as np

from lonja.algorithms.scheduling import contract


@dataclass(frozen=True, slots=True, eq=False)
class MeetingProblem:
    """Who asks to meet whom, when each can, and where they may sit.

    Sizes: P participants, M requests, T slots, K tables, Z zones. Everything is checked
    once, here; arrays are copied, brought to their type and made read-only, and
    what is left out is filled in with "no restriction".

    Attributes:
        pairs: (M, 2) int32; the two participants of each request.
        sides: (S, 3) int32; (request, side, participant) rows: who may sit on a side, 0 or 1,
            instead of the one named in `pairs`. The plan says who sits.
        extra: (E, 2) int32; (request, participant) rows: who joins the two of a request.
        weight: (M,) int32, >= 1; the priority of each request.
        available: (P, T) bool; True where the participant is present.
        tables: (K, T) bool; True where table k is open in slot t.
        session: (T,) int16; half-day of each slot, never falling; gaps across
            sessions do not count as idle, and slots of one session follow each other.
        day: (T,) int16; day of each slot, never falling; breaks are counted within
            a day. Left out: all slots are one day.
        table_host: (K,) int32; the participant who always sits at table k, or -1.
            A table with a host serves only her meetings, and a host with a table
            meets nowhere else; when both have tables, either will do.
        allowed: (M, T) bool; slots in which each meeting may be held.
        locked: (M,) int16; the slot in which a meeting must stay, or -1.
        locked_table: (M,) int32; the table of a locked meeting, or -1.
        before: (L, 2) int32; meeting i ends before meeting j starts, when both are held.
        least: (P,) int32; meetings promised to each participant.
        most: (P,) int32; meetings that each participant holds at most.
        most_in_a_row: a pause is due after so many meetings in a row; 0 for no such rule.
        must: (M,) bool; meetings served before all others.
        never: (N, 2) int32; participants who must not meet.
        group: (P,) int32; the group of each participant, or -1.
        group_most: (G,) int32; seats that the members of each group take at most
            (a meeting between two members takes two).
        table_zone: (K,) int32; the zone where each table stands.
        travel: (Z, Z) int32; whole slots needed between two meetings of one session to
            walk from zone to zone. Left out: walking takes no time.
        seats: (M, W) int32, made from pairs and extra; everybody in each request, then -1.
            With `sides`, those who sit if nobody else sits for them.

    Raises:
        InvalidProblem: naming the attribute and the rows at fault.
    """

    pairs: np.ndarray
    weight: np.ndarray
    available: np.ndarray
    tables: np.ndarray
    session: np.ndarray
    day: np.ndarray | None = None
    table_host: np.ndarray | None = None
    allowed: np.ndarray | None = None
    locked: np.ndarray | None = None
    locked_table: np.ndarray | None = None
    before: np.ndarray | None = None
    least: np.ndarray | None = None
    most: np.ndarray | None = None
    most_in_a_row: int = 0
    must: np.ndarray | None = None
    never: np.ndarray | None = None
    sides: np.ndarray | None = None
    extra: np.ndarray | None = None
    group: np.ndarray | None = None
    group_most: np.ndarray | None = None
    table_zone: np.ndarray | None = None
    travel: np.ndarray | None = None
    seats: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        for name, array in contract.arrays(self).items():
            object.__setattr__(self, name, array)
        contract.check_people(self)
        object.__setattr__(self, "seats", contract.seats(self))
        contract.check(self)

    @property
    def people(self) -> int:
        """P, how many participants there are."""
        return self.available.shape[0]

    @property
    def meetings(self) -> int:
        """M, how many requests there are."""
        return self.pairs.shape[0]

    @property
    def slots(self) -> int:
        """T, how many slots there are."""
        return self.available.shape[1]

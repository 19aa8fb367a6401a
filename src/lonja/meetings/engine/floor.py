"""The floor: what a plan is made from, whether it comes from rows or from a workbook.

Keys are whatever the source calls its things (row ids, e-mail addresses); the order of
the tuples is the order of the arrays, so the same floor and seed give the same plan.
"""

from collections.abc import Hashable
from dataclasses import astuple, dataclass, field
from datetime import datetime
from hashlib import sha256

from lonja.meetings.lifecycle import RequestState


@dataclass(frozen=True, slots=True)
class FloorSlot:
    """A time in which each table can hold one meeting."""

    key: Hashable
    starts_at: datetime
    ends_at: datetime
    block: int


@dataclass(frozen=True, slots=True)
class FloorTable:
    """A place for two; `closed` holds the slots (by key) in which it is not open."""

    key: Hashable
    host: Hashable = None
    closed: frozenset = frozenset()
    label: str = ""
    zone: Hashable = None


@dataclass(frozen=True, slots=True)
class FloorRequest:
    """Two sides that would like to meet; priority 1 is the highest.

    On each side one person is named; the others of `sender_also` and `recipient_also` may
    sit instead, and the planner chooses. A request may be fixed to a slot and a table.
    """

    key: Hashable
    sender: Hashable
    recipient: Hashable
    priority: int = 2
    state: str = RequestState.ACCEPTED
    sender_also: tuple = ()
    recipient_also: tuple = ()
    slot: Hashable = None
    table: Hashable = None
    must: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which a person meets nobody: before arriving, after leaving, in a talk, on the telephone."""

    person: Hashable
    starts_at: datetime
    ends_at: datetime
    why: str = "absence"  # or "not_here" (before arriving, after leaving), or "talk"


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything that the planner has to know about an edition."""

    people: tuple
    slots: tuple[FloorSlot, ...]
    tables: tuple[FloorTable, ...]
    requests: tuple[FloorRequest, ...]
    away: tuple[Away, ...] = ()
    most: int | None = None
    most_in_a_row: int = 0
    day_of: dict = field(default_factory=dict)  # slot key -> number of its day
    before: tuple = ()  # (request key, request key): the first is held before the second
    never: tuple = ()  # (person key, person key): these two must not meet
    kind_of: dict = field(default_factory=dict)  # person key -> as what she takes part
    least: dict = field(default_factory=dict)  # person key -> meetings promised to her; a wish, not a rule

    def digest(self) -> str:
        """Says in 64 letters what was to be planned; equal floors have equal digests."""
        parts = (
            self.people,
            [(one.key, one.starts_at.isoformat(), one.ends_at.isoformat(), one.block) for one in self.slots],
            [(one.key, one.host, sorted(map(str, one.closed))) for one in self.tables],
            [astuple(one) for one in self.requests],
            sorted((str(a.person), a.starts_at.isoformat(), a.ends_at.isoformat()) for a in self.away),
            (self.most, self.most_in_a_row, sorted(map(str, self.never)), list(self.before)),
            *([sorted((str(key), count) for key, count in self.least.items())] if self.least else []),
        )
        return sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """A request with its slot, its table, and who sits on each side; all by key."""

    request: Hashable
    slot: Hashable
    table: Hashable
    sender: Hashable = None
    recipient: Hashable = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A request without a place: the reason, who is concerned, and what would make it possible.

    Where several people may sit for `who`, `also` names those of whom the same is true.
    """

    request: Hashable
    reason: str
    who: Hashable = None
    also: tuple = ()
    change: str = ""
    change_slot: Hashable = None
    change_who: Hashable = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the planner made of a floor."""

    placed: tuple[Placed, ...]
    missed: tuple[Missed, ...]
    figures: dict

"""A plan of meetings, and everything it knows about itself."""

from dataclasses import dataclass
from enum import Enum

import numpy as np


class Aim(Enum):
    """What a plan should be good at; aims are served in the order given, the first wins.

    MUST and LEAST are promises, not wishes: they come before every other aim,
    whether they are named or not.
    """

    MUST = "must"  # meetings that must be held: how many are held (more is better)
    LEAST = "least"  # meetings still owed to people with a guaranteed number (fewer is better)
    WEIGHT = "weight"  # sum of the weights of the meetings held (more is better)
    FAIRNESS = "fairness"  # largest k with: everybody holds at least min(k, her possible)
    IDLE = "idle"  # idle slots between two meetings of one person in one session (fewer)
    BREAKS = "breaks"  # runs of idle slots between two meetings of one person in one day (fewer)
    HOLE_FAIRNESS = "hole_fairness"  # breaks of the person who has most (fewer)
    TABLE_CHANGES = "table_changes"  # changes of table between two meetings in a row (fewer)
    NEARNESS = "nearness"  # meetings of the plan to start from that moved or vanished (fewer)


class Reason(Enum):
    """Why a request was not placed. The first that holds, from top to bottom, is given."""

    NEVER = "never"  # two of its people must never meet
    NO_COMMON_SLOT = "no_common_slot"  # its people are never present at the same time
    OUTSIDE_WINDOW = "outside_window"  # they are, but not in a slot allowed for this meeting
    TABLES_CLOSED = "tables_closed"  # ... but no table it may use is open in those slots
    LOCKED_OUT = "locked_out"  # ... but locked meetings take every one of those slots
    AT_MOST = "at_most"  # `who` already holds the most meetings she may hold
    GROUP_FULL = "group_full"  # the group of `who` already holds the most it may hold
    PERSON_FULL = "person_full"  # `who` sits in other meetings in every slot possible for it
    NO_SHARED_GAP = "no_shared_gap"  # in every possible slot one of them sits in another meeting
    NO_FREE_TABLE = "no_free_table"  # all are free in some possible slot, but no table is
    NO_PAUSE = "no_pause"  # `who` would hold too many meetings in a row
    TOO_FAR = "too_far"  # `who` could not walk from one table to the next in time
    OUT_OF_ORDER = "out_of_order"  # it would be held before, or after, a meeting it may not
    ROOM_LEFT = "room_left"  # it would fit, but only in a slot that is over, or nobody asked (repair)


class ChangeKind(Enum):
    """What could be changed so that a request fits, everything else staying where it is."""

    ONE_MORE_TABLE = "one_more_table"  # one more table in `slot`
    BE_PRESENT = "be_present"  # if `who` were present in `slot`
    WIDER_WINDOW = "wider_window"  # if the meeting were allowed in `slot`
    ONE_MORE_MEETING = "one_more_meeting"  # if `who` might hold one meeting more, in `slot`
    ONE_MORE_FOR_GROUP = "one_more_for_group"  # if the group of `who` might hold one more
    WITHOUT_PAUSE = "without_pause"  # if `who` did without a pause around `slot`


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that would place a request.

    Attributes:
        kind: what to change.
        slot: where the meeting would then be held.
        who: the participant concerned; -1 when it is nobody in particular.
    """

    kind: ChangeKind
    slot: int
    who: int = -1

    @property
    def size(self) -> tuple[int, int, int]:
        """Smaller is easier: by kind in the order of `ChangeKind`, then by slot, then by row."""
        return list(ChangeKind).index(self.kind), self.slot, self.who


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request that is not in the plan, and why.

    Attributes:
        meeting: its row in the problem.
        reason: why it is not placed.
        who: the participant at fault; -1 when it is nobody in particular.
        change: the smallest change that would place it; None when none of our kinds would.
        also: where others may sit for `who`: those of them who are at fault likewise.
    """

    meeting: int
    reason: Reason
    who: int = -1
    change: Change | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """How well a plan serves one aim.

    Attributes:
        aim: which aim.
        value: the value reached.
        bound: no plan that serves the aims before it as well can do better; None when unknown.
        proven: whether value and bound meet.
    """

    aim: Aim
    value: float
    bound: float | None
    proven: bool


class Stage(Enum):
    """Where the solver stands."""

    BOUNDING = "bounding"
    PLACING = "placing"
    POLISHING = "polishing"
    SEATING = "seating"
    EXPLAINING = "explaining"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the solver can say while it works.

    Attributes:
        stage: where it stands.
        share: how much of the work is done, 0 to 1.
        placed: meetings placed in the best plan so far.
        best: value of the aim being served.
        bound: bound of that aim; None when unknown.
    """

    stage: Stage
    share: float
    placed: int
    best: float
    bound: float | None = None


class Cancelled(Exception):
    """The work was cancelled before there was a first plan to keep."""


class Effort(Enum):
    """How long to polish: steps for each request, and steps at most."""

    QUICK = (2_000, 4_000_000)
    NORMAL = (10_000, 40_000_000)
    THOROUGH = (300_000, 1_000_000_000)

    def steps(self, meetings: int) -> int:
        """Steps of polishing for so many meetings."""
        each, most = self.value
        return min(each * meetings, most)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Who meets when and where.

    Attributes:
        slot: (M,) int16; slot of each request, -1 when it is not placed.
        table: (M,) int32; table of each request, -1 when it is not placed.
        unplaced: each request that is not placed, by row, with its reason.
        values: one value for each aim, in the order served.
        seed: the seed of every random choice.
        steps: steps of polishing done.
        seconds: time spent, by the clock on the wall.
        cancelled: whether the work was cut short by the caller.
        timed_out: whether the work was cut short by its time limit.
        who: (M, 2) int32; who sits on the two sides of each request, -1 when it is not placed;
            None when nobody had a choice: then those named in the problem sit.
    """

    slot: np.ndarray
    table: np.ndarray
    unplaced: tuple[Unplaced, ...] = ()
    values: tuple[Value, ...] = ()
    seed: int = 0
    steps: int = 0
    seconds: float = 0.0
    cancelled: bool = False
    timed_out: bool = False
    who: np.ndarray | None = None

    def seats(self, problem) -> np.ndarray:
        """(M, W) int32; everybody who sits in each request of the plan, then -1."""
        if self.who is None:
            return problem.seats
        seats = problem.seats.copy()
        placed = self.slot >= 0
        seats[placed, :2] = self.who[placed]
        return seats

    @property
    def placed(self) -> int:
        """How many requests are placed."""
        return int(np.count_nonzero(self.slot >= 0))

    def value(self, aim: Aim) -> Value:
        """The value of one aim.

        Raises:
            KeyError: when the plan was not made for this aim.
        """
        for value in self.values:
            if value.aim is aim:
                return value
        raise KeyError(aim)

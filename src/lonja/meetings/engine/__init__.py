"""The bridge between rows or workbooks and the arrays of the planner."""

from lonja.meetings.engine.encounters import floor_of
from lonja.meetings.engine.faults import Contradiction
from lonja.meetings.engine.floor import (
    Away,
    Draft,
    Floor,
    FloorRequest,
    FloorSlot,
    FloorTable,
    Missed,
    Placed,
)
from lonja.meetings.engine.hall import Conflict, Hall, keep_what_stands
from lonja.meetings.engine.rows import days_of, placed_around, placed_of, read_floor, write_draft
from lonja.meetings.engine.solving import (
    AIMS,
    Cancelled,
    broken_rules,
    check_locks,
    measure_again,
    plan_floor,
)
from lonja.meetings.engine.wishes import study_demand

__all__ = [
    "AIMS",
    "Away",
    "Cancelled",
    "Conflict",
    "Contradiction",
    "Draft",
    "Floor",
    "FloorRequest",
    "FloorSlot",
    "FloorTable",
    "Hall",
    "Missed",
    "Placed",
    "broken_rules",
    "check_locks",
    "days_of",
    "floor_of",
    "keep_what_stands",
    "measure_again",
    "placed_around",
    "placed_of",
    "plan_floor",
    "read_floor",
    "study_demand",
    "write_draft",
]

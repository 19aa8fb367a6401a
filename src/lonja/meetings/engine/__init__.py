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
from lonja.meetings.engine.rows import days_of, placed_of, read_floor, write_draft
from lonja.meetings.engine.solving import AIMS, Cancelled, broken_rules, plan_floor

__all__ = [
    "AIMS",
    "Away",
    "Cancelled",
    "Contradiction",
    "Draft",
    "Floor",
    "FloorRequest",
    "FloorSlot",
    "FloorTable",
    "Missed",
    "Placed",
    "broken_rules",
    "days_of",
    "floor_of",
    "placed_of",
    "plan_floor",
    "read_floor",
    "write_draft",
]

"""Meetings: who asks for whom, the grid of slots and tables, and the plans made of them."""

from lonja.meetings.models.board import DemandStudy, Lock, Move
from lonja.meetings.models.grid import Slot, Table
from lonja.meetings.models.plans import Effort, Meeting, PlanRun, Seat, Unplaced
from lonja.meetings.models.requests import MeetingRequest, Priority, Representative, Side

__all__ = [
    "DemandStudy",
    "Effort",
    "Lock",
    "Meeting",
    "MeetingRequest",
    "Move",
    "PlanRun",
    "Priority",
    "Representative",
    "Seat",
    "Side",
    "Slot",
    "Table",
    "Unplaced",
]

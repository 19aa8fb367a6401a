"""Meetings: who asks for whom, the grid of slots and tables, and the plans made of them."""

from lonja.meetings.models.board import DemandStudy, Lock, Move
from lonja.meetings.models.grid import Slot, Table
from lonja.meetings.models.live import (
    ChangeKind,
    HallScreen,
    LiveChange,
    NoShow,
    OwnTime,
    Proposal,
    RunningLate,
    Standby,
)
from lonja.meetings.models.plans import Effort, Meeting, PlanRun, Seat, Unplaced
from lonja.meetings.models.requests import MeetingRequest, Priority, Representative, Side

__all__ = [
    "ChangeKind",
    "DemandStudy",
    "Effort",
    "HallScreen",
    "LiveChange",
    "Lock",
    "Meeting",
    "MeetingRequest",
    "Move",
    "NoShow",
    "OwnTime",
    "PlanRun",
    "Priority",
    "Proposal",
    "Representative",
    "RunningLate",
    "Seat",
    "Side",
    "Slot",
    "Standby",
    "Table",
    "Unplaced",
]

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
from lonja.meetings.models.requests import DeclineReason, MeetingRequest, Priority, Representative, Side
from lonja.meetings.models.rules import AskingBar, PairKind, PairRule, Presence, Promise, RequestRules

__all__ = [
    "AskingBar",
    "ChangeKind",
    "DeclineReason",
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
    "PairKind",
    "PairRule",
    "PlanRun",
    "Presence",
    "Priority",
    "Promise",
    "Proposal",
    "Representative",
    "RequestRules",
    "RunningLate",
    "Seat",
    "Side",
    "Slot",
    "Standby",
    "Table",
    "Unplaced",
]

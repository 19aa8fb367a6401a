"""What came of the meetings: ratings, notes, questions and answers, conversions, reports, erasures."""

from lonja.impact.models.conversions import Collaboration, Conversion, ConversionKind, ProjectIdea
from lonja.impact.models.erasures import Erasure
from lonja.impact.models.outcomes import FollowUp, OutcomeAnswer, OutcomeQuestion
from lonja.impact.models.ratings import MeetingNote, Rating
from lonja.impact.models.reports import DeclaredOutcomes, OutcomeReport, ReportRound

__all__ = [
    "Collaboration",
    "Conversion",
    "ConversionKind",
    "DeclaredOutcomes",
    "OutcomeReport",
    "Erasure",
    "FollowUp",
    "MeetingNote",
    "OutcomeAnswer",
    "OutcomeQuestion",
    "ProjectIdea",
    "Rating",
    "ReportRound",
]

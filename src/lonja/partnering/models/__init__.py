"""Facts of partnering: offers and needs, interests and what follows from them."""

from lonja.partnering.models.alliances import (
    Alliance,
    AllianceConfirmation,
    AllianceCover,
    AllianceDocument,
    AllianceParty,
    AllianceStage,
    CoverLevel,
    JointAction,
)
from lonja.partnering.models.conversations import Conversation, Introduction, Message, Reading
from lonja.partnering.models.interests import DeclineReason, Interest, InterestStep, Result, Side
from lonja.partnering.models.mandates import Mandate, ReviewRule
from lonja.partnering.models.opportunities import (
    NEEDS,
    OFFERS,
    AnnexGrant,
    Opportunity,
    OpportunityKind,
    OpportunityTerm,
    ReferenceCount,
)
from lonja.partnering.models.recommend import Dismissal, DismissalReason, Showing, Surface

__all__ = [
    "NEEDS",
    "OFFERS",
    "Alliance",
    "AllianceConfirmation",
    "AllianceCover",
    "AllianceDocument",
    "AllianceParty",
    "AllianceStage",
    "AnnexGrant",
    "Conversation",
    "CoverLevel",
    "DeclineReason",
    "Dismissal",
    "DismissalReason",
    "Interest",
    "InterestStep",
    "Introduction",
    "JointAction",
    "Mandate",
    "Message",
    "Opportunity",
    "OpportunityKind",
    "OpportunityTerm",
    "Reading",
    "ReferenceCount",
    "Result",
    "ReviewRule",
    "Showing",
    "Side",
    "Surface",
]

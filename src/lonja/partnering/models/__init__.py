"""Facts of partnering: offers and needs, interests and what follows from them."""

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

__all__ = [
    "NEEDS",
    "OFFERS",
    "AnnexGrant",
    "Conversation",
    "DeclineReason",
    "Interest",
    "InterestStep",
    "Introduction",
    "Mandate",
    "Message",
    "Opportunity",
    "OpportunityKind",
    "OpportunityTerm",
    "Reading",
    "ReferenceCount",
    "Result",
    "ReviewRule",
    "Side",
]

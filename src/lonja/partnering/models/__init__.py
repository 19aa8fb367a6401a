"""Facts of partnering: offers and needs, interests and what follows from them."""

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
    "Opportunity",
    "OpportunityKind",
    "OpportunityTerm",
    "ReferenceCount",
]

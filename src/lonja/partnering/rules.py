"""What a partnering profile must hold, by its type: mandatory fields, limits, lifetimes.

The shape follows the profiles of the Enterprise Europe Network.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lonja.partnering.models import OpportunityKind

MOST_LETTERS = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "partner_role": 4000,
    "advantages": 2000,
    "technical": 2000,
    "ipr_notes": 1000,
}
MOST_KEYWORDS = {"een_technologies": 5, "een_markets": 5}
USUAL_PARTNERSHIPS = 3

FIRST_LIFETIME = timedelta(days=365)
EXTENSION = timedelta(days=365)
LONGEST_LIFETIME = timedelta(days=730)
NOTICE_DAYS_BEFORE = 14
RENEWABLE_DAYS_BEFORE = 30
RENEWABLE_DAYS_AFTER = 365

_BO, _TO, _BR, _TR, _RDR = OpportunityKind


@dataclass(frozen=True, slots=True)
class KindRules:
    """What one type asks for beyond what all ask for.

    Attributes:
        texts: the texts of its form, in the order of the page.
        mandatory: fields that must be filled before it is published.
        is_research: whether it belongs to a call with deadlines.
        has_technology: whether stage, readiness and intellectual property belong to it.
        hint: what it is for, for somebody who chooses.
    """

    texts: tuple
    mandatory: frozenset
    is_research: bool
    has_technology: bool
    hint: str


MANDATORY = frozenset(
    [
        *("title", "summary", "description", "partner_role"),
        *("sdg", "een_partnership_types", "organisation_sizes", "een_markets"),
    ]
)
_RESEARCH = (
    "framework_program",
    "call_identifier",
    "coordinator_required",
    "interest_until",
    "call_closes_on",
)

KINDS = {
    _BO: KindRules(
        ("title", "summary", "description", "advantages", "partner_role", "ipr_notes"),
        MANDATORY | {"advantages"},
        is_research=False,
        has_technology=False,
        hint=_("You sell, distribute or make something, and look for customers, agents or subcontractors."),
    ),
    _TO: KindRules(
        ("title", "summary", "description", "advantages", "partner_role", "ipr_notes"),
        MANDATORY | {"advantages", "stage", "ipr", "een_technologies"},
        is_research=False,
        has_technology=True,
        hint=_("You have a technology or know-how, and look for somebody who uses or develops it."),
    ),
    _BR: KindRules(
        ("title", "summary", "description", "technical", "partner_role"),
        MANDATORY | {"technical"},
        is_research=False,
        has_technology=False,
        hint=_("You look for a supplier, a manufacturer or a service."),
    ),
    _TR: KindRules(
        ("title", "summary", "description", "technical", "partner_role"),
        MANDATORY | {"technical", "een_technologies"},
        is_research=False,
        has_technology=True,
        hint=_("You have a problem, and look for a technology or for somebody with know-how."),
    ),
    _RDR: KindRules(
        ("title", "summary", "description", "partner_role"),
        MANDATORY | {"een_technologies", *_RESEARCH},
        is_research=True,
        has_technology=False,
        hint=_("You prepare a project for a call, and look for partners in the consortium."),
    ),
}

# Which agreements each type may offer; the list itself says so in its column `profile_types`.
LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "description": _("Description"),
    "advantages": _("Advantages and innovation"),
    "technical": _("Technical specification or expertise sought"),
    "partner_role": _("Role of the partner"),
    "ipr_notes": _("Notes on intellectual property"),
    "stage": _("Stage of development"),
    "trl": _("Technology readiness level"),
    "ipr": _("Intellectual property status"),
    "sdg": _("Sustainable Development Goals"),
    "een_partnership_types": _("Types of partnership"),
    "organisation_sizes": _("Size of the partner"),
    "actor_types": _("Kind of partner"),
    "een_markets": _("Market fields"),
    "een_technologies": _("Technology fields"),
    "een_sector_groups": _("Sector groups"),
    "framework_program": _("Framework programme"),
    "call_identifier": _("Call title and identifier"),
    "coordinator_required": _("Whether a coordinator is sought"),
    "interest_until": _("Last day for interest"),
    "call_closes_on": _("Day on which the call closes"),
    "target_countries": _("Countries sought"),
}


def expiry(opportunity, *, today):
    """The last day of a first publication; a search for research partners lives until its call closes."""
    if KINDS[opportunity.kind].is_research:
        return opportunity.call_closes_on
    return today + FIRST_LIFETIME


def renewed_expiry(opportunity, *, today):
    """The last day after a renewal; not later than two years after the first publication."""
    if KINDS[opportunity.kind].is_research:
        return opportunity.call_closes_on
    longest = opportunity.first_published_on + LONGEST_LIFETIME
    return min(max(opportunity.expires_on, today) + EXTENSION, longest)


def is_renewable(opportunity, *, today):
    """Whether the day is near enough to the expiry, before or after it, and something can be gained."""
    if opportunity.expires_on is None:
        return False
    days = (opportunity.expires_on - today).days
    near = -RENEWABLE_DAYS_AFTER <= days <= RENEWABLE_DAYS_BEFORE
    return near and renewed_expiry(opportunity, today=today) > max(opportunity.expires_on, today)

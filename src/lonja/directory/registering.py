"""The rules that a cluster meets before it is entered; each says what it asks, and of which field."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from lonja.directory.composition import HELICES

LEAST_MEMBERS = 15
LEAST_HELICES = 2
LEAST_STAFF = Decimal("0.5")
KINDS = tuple(key for key in HELICES if key)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name in the audit, the field it speaks of, what it asks in a sentence."""

    name: str
    field: str
    sentence: object


MEMBERS = Rule(
    "members",
    "members_industry",
    _("A cluster needs at least 15 committed members. Wait until more have joined, or name an exception."),
)
HELIX = Rule(
    "helix",
    "members_academia",
    _(
        "The members must be of at least two kinds, such as companies and universities. "
        "Count those of another kind too, or name an exception."
    ),
)
STAFF = Rule(
    "staff",
    "staff",
    _("The team needs at least half a full-time post (0.5), or a recognition that stands in for it."),
)
REASON = Rule(
    "waiver_reason",
    "waiver_reason",
    _("Name the programme or the register that recognises the cluster, so that it can be looked up."),
)
ENGLISH = Rule(
    "english_website",
    "has_english_website",
    _("The website must be readable in English; a machine translation is enough."),
)


def broken(*, members, staff, waiver, waiver_reason, has_english_website):
    """The rules that a registration breaks, in the order of the form.

    Args:
        members: committed members by helix.
    """
    rules = []
    if not waiver:
        if sum(members.values()) < LEAST_MEMBERS:
            rules.append(MEMBERS)
        if sum(1 for number in members.values() if number) < LEAST_HELICES:
            rules.append(HELIX)
        if staff < LEAST_STAFF:
            rules.append(STAFF)
    elif not waiver_reason.strip():
        rules.append(REASON)
    if not has_english_website:
        rules.append(ENGLISH)
    return rules

"""What pages show of offers, needs and interests; the only place where a name meets its policy."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lonja.base.texts import worded
from lonja.directory import presenting as directory
from lonja.directory.models import Organisation
from lonja.directory.places import country_name
from lonja.partnering import policies
from lonja.partnering.lifecycle import InterestState, OpportunityState
from lonja.partnering.models import Opportunity

TONES = {
    OpportunityState.PUBLISHED: "good",
    OpportunityState.DRAFT_ACCEPTED: "info",
    OpportunityState.CLIENT_VALIDATION_PENDING: "info",
    OpportunityState.UNDER_REVIEW: "info",
    OpportunityState.UNDER_VALIDATION: "info",
    OpportunityState.DRAFT_REJECTED: "warn",
    OpportunityState.REJECTED: "warn",
    OpportunityState.FLAGGED: "warn",
    OpportunityState.ON_HOLD: "warn",
    OpportunityState.EXPIRED: "bad",
    InterestState.SENT: "info",
    InterestState.SEEN: "info",
    InterestState.ACCEPTED: "good",
    InterestState.TALKS: "good",
    InterestState.AGREEMENT: "accent",
    InterestState.DECLINED: "bad",
    InterestState.EXPIRED: "bad",
}
MOST_SHOWN_TERMS = 3
STEPS = {
    "send": pgettext_lazy("interest", "Sent"),
    "see": pgettext_lazy("interest", "Seen"),
    "accept": pgettext_lazy("interest", "Accepted"),
    "decline": pgettext_lazy("interest", "Declined"),
    "withdraw": pgettext_lazy("interest", "Withdrawn"),
    "expire": pgettext_lazy("interest", "Expired"),
    "talk": gettext_lazy("First talks"),
    "agree": gettext_lazy("Agreement told by one side"),
    "confirm": gettext_lazy("Confirmed by both sides"),
    "close": pgettext_lazy("interest", "Closed"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One offer or need in a list; `owner` is None for readers who may not know it."""

    row: Opportunity
    owner: Organisation | None
    country: str
    terms: list
    tone: str


def cards(rows, *, actor):
    """The rows of one page as cards, in two queries."""
    rows = list(rows)
    known = identified(rows, actor=actor)
    return [
        Card(
            row,
            row.organisation if row.pk in known else None,
            country_name(row.country) if row.country else "",
            [link.term for link in row.described_by.all() if link.term.scheme_id == "een_technologies"][
                :MOST_SHOWN_TERMS
            ],
            TONES.get(row.state, "neutral"),
        )
        for row in rows
    ]


def identified(rows, *, actor):
    """Ids of those rows of which this reader may know whose they are."""
    scope = policies.opportunities.scope(actor, "identify")
    return set(scope.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def owner_of(row, *, actor):
    """The organisation behind one row, or None."""
    return row.organisation if identified([row], actor=actor) else None


def facts(row, owner, *, seen):
    """The facts of the aside; `seen` says whether the owner's page may be linked."""
    rows = [
        {
            "label": _("Offered by") if not row.is_need else _("Sought by"),
            "value": owner.name if owner else _("Anonymous until an interest is accepted"),
            "href": owner.get_absolute_url() if owner and seen else "",
        },
        {"label": _("Country"), "value": country_name(row.country) if row.country else ""},
        {"label": _("Reference"), "value": row.reference},
        {"label": _("Stage of development"), "value": row.stage},
        {"label": _("Technology readiness level"), "value": f"{row.trl.code} – {row.trl}" if row.trl else ""},
        {"label": _("Intellectual property status"), "value": row.ipr},
        {"label": _("Countries sought"), "value": ", ".join(country_name(c) for c in row.target_countries)},
        {"label": _("Framework programme"), "value": row.framework_program},
        {"label": _("Call"), "value": row.call_identifier, "href": row.call_link},
        {"label": _("Submission and evaluation scheme"), "value": row.submission_scheme},
        {"label": _("Project"), "value": row.project_title},
        {"label": _("Expected budget (EUR)"), "value": directory.number(row.budget_eur)},
        {"label": _("Duration (weeks)"), "value": row.duration_weeks},
        {"label": _("A coordinator is sought"), "value": directory.yes_or_no(row.coordinator_required)},
        {"label": _("Last day for interest"), "value": row.interest_until},
        {"label": _("The call closes on"), "value": row.call_closes_on},
    ]
    return [each for each in rows if each["value"] not in (None, "")]


def sections(row):
    """(heading, texts) of the long texts, in the order of the form, without the empty ones."""
    headings = {
        "description": _("Description"),
        "advantages": _("Advantages and innovation"),
        "technical": _("What is sought"),
        "partner_role": _("Role of the partner"),
        "ipr_notes": _("Intellectual property"),
    }
    return [
        (heading, getattr(row, name)) for name, heading in headings.items() if worded(getattr(row, name)).text
    ]


def keywords(row):
    """The keywords below the name of their list; links read already are not read again."""
    is_read = "described_by" in getattr(row, "_prefetched_objects_cache", {})
    links = row.described_by.all() if is_read else row.described_by.select_related("term__scheme")
    return directory.by_scheme(links)

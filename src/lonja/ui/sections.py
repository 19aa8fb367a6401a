"""Pages that belong together, as tabs above each of them: taking part in an edition, and organising it.

A section asks the database nothing: which tab is the current one follows from the name of the
page, and where the tabs lead from its address.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A neighbour: its label, the page it leads to, and the pages below it."""

    label: str
    page: str
    below: tuple = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Pages with the same arguments in their address, of which each leads to all others."""

    label: str
    arguments: tuple
    tabs: tuple


_EDITION = ("event", "edition")
TAKING_PART = Section(
    _("Taking part"),
    _EDITION,
    (
        Tab(_("Registration"), "events:registration"),
        Tab(_("Whom to meet"), "meetings:people", ("meetings:people-best", "meetings:request-new")),
        Tab(
            _("My requests"),
            "meetings:requests",
            (
                "meetings:request-change",
                "meetings:request-decline",
                "meetings:request-colleague",
                "meetings:request-seat",
            ),
        ),
        Tab(_("When I can be met"), "meetings:availability"),
        Tab(_("My agenda"), "meetings:agenda"),
        Tab(_("What now"), "meetings:now"),
        Tab(_("My meetings"), "impact:mine", ("impact:meeting", "impact:rate", "impact:outcome")),
    ),
)
ORGANISING = Section(
    _("Organising"),
    _EDITION,
    (
        Tab(_("Desk"), "meetings:desk", ("events:edition-edit", "meetings:copy", "meetings:call-off")),
        Tab(
            _("Registrations"),
            "events:registrations",
            (
                "events:conditions",
                "events:registration-decline",
                "events:registration-take-off",
                "events:fee-waive",
                "events:team",
            ),
        ),
        Tab(
            _("Programme"),
            "events:programme-edit",
            ("events:zone-new", "events:zone-edit", "events:session-new", "events:session-edit"),
        ),
        Tab(
            _("Requests"),
            "meetings:requests-all",
            ("meetings:request-rules", "meetings:request-pairs", "meetings:extracts"),
        ),
        Tab(
            _("Plans"),
            "meetings:demand",
            (
                "meetings:plan",
                "meetings:board",
                "meetings:board-move",
                "meetings:board-swap",
                "meetings:locks",
                "meetings:plan-below",
                "meetings:plans-compare",
                "meetings:promises",
            ),
        ),
        Tab(
            _("The day"), "meetings:live", ("meetings:live-matches", "meetings:live-person", "events:badges")
        ),
        Tab(_("Messages"), "events:messages", ("events:message-new", "events:message")),
        Tab(
            _("Money"),
            "events:invoices",
            (
                "events:budget",
                "events:budget-line",
                "events:budget-line-new",
                "events:budget-line-edit",
            ),
        ),
        Tab(
            _("Outcomes"),
            "impact:outcomes",
            ("impact:declare", "impact:chain", "impact:report-edit", "impact:retention"),
        ),
    ),
)
SECTIONS = (TAKING_PART, ORGANISING)

_section_of = {
    name: (section, tab) for section in SECTIONS for tab in section.tabs for name in (tab.page, *tab.below)
}


def neighbours(request):
    """The section of a page, for `ui/tabs.html`: its label and its tabs; None for pages of no section."""
    match = request.resolver_match
    if match is None or match.view_name not in _section_of:
        return None
    section, current = _section_of[match.view_name]
    arguments = [match.kwargs[name] for name in section.arguments]
    tabs = [
        {"label": tab.label, "href": reverse(tab.page, args=arguments), "current": tab is current}
        for tab in section.tabs
    ]
    return {"label": section.label, "tabs": tabs}

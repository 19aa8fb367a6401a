"""Pages that belong together, as tabs above each of them: taking part in an edition, and organising it.

A section asks the database nothing: which tab is the current one follows from the name of the
page, where the tabs lead from its address, and which there are from the kind of the event.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A neighbour: its label, the page it leads to, and the pages below it.

    Attributes:
        only: what must hold of the event, such as `has_tables`; empty where any event will do.
        without: what must not hold of it.
        is_shared: whether others see that page too, who may not open the other tabs.
    """

    label: str
    page: str
    below: tuple = ()
    only: str = ""
    without: str = ""
    is_shared: bool = False

    def fits(self, event):
        """Whether there is such a page at this event."""
        return bool(
            (not self.only or getattr(event, self.only))
            and not (self.without and getattr(event, self.without))
        )


@dataclass(frozen=True, slots=True)
class Section:
    """Pages with the same arguments in their address, of which each leads to all others."""

    label: str
    arguments: tuple
    tabs: tuple


_EDITION = ("event", "edition")
_TABLES = {"only": "has_tables"}
_NO_TABLES = {"without": "has_tables"}
_USUAL = SimpleNamespace(has_tables=True, travels=False)
TAKING_PART = Section(
    _("Taking part"),
    _EDITION,
    (
        Tab(_("Registration"), "events:registration", ("events:badge",)),
        Tab(_("My journey"), "events:journey", only="travels"),
        Tab(
            _("Whom to meet"),
            "meetings:people",
            ("meetings:people-best", "meetings:people-one", "meetings:request-new"),
            **_TABLES,
        ),
        Tab(
            _("My requests"),
            "meetings:requests",
            (
                "meetings:request-change",
                "meetings:request-decline",
                "meetings:request-colleague",
                "meetings:request-seat",
            ),
            **_TABLES,
        ),
        Tab(_("When I can be met"), "meetings:availability", **_TABLES),
        Tab(_("My agenda"), "meetings:agenda"),
        Tab(_("What now"), "meetings:now", ("meetings:own-time",), **_TABLES),
        Tab(
            _("My meetings"),
            "impact:mine",
            ("impact:meeting", "impact:rate", "impact:outcome", "impact:become"),
            **_TABLES,
        ),
    ),
)
ORGANISING = Section(
    _("Organising"),
    _EDITION,
    (
        Tab(
            _("Desk"),
            "meetings:desk",
            ("events:edition-edit", "meetings:copy", "meetings:call-off", "meetings:call-off-reason"),
        ),
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
            _("Delegations"),
            "events:delegations",
            ("events:delegation", "events:leg-new", "events:leg-edit"),
            only="travels",
        ),
        Tab(
            _("Requests"),
            "meetings:requests-all",
            ("meetings:request-rules", "meetings:request-pairs", "meetings:extracts"),
            **_TABLES,
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
            **_TABLES,
        ),
        Tab(
            _("The day"),
            "meetings:live",
            ("meetings:live-matches", "meetings:live-person", "events:badges"),
            **_TABLES,
        ),
        Tab(_("Check-in"), "events:checkin", **_NO_TABLES, is_shared=True),
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
            **_TABLES,
        ),
        Tab(_("Outputs"), "events:outputs", **_NO_TABLES, is_shared=True),
    ),
)
SECTIONS = (TAKING_PART, ORGANISING)

_section_of = {
    name: (section, tab) for section in SECTIONS for tab in section.tabs for name in (tab.page, *tab.below)
}


def neighbours(request, event=None, *, organises=False):
    """The section of a page, for `ui/tabs.html`: its label and its tabs; None for pages of no section.

    Args:
        event: the series to which the page belongs; an encounter where a page does not say.
        organises: whether the reader is known to organise it; else a shared page shows no tabs.
    """
    event = event or _USUAL
    match = request.resolver_match
    if match is None or match.view_name not in _section_of:
        return None
    section, current = _section_of[match.view_name]
    if not current.fits(event) or (current.is_shared and not organises):
        return None
    arguments = [match.kwargs[name] for name in section.arguments]
    tabs = [
        {"label": tab.label, "href": reverse(tab.page, args=arguments), "current": tab is current}
        for tab in section.tabs
        if tab.fits(event)
    ]
    return {"label": section.label, "tabs": tabs}

"""The audit of a membership as its managers read it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.accounts.models import User
from lonja.directory.amounts import euros
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import Membership, MembershipKind

ACTIONS = {
    "membership.applied": gettext_lazy("Applied for membership"),
    "membership.added": gettext_lazy("Entered by the cluster"),
    "membership.agreed": gettext_lazy("Confirmed by the organisation"),
    "membership.edited": gettext_lazy("Facts changed"),
    "membership.approve": gettext_lazy("Approved"),
    "membership.confirm": gettext_lazy("Confirmed by the cluster"),
    "membership.decline": gettext_lazy("Declined"),
    "membership.suspend": gettext_lazy("Suspended"),
    "membership.resume": gettext_lazy("Resumed"),
    "membership.leave": gettext_lazy("Membership ended"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a history."""

    at: datetime
    who: str
    what: str
    changes: list  # (label, before, after)


def of_memberships(entries):
    """Entries as lines, with the names of those who acted as they are called now; one query."""
    entries = list(entries)
    people = User.objects.in_bulk({entry.actor_id for entry in entries} - {None})
    return [
        Happened(
            at=entry.at,
            who=_who(entry, people),
            what=str(ACTIONS.get(entry.action, entry.action)),
            changes=_changes(entry.detail),
        )
        for entry in entries
    ]


def _who(entry, people):
    """Who acted; empty for what came in without anybody's account."""
    if entry.actor_id is None:
        return ""
    return str(people.get(entry.actor_id) or _("Nobody known any more"))


def _changes(detail):
    changes = [
        (Membership._meta.get_field(name).verbose_name, *(("", "") if pair is None else _pair(name, pair)))
        for name, pair in detail.get("changes", {}).items()
    ]
    if "after" in detail:
        changes.append((_("Status"), _status(detail.get("before")), _status(detail["after"])))
    return changes


def _pair(name, pair):
    """Both values of a change as a page shows them."""
    return [_shown(name, value) for value in pair]


def _shown(name, value):
    if value is None or value == "":
        return "–"
    if name == "kind":
        return str(MembershipKind(value).label) if value in MembershipKind.values else value
    if name.endswith("_cents"):
        return euros(value)
    day = parse_date(value) if isinstance(value, str) else None
    return date_format(day, "DATE_FORMAT") if isinstance(day, date) else str(value)


def _status(value):
    return str(MembershipStatus(value).label) if value in MembershipStatus.values else "–"

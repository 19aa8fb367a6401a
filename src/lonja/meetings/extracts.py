"""The tables of an encounter as files: what an organiser sees, to take out of the house."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Absence, DeliveryState, Message, SessionPlace
from lonja.meetings import presenting
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import Lock, Meeting, MeetingRequest, PlanRun, Table


@dataclass(frozen=True, slots=True)
class Extract:
    """One table: its label, and what makes (columns, rows) of an edition."""

    label: str
    table: Callable


def requests(edition, rows=None):
    """Every request without its text: that stays between the two."""
    if rows is None:
        rows = MeetingRequest.objects.filter(edition=edition).exclude(state=RequestState.DRAFT)
    columns = [
        _("Who asks"), _("Organisation"), _("Who is asked"), _("Organisation of who is asked"), _("Priority"),
        _("State"), _("Sent at"), _("Answered at"), _("Reason for declining"),
    ]  # fmt: skip
    moment = _moments(edition)
    lines = [
        [*_two(one.sender, one.recipient), str(one.get_priority_display()), str(one.get_state_display()),
         moment(one.sent_at), moment(one.answered_at),
         str(one.get_decline_reason_display()) if one.decline_reason else ""]
        for one in rows.with_parties().defer("text").order_by("-sent_at", "pk")
    ]  # fmt: skip
    return columns, lines


def meetings(edition):
    """The meetings of the plan that people come by, with those that were cancelled."""
    columns = [
        _("Begins"), _("Ends"), _("Table"), _("Who asks"), _("Organisation"), _("Who is asked"),
        _("Organisation of who is asked"), _("Priority"), _("State"), _("Locked"),
    ]  # fmt: skip
    rows = Meeting.ever.filter(run=_holding(edition)).for_agenda()
    moment = _moments(edition)
    lines = [
        [moment(one.slot.starts_at), moment(one.slot.ends_at), str(one.table), *_two(*_sitting(one)),
         str(one.request.get_priority_display()), str(one.get_state_display()),
         _("yes") if hasattr(one.request, "lock") else _("no")]
        for one in rows.select_related(
            "request__sender__person", "request__sender__organisation", "request__recipient__person",
            "request__recipient__organisation", "request__lock", "slot", "table__zone",
        )
    ]  # fmt: skip
    return columns, lines


def _sitting(meeting):
    """Who sits; of a cancelled meeting nobody does any more, and the two who are named stand in."""
    return meeting.sitting or [meeting.request.sender, meeting.request.recipient]


def unplaced(edition):
    """Every request that the plan could not place, why, and what would help."""
    run = _holding(edition)
    return unplaced_of(run) if run else (unplaced_columns(), [])


def unplaced_columns():
    """The columns of the table of requests without a place."""
    return [_("Who asks"), _("Who is asked"), _("Priority"), _("Why not"), _("What would help")]


def unplaced_of(run):
    """The same of one plan."""
    rows = [
        [line.sender, line.recipient, line.priority, line.reason, line.remedy]
        for line in presenting.unplaced_lines(run)
    ]
    return unplaced_columns(), rows


def tables(edition):
    """Each table, its zone, whose it is, and how many slots it is open in."""
    columns = [_("Number"), _("Label"), _("Zone"), _("Host"), _("Slots in which it is closed")]
    rows = Table.objects.filter(edition=edition).select_related("zone", "host__person")
    lines = [
        [one.number, one.label, str(one.zone or ""), str(one.host or ""), one.closed]
        for one in rows.annotate(closed=Count("closed_slots")).order_by("number")
    ]
    return columns, lines


def talks(edition):
    """Who has booked which talk, demonstration or stand."""
    columns = [_("Code"), _("Title"), _("Begins"), _("Ends"), _("Room"), _("Name"), _("Organisation")]
    rows = SessionPlace.objects.filter(session__edition=edition, participation__state__in=EXPECTED)
    moment = _moments(edition)
    lines = [
        [one.session.code, str(one.session), moment(one.session.starts_at), moment(one.session.ends_at),
         one.session.room, *_one(one.participation)]
        for one in rows.select_related(
            "session", "participation__person", "participation__organisation"
        ).order_by("session__starts_at", "session__code", "participation__person__name", "pk")
    ]  # fmt: skip
    return columns, lines


def absences(edition):
    """When somebody cannot meet anybody."""
    columns = [_("Name"), _("Organisation"), _("From"), _("Until")]
    rows = Absence.objects.filter(participation__edition=edition, participation__state__in=EXPECTED)
    moment = _moments(edition)
    lines = [
        [*_one(one.participation), moment(one.starts_at), moment(one.ends_at)]
        for one in rows.select_related("participation__person", "participation__organisation").order_by(
            "participation__person__name", "starts_at", "pk"
        )
    ]
    return columns, lines


def locks(edition):
    """Meetings that every later plan keeps."""
    columns = [
        _("Begins"), _("Table"), _("Who asks"), _("Organisation"), _("Who is asked"),
        _("Organisation of who is asked"),
    ]  # fmt: skip
    rows = Lock.objects.filter(edition=edition).select_related(
        "slot", "table", "sender__person", "sender__organisation", "recipient__person",
        "recipient__organisation",
    )  # fmt: skip
    moment = _moments(edition)
    lines = [
        [moment(one.slot.starts_at), str(one.table), *_two(one.sender, one.recipient)]
        for one in rows.order_by("slot__starts_at", "table__number")
    ]
    return columns, lines


def messages(edition):
    """What was written to groups of participants, and to how many."""
    columns = [_("Subject"), _("Purpose"), _("State"), _("Sent at"), _("Readers"), _("Left out")]
    moment = _moments(edition)
    left_out = Q(deliveries__state=DeliveryState.LEFT_OUT)
    rows = Message.objects.filter(edition=edition).select_related("edition__event")
    lines = [
        [str(one), str(one.get_purpose_display()), str(one.get_state_display()), moment(one.sent_at),
         one.readers - one.skipped, one.skipped]
        for one in rows.annotate(readers=Count("deliveries"), skipped=Count("deliveries", filter=left_out))
    ]  # fmt: skip
    return columns, lines


EXTRACTS = {
    "requests": Extract(gettext_lazy("Requests"), requests),
    "meetings": Extract(gettext_lazy("Meetings"), meetings),
    "unplaced": Extract(gettext_lazy("Requests without a place"), unplaced),
    "tables": Extract(gettext_lazy("Tables"), tables),
    "talks": Extract(gettext_lazy("Bookings of talks"), talks),
    "absences": Extract(gettext_lazy("Absences"), absences),
    "locks": Extract(gettext_lazy("Locked meetings"), locks),
    "messages": Extract(gettext_lazy("Messages"), messages),
}


def everything(edition):
    """{label: (columns, rows)} of all tables."""
    return {str(one.label): one.table(edition) for one in EXTRACTS.values()}


def _holding(edition):
    return PlanRun.objects.published().filter(edition=edition).select_related("edition__event").first()


def _moments(edition):
    """What writes a moment by the clock of the venue."""
    zone = edition.zone_info
    return lambda moment: f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _one(participation):
    return [str(participation.person), str(participation.organisation or "")]


def _two(one, other):
    return [*_one(one), *_one(other)]

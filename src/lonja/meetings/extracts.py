"""The tables of an encounter as files: what an organiser sees, to take out of the house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Absence, DeliveryState, Message, SessionPlace
from lonja.meetings import presenting
from lonja.meetings.lifecycle import HOLDING, RequestState
from lonja.meetings.models import Lock, Meeting, MeetingRequest, PlanRun, Seat, Table, Unplaced


@dataclass(frozen=True, slots=True)
class Extract:
    """One table: its label, what makes (columns, rows) of an edition, and the rows that it tells of."""

    label: str
    table: Callable
    rows: Callable


def requests_of(edition):
    """Requests that were sent, whatever became of them."""
    return MeetingRequest.objects.filter(edition=edition).exclude(state=RequestState.DRAFT)


def requests(edition, rows=None):
    """Every request without its text: that stays between the two."""
    rows = requests_of(edition) if rows is None else rows
    columns = [
        _("Who asks"), _("Organisation"), _("Who is asked"), _("Organisation of who is asked"), _("Priority"),
        _("State"), _("Sent at"), _("Answered at"), _("Reason for declining"),
    ]  # fmt: skip
    moment = _moments(edition)
    priority, state, reason = (
        _labels(MeetingRequest, name) for name in ("priority", "state", "decline_reason")
    )
    found = rows.order_by("-sent_at", "pk").values_list(
        *_named("sender"),
        *_named("recipient"),
        "priority",
        "state",
        "sent_at",
        "answered_at",
        "decline_reason",
    )
    lines = (
        (*_blank(parties), priority[how], state[now], moment(sent), moment(answered), reason.get(why, ""))
        for *parties, how, now, sent, answered, why in found
    )
    return columns, lines


def meetings_of(edition):
    """Meetings of the plan that people come by, also the cancelled ones."""
    return Meeting.ever.filter(run__edition=edition, run__state__in=HOLDING)


def meetings(edition):
    """The meetings of the plan that people come by, with those that were cancelled."""
    columns = [
        _("Begins"), _("Ends"), _("Table"), _("Who asks"), _("Organisation"), _("Who is asked"),
        _("Organisation of who is asked"), _("Priority"), _("State"), _("Locked"),
    ]  # fmt: skip
    run = _holding(edition)
    moment, sitting = _moments(edition), _sitting(run)
    priority, state = _labels(MeetingRequest, "priority"), _labels(Meeting, "state")
    yes, no = _("yes"), _("no")
    found = (
        meetings_of(edition)
        .order_by("slot__starts_at", "table__number", "pk")
        .values_list(
            "pk", "slot__starts_at", "slot__minutes", "table__label", "table__number", "request__priority",
            "state", "request__lock", *_named("request__sender"), *_named("request__recipient"),
        )
    )  # fmt: skip
    # Of a cancelled meeting nobody sits any more, and the two who are named stand in.
    lines = (
        (moment(begins), moment(begins + timedelta(minutes=minutes)), label or str(number),
         *(sitting.get(pk) or _blank(parties)), priority[how], state[now], yes if lock else no)
        for pk, begins, minutes, label, number, how, now, lock, *parties in found
    )  # fmt: skip
    return columns, lines


def _sitting(run):
    """Names and organisations of the two who sit, by meeting: for the side that asks, and the other."""
    found = {}
    seats = Seat.objects.filter(run=run).order_by("pk")
    for meeting, *who in seats.values_list("meeting", *_named("participation")):
        found.setdefault(meeting, []).extend(_blank(who))
    return found


def unplaced_rows(edition):
    """Requests that this plan could not place."""
    return Unplaced.objects.filter(run__edition=edition, run__state__in=HOLDING)


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


def tables_of(edition):
    """The tables of an edition."""
    return Table.objects.filter(edition=edition)


def tables(edition):
    """Each table, its zone, whose it is, and how many slots it is open in."""
    columns = [_("Number"), _("Label"), _("Zone"), _("Host"), _("Slots in which it is closed")]
    rows = tables_of(edition).select_related("zone", "host__person")
    lines = [
        [one.number, one.label, str(one.zone or ""), str(one.host or ""), one.closed]
        for one in rows.annotate(closed=Count("closed_slots")).order_by("number")
    ]
    return columns, lines


def places_of(edition):
    """Places in talks of people who are expected."""
    return SessionPlace.objects.filter(session__edition=edition, participation__state__in=EXPECTED)


def talks(edition):
    """Who has booked which talk, demonstration or stand."""
    columns = [_("Code"), _("Title"), _("Begins"), _("Ends"), _("Room"), _("Name"), _("Organisation")]
    rows = places_of(edition)
    moment = _moments(edition)
    lines = [
        [one.session.code, str(one.session), moment(one.session.starts_at), moment(one.session.ends_at),
         one.session.room, *_one(one.participation)]
        for one in rows.select_related(
            "session", "participation__person", "participation__organisation"
        ).order_by("session__starts_at", "session__code", "participation__person__name", "pk")
    ]  # fmt: skip
    return columns, lines


def absences_of(edition):
    """Absences of people who are expected."""
    return Absence.objects.filter(participation__edition=edition, participation__state__in=EXPECTED)


def absences(edition):
    """When somebody cannot meet anybody."""
    columns = [_("Name"), _("Organisation"), _("From"), _("Until")]
    rows = absences_of(edition)
    moment = _moments(edition)
    lines = [
        [*_one(one.participation), moment(one.starts_at), moment(one.ends_at)]
        for one in rows.select_related("participation__person", "participation__organisation").order_by(
            "participation__person__name", "starts_at", "pk"
        )
    ]
    return columns, lines


def locks_of(edition):
    """The locks of an edition."""
    return Lock.objects.filter(edition=edition)


def locks(edition):
    """Meetings that every later plan keeps."""
    columns = [
        _("Begins"), _("Table"), _("Who asks"), _("Organisation"), _("Who is asked"),
        _("Organisation of who is asked"),
    ]  # fmt: skip
    rows = locks_of(edition).select_related(
        "slot", "table", "sender__person", "sender__organisation", "recipient__person",
        "recipient__organisation",
    )  # fmt: skip
    moment = _moments(edition)
    lines = [
        [moment(one.slot.starts_at), str(one.table), *_two(one.sender, one.recipient)]
        for one in rows.order_by("slot__starts_at", "table__number")
    ]
    return columns, lines


def messages_of(edition):
    """Messages to groups of participants."""
    return Message.objects.filter(edition=edition)


def messages(edition):
    """What was written to groups of participants, and to how many."""
    columns = [_("Subject"), _("Purpose"), _("State"), _("Sent at"), _("Readers"), _("Left out")]
    moment = _moments(edition)
    left_out = Q(deliveries__state=DeliveryState.LEFT_OUT)
    rows = messages_of(edition).select_related("edition__event")
    lines = [
        [str(one), str(one.get_purpose_display()), str(one.get_state_display()), moment(one.sent_at),
         one.readers - one.skipped, one.skipped]
        for one in rows.annotate(readers=Count("deliveries"), skipped=Count("deliveries", filter=left_out))
    ]  # fmt: skip
    return columns, lines


EXTRACTS = {
    "requests": Extract(gettext_lazy("Requests"), requests, requests_of),
    "meetings": Extract(gettext_lazy("Meetings"), meetings, meetings_of),
    "unplaced": Extract(gettext_lazy("Requests without a place"), unplaced, unplaced_rows),
    "tables": Extract(gettext_lazy("Tables"), tables, tables_of),
    "talks": Extract(gettext_lazy("Bookings of talks"), talks, places_of),
    "absences": Extract(gettext_lazy("Absences"), absences, absences_of),
    "locks": Extract(gettext_lazy("Locked meetings"), locks, locks_of),
    "messages": Extract(gettext_lazy("Messages"), messages, messages_of),
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


def _named(path):
    """The paths to the name of a participant and of her organisation."""
    return f"{path}__person__name", f"{path}__organisation__name"


def _blank(names):
    """Names, with nothing where there is none."""
    return [name or "" for name in names]


def _labels(model, field):
    """What people read for each value of a choice."""
    return {value: str(label) for value, label in model._meta.get_field(field).flatchoices}


def _one(participation):
    return [str(participation.person), str(participation.organisation or "")]


def _two(one, other):
    return [*_one(one), *_one(other)]

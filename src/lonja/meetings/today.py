"""What one participant needs to know right now: where she sits, with whom, and what has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.meetings.agenda import clock, own_zone, times
from lonja.meetings.lifecycle import MeetingState, ProposalState
from lonja.meetings.models import (
    ChangeKind,
    LiveChange,
    Meeting,
    NoShow,
    Proposal,
    RunningLate,
    Seat,
)
from lonja.meetings.remote import link_of
from lonja.meetings.services.live import UNDO_WITHIN

CHANGES_SHOWN, LATER_SHOWN = 5, 8
CHANGES_AGE = timedelta(hours=6)


@dataclass(slots=True)
class Card:
    """A meeting as one of its two sees it today."""

    uid: str
    other: object  # participation
    table: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    time: str
    own_time: str
    state: str
    link: str = ""
    is_running: bool = False
    other_is_missing: bool = False
    may_undo: bool = False
    other_late: int = 0
    my_late: int = 0


def of(participation, run, offers, *, now):
    """Everything the page shows, in a fixed number of queries.

    Args:
        participation: with its own time, standby and hall screen read along (each is one row at most).
        offers: what `offers` found.
    """
    edition = participation.edition
    own_time = getattr(participation, "own_time", None)
    zones = (edition.zone_info, own_zone(participation, edition))
    cards = _cards(participation, run, now, zones) if run else []
    current = next((card for card in cards if card.is_running), None)
    ahead = [card for card in cards if card.starts_at > now]
    return {
        "now": now,
        "clock": clock(now, edition.zone_info),
        "own_zone": own_time.time_zone if own_time else "",
        "own_clock": clock(now, zones[1]) if zones[1] else "",
        "current": current,
        "next": ahead[0] if ahead else None,
        "later": ahead[1 : LATER_SHOWN + 1],
        "later_more": max(0, len(ahead) - 1 - LATER_SHOWN),
        "count": len(cards),
        "proposals": _proposals(participation, offers, zones),
        "changes": _changes(participation, run, now, zones[0]) if run else [],
        "on_standby": getattr(participation, "standby", None) is not None,
        "until": _until(current, ahead),
    }


def _until(current, ahead):
    """The moment the countdown runs to."""
    if current:
        return current.ends_at
    return ahead[0].starts_at if ahead else None


def _cards(me, run, now, zones):
    seats = Seat.objects.filter(run=run, participation=me).order_by().values("meeting")
    rows = list(Meeting.objects.filter(pk__in=seats).for_agenda())
    missing = {(row.meeting_id, row.absent_id): row for row in NoShow.objects.filter(meeting__in=rows)}
    late = {
        (row.meeting_id, row.participation_id): row.minutes
        for row in RunningLate.objects.filter(meeting__in=rows)
    }
    screen = getattr(me.edition, "hall_screen", None)
    return [_card(me, meeting, now, zones, missing, late, screen) for meeting in rows]


def _card(me, meeting, now, zones, missing, late, screen):
    other = meeting.other_than(me.pk)
    noted = missing.get((meeting.pk, other.pk))
    slot = meeting.slot
    return Card(
        uid=str(meeting.request.uid), other=other, table=str(meeting.table),
        zone=str(meeting.table.zone or ""),
        starts_at=slot.starts_at, ends_at=slot.ends_at, time=times(slot.starts_at, slot.ends_at, zones[0]),
        own_time=times(slot.starts_at, slot.ends_at, zones[1], day=True) if zones[1] else "",
        state=meeting.state,
        link=link_of(meeting, of_all=screen.remote_link if screen else ""),
        is_running=slot.starts_at <= now < slot.ends_at and meeting.state != MeetingState.HELD,
        other_is_missing=noted is not None,
        may_undo=noted is not None and now - noted.noted_at <= UNDO_WITHIN,
        other_late=late.get((meeting.pk, other.pk), 0), my_late=late.get((meeting.pk, me.pk), 0),
    )  # fmt: skip


def offers(participation, run, *, now):
    """Proposals to somebody whose time has not come, the next one first."""
    if run is None:
        return []
    rows = Proposal.objects.filter(
        Q(sender=participation) | Q(recipient=participation),
        run=run,
        state=ProposalState.OPEN,
        slot__starts_at__gt=now,
    ).select_related(
        "slot", "sender__person", "sender__organisation", "recipient__person", "recipient__organisation"
    )
    return list(rows.order_by("slot__starts_at", "pk"))


def _proposals(me, rows, zones):
    return [
        {
            "uid": row.uid,
            "other": row.other_than(me.pk),
            "time": times(row.slot.starts_at, row.slot.ends_at, zones[0]),
            "own_time": times(row.slot.starts_at, row.slot.ends_at, zones[1], day=True) if zones[1] else "",
            "was_asked": row.request_id is not None,
        }
        for row in rows
    ]


def _changes(me, run, now, zone):
    rows = LiveChange.objects.filter(run=run, participation=me, happened_at__gte=now - CHANGES_AGE)
    rows = rows.select_related(
        "request__sender__person", "request__recipient__person", "from_slot", "to_slot", "to_table"
    ).order_by("-pk")[:CHANGES_SHOWN]
    return [_sentence(me, row, zone) for row in rows]


def _sentence(me, row, zone):
    words = {"who": row.request.other_than(me.pk)}
    if row.from_slot:
        words["old"] = clock(row.from_slot.starts_at, zone)
    if row.to_slot:
        words |= {"new": clock(row.to_slot.starts_at, zone), "table": row.to_table}
    if row.kind == ChangeKind.CANCELLED:
        return _("Your meeting with %(who)s at %(old)s is cancelled.") % words
    if row.kind == ChangeKind.ADDED:
        return _("New: you meet %(who)s at %(new)s, table %(table)s.") % words
    if row.from_slot_id == row.to_slot_id:
        return _("Your meeting with %(who)s at %(new)s is at table %(table)s now.") % words
    return _("Your meeting with %(who)s is at %(new)s now, table %(table)s, no longer at %(old)s.") % words


def version_of(participation, run, offers, *, now):
    """Says in a few letters what the page would show; the same words, nothing new to fetch.

    The version of the plan, the newest proposal and answer, and which meetings run now.
    """
    if participation.edition.is_called_off:
        return "off"
    if run is None:
        return "0"
    begun = Seat.objects.filter(run=run, participation=participation, slot__starts_at__lte=now).order_by()
    ends = [
        start + timedelta(minutes=minutes)
        for start, minutes in begun.values_list("slot__starts_at", "slot__minutes")
    ]
    known = ".".join(str(pk) for pk in sorted((row.pk for row in offers), reverse=True))
    return f"{run.version}-{known}-{len(ends)}-{sum(end <= now for end in ends)}"

"""From the rows of an edition to a floor, in a fixed number of queries, and from a draft back to rows."""

from datetime import UTC, datetime

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Absence, Participation, SessionPlace
from lonja.meetings.engine.floor import Away, Draft, Floor, FloorRequest, FloorSlot, FloorTable, Placed
from lonja.meetings.models import Meeting, MeetingRequest, Representative, Seat, Side, Slot, Table, Unplaced

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2199, 1, 1, tzinfo=UTC)


def read_floor(edition) -> Floor:
    """Everything the planner must know about an edition, in eight queries."""
    comers = list(
        Participation.objects.filter(edition=edition, state__in=EXPECTED)
        .order_by("pk")
        .values_list("pk", "arrives_at", "leaves_at")
    )
    slots = _slots(edition)
    return Floor(
        people=tuple(pk for pk, _, _ in comers),
        slots=slots,
        tables=_tables(edition),
        requests=_requests(edition),
        away=(*_stays(comers), *_absences(edition), *_talks(edition)),
        most=edition.most_meetings,
        most_in_a_row=edition.most_in_a_row,
        day_of=days_of(slots, edition.zone_info),
    )


def days_of(slots, zone_info) -> dict:
    """The number of the day, at the venue, of each slot."""
    days = {}
    return {
        slot.key: days.setdefault(slot.starts_at.astimezone(zone_info).date(), len(days)) for slot in slots
    }


def _slots(edition):
    return tuple(
        FloorSlot(slot.pk, slot.starts_at, slot.ends_at, slot.block)
        for slot in Slot.objects.filter(edition=edition).order_by("starts_at")
    )


def _tables(edition):
    closed = {}
    through = Table.closed_slots.through
    for table_id, slot_id in through.objects.filter(table__edition=edition).values_list(
        "table_id", "slot_id"
    ):
        closed.setdefault(table_id, set()).add(slot_id)
    rows = (
        Table.objects.filter(edition=edition).order_by("number").values_list("pk", "host_id", "host__state")
    )
    return tuple(
        FloorTable(pk, host if state in EXPECTED else None, frozenset(closed.get(pk, ())))
        for pk, host, state in rows
    )


def _requests(edition):
    rows = MeetingRequest.objects.accepted().filter(
        edition=edition, sender__state__in=EXPECTED, recipient__state__in=EXPECTED
    )
    also = _representatives(edition)
    return tuple(
        FloorRequest(
            *row,
            sender_also=also.get((row[0], Side.SENDER), ()),
            recipient_also=also.get((row[0], Side.RECIPIENT), ()),
        )
        for row in rows.order_by("pk").values_list("pk", "sender_id", "recipient_id", "priority")
    )


def _representatives(edition):
    """Who else may sit, by request and side; only people who are expected."""
    rows = Representative.objects.filter(request__edition=edition, participation__state__in=EXPECTED)
    also: dict = {}
    for request, side, who in rows.order_by("pk").values_list("request_id", "side", "participation_id"):
        also[request, side] = (*also.get((request, side), ()), who)
    return also


def _stays(comers):
    for pk, arrives_at, leaves_at in comers:
        if arrives_at:
            yield Away(pk, LONG_AGO, arrives_at)
        if leaves_at:
            yield Away(pk, leaves_at, FAR_AHEAD)


def _absences(edition):
    rows = Absence.objects.filter(participation__edition=edition, participation__state__in=EXPECTED)
    return [Away(*row) for row in rows.order_by("pk").values_list("participation_id", "starts_at", "ends_at")]


def _talks(edition):
    rows = SessionPlace.objects.filter(participation__edition=edition, participation__state__in=EXPECTED)
    return [
        Away(*row)
        for row in rows.order_by("pk").values_list(
            "participation_id", "session__starts_at", "session__ends_at"
        )
    ]


def write_draft(run, draft: Draft):
    """Store what the planner made; the caller holds the transaction."""
    sitting = {one.request: (one.sender, one.recipient) for one in draft.placed}
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(run=run, request_id=one.request, slot_id=one.slot, table_id=one.table)
            for one in draft.placed
        ],
        batch_size=500,
    )
    Seat.objects.bulk_create(
        [
            Seat(run=run, slot_id=meeting.slot_id, participation_id=who, meeting=meeting)
            for meeting in meetings
            for who in sitting[meeting.request_id]
        ],
        batch_size=500,
    )
    Unplaced.objects.bulk_create([_unplaced(run, one) for one in draft.missed], batch_size=500)


def placed_of(run) -> list[Placed]:
    """The meetings of a plan with those who sit in them, as they are stored."""
    sitting: dict = {}
    for meeting, who in (
        Seat.objects.filter(run=run).order_by("pk").values_list("meeting_id", "participation_id")
    ):
        sitting.setdefault(meeting, []).append(who)
    rows = run.meetings.order_by("pk").values_list("pk", "request_id", "slot_id", "table_id")
    return [Placed(request, slot, table, *sitting.get(pk, ())) for pk, request, slot, table in rows]


def _unplaced(run, missed):
    detail = (
        {"change": missed.change, "slot": missed.change_slot, "who": missed.change_who}
        if missed.change
        else {}
    )
    if missed.also:
        detail["also"] = list(missed.also)
    return Unplaced(
        run=run, request_id=missed.request, reason=missed.reason, who_id=missed.who, detail=detail
    )

"""From the workbook of an encounter to a floor; people are known by their e-mail addresses."""

from zoneinfo import ZoneInfo

from lonja.meetings.engine.floor import Away, Floor, FloorRequest, FloorSlot, FloorTable
from lonja.meetings.engine.rows import FAR_AHEAD, LONG_AGO, days_of
from lonja.meetings.lifecycle import RequestState


def floor_of(encounter) -> Floor:
    """What the planner must know of a workbook; only accepted requests are planned."""
    slots = tuple(
        FloorSlot(slot.starts_at, slot.starts_at, slot.ends_at, slot.block) for slot in encounter.slots
    )
    accepted = [request for request in encounter.requests if request.state == RequestState.ACCEPTED]
    return Floor(
        people=tuple(person.email for person in encounter.people),
        slots=slots,
        tables=tuple(_table(table, encounter.slots) for table in encounter.tables),
        requests=tuple(
            FloorRequest(
                key=request.key,
                sender=request.sender,
                recipient=request.recipient,
                priority=request.priority,
                sender_also=request.sender_also,
                recipient_also=request.recipient_also,
                slot=request.fixed_at,
                table=request.fixed_table,
            )
            for request in accepted
        ),
        before=tuple(_orders(accepted)),
        away=tuple(_away(encounter)),
        most=encounter.event.most_meetings,
        most_in_a_row=encounter.event.most_in_a_row,
        day_of=days_of(slots, ZoneInfo(encounter.event.time_zone)),
    )


def _orders(accepted):
    """What is held before what; an order with a request that is not planned says nothing."""
    by_row = {row: request.key for request in accepted for row in request.rows}
    for request in accepted:
        for row in request.after:
            if row in by_row:
                yield by_row[row], request.key


def _table(table, slots):
    closed = frozenset(slot.starts_at for slot in slots if table.is_closed_in(slot))
    return FloorTable(table.number, table.host or None, closed)


def _away(encounter):
    for person in encounter.people:
        if person.arrives_at:
            yield Away(person.email, LONG_AGO, person.arrives_at)
        if person.leaves_at:
            yield Away(person.email, person.leaves_at, FAR_AHEAD)
        for starts_at, ends_at in person.absences:
            yield Away(person.email, starts_at, ends_at)
    talks = {talk.code: talk for talk in encounter.talks}
    for email, code in encounter.registrations:
        yield Away(email, talks[code].starts_at, talks[code].ends_at)

"""Mend the plan that people come by while the day runs: only what no longer fits changes.

Everything happens under the lock of the edition's row. The floor that is read holds the people
concerned and those they could meet, so a change in a hall of thousands costs what a small one does.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.base import outbox
from lonja.base.errors import Refused
from lonja.events.lifecycle import EXPECTED, EditionState, refuse_called_off
from lonja.events.models import Edition, Participation
from lonja.meetings import agenda, engine, mails
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import (
    ChangeKind,
    LiveChange,
    Meeting,
    MeetingRequest,
    PlanRun,
    Representative,
    Seat,
    Side,
    Unplaced,
)
from lonja.meetings.services.plans import next_version

# Nobody is sent to a table with less warning than this.
NOTICE = timedelta(minutes=3)
OFF = "taken_off"


@dataclass(slots=True)
class Day:
    """The plan that holds, its edition locked, and what one change does to it."""

    edition: Edition
    run: PlanRun | None
    now: object
    before: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    freed: list = field(default_factory=list)


def locked_day(edition, *, now):
    """The day of an edition, its row locked; without a plan that holds nothing need be mended.

    Raises:
        Refused: when the edition is over, or was called off.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    refuse_called_off(edition.state)
    if edition.state == EditionState.CLOSED:
        raise Refused(_("This edition is over. Its plan stays as it was."))
    run = PlanRun.objects.published().filter(edition=edition).select_related("edition__event").first()
    return Day(edition, run, now)


def circle_of(edition, people):
    """Some people, everybody whom they may meet by an accepted request, and who may sit for either."""
    rows = MeetingRequest.objects.accepted().filter(
        Q(sender__in=people) | Q(recipient__in=people) | Q(representatives__participation__in=people),
        edition=edition,
    )
    circle = set(people)
    for sender, recipient in rows.order_by().values_list("sender_id", "recipient_id"):
        circle |= {sender, recipient}
    also = Representative.objects.filter(request__in=rows.order_by().values("pk"))
    return circle | set(also.values_list("participation_id", flat=True))


def hall_around(day, people):
    """The hall as these people and those around them see it; tables taken by others count as taken."""
    circle = circle_of(day.edition, people)
    placed = engine.placed_of(day.run, only=circle)
    seated = {who for one in placed for who in (one.sender, one.recipient)}
    floor = engine.read_floor(day.edition, with_locks=False, only=circle | seated)
    hall = engine.Hall(floor, placed)
    _let_colleagues_sit(hall)
    taken = Meeting.objects.filter(run=day.run).order_by()
    hall.taken |= {(slot, table): key for slot, table, key in taken.values_list("slot", "table", "request")}
    return hall


def _let_colleagues_sit(hall):
    """Where whoever is named has withdrawn, a colleague who may sit for her takes the request over."""
    orphans = [key for key in hall.placed if key not in hall.requests]
    rows = MeetingRequest.objects.accepted().filter(pk__in=orphans).prefetch_related("representatives")
    for row in rows:
        sides = {Side.SENDER: [row.sender_id], Side.RECIPIENT: [row.recipient_id]}
        for one in row.representatives.all():
            sides[one.side].append(one.participation_id)
        senders, recipients = ([who for who in side if who in hall.people] for side in sides.values())
        if senders and recipients:
            hall.requests[row.pk] = engine.FloorRequest(
                row.pk, senders[0], recipients[0], row.priority,
                sender_also=tuple(senders[1:]), recipient_also=tuple(recipients[1:]),
            )  # fmt: skip


def coming(hall, now, *, notice=NOTICE):
    """The slots that are still to come, by time."""
    return [slot for slot in hall.floor.slots if slot.starts_at > now + notice]


def stands(hall, one):
    """Whether a meeting can still be held as it is planned."""
    known = one.request in hall.requests and one.slot in hall.slots and one.table in hall.tables
    if not known or not {one.sender, one.recipient} <= hall.people:
        return False
    two = (one.sender, one.recipient)
    return not (
        hall.of_people(one.request, one.slot, two) or hall.of_table(one.request, one.slot, one.table, two)
    )


def mend(day, people):
    """Bring the plan in line with the facts of some people, which have just changed; returns the hall.

    A meeting that no longer fits goes to another table, to another person of its side, or to the
    nearest time that both still have; else it is cancelled. All others stay where they are.
    """
    if day.run is None:
        return None
    hall = hall_around(day, people)
    day.before = (
        agenda.entries_of_all(day.edition, day.run, only=list(hall.people | set(people))) | day.before
    )
    broken = _broken(day, hall, set(people))
    for one in broken:
        hall.take(one.request)
    new = {one.request: _place_then(hall, one, one.slot) for one in broken}  # at their own time first
    for one in broken:
        new[one.request] = new[one.request] or _place_again(hall, one, day.now)
    _write(day, hall, broken, new)
    return hall


def _broken(day, hall, people):
    """The meetings to come that no longer fit, the dearest first."""
    to_come = {slot.key for slot in hall.floor.slots if slot.starts_at > day.now}
    planned = set(
        Meeting.objects.filter(
            run=day.run, state=MeetingState.PLANNED, request__in=list(hall.placed)
        ).values_list("request_id", flat=True)
    )
    rows = [
        one
        for one in hall.placed.values()
        if one.slot in to_come and one.request in planned and people & {one.sender, one.recipient}
        and not stands(hall, one)
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (_priority(hall, one.request), one.slot, one.request))


def _priority(hall, request):
    return hall.requests[request].priority if request in hall.requests else 9


def _place_again(hall, one, now):
    """Put a meeting into the nearest slot that fits, at its own table where that is free; or None."""
    if one.request not in hall.requests:
        return None
    at = hall.slots[one.slot].starts_at
    slots = sorted(coming(hall, now), key=lambda slot: (abs(slot.starts_at - at), slot.starts_at))
    found = (_place_then(hall, one, slot.key) for slot in slots)
    return next((placed for placed in found if placed), None)


def _place_then(hall, one, slot):
    """Put a meeting into a slot if it fits there."""
    placed = place_at(hall, one.request, slot, near=one.table) if one.request in hall.requests else None
    if placed is not None:
        hall.put(placed)
    return placed


def place_at(hall, request, slot, *, near=None):
    """The meeting of a request in a slot, if people and a table are free; near a table where that is."""
    two = hall.sitting(request, slot)
    if hall.of_people(request, slot, two):
        return None
    tables = sorted(hall.tables, key=lambda key: key != near)
    table = next((key for key in tables if not hall.of_table(request, slot, key, two)), None)
    return engine.Placed(request, slot, table, *two) if table is not None else None


def _write(day, hall, broken, new):
    """Take the broken meetings off, and seat those that found another place."""
    rows = {row.request_id: row for row in Meeting.objects.filter(run=day.run, request__in=[*new])}
    ids = [row.pk for row in rows.values()]
    Seat.objects.filter(meeting__in=ids).delete()
    Meeting.objects.filter(pk__in=ids).update(state=MeetingState.CANCELLED, ended_at=day.now)
    for one in broken:
        placed = new[one.request]
        if placed is None:
            _note_lost(day, hall, one)
            continue
        Meeting.ever.filter(pk=rows[one.request].pk).update(
            state=MeetingState.PLANNED, ended_at=None, slot=placed.slot, table=placed.table
        )
        _seat(day.run, rows[one.request].pk, placed)
        note(day, one, placed)


def _note_lost(day, hall, one):
    note(day, one, None)
    here = hall.people & {one.sender, one.recipient}
    day.freed += [(who, one.slot) for who in sorted(here)]
    if one.request in hall.requests:
        Unplaced.objects.update_or_create(
            run=day.run, request_id=one.request, defaults={"reason": OFF, "who": None, "detail": {}}
        )


def _seat(run, meeting, placed):
    Seat.objects.bulk_create(
        Seat(run=run, slot_id=placed.slot, participation_id=who, meeting_id=meeting)
        for who in (placed.sender, placed.recipient)
    )


def seat_new(day, placed):
    """Hold a request that had no place; the caller has asked the hall."""
    Unplaced.objects.filter(run=day.run, request_id=placed.request).delete()
    row = Meeting.objects.create(
        run=day.run, request_id=placed.request, slot_id=placed.slot, table_id=placed.table
    )
    _seat(day.run, row.pk, placed)
    note(day, None, placed)
    return row


def note(day, old, new):
    """Remember what those who sat, or sit now, are to be told."""
    kind = ChangeKind.CANCELLED if new is None else (ChangeKind.MOVED if old else ChangeKind.ADDED)
    people = {who for one in (old, new) if one for who in (one.sender, one.recipient)}
    for who in sorted(people):
        day.changes.append(
            LiveChange(
                run=day.run, participation_id=who, request_id=(old or new).request, kind=kind,
                from_slot_id=old and old.slot, from_table_id=old and old.table,
                to_slot_id=new and new.slot, to_table_id=new and new.table, happened_at=day.now,
            )
        )  # fmt: skip


def tell(day, *, also=()):
    """Give the plan its next version, and write to those touched; nobody else hears of it.

    Args:
        day: the locked day, mended.
        also: others whose agenda has changed, such as those who attend a talk that was moved.
    """
    if day.run is None or not (day.changes or also):
        return ()
    day.run.version, day.run.published_at = next_version(day.edition), day.now
    meetings = Meeting.objects.filter(run=day.run).count()
    day.run.figures = day.run.figures | {"placed": meetings}
    day.run.save(update_fields=["version", "published_at", "figures"])
    for change in day.changes:
        change.version = day.run.version
    LiveChange.objects.bulk_create(day.changes)
    touched = sorted({*also, *(change.participation_id for change in day.changes)})
    for mail in mails.agendas_of(day.run, day.before, touched):
        outbox.send(mail, key=f"agenda-{day.edition.pk}-{day.run.version}")
    return touched


def bump(day):
    """A new version without a change of anybody's times: pages look again, nobody gets a mail."""
    if day.run is not None:
        day.run.version = next_version(day.edition)
        day.run.save(update_fields=["version"])


def expected_of(edition, **facts):
    """Participations of an edition that are expected."""
    return Participation.objects.filter(edition=edition, state__in=EXPECTED, **facts)

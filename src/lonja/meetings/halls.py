"""What the hall screen and the organiser's live view show, slot by slot."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.core.paginator import Paginator
from django.db.models import Count, Q, Window

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation
from lonja.meetings import remote
from lonja.meetings.agenda import clock
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import ChangeKind, LiveChange, Meeting, Slot, Table

TABLES_PER_SCREEN = 40
TABLES_PER_PAGE = 40
SECONDS_PER_SCREEN = 15
NEWS_FOR = timedelta(minutes=45)


@dataclass(slots=True)
class Seated:
    """What a screen says of a table in a slot."""

    names: tuple
    is_new: bool = False
    is_cancelled: bool = False
    is_closed: bool = False


def current_and_next(slots, now):
    """The slot that runs, and the one after it."""
    current = next((slot for slot in slots if slot.starts_at <= now < slot.ends_at), None)
    ahead = next((slot for slot in slots if slot.starts_at > now), None)
    return current, ahead


def screen(edition, run, *, now, part=None, is_for_all=False):
    """The two slots by table, as the hall may read them, in six queries.

    Args:
        is_for_all: whether people read it who do not take part.
    """
    slots = list(Slot.objects.filter(edition=edition))
    current, ahead = current_and_next(slots, now)
    shown = [slot for slot in (current, ahead) if slot]
    tables = list(Table.objects.filter(edition=edition).select_related("zone"))
    parts = max(1, ceil(len(tables) / TABLES_PER_SCREEN))
    at = part % parts if part is not None else int(now.timestamp() // SECONDS_PER_SCREEN) % parts
    tables = tables[at * TABLES_PER_SCREEN : (at + 1) * TABLES_PER_SCREEN]
    name = name_for_all if is_for_all else name_in_the_hall
    cells = _closed(shown) | _cells(run, shown, tables, now, name) if run and shown else {}
    zone = edition.zone_info
    return {
        "clock": clock(now, zone),
        "columns": [
            {"label": f"{clock(slot.starts_at, zone)}–{clock(slot.ends_at, zone)}", "runs": slot is current}
            for slot in shown
        ],
        "rows": [
            {
                "table": str(table), "zone": str(table.zone or ""),
                "cells": [cells.get((slot.pk, table.pk)) for slot in shown],
            }
            for table in tables
        ],
        "part": at + 1,
        "parts": parts,
        "is_over": bool(slots) and not shown,
    }  # fmt: skip


def _closed(slots):
    """The tables that cannot be used in these slots."""
    rows = Table.closed_slots.through.objects.filter(slot__in=slots)
    return {at: Seated((), is_closed=True) for at in rows.values_list("slot_id", "table_id")}


def _cells(run, slots, tables, now, name):
    """What the tables of one part of the screen say; a large hall has hundreds more."""
    news = LiveChange.objects.filter(run=run, happened_at__gte=now - NEWS_FOR).filter(
        Q(to_slot__in=slots) | Q(from_slot__in=slots)
    )
    news = list(
        news.values_list("request_id", "kind", "from_slot_id", "from_table_id", "to_slot_id", "to_table_id")
    )
    fresh = {(slot, table): request for request, _k, _fs, _ft, slot, table in news if slot}
    cells = {
        (slot, table): Seated((), is_cancelled=True)
        for _r, kind, slot, table, _ts, _tt in news
        if slot and kind == ChangeKind.CANCELLED
    }
    for meeting in Meeting.objects.filter(run=run, slot__in=slots, table__in=tables).for_agenda():
        key = (meeting.slot_id, meeting.table_id)
        cells[key] = Seated(
            tuple(name(one) for one in meeting.sitting), is_new=fresh.get(key) == meeting.request_id
        )
    return cells


def name_for_all(participation):
    """How people who do not come may read of somebody: by a public profile, else by a public house."""
    house = participation.organisation
    note = str(house) if house and house.is_public else ""
    if participation.is_listed and participation.person.is_public:
        return {"name": str(participation.person), "note": note}
    return {"name": note or "–", "note": ""}


def name_in_the_hall(participation):
    """How a hall full of people may read of somebody: her name if she is listed, else her house."""
    organisation = str(participation.organisation or "")
    if participation.is_listed:
        return {"name": str(participation.person), "note": organisation}
    return {"name": organisation or "–", "note": ""}


def live(edition, run, *, now, wanted=None, number=1):
    """The organiser's view of one slot, a page of its tables, and the day in figures."""
    slots = list(Slot.objects.filter(edition=edition))
    current, ahead = current_and_next(slots, now)
    slot = (
        next((one for one in slots if one.pk == wanted), None)
        or current
        or ahead
        or (slots[-1] if slots else None)
    )
    zone = edition.zone_info
    part, meetings = _page_of(run, slot, number) if run and slot else (None, [])
    return {
        "figures": figures(edition, run, now=now, current=current),
        "slot": slot,
        "slots": [
            {"pk": one.pk, "label": f"{one.starts_at.astimezone(zone):%d/%m} {clock(one.starts_at, zone)}",
             "is_current": one is current, "is_shown": one is slot}
            for one in slots
        ],
        "page": part,
        "lines": _lines(meetings, slot, now),
        "has_begun": bool(slot and slot.starts_at <= now),
        "clock": clock(now, zone),
        "slot_label": f"{clock(slot.starts_at, zone)}–{clock(slot.ends_at, zone)}" if slot else "",
    }  # fmt: skip


def figures(edition, run, *, now, current):
    """Counts of the day, in two queries."""
    states = {}
    if run is not None:
        over = Q(slot__starts_at__lte=now - timedelta(minutes=1))
        states = Meeting.objects.filter(run=run).aggregate(
            meetings=Count("pk"),
            held=Count("pk", filter=Q(state=MeetingState.HELD)),
            missed=Count("pk", filter=Q(state=MeetingState.NO_SHOW)),
            running=Count("pk", filter=Q(slot=current, state=MeetingState.PLANNED)),
            begun=Count("pk", filter=over),
        )
    expected = Participation.objects.filter(edition=edition, state__in=EXPECTED)
    here = expected.aggregate(
        expected=Count("pk"),
        here=Count("pk", filter=Q(badge__came_at__isnull=False, badge__left_at__isnull=True)),
    )
    return states | here


def _page_of(run, slot, number):
    """(page, meetings) of one slot; how many there are comes with the rows, not by a question of its own."""
    rows = Meeting.objects.filter(run=run, slot=slot).for_agenda("participation__badge")
    rows = rows.prefetch_related("no_shows").annotate(of_all=Window(Count("pk")))
    start = (number - 1) * TABLES_PER_PAGE
    meetings = list(rows[start : start + TABLES_PER_PAGE])
    if not meetings and start:
        return _page_of(run, slot, 1)
    total = meetings[0].of_all if meetings else 0
    return Paginator(range(total), TABLES_PER_PAGE).get_page(number), meetings


def _lines(meetings, slot, now):
    return [
        {
            "meeting": meeting,
            "two": [
                {
                    "who": one,
                    "is_here": one.remote or is_here(one),
                    "is_missing": one.pk in {row.absent_id for row in meeting.no_shows.all()},
                }
                for one in meeting.sitting
            ],
            "state": meeting.state,
            "is_over": slot.ends_at <= now,
            "is_remote": bool(remote.link_of(meeting)) or any(one.remote for one in meeting.sitting),
        }
        for meeting in meetings
    ]


def is_here(participation):
    """Whether somebody has checked in and not gone; her badge was read along."""
    badge = getattr(participation, "badge", None)
    return badge is not None and badge.came_at is not None and badge.left_at is None

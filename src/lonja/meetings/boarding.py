"""The board: a plan as a grid of tables and slots, a half-day at a time, with what waits beside it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from lonja.base.imports.book import plain
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import ParticipantType, Zone
from lonja.meetings import reasons
from lonja.meetings.agenda import clock, day_label
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import Meeting, MeetingRequest, Seat, Slot, Table, Unplaced

TRAY_SHOWN = 60
TABLES_PER_PAGE = 40


@dataclass(slots=True)
class Card:
    """A request on the board or in the tray."""

    uid: str
    seen: str
    names: list
    organisations: list
    priority: int
    kinds: list = field(default_factory=list)
    is_locked: bool = False
    is_match: bool = True
    state: str = ""
    state_label: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the organiser wants to see of a board: a name, a zone, a type of participant."""

    query: str = ""
    zone: int | None = None
    kind: str = ""

    def __bool__(self):
        return bool(self.query or self.zone or self.kind)

    def matches(self, card):
        """Whether somebody of a card has the name and the type."""
        words = plain(" ".join([*card.names, *card.organisations]))
        return plain(self.query) in words and (not self.kind or self.kind in card.kinds)

    def address(self, block):
        """The query of the same view of another half-day."""
        facts = {"block": block, "q": self.query, "zone": self.zone, "type": self.kind}
        return f"?{urlencode({name: value for name, value in facts.items() if value not in ('', None)})}"


def board_of(run, *, block, narrowing, page=1):
    """Everything that the board shows of one half-day, in six queries."""
    slots = list(Slot.objects.filter(edition=run.edition_id).order_by("starts_at"))
    blocks = list(dict.fromkeys(slot.block for slot in slots))
    block = block if block in blocks else (blocks[0] if blocks else None)
    here = [slot for slot in slots if slot.block == block]
    rows = Paginator(_tables(run, narrowing.zone), TABLES_PER_PAGE).get_page(page)
    cards = _cards(run, here, [table.pk for table, _closed in rows], narrowing)
    tray, waiting = _tray(run, narrowing)
    zone = run.edition.zone_info
    return {
        "half_day": "" if block is None else str(block),
        "tabs": _tabs(slots, blocks, block, zone, narrowing),
        "columns": [{"pk": slot.pk, "label": clock(slot.starts_at, zone)} for slot in here],
        "page": rows,
        "rows": _rows(rows, here, cards),
        "tray": tray,
        "tray_more": max(0, waiting - len(tray)),
        "shown": len(cards),
        "matching": sum(card.is_match for card in cards.values()) if narrowing else None,
        "zones": list(Zone.objects.filter(edition=run.edition_id, tables__isnull=False).distinct()),
        "kinds": ParticipantType.choices,
        "everything": Narrowing().address(block),
    }


def _tabs(slots, blocks, current, zone, narrowing):
    tabs, has_days = [], len({slot.starts_at.astimezone(zone).date() for slot in slots}) > 1
    for block in blocks:
        these = [slot for slot in slots if slot.block == block]
        times = f"{clock(these[0].starts_at, zone)}–{clock(these[-1].ends_at, zone)}"
        day = these[0].starts_at.astimezone(zone).date()
        label = f"{day_label(day)}, {times}" if has_days else times
        tabs.append({"label": label, "href": narrowing.address(block), "current": block == current})
    return tabs


# What a card shows, read as plain values: a board holds hundreds of them.
CARD_COLUMNS = (
    "slot_id", "meeting__table_id", "meeting__request__uid", "meeting__request__priority",
    "meeting__request__lock", "meeting__state", "participation__person__name",
    "participation__organisation__name", "participation__participant_type",
)  # fmt: skip


def _cards(run, slots, tables, narrowing):
    """{(slot, table): card} of the meetings in some slots at some tables, in one query."""
    rows = Seat.objects.filter(
        run=run, slot__in=[slot.pk for slot in slots], meeting__table__in=tables
    ).order_by("pk")
    cards: dict = {}
    for slot, table, uid, priority, lock, state, name, organisation, kind in rows.values_list(*CARD_COLUMNS):
        card = cards.get((slot, table))
        if card is None:
            card = cards[slot, table] = Card(
                str(uid), f"{slot}-{table}", [], [], priority, is_locked=lock is not None
            )
            if state != MeetingState.PLANNED:
                card.state, card.state_label = state, MeetingState(state).label
        card.names.append(name)
        card.organisations.append(organisation or "")
        card.kinds.append(kind)
    if narrowing:
        for card in cards.values():
            card.is_match = narrowing.matches(card)
    return cards


def _tables(run, zone=None):
    """(table, the slots in which it is closed) of every table, or of those in a zone, in one query."""
    rows = Table.objects.filter(edition=run.edition_id).order_by("number", "closed_slots")
    rows = rows.filter(zone=zone) if zone else rows
    seen: dict = {}
    for row in rows.annotate(closed=F("closed_slots")).select_related("host__person"):
        seen.setdefault(row.pk, (row, set()))[1].add(row.closed)
    return list(seen.values())


def _rows(tables, slots, cards):
    return [
        {
            "label": str(table),
            "host": str(table.host.person) if table.host else "",
            "cells": [
                {
                    "place": f"{slot.pk}-{table.pk}",
                    "card": cards.get((slot.pk, table.pk)),
                    "is_closed": slot.pk in closed,
                }
                for slot in slots
            ],
        }
        for table, closed in tables
    ]


def _tray(run, narrowing):
    """(cards, how many in all) of accepted requests without a place, the dearest first, in two queries."""
    unplaced = Unplaced.objects.filter(run=run, request=OuterRef("pk"))
    rows = (
        MeetingRequest.objects.accepted()
        .filter(edition=run.edition_id, sender__state__in=EXPECTED, recipient__state__in=EXPECTED)
        .exclude(Exists(Meeting.objects.filter(run=run, request=OuterRef("pk"))))
        .annotate(
            reason=Subquery(unplaced.values("reason")[:1]),
            who_name=Subquery(unplaced.values("who__person__name")[:1]),
        )
        .with_parties()
        .order_by("priority", "pk")
    )
    query, kind = narrowing.query, narrowing.kind
    if kind:
        rows = rows.filter(Q(sender__participant_type=kind) | Q(recipient__participant_type=kind))
    if query:
        rows = rows.filter(
            Q(sender__person__name__icontains=query)
            | Q(recipient__person__name__icontains=query)
            | Q(sender__organisation__name__icontains=query)
            | Q(recipient__organisation__name__icontains=query)
        )
    cards = []
    for row in rows[:TRAY_SHOWN]:
        two = (row.sender, row.recipient)
        names, organisations = [str(one.person) for one in two], [str(one.organisation or "") for one in two]
        card = Card(str(row.uid), "tray", names, organisations, row.priority)
        card.reason = (
            reasons.reason_sentence(row.reason, who=row.who_name)
            if row.reason
            else _("Accepted after this plan was made.")
        )
        cards.append(card)
    return cards, (rows.count() if len(cards) == TRAY_SHOWN else len(cards))


def fits(hall, words_of, request, block, *, page=1, zone=None):
    """What stands in the way of a request at each place of a half-day.

    Args:
        hall: the plan.
        words_of: makes the words for some conflicts.
        request: its key.
        block: number of the half-day.
        page: which tables the board shows.
        zone: id of the only zone that it shows, or None.

    Returns:
        Sentences by slot (whatever the table), and by "slot-table"; a place in neither fits.
    """
    slots, cells = {}, {}
    shown = [key for key, table in hall.tables.items() if zone in (None, table.zone)]
    tables = Paginator(shown, TABLES_PER_PAGE).get_page(page)
    for slot in (one.key for one in hall.floor.slots if one.block == block):
        two = hall.sitting(request, slot)
        slots[slot] = hall.of_people(request, slot, two)
        for table in tables:
            cells[slot, table] = hall.of_table(request, slot, table, two)
    words = words_of([one for found in (*slots.values(), *cells.values()) for one in found])
    return {
        "slots": {str(slot): _said(words, found) for slot, found in slots.items() if found},
        "cells": {f"{slot}-{table}": _said(words, found) for (slot, table), found in cells.items() if found},
    }


def _said(words, found):
    return " ".join(dict.fromkeys(words.say(one) for one in found))

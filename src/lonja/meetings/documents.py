"""Documents of an edition: agendas, table cards, the organiser's sheet."""

from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from time import monotonic

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from lonja.base import documents, exports
from lonja.events.models import Participation
from lonja.meetings import agenda, presenting
from lonja.meetings.agenda import by_day, clock, day_label, zone_sentence
from lonja.meetings.models import Meeting, Seat, Table

# A pile of more agendas goes to the printer, not to a reader.
MOST_TAGGED = 200
SECONDS_BETWEEN_REPORTS, PAGES_PER_SECOND = 1, 200
SET_AT, KEPT_AT = 0.3, 0.95  # how far the work is when the pages begin to be set, and when they are


def agendas_pdf(edition, run, participations):
    """The agendas of some participants, a page for each."""
    entries = agenda.entries_of_all(edition, run, only=[one.pk for one in participations])
    return _agendas_set(_agendas_data(edition, run, participations, entries))


def _agendas_data(edition, run, participations, entries):
    return {
        "title": _("Agenda")
        if len(participations) != 1
        else _("Agenda of %(person)s") % {"person": participations[0]},
        "foot": _named(edition, run),
        "event": _named(edition, run),
        "zone": zone_sentence(edition),
        "columns": [_("Time"), _("With"), _("Where")],
        "nothing": _("Nothing is planned yet."),
        "people": [
            {
                "name": str(one.person),
                "organisation": str(one.organisation or ""),
                "days": _days(edition, entries[one.pk], agenda.own_zone(one, edition)),
            }
            for one in participations
        ],
    }


def _agendas_set(data):
    tagged = len(data["people"]) <= MOST_TAGGED
    return documents.pdf("meetings/typeset/agenda.typ", data, language=get_language(), tagged=tagged)


def _named(edition, run):
    """The edition, and that its plan may still change."""
    if run is not None and run.is_provisional:
        return _("%(edition)s · Provisional, may still change") % {"edition": edition}
    return str(edition)


def all_agendas_pdf(edition, run, *, heard=None):
    """The agendas of everybody who has a meeting, by name, a page for each.

    Args:
        edition, run: whose agendas, by which plan.
        heard: told again and again how far it is (share, stage), and may raise to stop it.
    """
    heard = heard or (lambda share, stage: None)
    reading = _("Reading the agendas")
    heard(0.0, reading)
    seats = Seat.objects.filter(run=run).order_by()
    rows = Participation.objects.filter(pk__in=seats.values("participation"))
    rows = rows.select_related("person", "organisation", "own_time")
    people = list(rows.order_by("person__sort_name", "pk"))
    heard(0.1, reading)
    entries = agenda.entries_of_everybody(edition, run, people)
    heard(0.2, reading)
    data = _agendas_data(edition, run, people, entries)
    return _told_while(partial(_in_language, get_language(), _agendas_set, data), len(people), heard)


def _told_while(make, pages, heard):
    """What `make` returns; while the typesetter works, which says nothing itself, the seconds are told.

    The share is what such a pile took elsewhere, and stops short of the end when this one takes longer.
    """
    started = monotonic()
    pool = ThreadPoolExecutor(1)
    try:
        made = pool.submit(make)
        is_set = False
        while not is_set:
            seconds = monotonic() - started
            share = min(seconds * PAGES_PER_SECOND / max(pages, 1), 1)
            told = {"pages": pages, "seconds": round(seconds)}
            heard(
                SET_AT + share * (KEPT_AT - SET_AT),
                _("Setting %(pages)s pages, %(seconds)s seconds so far") % told,
            )
            is_set = bool(wait([made], timeout=SECONDS_BETWEEN_REPORTS).done)
        return made.result()
    finally:
        pool.shutdown(wait=False)


def _in_language(language, make, *args):
    with override(language):
        return make(*args)


def _days(edition, entries, own=None):
    zone = edition.zone_info
    return [
        {
            "label": day_label(day),
            "items": [
                {
                    "time": f"{clock(entry.starts_at, zone)}–{clock(entry.ends_at, zone)}",
                    "own_time": presenting.own_time(entry, own) if own else "",
                    "title": entry.title,
                    "note": entry.note,
                    "place": entry.place,
                    "place_label": entry.place_label,
                }
                for entry in these
            ],
        }
        for day, these in by_day(entries, zone)
    ]


def table_cards_pdf(edition, run):
    """One card for each table: who sits there, and when."""
    held = {}
    for meeting in meetings_of(run):
        held.setdefault(meeting.table_id, []).append(meeting)
    data = {
        "title": _("Table cards"),
        "foot": _named(edition, run),
        "event": _named(edition, run),
        "zone": zone_sentence(edition),
        "columns": [_("Time"), _("Who asks"), _("Who is asked")],
        "nothing": _("No meeting is planned at this table."),
        "tables": [
            {
                "name": _("Table %(name)s") % {"name": table},
                "zone": str(table.zone or ""),
                "days": _meeting_days(edition, held.get(table.pk, [])),
            }
            for table in Table.objects.filter(edition=edition).select_related("zone")
        ],
    }
    return documents.pdf("meetings/typeset/tables.typ", data, language=get_language())


def sheet_pdf(edition, run):
    """The organiser's sheet: every meeting by time, and what found no place."""
    data = {
        "title": _("Organiser's sheet"),
        "foot": _named(edition, run),
        "event": _named(edition, run),
        "zone": zone_sentence(edition),
        "columns": [_("Time"), _("Table"), _("Who asks"), _("Who is asked")],
        "figures": [
            {"value": str(value), "label": label} for label, value in presenting.headline_figures(run)
        ],
        "days": _meeting_days(edition, meetings_of(run)),
        "unplaced_title": _("Requests without a place"),
        "unplaced_columns": [_("Who asks"), _("Who is asked"), _("Why not, and what would help")],
        "unplaced": [
            {"one": line.sender, "other": line.recipient, "reason": line.reason, "remedy": line.remedy}
            for line in presenting.unplaced_lines(run)
        ],
    }
    return documents.pdf("meetings/typeset/sheet.typ", data, language=get_language())


def meetings_of(run):
    """Every meeting of a plan, by time."""
    return list(Meeting.objects.filter(run=run).for_agenda())


def _meeting_days(edition, meetings):
    zone = edition.zone_info
    rows = [
        (
            meeting.slot.starts_at.astimezone(zone).date(),
            {
                "time": f"{clock(meeting.slot.starts_at, zone)}–{clock(meeting.slot.ends_at, zone)}",
                "table": str(meeting.table),
                "one": str(one.person),
                "one_of": str(one.organisation or ""),
                "other": str(other.person),
                "other_of": str(other.organisation or ""),
            },
        )
        for meeting in meetings
        for one, other in [meeting.sitting]
    ]
    days = dict.fromkeys(day for day, _row in rows)
    return [{"label": day_label(day), "items": [row for on, row in rows if on == day]} for day in days]


def sheet_xlsx(edition, run):
    """The organiser's sheet as a workbook."""
    zone = edition.zone_info
    meetings = (
        (
            meeting.slot.starts_at.astimezone(zone).date(),
            clock(meeting.slot.starts_at, zone),
            clock(meeting.slot.ends_at, zone),
            str(meeting.table),
            str(one.person),
            str(one.organisation or ""),
            str(other.person),
            str(other.organisation or ""),
            str(meeting.request.get_priority_display()),
        )
        for meeting in meetings_of(run)
        for one, other in [meeting.sitting]
    )
    unplaced = (
        (line.sender, line.recipient, line.priority, line.reason, line.remedy)
        for line in presenting.unplaced_lines(run)
    )
    people = [
        _("Who asks"),
        _("Organisation of who asks"),
        _("Who is asked"),
        _("Organisation of who is asked"),
    ]
    return exports.xlsx_bytes(
        {
            _("Summary"): ([_("Figure"), _("Value")], presenting.headline_figures(run)),
            _("Meetings"): ([_("Day"), _("Begins"), _("Ends"), _("Table"), *people, _("Priority")], meetings),
            _("Unplaced"): (
                [_("Who asks"), _("Who is asked"), _("Priority"), _("Why not"), _("What would help")],
                unplaced,
            ),
        }
    )

"""What a participant's day looks like: meetings of the plan that holds, and talks, by time.

One reading for every form: the page, the PDF, the calendar file, the mail.
"""

from collections import defaultdict
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from lonja.base.calendars import is_shown_twice
from lonja.events.models import Session, SessionPlace, Speaker
from lonja.events.presenting import offset
from lonja.events.timetables import Entry, talk_entry
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import HallScreen, Meeting, PlanRun, Seat
from lonja.meetings.remote import link_of


def published_plan(edition):
    """The plan that holds, or None."""
    return PlanRun.objects.published().filter(edition=edition).first()


def entries_of(participation, run):
    """The agenda of one participant."""
    return entries_of_all(participation.edition, run, only=[participation.pk])[participation.pk]


def version_of(participation, number, entries=None):
    """Says in a few letters what an agenda shows; the same letters, nothing new to fetch.

    Args:
        number: of the plan that holds and of the edition (`calendars.numbered`).
        entries: the agenda, where it is known; else its talks are read.
    """
    if entries is None:
        talks = _talks(participation.edition, [participation.pk])
        entries = [talk_entry(talk, participation.edition) for _who, talk in talks]
    talks = sorted(f"{entry.uid[:8]}.{entry.number}" for entry in entries if entry.kind == "talk")
    return "-".join([str(number), *talks])


def entries_of_all(edition, run, *, only=None):
    """Agendas by participation id, in six queries at most; `only` narrows them to some participants."""
    agendas = defaultdict(list)
    screen = HallScreen.objects.filter(edition=edition).first() if run else None
    of_all = screen.remote_link if screen else ""
    for participation_id, meeting in seats_of(run, only=only):
        agendas[participation_id].append(meeting_entry(meeting, participation_id, of_all))
    return _with_talks(agendas, edition, only)


def entries_of_everybody(edition, run, people):
    """The same for the thousands who sit in a plan, each name read once; addresses of meetings are left out.

    Args:
        edition, run: whose agendas, by which plan.
        people: everybody who has a seat in it, with person and organisation.
    """
    known = {one.pk: one for one in people}
    slots, tables = edition.slots.in_bulk(), edition.tables.in_bulk()
    sitting, agendas = defaultdict(list), defaultdict(list)
    seats = Seat.objects.filter(run=run).order_by("pk")
    for meeting, participation in seats.values_list("meeting", "participation"):
        sitting[meeting].append(participation)
    meetings = Meeting.objects.filter(run=run).order_by()
    for pk, slot, table, uid in meetings.values_list("pk", "slot", "table", "request__uid"):
        two = sitting[pk]
        for one, other in (two, two[::-1]):
            agendas[one].append(_met(uid, slots[slot], tables[table], known[other]))
    return _with_talks(agendas, edition, None)


def _with_talks(agendas, edition, only):
    for participation_id, talk in _talks(edition, only):
        agendas[participation_id].append(talk_entry(talk, edition))
    for entries in agendas.values():
        entries.sort(key=lambda entry: (entry.starts_at, entry.kind, entry.uid))
    return agendas


def called_off_entries(edition, run, *, only):
    """What of an agenda does not take place because the edition was called off, by participation id."""
    agendas = defaultdict(list)
    if edition.called_off_at is None:
        return agendas
    cancelled = Meeting.ever.filter(state=MeetingState.CANCELLED)
    for participation_id, meeting in seats_of(run, only=only, rows=cancelled):
        agendas[participation_id].append(meeting_entry(meeting, participation_id))
    for participation_id, talk in _talks(edition, only, is_off=True):
        agendas[participation_id].append(talk_entry(talk, edition))
    return agendas


def seats_of(run, *, only=None, rows=None):
    """(participation id, meeting) for every seat of a plan, by time; `rows` are others than what stands."""
    if run is None:
        return
    rows = (Meeting.objects.all() if rows is None else rows).filter(run=run).for_agenda()
    if only is not None:
        rows = rows.filter(pk__in=Seat.objects.filter(run=run, participation__in=only).values("meeting"))
    for meeting in rows:
        for one in meeting.sitting:
            if only is None or one.pk in only:
                yield one.pk, meeting


def _talks(edition, only, *, is_off=False):
    """(participation id, talk) for whoever attends or gives a talk that takes place; or one that does not,
    because the edition was called off."""
    where = {"session__edition": edition} | ({} if only is None else {"participation__in": only})
    attending, giving = (
        rows.filter(**where).order_by().values_list("participation_id", "session_id")
        for rows in (SessionPlace.objects.all(), Speaker.objects.exclude(participation=None))
    )
    told = set(attending.union(giving))
    talks = Session.objects.filter(edition=edition).prefetch_related("speakers")
    if only is not None:
        talks = talks.filter(pk__in={session for _participation, session in told})
    if edition.called_off_at is not None:
        off = Q(ends_at__gt=edition.called_off_at)
        talks = talks.filter(off if is_off else ~off)
    talks = talks.in_bulk() if told else {}
    return [(who, talks[session]) for who, session in sorted(told) if session in talks]


def meeting_entry(meeting, participation_id, of_all=""):
    """A meeting as one of its two sees it; `of_all` is the edition's address of remote meetings."""
    other = meeting.other_than(participation_id)
    return _met(meeting.request.uid, meeting.slot, meeting.table, other, link_of(meeting, of_all))


def _met(uid, slot, table, other, link=""):
    return Entry(
        uid=str(uid),
        kind="meeting",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        title=str(other.person),
        note=str(other.organisation or ""),
        place=str(table),
        place_label=_("Table"),
        counterpart_id=other.pk,
        link=link,
    )


def by_day(entries, zone_info):
    """(date, entries) for each day at the venue, in the order of the entries."""
    return [
        (day, list(these))
        for day, these in groupby(entries, key=lambda entry: entry.starts_at.astimezone(zone_info).date())
    ]


def day_label(day):
    """A day as a heading: Thursday, 15 November 2018."""
    return formats.date_format(day, _("l, j F Y"))


def clock(moment, zone_info):
    """The time of day at the venue."""
    return f"{moment.astimezone(zone_info):%H:%M}"


def times(starts_at, ends_at, zone_info, *, day=False):
    """09:00–09:15; by another clock with the day, which may be another one there."""
    words = f"{clock(starts_at, zone_info)}–{clock(ends_at, zone_info)}"
    return f"{day_label(starts_at.astimezone(zone_info).date())}, {words}" if day else words


def own_zone(participation, edition):
    """The clock by which somebody who takes part from elsewhere lives, or None when it is the venue's."""
    own = getattr(participation, "own_time", None)
    return ZoneInfo(own.time_zone) if own and own.time_zone != edition.time_zone else None


def stamp(moment, zone_info):
    """Day and time in a mail: 25/10 02:30; with its distance from UTC when the clock shows it twice."""
    local = moment.astimezone(zone_info)
    words = formats.date_format(local, "d/m H:i")
    return f"{words} ({offset(local)})" if is_shown_twice(moment, zone_info) else words


def zone_sentence(edition):
    """Says in which time zone the times are."""
    return _("All times are local time at the venue (%(zone)s).") % {
        "zone": edition.time_zone.replace("_", " ")
    }

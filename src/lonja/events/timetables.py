"""Timetables as calendar files: stable ids, growing numbers, the venue's own clock, a way back to the page.

A talk has one id and one number wherever it stands: in the programme, in the agenda of each who
attends it, in a mail. A calendar that reads it from several of these shows it once, as it was last.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri
from icalendar.prop import vDuration, vText

from lonja.base.calendars import add_time_zones, by_the_clock, clean
from lonja.base.texts import worded
from lonja.events.calendars import organiser

LOOK_AGAIN = timedelta(minutes=15)  # how often calendars that subscribe are asked to look again
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # the stamp of what has never been changed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an agenda or a programme.

    Attributes:
        number, stamp: of the entry itself, where they are not those of the whole file.
        url: its own page, where it is not a line of the page of the whole.
    """

    uid: str
    kind: str  # meeting or talk
    starts_at: datetime
    ends_at: datetime
    title: str
    note: str
    place: str
    place_label: str
    counterpart_id: int | None = None
    link: str = ""  # where a remote meeting takes place; for the two alone
    number: int | None = None
    stamp: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and when an event is, as its calendar files need it."""

    title: str
    time_zone: str
    place: str  # house and town
    starts_on: date
    ends_on: date

    @classmethod
    def of_edition(cls, edition):
        """The venue of an edition."""
        place = ", ".join(part for part in (edition.venue, edition.city) if part)
        return cls(str(edition), edition.time_zone, place, edition.starts_on, edition.ends_on)

    @classmethod
    def of_event(cls, event, slots):
        """The venue of a workbook."""
        zone = ZoneInfo(event.time_zone)
        days = [slot.starts_at.astimezone(zone).date() for slot in slots]
        place = ", ".join(part for part in (event.venue, event.city) if part)
        return cls(event.name or "Lonja", event.time_zone, place, min(days), max(days))

    @property
    def zone_info(self):
        """The time zone of the venue."""
        return ZoneInfo(self.time_zone)


def talk_entry(session, edition):
    """A talk; its number rises with what calendars show of it, and with what they show of its edition."""
    stamps = [session.revised_at, edition.revised_at]
    return Entry(
        uid=str(session.uid),
        kind="talk",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=worded(session.title).text,
        note=session.speaker_line,
        place=session.room,
        place_label=_("Room"),
        number=session.revision + edition.revision,
        stamp=max(filter(None, stamps), default=BEGINNING),
    )


def programme_file(edition, sessions, *, name=""):
    """The bytes of a file of talks, each with its own page; those that were called off as cancelled."""
    standing, gone = [], []
    for session in sessions:
        session.edition = edition
        page = f"{settings.SITE_URL}{session.get_absolute_url()}"
        entry = replace(talk_entry(session, edition), url=page)
        (gone if edition.is_off_at(session.ends_at) else standing).append(entry)
    return calendar_file(Venue.of_edition(edition), standing, cancelled=gone, name=name)


def talk_file(session, *, at, is_cancelled=False):
    """The bytes of a file that brings one talk up to date, or takes it out of calendars.

    Args:
        session: the talk, with its edition.
        at: when what the file says was decided.
        is_cancelled: whether the talk is taken away.
    """
    edition = session.edition
    if is_cancelled:
        return talks_taken_out(edition, [session], at=at)
    page = f"{settings.SITE_URL}{session.get_absolute_url()}"
    entry = replace(talk_entry(session, edition), stamp=at, url=page)
    return calendar_file(Venue.of_edition(edition), [entry])


def talks_taken_out(edition, sessions, *, at):
    """The bytes of a file that takes talks out of the calendar of somebody who has no place there any more.

    The number stays that of the talk, and the later moment decides: whoever takes a place again has
    the talk back by a file of any later moment.
    """
    gone = [replace(talk_entry(session, edition), stamp=at) for session in sessions]
    return calendar_file(Venue.of_edition(edition), [], cancelled=gone, method="CANCEL")


def calendar_file(
    venue,
    entries,
    *,
    version=0,
    stamp=BEGINNING,
    url="",
    cancelled=(),
    provisional=False,
    method="PUBLISH",
    name="",
):
    """The bytes of an iCalendar file with one event for each entry.

    Args:
        venue: where the event is; its time zone rules.
        entries: what the agenda holds.
        version: number of the agenda; calendars replace what they know by what has a higher one.
        stamp: when the agenda became what it is.
        url: address of the agenda, for entries without a page of their own.
        cancelled: entries that were in the agenda before and are no longer.
        provisional: whether meetings may still change; talks are sure.
        method: PUBLISH, or CANCEL when the file only takes entries out.
        name: what a calendar that subscribes calls it, where that is not the title of the venue.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("name", vText(clean(name or venue.title)))
    calendar.add("x-wr-calname", vText(clean(name or venue.title)))
    calendar.add("x-wr-timezone", venue.time_zone)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    for entry in entries:
        status = "TENTATIVE" if provisional and entry.kind == "meeting" else "CONFIRMED"
        calendar.add_component(_event(venue, entry, version, stamp, url, status))
    for entry in cancelled:
        calendar.add_component(_event(venue, entry, version, stamp, url, "CANCELLED"))
    add_time_zones(calendar, venue.starts_on.year, venue.ends_on.year)
    return calendar.to_ical()


def _event(venue, entry, version, stamp, url, status):
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", (entry.stamp or stamp).astimezone(UTC))
    event.add("dtstart", by_the_clock(entry.starts_at, venue.zone_info))
    event.add("dtend", by_the_clock(entry.ends_at, venue.zone_info))
    event.add("sequence", version if entry.number is None else entry.number)
    event.add("status", status)
    event.add("summary", clean(_summary(entry)))
    event.add("location", clean(_location(venue, entry)))
    here = entry.url or (f"{url}#m-{entry.uid}" if url else "")
    about = [clean(_summary(entry)), clean(_location(venue, entry)), here]
    event.add("description", "\n".join(part for part in about if part))
    if here:
        event["url"] = vUri(here)
        event.add("organizer", organiser())
    if entry.link:
        event.add("conference", vUri(clean(entry.link), params={"VALUE": "URI", "FEATURE": "VIDEO"}))
    return event


def _summary(entry):
    return f"{entry.title} ({entry.note})" if entry.note else entry.title


def _location(venue, entry):
    place = f"{entry.place_label} {entry.place}" if entry.place else ""
    return ", ".join(part for part in (place, venue.place, entry.link) if part)

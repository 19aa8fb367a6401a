"""Calendar files: stable ids, a growing sequence, the venue's own clock, a way back to the page."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vUri
from icalendar.prop import vDuration, vText

from lonja.base.calendars import add_time_zones, by_the_clock, clean
from lonja.events.calendars import organiser

LOOK_AGAIN = timedelta(minutes=15)  # how often calendars that subscribe are asked to look again
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # the stamp of an agenda that nobody has published yet

# The family of ids that belong to us; the same facts give the same id on any machine.
_FAMILY = uuid.UUID("6f0f4bfe-2f38-5d0a-9c59-0d6b5a2a9f17")


def numbered(edition, run):
    """Number and stamp of the entries of an agenda: they rise with the plan that holds, and with the edition.

    Args:
        run: the plan that holds, or None.
    """
    stamps = [run and run.published_at, edition.revised_at]
    return {
        "version": (run.version if run else 0) + edition.revision,
        "stamp": max(filter(None, stamps), default=BEGINNING),
    }


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


def uid_of(*facts):
    """A stable id made of facts."""
    return str(uuid.uuid5(_FAMILY, "|".join(str(fact) for fact in facts)))


def calendar_file(venue, entries, *, version, stamp, url, cancelled=(), provisional=False, method="PUBLISH"):
    """The bytes of an iCalendar file with one event for each entry.

    Args:
        venue: where the event is; its time zone rules.
        entries: what the agenda holds.
        version: number of the agenda; calendars replace what they know by what has a higher one.
        stamp: when the agenda became what it is.
        url: address of the agenda.
        cancelled: entries that were in the agenda before and are no longer.
        provisional: whether meetings may still change; talks are sure.
        method: PUBLISH, or CANCEL when the file only takes entries out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("name", vText(clean(venue.title)))
    calendar.add("x-wr-calname", vText(clean(venue.title)))
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
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", by_the_clock(entry.starts_at, venue.zone_info))
    event.add("dtend", by_the_clock(entry.ends_at, venue.zone_info))
    event.add("sequence", version)
    event.add("status", status)
    event.add("summary", clean(_summary(entry)))
    event.add("location", clean(_location(venue, entry)))
    here = f"{url}#m-{entry.uid}" if url else ""
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

"""A journey as a calendar file: each leg by the clock of its own place."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vUri
from icalendar.prop import vText

from lonja.base.calendars import add_time_zones, by_the_clock, clean
from lonja.base.texts import worded
from lonja.events import journeys


def journey(edition, legs, *, url):
    """The bytes of an iCalendar file with one event for each leg.

    A leg keeps its id and raises its number when it, or the edition, changes; the file carries the
    rules of each time zone that it names.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Journeys//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(clean(edition)))
    calendar.add("x-wr-calname", vText(clean(edition)))
    for leg in legs:
        calendar.add_component(_event(edition, leg, url))
    years = [leg.starts_at.year for leg in legs]
    if years:
        add_time_zones(calendar, min(years), max(years))
    return calendar.to_ical()


def _event(edition, leg, url):
    event = Event()
    event.add("uid", f"leg-{leg.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("dtstamp", max(leg.changed_at, edition.revised_at or leg.changed_at).astimezone(UTC))
    event.add("dtstart", by_the_clock(leg.starts_at, leg.zone_info))
    event.add("dtend", by_the_clock(leg.ends_at, leg.zone_info))
    event.add("sequence", leg.version + edition.revision)
    event.add("status", "CANCELLED" if edition.is_off_at(leg.ends_at) else "CONFIRMED")
    event.add("summary", clean(f"{leg} · {edition}"))
    event.add("location", clean(journeys.place(leg)))
    about = [str(leg.host or ""), worded(leg.programme).text, worded(leg.transport).text, url]
    event.add("description", clean("\n\n".join(part for part in about if part)))
    event["url"] = vUri(url)
    return event

"""The days of an edition as a calendar file: for somebody who comes, and for anybody."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from lonja.base.texts import worded
from lonja.events import presenting

CONTENT_TYPE = "text/calendar; charset=utf-8"


def days(participation):
    """The days of an edition for somebody who comes; the same entry each time it is sent."""
    name = f"edition-{participation.edition_id}-{participation.pk}"
    return _file(participation.edition, name=name, stamp=participation.registered_at)


def public_days(edition):
    """The days of an edition for anybody; the same entry each time it is fetched."""
    stamp = datetime.combine(edition.starts_on, time.min, UTC)
    summary = worded(edition.summary).text
    return _file(edition, name=f"edition-{edition.pk}", stamp=stamp, description=summary)


def _file(edition, *, name, stamp, description=""):
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    entry = Entry()
    entry.add("uid", f"{name}@{host}")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", edition.starts_on)
    entry.add("dtend", edition.ends_on + timedelta(days=1))
    entry.add("summary", str(edition))
    if place := presenting.place(edition):
        entry.add("location", place)
    if description:
        entry.add("description", description)
    entry.add("url", f"{settings.SITE_URL}{edition.get_absolute_url()}")
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return calendar.to_ical()

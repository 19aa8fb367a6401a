"""The days of an edition as a calendar file."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from lonja.events import presenting

CONTENT_TYPE = "text/calendar; charset=utf-8"


def days(participation):
    """The days of an edition for somebody who comes; the same entry each time it is sent."""
    edition = participation.edition
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    entry = Entry()
    entry.add("uid", f"edition-{edition.pk}-{participation.pk}@{host}")
    entry.add("dtstamp", participation.registered_at)
    entry.add("dtstart", edition.starts_on)
    entry.add("dtend", edition.ends_on + timedelta(days=1))
    entry.add("summary", str(edition))
    if place := presenting.place(edition):
        entry.add("location", place)
    entry.add("url", f"{settings.SITE_URL}{edition.get_absolute_url()}")
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return calendar.to_ical()

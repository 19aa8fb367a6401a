"""The days of an edition as a calendar file: for somebody who comes, and for anybody."""

from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from lonja.base.calendars import clean
from lonja.base.texts import worded
from lonja.events import presenting

CONTENT_TYPE = "text/calendar; charset=utf-8"
CANCEL_TYPE = "text/calendar; charset=utf-8; method=CANCEL"
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # from here the seconds are counted that number an entry


def days(participation, *, at, is_cancelled=False):
    """The days of an edition for somebody who comes, or no longer does.

    The entry is the same each time; what is sent later has the higher number, so it replaces the earlier.
    """
    edition = participation.edition
    name = f"edition-{edition.pk}-{participation.pk}"
    number = int((at - BEGINNING).total_seconds()) + edition.revision + is_cancelled
    method = "CANCEL" if is_cancelled else "PUBLISH"
    return _file(edition, name=name, stamp=at, number=max(number, 0), method=method, is_off=is_cancelled)


def public_days(edition):
    """The days of an edition for anybody; the same entry each time, its number that of the revision."""
    stamp = edition.revised_at or datetime.combine(edition.starts_on, time.min, UTC)
    is_off = edition.is_called_off
    text = worded(edition.called_off_reason if is_off else edition.summary).text
    name = f"edition-{edition.pk}"
    return _file(edition, name=name, stamp=stamp, number=edition.revision, description=text, is_off=is_off)


def organiser():
    """The address from which the site writes: what calendars show as the one who invites."""
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def _file(edition, *, name, stamp, number, description="", method="PUBLISH", is_off=False):
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    entry = Entry()
    entry.add("uid", f"{name}@{host}")
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("sequence", number)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("organizer", organiser())
    entry.add("dtstart", edition.starts_on)
    entry.add("dtend", edition.ends_on + timedelta(days=1))
    entry.add("summary", clean(edition))
    if place := presenting.place(edition):
        entry.add("location", clean(place))
    if description:
        entry.add("description", clean(description))
    entry.add("url", f"{settings.SITE_URL}{edition.get_absolute_url()}")
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    return calendar.to_ical()

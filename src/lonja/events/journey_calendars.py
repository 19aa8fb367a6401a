"""A journey as a calendar file: each leg by the clock of its own place."""

import re
from datetime import UTC, date
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vUri
from icalendar.prop import vText

from lonja.base.texts import worded
from lonja.events import journeys

# Line ends that a text may keep; every other control character could end a property.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def journey(edition, legs, *, url):
    """The bytes of an iCalendar file with one event for each leg.

    A leg keeps its id and raises its number when it changes; the file carries the rules
    of each time zone that it names.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lonja//Journeys//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(_clean(edition)))
    calendar.add("x-wr-calname", vText(_clean(edition)))
    for leg in legs:
        calendar.add_component(_event(edition, leg, url))
    years = [leg.starts_at.year for leg in legs]
    for name in sorted(calendar.get_used_tzids()):
        calendar.subcomponents.insert(0, _time_zone(name, min(years), max(years)))
    return calendar.to_ical()


@lru_cache(maxsize=64)
def _time_zone(name, first_year, last_year):
    """The rules of a time zone in the years around a journey."""
    return Timezone.from_tzid(
        name, first_date=date(first_year - 1, 1, 1), last_date=date(last_year + 2, 1, 1)
    )


def _event(edition, leg, url):
    event = Event()
    event.add("uid", f"leg-{leg.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("dtstamp", leg.changed_at.astimezone(UTC))
    event.add("dtstart", _by_the_clock(leg.starts_at, leg.zone_info))
    event.add("dtend", _by_the_clock(leg.ends_at, leg.zone_info))
    event.add("sequence", leg.version)
    event.add("status", "CONFIRMED")
    event.add("summary", _clean(f"{leg} · {edition}"))
    event.add("location", _clean(journeys.place(leg)))
    about = [str(leg.host or ""), worded(leg.programme).text, worded(leg.transport).text, url]
    event.add("description", _clean("\n\n".join(part for part in about if part)))
    event["url"] = vUri(url)
    return event


def _by_the_clock(moment, zone_info):
    """The moment by the clock of the place; in UTC in the hour that the clock shows twice."""
    local = moment.astimezone(zone_info)
    shown_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if shown_twice else local


def _clean(text):
    return _CONTROLS.sub(" ", str(text).replace("\r\n", "\n"))

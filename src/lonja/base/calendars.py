"""What every calendar file needs: clocks with the rules by which they change, and texts that stay inside."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Line ends that a text may keep; every other control character could end a property.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS_AHEAD = 4  # so many more years a rule must hold to be written as one that comes back each year


def clean(text):
    """A text that stays inside its property."""
    return _CONTROLS.sub(" ", str(text).replace("\r\n", "\n"))


def is_shown_twice(moment, zone_info):
    """Whether the clock shows this time twice, because it is set back that night."""
    local = moment.astimezone(zone_info)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def by_the_clock(moment, zone_info):
    """The moment by a clock; in UTC in the hour that the clock shows twice."""
    return moment.astimezone(UTC if is_shown_twice(moment, zone_info) else zone_info)


def add_time_zones(calendar, first_year, last_year):
    """Put the rules of every time zone that the entries of a calendar name before them."""
    for name in sorted(calendar.get_used_tzids(), reverse=True):
        calendar.subcomponents.insert(0, time_zone(name, first_year, last_year))


@lru_cache(maxsize=64)
def time_zone(name, first_year, last_year):
    """The rules of a time zone around some years: yearly where they come back, else date by date."""
    zone = ZoneInfo(name)
    changes = list(_changes(zone, first_year - 1, last_year + _YEARS_AHEAD))
    rules = Timezone()
    rules.add("tzid", name)
    kinds = sorted(changes, key=lambda one: (one["name"], one["ahead"], one["before"], one["at"]))
    found = [
        _rule(list(these), last_year + _YEARS_AHEAD)
        for _kind, these in groupby(kinds, key=lambda one: (one["name"], one["ahead"], one["before"]))
    ]
    if not changes or not all("rrule" in rule for rule in found):
        rules.add_component(_beginning(zone, first_year - 1))
    for rule in sorted(found, key=lambda one: one["dtstart"].dt):
        rules.add_component(rule)
    return rules


def _changes(zone, first_year, last_year):
    """Each time the clock is put forward or back: when by the clock until then, and by how much."""
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        after = day + timedelta(days=1)
        if (old := day.astimezone(zone).utcoffset()) != after.astimezone(zone).utcoffset():
            moment = _moment(zone, day, after)
            new = moment.astimezone(zone)
            yield {
                "at": (moment + old).replace(tzinfo=None), "before": old, "ahead": new.utcoffset(),
                "name": new.tzname(), "is_summer": bool(new.dst()),
            }  # fmt: skip
        day = after


def _moment(zone, low, high):
    """The second at which the clock changes between two moments."""
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _rule(changes, last_year):
    """One kind of change as a component: as a yearly recurrence where each of them follows it."""
    first = changes[0]
    part = _part(first["is_summer"], first["at"], first["before"], first["ahead"], first["name"])
    years = [one["at"].year for one in changes]
    every_year = years == list(range(years[0], last_year + 1)) and len(years) > 2
    week = _week([one["at"] for one in changes])
    if every_year and week:
        part.add("rrule", {"freq": "yearly", "bymonth": first["at"].month, "byday": week})
    elif len(changes) > 1:
        part.add("rdate", [one["at"] for one in changes[1:]])
    return part


def _week(moments):
    """The weekday of its month on which all of these fall at the same time of day, like -1SU; or nothing."""
    same = {(at.month, at.weekday(), at.time()) for at in moments}
    if len(same) > 1:
        return ""
    weekday = _WEEKDAYS[moments[0].weekday()]
    if all((at + timedelta(days=7)).month != at.month for at in moments):
        return f"-1{weekday}"
    numbers = {(at.day - 1) // 7 + 1 for at in moments}
    return f"{numbers.pop()}{weekday}" if len(numbers) == 1 else ""


def _beginning(zone, year):
    """What holds before the first change of the file, or always."""
    local = datetime(year, 1, 1, tzinfo=zone)
    start = datetime(1970, 1, 1)  # noqa: DTZ001 - by the clock of the zone itself
    return _part(bool(local.dst()), start, local.utcoffset(), local.utcoffset(), local.tzname())


def _part(is_summer, start, before, ahead, name):
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.add("dtstart", start)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", ahead)
    part.add("tzname", name)
    return part

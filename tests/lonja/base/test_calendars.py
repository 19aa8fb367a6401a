"""The rules of time zones in calendar files: yearly where they come back, the right hour for each reader."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from lonja.base.calendars import by_the_clock, time_zone

ZONES = [
    "Europe/Madrid", "Europe/Dublin", "Atlantic/Canary", "America/New_York", "America/Mexico_City",
    "America/Santiago", "Africa/Casablanca", "Asia/Kolkata", "Australia/Lord_Howe",
]  # fmt: skip


def rules(name):
    return [str(part["rrule"].to_ical(), "ascii") for part in time_zone(name, 2026, 2026).subcomponents]


def test_madrids_clock_changes_by_a_rule_that_comes_back_every_year():
    assert rules("Europe/Madrid") == ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]


def test_new_yorks_clock_changes_on_a_numbered_sunday():
    assert rules("America/New_York") == [
        "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    ]


@pytest.mark.parametrize("name", ZONES)
def test_two_readers_find_the_hour_on_every_day_of_the_year_of_an_event(name):
    zone = ZoneInfo(name)
    moments = [datetime(2026, 1, 1, 11, 37, tzinfo=UTC) + timedelta(hours=31 * n) for n in range(283)]
    calendar = icalendar.Calendar()
    calendar.add_component(time_zone(name, 2026, 2026))
    for moment in moments:
        event = icalendar.Event()
        event.add("dtstart", by_the_clock(moment, zone))
        calendar.add_component(event)
    content = calendar.to_ical()

    vars(vobject.icalendar)["__tzidMap"].clear()  # it keeps the rules of the first file that it ever read
    theirs = [event.dtstart.value.astimezone(UTC) for event in vobject.readOne(content.decode()).vevent_list]
    (own,) = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    ours = [
        event.start.replace(tzinfo=own.to_tz(lookup_tzid=False)).astimezone(UTC)
        if event.start.tzinfo is not UTC else event.start
        for event in icalendar.Calendar.from_ical(content).events
    ]  # fmt: skip
    assert theirs == moments
    assert ours == moments

"""Calendar files hold in other people's calendars: the hour is right, the id stays, no text breaks out."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject

from lonja.meetings.agenda import Entry
from lonja.meetings.calendars import Venue, calendar_file

STAMP = datetime(2026, 10, 1, tzinfo=UTC)


def venue(zone="Europe/Madrid"):
    return Venue("Encounter", zone, "Hall, Tomelloso", date(2026, 10, 24), date(2026, 10, 26))


def entry(starts_at, **changes):
    facts = {
        "uid": "9d0fa1b6-3c9c-4a53-9c11-6f8f1f4bb111", "kind": "meeting", "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=15), "title": "Ana Ruiz", "note": "Metalurgia", "place": "7",
        "place_label": "Table",
    }  # fmt: skip
    return Entry(**facts | changes)


def made(entries, *, zone="Europe/Madrid", version=2, **more):
    return calendar_file(
        venue(zone), entries, version=version, stamp=STAMP, url="https://example.org/agenda/", **more
    )


def moments(content):
    """The beginnings of all events, in UTC, as two libraries that know nothing of each other read them."""
    vars(vobject.icalendar)["__tzidMap"].clear()  # it keeps the rules of the first file that it ever read
    ours = [event.start.astimezone(UTC) for event in icalendar.Calendar.from_ical(content).events]
    theirs = [event.dtstart.value.astimezone(UTC) for event in vobject.readOne(content.decode()).vevent_list]
    return ours, theirs


@pytest.mark.parametrize(
    ("zone", "starts_at"),
    [
        ("Europe/Madrid", datetime(2026, 10, 24, 8, 0, tzinfo=UTC)),
        ("Europe/Madrid", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 02:30, the first time
        ("Europe/Madrid", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # 02:30, the second time
        ("Europe/Madrid", datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
        ("America/Mexico_City", datetime(2026, 10, 25, 16, 0, tzinfo=UTC)),
    ],
)
def test_both_readers_find_the_moment_that_was_written(zone, starts_at):
    assert moments(made([entry(starts_at)], zone=zone)) == ([starts_at], [starts_at])


def test_an_event_names_its_table_its_counterpart_and_the_way_back():
    (event,) = icalendar.Calendar.from_ical(made([entry(STAMP)])).events

    assert str(event["summary"]) == "Ana Ruiz (Metalurgia)"
    assert str(event["location"]) == "Table 7, Hall, Tomelloso"
    assert str(event["url"]) == f"https://example.org/agenda/#m-{event['uid']}"
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == (
        "9d0fa1b6-3c9c-4a53-9c11-6f8f1f4bb111", 2, "CONFIRMED",
    )  # fmt: skip


def test_the_time_zone_travels_with_the_file():
    calendar = icalendar.Calendar.from_ical(made([entry(STAMP)]))

    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]


def test_a_meeting_that_fell_away_is_cancelled_in_the_file():
    calendar = icalendar.Calendar.from_ical(made([], cancelled=[entry(STAMP)]))

    assert [(str(event["status"]), event["sequence"]) for event in calendar.events] == [("CANCELLED", 2)]


@pytest.mark.parametrize(
    "hostile",
    [
        "Eve\r\nATTENDEE:mailto:x@example.org",
        "Eve\rEND:VEVENT",
        "Eve\nEND:VCALENDAR",
        "Eve\u2028X-EVIL:1",
        "Eve\x0bX-EVIL:1\x00",
        'a;b,c\\d"e:f',
        "á" * 200,
    ],
)
def test_no_text_breaks_out_of_its_property(hostile):
    content = made([entry(STAMP, title=hostile, note=hostile, place=hostile)])

    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.events
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION",
        "DESCRIPTION", "URL", "ORGANIZER",
    }  # fmt: skip
    assert len(vobject.readOne(content.decode()).vevent_list) == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))

"""Clocks of the day: people elsewhere, days on which the clock changes, and calendars that follow."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from lonja.base.models import OutboxMail
from lonja.meetings import today
from lonja.meetings.models import OwnTime
from lonja.meetings.services import live
from tests.factories import (
    make_edition,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db


def met(start, **fields):
    """Ana, who lives in Mexico, meets Jon in Madrid."""
    edition = make_edition(starts_on=start.date(), ends_on=start.date(), **fields)
    slots, tables = make_slots(edition, 1, starts_at=start), make_tables(edition, 1)
    ana, jon = (make_participation(edition, user=make_user()) for _ in range(2))
    run = make_published((make_request(ana, jon), slots[0], tables[0]), edition=edition)
    OwnTime.objects.create(participation=ana, time_zone="America/Mexico_City")
    return ana, jon, run


@pytest.mark.parametrize(
    ("start", "venue", "own"),
    [
        (datetime(2026, 10, 24, 15, 0, tzinfo=UTC), "17:00–17:15", "Saturday, 24 October 2026, 09:00–09:15"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30–02:45", "Saturday, 24 October 2026, 18:30–18:45"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30–02:45", "Saturday, 24 October 2026, 19:30–19:45"),
        (datetime(2026, 10, 25, 15, 0, tzinfo=UTC), "16:00–16:15", "Sunday, 25 October 2026, 09:00–09:15"),
    ],
)
def test_somebody_in_mexico_reads_both_clocks_around_the_night_on_which_madrids_changes(start, venue, own):
    ana, _jon, run = met(start)

    card = today.of(ana, run, [], now=start - timedelta(hours=1))["next"]

    assert (card.time, card.own_time) == (venue, own)


def test_a_cancelled_meeting_reaches_calendars_under_its_id_with_a_higher_sequence():
    start = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    ana, jon, run = met(start)
    uid = str(run.meetings.get().request.uid)

    live.withdraw(jon, actor=None, now=start - timedelta(days=1))

    mail = OutboxMail.objects.get(to=ana.person.user.email)
    calendar = Calendar.from_ical(base64.b64decode(mail.attachments[0][1]))
    event = calendar.walk("VEVENT")[0]
    assert (str(event["uid"]), str(event["status"]), event["sequence"]) == (uid, "CANCELLED", 2)
    assert event["dtstart"].dt == start

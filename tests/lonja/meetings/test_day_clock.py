"""Clocks of the day: people elsewhere, days on which the clock changes, and calendars that follow."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from lonja.base.models import OutboxMail
from lonja.meetings import mails, today
from lonja.meetings.models import OwnTime
from lonja.meetings.services import live, proposals
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


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (datetime(2026, 10, 24, 15, 0, tzinfo=UTC), "24/10 17:00 (by your clock 24/10 09:00)"),
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "25/10 02:30 (UTC+2) (by your clock 24/10 18:30)",
        ),
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "25/10 02:30 (UTC+1) (by your clock 24/10 19:30)",
        ),
        (datetime(2026, 10, 25, 15, 0, tzinfo=UTC), "25/10 16:00 (by your clock 25/10 09:00)"),
    ],
)
def test_the_mail_with_the_agenda_names_both_clocks_and_the_zone(start, line):
    ana, jon, run = met(start)

    mine, others = mails.agendas(run, None)

    assert f"– {line} (Table 1): {jon.person}" in mine.text
    assert "All times are local time at the venue (Europe/Madrid, UTC+" in mine.text
    assert "by your clock" not in others.text


def test_the_agenda_shows_the_own_clock_to_whoever_lives_by_it(client):
    ana, jon, run = met(datetime(2026, 10, 25, 15, 0, tzinfo=UTC))
    at = f"/events/{run.edition.event.slug}/{run.edition.slug}/agenda/"
    said = {}
    for one in (ana, jon):
        client.force_login(one.person.user)
        said[one.pk] = "By your clock: Sunday, 25 October 2026, 09:00–09:15" in client.get(at).text

    assert said == {ana.pk: True, jon.pk: False}


def test_a_proposal_names_the_zone_and_the_own_clock_of_its_reader():
    start = datetime(2026, 10, 25, 15, 0, tzinfo=UTC)
    ana, _jon, run = met(start - timedelta(hours=2))
    (late,) = make_slots(run.edition, 1, starts_at=start)
    eva = make_participation(run.edition, user=make_user())
    make_request(ana, eva)

    proposals.join_standby(ana, actor=None, now=start - timedelta(hours=1))

    mail = OutboxMail.objects.get(to=ana.person.user.email)
    assert f"– 25/10 16:00 (by your clock 25/10 09:00): {eva.person}" in mail.text
    assert "(Europe/Madrid, UTC+1)" in mail.text


def test_what_is_taken_off_comes_as_a_file_that_cancels():
    ana, jon, run = met(datetime(2026, 10, 25, 15, 0, tzinfo=UTC))
    uid = str(run.meetings.get().request.uid)

    live.withdraw(jon, actor=None, now=datetime(2026, 10, 24, tzinfo=UTC))

    name, content, _kind = OutboxMail.objects.get(to=ana.person.user.email).attachments[1]
    calendar = Calendar.from_ical(base64.b64decode(content))
    (event,) = calendar.events
    assert (name, str(calendar["method"]), str(event["uid"])) == ("cancelled.ics", "CANCEL", uid)
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 2)
    assert str(event["organizer"]) == "mailto:lonja@example.org"


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

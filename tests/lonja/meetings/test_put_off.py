"""An edition that is put off takes its hours along: talks, slots with their meetings, stays and legs."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client

from lonja.accounts.models import Role
from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, Job, OutboxMail
from lonja.events.models import Absence, EventGrant, Leg, Session
from lonja.events.services import editions
from lonja.meetings.models import Meeting, Slot
from tests.factories import (
    make_edition,
    make_leg,
    make_participation,
    make_published,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
FACTS = (
    "title", "summary", "slug", "starts_on", "ends_on", "time_zone", "venue", "city", "country",
    "slot_minutes",
)  # fmt: skip
NINE = datetime(2026, 10, 23, 7, 0, tzinfo=UTC)  # in Madrid, in summer time
NINE_LATER = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)  # and three days later, after the clocks went back


@pytest.fixture
def edition():
    return make_edition(starts_on=date(2026, 10, 23), ends_on=date(2026, 10, 24), state="published")


def put_off(edition, *, moves_hours=True, by=3, **changed):
    later = timedelta(days=by)
    facts = {name: getattr(edition, name) for name in FACTS}
    facts |= {"starts_on": edition.starts_on + later, "ends_on": edition.ends_on + later, **changed}
    return editions.edit_edition(edition, facts=facts, actor=None, now=NOW, moves_hours=moves_hours)[0]


def test_everything_keeps_its_hour_by_the_clock_that_went_back_meanwhile(edition):
    make_slots(edition, 2, starts_at=NINE)
    one = make_participation(edition, arrives_at=NINE, leaves_at=None)
    make_session(edition, starts_at=NINE, attended_by=[one])
    Absence.objects.create(participation=one, starts_at=NINE, ends_at=NINE + timedelta(hours=1))
    make_leg(edition, starts_at=NINE, ends_at=NINE + timedelta(hours=2), time_zone="Asia/Tokyo")

    put_off(edition)

    half = timedelta(minutes=30)
    assert list(Slot.objects.values_list("starts_at", flat=True)) == [
        NINE_LATER, NINE_LATER + timedelta(minutes=15),
    ]  # fmt: skip
    assert list(Session.objects.values_list("starts_at", "ends_at", "revision", "revised_at")) == [
        (NINE_LATER, NINE_LATER + half, 1, NOW)
    ]
    assert list(Absence.objects.values_list("starts_at", "ends_at")) == [(NINE_LATER, NINE_LATER + 2 * half)]
    one.refresh_from_db()
    assert (one.arrives_at, one.leaves_at) == (NINE_LATER, None)
    assert list(Leg.objects.values_list("starts_at", "version")) == [(NINE + timedelta(days=3), 2)]
    told = AuditEntry.objects.get(action="edition.edited").detail
    assert (told["days"], told["talks"], told["slots"]) == (3, 1, 2)


def test_slots_move_onto_hours_that_other_slots_had(edition):
    make_slots(edition, 2, starts_at=NINE)
    make_slots(edition, 2, starts_at=NINE + timedelta(days=1))

    put_off(edition, by=1)

    moved = list(Slot.objects.order_by("pk").values_list("starts_at", flat=True))
    quarter, second = timedelta(minutes=15), NINE + timedelta(days=1)
    third = second + timedelta(days=1, hours=1)  # the clocks went back in the night before
    assert moved == [second, second + quarter, third, third + quarter]


def test_without_the_box_or_on_the_same_day_every_hour_stays(edition):
    make_slots(edition, 1, starts_at=NINE)
    talk = make_session(edition, starts_at=NINE)

    put_off(edition, by=0, venue="Hall 2")
    put_off(edition, moves_hours=False)

    talk.refresh_from_db()
    assert [*Slot.objects.values_list("starts_at", flat=True), talk.starts_at, talk.revision] == [
        NINE,
        NINE,
        0,
    ]


def test_the_hours_are_those_of_the_new_clock_where_the_clock_changes_too(edition):
    make_slots(edition, 1, starts_at=NINE)

    put_off(edition, by=1, time_zone="Atlantic/Canary")

    assert Slot.objects.get().starts_at == NINE + timedelta(days=1, hours=1)


def test_two_slots_that_the_clocks_would_throw_together_are_refused(edition):
    night = datetime(2026, 3, 27, 1, 30, tzinfo=UTC)  # half past two; on the 29th the clocks skip that hour
    edition = make_edition(starts_on=date(2026, 3, 27), ends_on=date(2026, 3, 27))
    make_slots(edition, 2, minutes=60, starts_at=night)

    with pytest.raises(Refused):
        put_off(edition, by=2)

    assert Slot.objects.order_by("starts_at").first().starts_at == night


def test_meetings_move_with_their_slots_and_each_is_told_once(edition):
    slot = make_slots(edition, 1, starts_at=NINE)[0]
    table = make_tables(edition, 1)[0]
    ana, jon = (make_participation(edition, user=make_user()) for _ in range(2))
    request = make_request(ana, jon)
    make_published((request, slot, table), edition=edition)
    talk = make_session(edition, starts_at=NINE + timedelta(hours=1), attended_by=[ana])
    before = numbers_of(ana)

    put_off(edition)
    for job in Job.objects.all():
        jobs.run_now(job)

    assert Meeting.objects.get().slot.starts_at == NINE_LATER
    assert OutboxMail.objects.count() == 2
    after = numbers_of(ana)
    assert {uid: moment for uid, (_number, moment) in after.items()} == {
        str(request.uid): NINE_LATER, str(talk.uid): NINE_LATER + timedelta(hours=1),
    }  # fmt: skip
    assert all(after[uid][0] > before[uid][0] for uid in before)


def numbers_of(participation):
    content = Client().get(f"/calendars/{participation.feed_token}.ics").content
    entries = icalendar.Calendar.from_ical(content).events
    return {str(one["uid"]): (int(one["sequence"]), one.start.astimezone(UTC)) for one in entries}


def test_the_form_offers_the_box_checked_for_an_edition_that_is_there_and_not_for_a_new_one():
    ana = make_user()
    edition = make_edition(slug="2026")

    EventGrant.objects.create(event=edition.event, user=ana, role=Role.EVENT_ORGANISER)
    client = Client()
    client.force_login(ana)

    there = client.get(f"/events/{edition.event.slug}/2026/edit/").context["form"]
    new = client.get(f"/events/{edition.event.slug}/new/").context["form"]

    assert (there["moves_hours"].initial, "moves_hours" in new.fields) == (True, False)

"""Other days, another place, another name: who is told, and what calendars and search engines read."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from django.db import transaction
from django.test import Client

from lonja.base.models import Job
from lonja.events import journey_calendars, sharing
from lonja.events.models import Edition
from lonja.events.services import days, editions
from tests.factories import make_edition, make_leg, make_participation, make_session, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 10, 1, 8, 0, tzinfo=UTC)
FACTS = (
    "title", "summary", "slug", "starts_on", "ends_on", "time_zone", "venue", "city", "country",
    "slot_minutes",
)  # fmt: skip


@pytest.fixture
def edition():
    return make_edition(slug="2018", title={"en": "Fair"}, city="Tomelloso")


def edit(edition, **changed):
    facts = {name: getattr(edition, name) for name in FACTS} | changed
    return editions.edit_edition(edition, facts=facts, actor=None, now=NOW)


def numbers(content):
    return {int(entry["sequence"]) for entry in icalendar.Calendar.from_ical(content).events}


CHANGES = [
    ({"title": {"en": "Great Fair"}}, 1),
    ({"venue": "Hall 2"}, 1),
    ({"city": "Toledo"}, 1),
    ({"time_zone": "Europe/Lisbon"}, 1),
    ({"ends_on": date(2018, 11, 16)}, 1),
    ({"slot_minutes": 20}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("changed", "rise"), CHANGES)
def test_every_calendar_gets_a_higher_number_when_what_it_prints_has_changed(edition, changed, rise):
    ana = make_participation(edition, user=make_user())
    make_session(edition, attended_by=[ana])
    leg = make_leg(edition)
    addresses = (f"/calendars/{ana.feed_token}.ics", f"/events/{edition.event.slug}/2018/days.ics")

    def all_numbers():
        row = Edition.objects.get(pk=edition.pk)
        files = [Client().get(address).content for address in addresses]
        return [numbers(each) for each in (*files, journey_calendars.journey(row, [leg], url=""))]

    before = all_numbers()
    edit(edition, **changed)

    assert all_numbers() == [{number + rise for number in each} for each in before]


def test_the_mail_of_new_days_is_queued_with_the_change_or_not_at_all(edition):
    make_participation(edition)

    with transaction.atomic():
        edit(edition, starts_on=date(2018, 11, 14))
        transaction.set_rollback(True)
    nothing = Job.objects.filter(kind="events.days_changed").count()
    _row, is_told = edit(edition, starts_on=date(2018, 11, 14))

    assert (nothing, is_told) == (0, True)
    assert Job.objects.filter(kind="events.days_changed").count() == 1


@pytest.mark.parametrize(("state", "comes"), [("draft", True), ("published", False)])
def test_nobody_is_told_who_knew_of_no_day(state, comes):
    edition = make_edition(state=state)
    if comes:
        make_participation(edition)

    _row, is_told = edit(edition, starts_on=date(2018, 11, 14))

    assert is_told is False
    assert Job.objects.filter(kind="events.days_changed").count() == 0


def test_nobody_is_told_of_new_days_once_the_edition_is_called_off(edition):
    make_participation(edition, user=make_user())
    Edition.objects.update(state="called_off", called_off_at=NOW)

    assert days.tell_batch(edition, after=0, at=NOW) is None


def test_search_engines_read_that_a_public_edition_was_put_off_and_from_when(edition):
    planned = sharing.linked_data(edition)
    edit(edition, starts_on=date(2018, 12, 3), ends_on=date(2018, 12, 3))
    put_off = sharing.linked_data(Edition.objects.get(pk=edition.pk))

    assert "EventScheduled" in planned
    assert "EventRescheduled" in put_off
    assert '"previousStartDate": "2018-11-15"' in put_off


def test_a_draft_whose_days_nobody_knew_is_not_put_off():
    edition = make_edition(state="draft")

    row, _is_told = edit(edition, starts_on=date(2018, 11, 14))

    assert row.put_off_from is None

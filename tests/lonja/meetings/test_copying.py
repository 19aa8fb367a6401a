"""The next edition begins with the frame of the last one, on the clock of the venue, without its people."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from lonja.accounts.models import Role
from lonja.base.errors import Refused
from lonja.events.models import Edition, EventGrant, Participation, TypeRule, Zone
from lonja.meetings.models import RequestRules, Slot, Table
from lonja.meetings.services.copying import copy_edition
from tests.factories import make_edition, make_participation, make_session, make_tables, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """In summer, at ten in Madrid, with a zone, a table in it, a talk, a rule and a guest."""
    row = make_edition(
        slug="2026", title={"en": "Encounter 2026"}, starts_on="2026-10-20", ends_on="2026-10-21",
        time_zone="Europe/Madrid", venue="Old Exchange",
    )  # fmt: skip
    row.refresh_from_db()
    zone = Zone.objects.create(edition=row, position=1, kind="meetings", name={"en": "Hall"})
    Slot.objects.create(edition=row, starts_at=datetime(2026, 10, 20, 8, tzinfo=UTC), minutes=15, block=0)
    make_tables(row, 1)
    Table.objects.filter(edition=row).update(zone=zone, host=make_participation(row, name="Guest"))
    make_session(row, starts_at=datetime(2026, 10, 20, 9, tzinfo=UTC), zone=zone, room="Aula 1")
    TypeRule.objects.create(edition=row, participant_type="company", fee_cents=5_000)
    RequestRules.objects.create(edition=row, answer_days=7)
    return row


def copied(edition, day):
    return copy_edition(
        edition, title={"en": "Encounter 2027"}, slug="2027", starts_on=day, actor=make_user()
    )  # fmt: skip


def test_the_frame_comes_along_and_the_people_stay(edition):
    made = copied(edition, date(2027, 10, 19))

    table, talk = made.tables.get(), made.sessions.get()
    assert (made.state, made.ends_on, made.venue) == ("draft", date(2027, 10, 20), "Old Exchange")
    assert (str(table.zone), table.zone.edition_id, table.host) == ("Hall", made.pk, None)
    assert (talk.room, talk.zone_id) == ("Aula 1", table.zone_id)
    assert (made.type_rules.get().fee_cents, made.request_rules.answer_days) == (5_000, 7)
    assert Participation.objects.filter(edition=made).count() == 0
    assert (edition.zones.count(), edition.sessions.count(), edition.slots.count()) == (1, 1, 1)


def test_hours_stay_as_the_clock_of_the_venue_shows_them(edition):
    winter = copied(edition, date(2027, 11, 2))  # the clocks went back in between

    assert winter.slots.get().starts_at == datetime(2027, 11, 2, 9, tzinfo=UTC)
    assert winter.sessions.get().starts_at == datetime(2027, 11, 2, 10, tzinfo=UTC)


def test_an_address_is_given_once_and_nothing_is_left_behind(edition):
    copied(edition, date(2027, 10, 19))

    with pytest.raises(Refused):
        copied(edition, date(2027, 10, 19))

    assert (Edition.objects.count(), Slot.objects.count()) == (2, 2)


def test_the_organiser_sees_what_comes_along_and_makes_the_draft(client, edition):
    organiser = make_user()
    EventGrant.objects.create(event=edition.event, user=organiser, role=Role.EVENT_ORGANISER)
    client.force_login(organiser)
    address = reverse("meetings:copy", args=[edition.event.slug, "2026"])

    offered = client.get(address).content.decode()
    answer = client.post(address, {"title_en": "Encounter 2027", "slug": "2027", "starts_on": "2027-10-19"})

    assert 'value="2027-10-19"' in offered
    assert answer["Location"] == reverse("meetings:desk", args=[edition.event.slug, "2027"])
    client.force_login(make_user())
    assert client.get(address).status_code in (403, 404)

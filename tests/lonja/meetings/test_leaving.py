"""Whoever leaves an edition by its registration leaves its plan too, whichever way she goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lonja.base.models import OutboxMail
from lonja.events.models import Booking, EventGrant
from lonja.events.services import bookings, leaving
from lonja.meetings.models import Meeting, Seat
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """Ana meets Jon and Eva meets Leo next month; Ana was registered by a colleague."""
    day = timezone.now().date() + timedelta(days=30)
    edition = make_edition(
        make_event(slug="fair", organiser=make_user()), slug="next", starts_on=day, ends_on=day
    )
    slots = make_slots(edition, 2, starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    tables = make_tables(edition, 1)
    ana, jon, eva, leo = (
        make_participation(edition, user=make_user(), name=name) for name in ("Ana", "Jon", "Eva", "Leo")
    )
    ana.booking = Booking.objects.create(edition=edition, made_by=make_user())
    ana.save()
    make_published(
        (make_request(ana, jon), slots[0], tables[0]), (make_request(eva, leo), slots[1], tables[0]),
        edition=edition,
    )  # fmt: skip
    return edition, ana, jon


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def by_herself(edition, ana):
    signed_in(ana.person.user).post("/events/fair/next/registration/cancel/")


def by_the_organiser(edition, ana):
    organiser = EventGrant.objects.get(event=edition.event).user
    signed_in(organiser).post(f"/events/fair/next/registrations/{ana.pk}/cancel/")


def by_her_colleague(edition, ana):
    path = f"/events/fair/next/bookings/{ana.booking.uuid}/cancel/{ana.pk}/"
    signed_in(ana.booking.made_by).post(path)


def by_the_link_of_the_mail(edition, ana):
    Client().post(f"/agreements/{bookings.token_of(ana)}/cancel/")


WAYS = [by_herself, by_the_organiser, by_her_colleague, by_the_link_of_the_mail]


def planned(edition):
    rows = Meeting.ever.filter(run__edition=edition).order_by("slot__starts_at")
    return list(rows.values_list("state", flat=True))


@pytest.mark.parametrize("leave", WAYS, ids=lambda way: way.__name__)
def test_her_meetings_are_cancelled_and_the_other_is_told(hall, leave):
    edition, ana, jon = hall

    leave(edition, ana)

    ana.refresh_from_db()
    assert (ana.state, planned(edition)) == ("cancelled", ["cancelled", "planned"])
    assert Seat.objects.filter(participation__in=[ana, jon]).count() == 0
    told = OutboxMail.objects.filter(to=jon.person.user.email)
    assert [mail.purpose for mail in told] == ["meetings"]
    assert edition.plan_runs.get().version == 2


def test_what_was_planned_at_an_edition_that_is_closed_stays(hall):
    edition, ana, _jon = hall
    type(edition).objects.filter(pk=edition.pk).update(state="closed")

    leaving.leave(ana, actor=ana.person.user, now=timezone.now())

    ana.refresh_from_db()
    assert (ana.state, planned(edition)) == ("cancelled", ["planned", "planned"])

"""Calling off in the moment in which others register and ask: each is part of it, or is refused."""

import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.events.models import Edition, ParticipantType, Participation, TypeRule
from lonja.events.services import registrations
from lonja.meetings.models import MeetingRequest
from lonja.meetings.services import calling_off, requests
from tests.factories import make_edition, make_participation, make_person, make_user
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 1, tzinfo=UTC)
REASON = {"en": "The hall has burnt down.", "es": "El pabellón se ha quemado."}
ACTORS = 12
FACTS = {"organisation": None, "participant_type": "company", "language": "en", "remote": False}


@pytest.fixture
def edition():
    reverse("events:list")  # all addresses are read now, and not while somebody holds the lock
    edition = make_edition()
    TypeRule.objects.create(edition=edition, participant_type=ParticipantType.COMPANY)
    return edition


def call_off(edition):
    return calling_off.call_off(edition, reason=REASON, actor=None, now=NOW)


def late(action):
    """How many entries of an action were written after the edition was called off."""
    end = AuditEntry.objects.get(action="edition.called_off").position
    return AuditEntry.objects.filter(action=action, position__gt=end).count()


def register(edition, person):
    return registrations.register(edition, persons=[person], facts=FACTS, actor=person.user, now=NOW)


def register_without_lock(edition, person):
    if Edition.objects.get(pk=edition.pk).state == "published":
        time.sleep(0.5)
        one = Participation.objects.create(edition=edition, person=person, state="registered")
        audit.record(None, "participation.registered", one)


@pytest.mark.parametrize(("way", "is_safe"), [(register, True), (register_without_lock, False)])
def test_nobody_is_registered_after_the_edition_was_called_off(edition, way, is_safe):
    people = [make_person(user=make_user()) for _ in range(ACTORS)]

    results = race(ACTORS, lambda n: way(edition, people[n]) if n != ACTORS // 2 else call_off(edition))

    assert not [each for each in results if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert (late("participation.registered") == 0) is is_safe


def ask(sender, recipient):
    return requests.send(sender, recipient=recipient, priority=1, actor=None, now=NOW)


def ask_without_lock(sender, recipient):
    if Edition.objects.get(pk=sender.edition_id).state == "published":
        time.sleep(0.5)
        MeetingRequest.objects.create(
            edition=sender.edition, sender=sender, recipient=recipient, state="sent", sent_at=NOW
        )


@pytest.mark.parametrize(("way", "is_safe"), [(ask, True), (ask_without_lock, False)])
def test_no_request_is_left_waiting_in_an_edition_that_was_called_off(edition, way, is_safe):
    people = [make_participation(edition, user=make_user()) for _ in range(ACTORS)]
    host = make_participation(edition)

    results = race(ACTORS, lambda n: way(people[n], host) if n != ACTORS // 2 else call_off(edition))

    assert not [each for each in results if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert (MeetingRequest.objects.filter(state="sent").count() == 0) is is_safe

"""Whoever steps back from an edition has no place in its talks any more."""

from datetime import UTC, date, datetime

import pytest

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.events.models import Participation, SessionPlace, TypeRule
from lonja.events.services import programme, registrations
from tests.factories import make_edition, make_participation, make_session, make_user
from tests.races import race

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = date(2027, 2, 18)


def open_edition():
    edition = make_edition(starts_on=DAY, ends_on=DAY)
    TypeRule.objects.create(edition=edition, participant_type="company")
    return edition


@pytest.mark.django_db
def test_whoever_cancels_frees_her_places_in_talks_and_each_is_on_record():
    edition = open_edition()
    ana, eva = (make_participation(edition, user=make_user()) for _ in range(2))
    full, other = (make_session(edition, code=code, is_bookable=True, capacity=1) for code in "AB")
    programme.book(full, participation=ana, actor=None)
    programme.book(other, participation=eva, actor=None)
    with pytest.raises(Refused):
        programme.book(full, participation=eva, actor=None)

    registrations.cancel(ana, actor=ana.person.user)
    programme.give_back(other, participation=eva, actor=None)
    programme.book(full, participation=eva, actor=None)

    assert list(SessionPlace.objects.values_list("session", "participation")) == [(full.pk, eva.pk)]
    told = AuditEntry.objects.filter(action="session.given_back", actor_id=ana.person.user.pk)
    assert list(told.values_list("object_id", "detail")) == [(str(full.pk), {"participation": ana.pk})]


@pytest.mark.django_db
def test_whoever_registers_again_books_her_talks_again():
    edition = open_edition()
    ana = make_participation(edition, user=make_user())
    talk = make_session(edition, is_bookable=True, capacity=1)
    programme.book(talk, participation=ana, actor=None)

    registrations.cancel(ana, actor=None)
    facts = {"participant_type": "company", "remote": False, "motivation": ""}
    registrations.register(edition, persons=[ana.person], facts=facts, actor=ana.person.user, now=NOW)

    ana.refresh_from_db()
    assert (ana.state, talk.places_taken()) == ("registered", 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nobody_keeps_a_place_that_she_books_in_the_moment_in_which_she_cancels():
    edition = open_edition()
    people = [make_participation(edition, user=make_user()) for _ in range(8)]
    talk = make_session(edition, is_bookable=True)

    def act(number):
        one = people[number // 2]
        if number % 2:
            return registrations.cancel(one, actor=None)
        return programme.book(talk, participation=one, actor=None)

    race(16, act)

    assert (SessionPlace.objects.count(), Participation.objects.filter(state="cancelled").count()) == (0, 8)

"""Many register at once: exactly as many places are given as there are."""

import pytest

from lonja.events.models import Participation
from lonja.events.services import registrations as services
from tests.factories import make_person, make_user
from tests.lonja.events.test_registrations import NOW, make_open_edition
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ACTORS, PLACES = 24, 5
FACTS = {
    "organisation": None,
    "participant_type": "company",
    "language": "en",
    "remote": False,
    "motivation": "",
}


def registered():
    return Participation.objects.filter(state="registered").count()


def test_a_storm_takes_each_place_once_and_the_rest_wait_in_line():
    edition = make_open_edition(places=PLACES)
    people = [make_person(user=make_user()) for _number in range(ACTORS)]

    race(
        ACTORS,
        lambda number: services.register(
            edition, persons=[people[number]], facts=FACTS, actor=people[number].user, now=NOW
        ),
    )

    assert (registered(), Participation.objects.filter(state="waiting").count()) == (PLACES, ACTORS - PLACES)


def test_without_the_lock_too_many_places_are_given():
    edition = make_open_edition(places=PLACES)
    people = [make_person(user=make_user()) for _number in range(ACTORS)]

    def naive(number):
        if services.Places(edition).has_room("company"):
            Participation.objects.create(edition=edition, person=people[number], state="registered")

    race(ACTORS, naive)

    assert registered() > PLACES

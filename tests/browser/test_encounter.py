"""An encounter from its first zone to the last name erased: an organiser and two participants at once.

Olga organises; Ana comes with a telephone and reads Spanish; Jon takes part from Mexico City. The
three browsers stay open from the first step to the last, among ten others who come as well.
"""

import pytest

from lonja.directory.models import Affiliation
from tests.browser.encounter import after, before
from tests.factories import make_event, make_organisation, make_person, make_user

# Several browsers at once: SQLite in memory, as the tests have it, refuses readers while one writes.
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def member(name, house):
    """The account of somebody who works for a house."""
    user = make_user(name=name)
    person = make_person(name, user=user, languages=["es"])
    Affiliation.objects.create(person=person, organisation=make_organisation(house), is_main=True)
    return user


@pytest.fixture
def three(page):
    """The browsers of Olga, whose series has no edition yet, of Ana and of Jon."""
    organiser = make_user(name="Olga Ortega")
    make_event("Regional fair", slug="fair", organiser=organiser)
    ana, jon = member("Ana Ruiz", "Metalurgia Ruidera"), member("Jon Etxeberria", "Instituto de Innovación")
    tabs = (
        page("/", user=organiser),
        page("/es/", user=ana, locale="es", width=390, color_scheme="dark"),
        page("/", user=jon, time_zone="America/Mexico_City"),
    )
    for tab in tabs:
        tab.set_default_timeout(10_000)
    return tabs


def test_an_encounter_from_its_first_zone_to_the_last_name_erased(three, page):
    olga, ana, jon = three

    edition = before.lay_out(olga)
    before.sign_up(ana, jon)
    before.settle_money(olga, ana, jon)
    others = before.fill_the_hall(edition)
    guests = before.ask(olga, ana, jon, others)
    before.plan(olga, ana, jon)

    together = after.live(olga, ana, jon, guests, edition)
    after.tell(olga, ana, jon, page, edition, together)
    after.report(olga, jon, page, edition)
    after.forget(olga, page, edition)

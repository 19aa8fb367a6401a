"""The front page: public facts for everybody, and one's own next event."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lonja.portal.front import front_page
from tests.factories import (
    make_cluster,
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2018, 11, 1)
SOMEBODY = AnonymousUser()


def numbers():
    """The figures that a stranger reads."""
    return front_page(SOMEBODY, TODAY)["figures"]


def test_the_figures_count_what_is_public():
    make_organisation(country="ES", is_public=True)
    make_organisation(country="PT", is_public=True)
    make_organisation(country="FR", is_public=False)
    make_cluster(is_public=True)
    make_cluster(is_public=False)

    assert numbers() == {"organisations": 2, "countries": 2, "clusters": 1, "meetings": 0}


def test_meetings_are_those_that_organisers_declared_for_editions_on_show():
    event = make_event()
    make_edition(event, declared_meetings=590)
    make_edition(event, declared_meetings=485)
    make_edition(event, declared_meetings=1000, state="draft")

    assert numbers()["meetings"] == 1075


def test_coming_editions_stand_before_those_that_are_over():
    event = make_event()
    over = make_edition(event, starts_on=date(2018, 10, 30), ends_on=date(2018, 10, 31))
    last_day = make_edition(event, starts_on=date(2018, 10, 31), ends_on=TODAY)
    later = make_edition(event)
    make_edition(event, state="draft")

    shown = front_page(SOMEBODY, TODAY)

    assert (list(shown["coming"]), list(shown["over"])) == ([last_day, later], [over])


def test_your_next_event_is_shown_to_you_alone():
    edition = make_edition()
    guest, stranger = make_user(), make_user()
    make_participation(edition, user=guest)

    assert list(front_page(guest, TODAY)["own"]) == [edition]
    assert list(front_page(stranger, TODAY)["own"]) == []
    assert list(front_page(SOMEBODY, TODAY)["own"]) == []


def test_the_front_page_asks_as_many_questions_for_many_rows_as_for_one(
    client, django_assert_max_num_queries
):
    for _number in range(5):
        make_cluster(is_public=True)
        make_edition()

    with django_assert_max_num_queries(8):
        page = client.get("/").content.decode()

    assert page.count('<article class="card"') == 5


@pytest.mark.parametrize(
    "address", ["/", "/es/", "/about/", "/es/about/", "/accessibility/", "/es/accessibility/"]
)
def test_each_page_has_one_h1_and_says_its_language(client, address):
    page = client.get(address).content.decode()

    assert (page.count("<h1"), f'<html lang="{"es" if address.startswith("/es/") else "en"}">' in page) == (
        1,
        True,
    )

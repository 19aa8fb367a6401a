"""A good practice is found by everybody once it is public, and by its organiser before."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lonja.impact.models import OutcomeReport
from lonja.partnering.engine import index, search
from tests.factories import make_edition, make_event, make_user
from tests.lonja.impact.afterwards import at

pytestmark = pytest.mark.django_db


def found(actor, words="quiet tables"):
    return search.find(search.Query(words), actor=actor, language="en").keys


def test_a_good_practice_is_found_by_strangers_only_while_it_is_public(client):
    index.forget()
    organiser = make_user()
    edition = make_edition(
        make_event("Encounter", slug="encounter", organiser=organiser),
        slug="2018", starts_on=date(2018, 11, 15), ends_on=date(2018, 11, 15), state="closed",
    )  # fmt: skip
    report = OutcomeReport.objects.create(
        edition=edition, is_public=True, published_at=at(2019, 1, 1), figures={"held": 590},
        transfer={"en": "Quiet tables help hard talks."},
    )  # fmt: skip
    key = f"practice:{report.pk}"
    private = (found(AnonymousUser()), found(organiser))

    OutcomeReport.objects.update(practice_is_public=True)
    public = found(AnonymousUser())
    page = client.get("/search/?q=quiet+tables").content.decode()

    assert private == ([], [key])
    assert public == [key]
    assert 'href="/events/encounter/2018/good-practice/"' in page
    OutcomeReport.objects.update(is_public=False)
    assert found(AnonymousUser()) == []

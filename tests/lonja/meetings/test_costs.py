"""What one meeting of an edition costs."""

import pytest

from lonja.events import costs
from lonja.meetings.models import Meeting
from tests.factories import make_edition, make_held, make_participation, make_plan, make_request

pytestmark = pytest.mark.django_db


def counted(edition):
    return {str(one.label): one.count for one in costs.units(edition)}


def test_costs_are_shared_by_the_meetings_of_the_plan_that_holds():
    edition = make_edition()
    people = [make_participation(edition) for _number in range(4)]
    requests = [make_request(people[0], other) for other in people[1:]]
    held = make_held(*requests)
    make_plan(edition, state="draft")
    Meeting.objects.filter(pk=held[0].pk).update(state="no_show")

    assert counted(edition) == {"Cost per participant": 4, "Cost per meeting": 2}


def test_what_the_organiser_declared_counts_before_the_rows():
    edition = make_edition(declared_people=350, declared_meetings=590)

    assert counted(edition) == {"Cost per participant": 350, "Cost per meeting": 590}

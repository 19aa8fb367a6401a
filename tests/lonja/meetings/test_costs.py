"""What one meeting of an edition costs."""

import pytest

from lonja.events import costs
from lonja.events.models import Edition
from lonja.meetings.models import Meeting
from tests.factories import (
    make_edition,
    make_held,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
)

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


def test_a_meeting_to_which_somebody_did_not_come_is_none_of_the_figures_of_its_edition():
    edition = make_edition()
    people = [make_participation(edition) for _number in range(4)]
    held = make_held(*(make_request(people[0], other) for other in people[1:]))
    Meeting.objects.filter(pk=held[0].pk).update(state="no_show")

    assert Edition.objects.with_figures().get(pk=edition.pk).counted_meetings == 2


def test_until_a_plan_holds_the_newest_draft_tells_what_a_meeting_will_cost():
    edition = make_edition()
    ana, jon, eva = (make_participation(edition) for _number in range(3))
    make_plan(edition, state="draft", number=1)
    newest = make_plan(edition, state="draft", number=2)
    slots, table = make_slots(edition, 2), make_tables(edition, 1)[0]
    for other, slot in ((jon, slots[0]), (eva, slots[1])):
        Meeting.objects.create(run=newest, request=make_request(ana, other), slot=slot, table=table)

    assert counted(edition) == {"Cost per participant": 3, "Cost per planned meeting": 2}

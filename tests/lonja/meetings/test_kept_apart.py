"""Who does not want to meet is not brought together: not by a request, not by advice, not on the day."""

from datetime import UTC, datetime, timedelta

import pytest

from lonja.base.errors import Refused
from lonja.directory.models import Block
from lonja.meetings import browsing
from lonja.meetings.models import AskingBar, MeetingRequest, Proposal, Standby
from lonja.meetings.services import live, proposals, requests
from tests.factories import (
    make_edition,
    make_organisation,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2018, 11, 15, 8, 0, tzinfo=UTC)
EARLY = NINE - timedelta(hours=1)


@pytest.fixture
def hall():
    """Ana meets Jon; Eva is free. Each has an account and a house."""
    edition = make_edition()
    slots, tables = make_slots(edition, 3), make_tables(edition, 2)
    people = [
        make_participation(edition, user=make_user(), name=name, organisation=make_organisation())
        for name in ("Ana", "Jon", "Eva")
    ]
    make_published((make_request(*people[:2]), slots[0], tables[0]), edition=edition)
    return people


def ask(sender, recipient):
    return requests.send(sender, recipient=recipient, priority=2, actor=sender.person.user, now=EARLY)


SIDES = {
    "house by house": lambda by, to: {"by_organisation": by.organisation, "organisation": to.organisation},
    "account by house": lambda by, to: {"by_organisation": by.organisation, "user": to.person.user},
    "house by account": lambda by, to: {"by_user": by.person.user, "organisation": to.organisation},
    "account by account": lambda by, to: {"by_user": by.person.user, "user": to.person.user},
}


@pytest.mark.parametrize("who", SIDES)
def test_whoever_is_blocked_cannot_ask_and_is_not_told_why(hall, who):
    ana, _jon, eva = hall
    Block.objects.create(**SIDES[who](eva, ana))

    with pytest.raises(Refused) as refused:
        ask(ana, eva)

    assert str(refused.value.sentence) == "No meeting between the two of you is possible at this edition."
    assert MeetingRequest.objects.filter(sender=ana, recipient=eva).count() == 0
    assert ask(eva, ana).state == "sent"


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("who", SIDES)
def test_nobody_is_proposed_on_the_day_to_somebody_who_blocked_her(hall, who, is_turned):
    _ana, jon, eva = hall
    Block.objects.create(**SIDES[who](*((jon, eva) if is_turned else (eva, jon))))
    proposals.join_standby(jon, actor=None, now=EARLY)

    proposals.join_standby(eva, actor=None, now=EARLY)

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(("ways", "count"), [([], 1), ([("company", "investor")], 1), (
    [("company", "investor"), ("investor", "company")], 0)])  # fmt: skip
def test_types_that_may_not_ask_each_other_at_all_are_not_proposed_either(hall, ways, count):
    _ana, jon, eva = hall
    type(eva).objects.filter(pk=eva.pk).update(participant_type="investor")
    AskingBar.objects.bulk_create(
        AskingBar(edition=eva.edition, asking=asking, asked=asked) for asking, asked in ways
    )
    proposals.join_standby(jon, actor=None, now=EARLY)

    proposals.join_standby(eva, actor=None, now=EARLY)

    assert Proposal.objects.count() == count


def test_whoever_is_not_listed_is_shown_to_no_stranger_when_her_meeting_falls_away(hall):
    ana, jon, eva = hall
    type(ana).objects.filter(pk=ana.pk).update(is_listed=False)
    proposals.join_standby(eva, actor=None, now=EARLY)

    live.withdraw(jon, actor=None, now=EARLY)

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("state", ["cancelled", "waiting", "declined"])
def test_whoever_does_not_take_part_asks_for_no_more_meetings(hall, state):
    eva = hall[2]
    type(eva).objects.filter(pk=eva.pk).update(state=state)

    with pytest.raises(Refused, match="Only those who take part"):
        proposals.join_standby(eva, actor=eva.person.user, now=EARLY)

    assert Standby.objects.count() == 0


@pytest.mark.parametrize("who", SIDES)
def test_nobody_is_recommended_to_whoever_blocked_her(hall, who):
    ana, jon, eva = hall
    everybody = browsing.listed(ana.edition, ana, ana.person.user).order_by("pk")
    before = list(browsing.welcome(everybody, ana, ana.person.user))

    Block.objects.create(**SIDES[who](ana, eva))

    assert (before, list(browsing.welcome(everybody, ana, ana.person.user))) == ([jon, eva], [jon])

"""Many at once: limits hold, one answer counts, whoever gives it."""

import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from lonja.base.models import AuditEntry
from lonja.meetings.models import MeetingRequest, RequestRules
from lonja.meetings.services import requests, rules
from tests.factories import make_edition, make_organisation, make_participation, make_request, make_user
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 1, tzinfo=UTC)
ACTORS, MOST = 12, 3


@pytest.fixture
def hall():
    reverse("events:list")  # all addresses are read now, and not while somebody holds the lock
    edition = make_edition()
    RequestRules.objects.create(edition=edition, most_per_person=MOST)
    house = make_organisation()
    ana, jon, eva = (
        make_participation(edition, user=make_user(), organisation=of) for of in (None, house, house)
    )
    return ana, jon, eva, [make_participation(edition) for _ in range(ACTORS)]


def outcomes(results):
    return sorted(type(result).__name__ for result in results)


def test_a_limit_holds_for_many_requests_of_one_second(hall):
    ana, _jon, _eva, others = hall

    results = race(
        ACTORS,
        lambda n: requests.send(ana, recipient=others[n], priority=1, actor=ana.person.user, now=NOW),
    )

    assert outcomes(results) == ["MeetingRequest"] * MOST + ["Refused"] * (ACTORS - MOST)
    assert MeetingRequest.objects.filter(sender=ana).count() == MOST


def test_the_limit_of_an_organisation_holds_for_two_of_its_people_at_once(hall):
    _ana, jon, eva, others = hall
    RequestRules.objects.update(most_per_person=None, most_per_organisation=MOST)

    results = race(
        ACTORS,
        lambda n: requests.send(
            (jon, eva)[n % 2], recipient=others[n], priority=1, actor=jon.person.user, now=NOW
        ),
    )

    assert outcomes(results) == ["MeetingRequest"] * MOST + ["Refused"] * (ACTORS - MOST)


def test_people_who_send_their_lists_to_each_other_at_once_never_wait_in_a_ring(hall):
    _ana, _jon, _eva, people = hall
    RequestRules.objects.all().delete()
    for number, one in enumerate(people):
        for step in (1, 5, 7):  # each the others' way round
            other = people[(number + (step if number % 2 else -step)) % ACTORS]
            make_request(one, other, state="draft")

    race(ACTORS, lambda n: requests.send_drafts(people[n], actor=None, now=NOW))

    pairs = {frozenset((row.sender_id, row.recipient_id)) for row in MeetingRequest.objects.standing()}
    assert MeetingRequest.objects.filter(state="draft").count() == 0
    assert MeetingRequest.objects.standing().count() == len(pairs)


def test_without_the_lock_the_limit_would_be_passed(hall):
    ana, _jon, _eva, others = hall

    def ask(number):
        used, most = rules.use_of(ana)["person"]
        time.sleep(0.2)
        return make_request(ana, others[number], state="sent") if used < most else None

    race(ACTORS, ask)

    assert MeetingRequest.objects.filter(sender=ana).count() > MOST


def test_accepting_and_withdrawing_at_once_leaves_one_history(hall):
    ana, jon, _eva, _others = hall
    request = make_request(ana, jon, state="sent", sent_at=NOW)

    def act(number):
        if number % 2:
            return requests.withdraw(request, actor=ana.person.user, now=NOW)
        return requests.answer(request, "accept", actor=jon.person.user, now=NOW)

    results = race(4, act)

    request.refresh_from_db()
    assert request.state == "withdrawn", results  # the accepted can be withdrawn, not the reverse
    done = [str(type(result).__name__) for result in results].count("MeetingRequest")
    assert AuditEntry.objects.filter(action__startswith="meeting_request.").count() == done
    assert done in (1, 2)


def test_declining_and_passing_on_at_once_is_one_answer(hall):
    ana, jon, eva, _others = hall
    request = make_request(ana, jon, state="sent", sent_at=NOW)

    def act(number):
        if number % 2:
            return requests.pass_on(request, colleague=eva, actor=jon.person.user, now=NOW)
        return requests.answer(request, "decline", reason="full", actor=jon.person.user, now=NOW)

    results = race(ACTORS, act)

    row = MeetingRequest.objects.get()
    assert outcomes(results) == ["MeetingRequest"] + ["Refused"] * (ACTORS - 1)
    assert (row.state, row.recipient) in [("declined", jon), ("sent", eva)]


def test_the_one_who_was_asked_first_and_the_colleague_give_one_answer(hall):
    ana, jon, eva, _others = hall
    before = make_request(ana, jon, state="sent", sent_at=NOW)
    passed = requests.pass_on(before, colleague=eva, actor=jon.person.user, now=NOW)

    def act(number):
        asked, verb, actor = (before, "decline", jon) if number % 2 else (passed, "accept", eva)
        return requests.answer(asked, verb, actor=actor.person.user, now=NOW)

    results = race(ACTORS, act)

    assert outcomes(results) == ["MeetingRequest"] + ["Refused"] * (ACTORS - 1)
    assert MeetingRequest.objects.get().state == "accepted"


def test_lists_and_single_requests_of_one_house_do_not_block_each_other():
    """The first draft only answers; its entry must not hold the audit before the house is locked."""
    reverse("events:list")
    stuck = []
    for _round in range(10):
        edition, house = make_edition(), make_organisation()
        RequestRules.objects.create(edition=edition, most_per_person=None, most_per_organisation=500)
        mates = [make_participation(edition, user=make_user(), organisation=house) for _ in range(6)]
        others = [make_participation(edition) for _ in range(12)]
        for number, mate in enumerate(mates[::2]):
            make_request(others[number], mate, state="sent", sent_at=NOW)
            make_request(mate, others[number], state="draft", priority=1)
            make_request(mate, others[3 + number], state="draft", priority=2)

        def act(number, mates=mates, others=others):
            actor = mates[number].person.user
            if number % 2 == 0:
                return requests.send_drafts(mates[number], actor=actor, now=NOW)
            return requests.send(
                mates[number], recipient=others[6 + number], priority=1, actor=actor, now=NOW
            )

        stuck += [result for result in race(6, act) if isinstance(result, Exception)]

    assert stuck == []


def test_a_rule_that_many_take_away_at_once_goes_once(hall):
    ana, jon, *_rest = hall
    rule = rules.pair(ana.edition, one=ana, other=jon, kind="never", reason="x", actor=None, now=NOW)

    results = race(ACTORS, lambda n: rules.unpair(rule, actor=None))

    assert outcomes(results) == ["NoneType"] * ACTORS
    assert AuditEntry.objects.filter(action="pair_rule.removed").count() == 1

"""People ask each other for meetings and answer; the text stays between the two."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.meetings.models import MeetingRequest
from lonja.meetings.services import plans, requests
from tests.factories import (
    make_edition,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)


@pytest.fixture
def two():
    edition = make_edition()
    return [
        make_participation(edition, user=make_user(), name=name) for name in ("Ana Ruiz", "Jon Etxeberria")
    ]


def ask(sender, recipient, **more):
    return requests.send(
        sender, recipient=recipient, priority=1, text="Robots", actor=sender.person.user, now=NOW, **more
    )


def test_a_request_tells_the_other_without_its_text(two):
    ana, jon = two

    request = ask(ana, jon)

    assert (request.state, request.sent_at) == ("sent", NOW)
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == (jon.person.user.email, "Ana Ruiz would like to meet you")
    assert "Robots" not in mail.text


def test_asking_back_is_accepting(two):
    ana, jon = two
    ask(ana, jon)

    answered = ask(jon, ana)

    assert answered.state == "accepted"
    assert MeetingRequest.objects.count() == 1


@pytest.mark.parametrize(("verb", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_an_answer_is_given_once(two, verb, state):
    ana, jon = two
    request = ask(ana, jon)

    answered = requests.answer(request, verb, actor=jon.person.user, now=NOW)

    assert answered.state == state
    with pytest.raises(Refused, match="answered or withdrawn"):
        requests.answer(request, "accept", actor=jon.person.user, now=NOW)


def test_a_second_request_to_the_same_person_is_refused(two):
    ana, jon = two
    ask(ana, jon)

    with pytest.raises(Refused, match="You and Jon Etxeberria have a request between you already"):
        ask(ana, jon)


def test_nobody_asks_herself_or_somebody_elsewhere(two):
    ana, _jon = two
    stranger = make_participation(make_edition(), user=make_user())

    with pytest.raises(Refused, match="yourself"):
        ask(ana, ana)
    with pytest.raises(Refused, match="not expected"):
        ask(ana, stranger)


def test_a_draft_or_closed_edition_takes_no_requests(two):
    ana, jon = two
    ana.edition.state = "closed"
    ana.edition.save()

    with pytest.raises(Refused, match="not open"):
        ask(ana, jon)


def test_a_meeting_in_the_published_agenda_is_not_withdrawn_behind_the_organisers_back(two):
    ana, jon = two
    make_slots(ana.edition, 1)
    make_tables(ana.edition, 1)
    request = make_request(ana, jon)
    run = make_plan(ana.edition)
    plans.solve(run)
    plans.publish(run, actor=None, now=NOW)

    with pytest.raises(Refused, match="published agenda"):
        requests.withdraw(request, actor=ana.person.user, now=NOW)


def test_the_requests_of_somebody_whom_many_ask_come_in_pages_the_unanswered_first(
    django_assert_max_num_queries,
):
    edition = make_edition()
    user = make_user()
    me = make_participation(edition, user=user, name="Ana")
    for number in range(43):
        state = "sent" if number == 42 else "accepted"
        make_request(make_participation(edition), me, state=state)
    client = Client()
    client.force_login(user)
    address = reverse("meetings:requests", args=[edition.event.slug, edition.slug])

    with django_assert_max_num_queries(12):
        first = client.get(address)
    last = client.get(address, {"received": 3})

    assert [one["request"].state for one in first.context["received"]["lines"][:2]] == ["sent", "accepted"]
    assert [len(answer.context["received"]["lines"]) for answer in (first, last)] == [20, 3]
    assert "?received=2#received" in first.content.decode()

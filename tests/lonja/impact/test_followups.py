"""Questions by mail: with consent at the moment of sending, and links that change nothing when opened."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from lonja.base import outbox
from lonja.base.models import OutboxMail
from lonja.events.models import Consent
from lonja.impact.counting import Verdict
from lonja.impact.engine import judgements
from lonja.impact.models import FollowUp, OutcomeAnswer
from lonja.impact.services import followups
from tests.factories import make_answer, make_consent
from tests.lonja.impact.afterwards import at, fair

pytestmark = pytest.mark.django_db
ASK_DAY = at(2026, 11, 16)


@pytest.fixture
def after():
    made = fair()
    make_consent(made.ana, given_at=at(2026, 10, 1))
    return made


@pytest.fixture
def links(after, monkeypatch):
    """The links of Ana's mail: answers by meeting, and the one that stops."""
    monkeypatch.setattr(timezone, "now", lambda: ASK_DAY)
    followups.ask_due(now=ASK_DAY)
    text = OutboxMail.objects.get().text
    return re.findall(r"https?://[^/]+(/outcomes/\S+)", text)


def test_only_those_who_agree_are_asked_once_for_all_their_meetings(after):
    asked = [followups.ask_due(now=ASK_DAY) for _ in range(2)]

    sent = OutboxMail.objects.get()
    assert asked == [1, 0]
    assert sent.to == after.ana.person.user.email
    assert ("Jon Etxeberria" in sent.text, "Eva Lomas" in sent.text) == (True, True)


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        (at(2026, 11, 14), 0),
        (at(2026, 11, 15), 1),
        (at(2027, 4, 15), 1),
        (at(2027, 10, 15), 1),
        (at(2029, 1, 1), 0),
    ],
)
def test_the_milestones_are_one_six_and_twelve_months(after, moment, asked):
    assert followups.ask_due(now=moment) == asked


def test_consent_withdrawn_after_the_writing_stops_the_mail_at_the_door(after):
    followups.ask_due(now=ASK_DAY)
    Consent.objects.update(withdrawn_at=ASK_DAY)

    outbox.deliver_due()

    assert mail.outbox == []
    assert OutboxMail.objects.get().problem == "consent was withdrawn"


def test_with_consent_in_force_the_mail_leaves(after):
    followups.ask_due(now=ASK_DAY)

    outbox.deliver_due()

    assert [sent.to for sent in mail.outbox] == [[after.ana.person.user.email]]


def test_opening_every_link_as_a_scanner_does_changes_nothing(after, links, client):
    for link in links:
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200

    assert OutcomeAnswer.objects.count() == 0
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_a_press_and_a_confirmation_answer_one_question_without_signing_in(after, links, client):
    page = client.get(links[0])
    done = client.post(
        links[0].split("?")[0],
        {"came": "yes", "outcome_type": "SALE", "value_cents": "12000.50", "level": "national"},
    )

    made = OutcomeAnswer.objects.get()
    assert 'value="yes"' in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert done.status_code == 200
    assert (made.request_id, made.participation_id, made.side) == (after.request.pk, after.ana.pk, "sender")
    assert (made.outcome_type, made.value_cents, made.level) == ("SALE", 12_000_50, "national")


def test_a_later_answer_joins_the_history_and_the_newest_holds(after, links, client):
    address = links[0].split("?")[0]

    client.post(address, {"came": "not_yet"})
    client.post(address, {"came": "yes", "outcome_type": "RD"})

    assert list(OutcomeAnswer.objects.values_list("came", flat=True)) == ["not_yet", "yes"]
    assert judgements(after.edition)[after.request.pk].verdict == Verdict.ONE_SIDE


def test_something_came_of_it_needs_its_kind(after, links, client):
    answer = client.post(links[0].split("?")[0], {"came": "yes", "outcome_type": "LEAD"})

    assert answer.status_code == 422
    assert OutcomeAnswer.objects.count() == 0


def test_a_link_ends_and_a_wrong_one_was_never_there(after, links, client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(2027, 2, 1))

    assert client.get(links[0]).status_code == 410
    assert client.post(links[0], {"came": "no"}).status_code == 410
    assert client.get("/outcomes/answer/never-there/").status_code == 404
    stop = links[-1]
    assert client.get(stop.replace("stop", "answer")).status_code == 404


def test_the_link_that_stops_ends_consent_and_the_other_links(after, links, client):
    stop = links[-1]

    client.post(stop)
    outbox.deliver_due()

    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert mail.outbox == []
    assert client.get(links[0]).status_code == 410
    assert followups.ask_due(now=at(2027, 4, 15)) == 0


def test_a_mail_program_stops_the_questions_by_itself(after, links):
    """The same address stands in the mail's head, where one press posts to it (RFC 8058), without a token."""
    [waiting] = OutboxMail.objects.filter(purpose="follow_up")
    program = Client(enforce_csrf_checks=True)

    answer = program.post(links[-1], {"List-Unsubscribe": "One-Click"})

    assert waiting.unsubscribe_url.endswith(links[-1])
    assert answer.status_code == 200
    assert Consent.objects.filter(withdrawn_at=None).count() == 0


def test_the_silent_are_reminded_once_and_those_who_answered_never(after):
    make_consent(after.jon)
    followups.ask_due(now=ASK_DAY)
    answered = FollowUp.objects.get(participation=after.jon)
    answered.questions.update(answered_at=ASK_DAY)

    reminded = [followups.remind_due(now=at(2026, 12, day)) for day in (1, 2)]

    again = OutboxMail.objects.filter(key__endswith="-again").get()
    first = OutboxMail.objects.get(key=again.key.removesuffix("-again"))
    assert reminded == [1, 0]
    assert again.to == after.ana.person.user.email
    assert re.findall(r"/answer/\S+", again.text) == re.findall(r"/answer/\S+", first.text)


def test_the_database_holds_no_secret_of_a_link(after, links):
    follow_up = FollowUp.objects.get()
    stop = links[-1].rstrip("/").split("/")[-1]

    assert stop not in (follow_up.token_hash, str(follow_up.uid))
    assert len(stop) == 32


def test_contradiction_stands_beside_the_meeting_and_in_no_sum(after, client):
    make_answer(after.request, after.ana, "yes", outcome_type="SALE", value_cents=5_000_00)
    make_answer(after.request, after.jon, "no", outcome_type="")
    client.force_login(after.organiser)

    listed = client.get("/events/fair/2026/outcomes/?verdict=contradicted").content.decode()

    assert "The sides contradict each other" in listed
    assert ("Jon Etxeberria" in listed, "Eva Lomas" in listed) == (True, False)
    assert judgements(after.edition)[after.request.pk].verdict == Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("who", "status"), [("organiser", 200), ("other_organiser", 403), ("ana", 403), ("stranger", 403)]
)
def test_only_the_organiser_of_the_edition_reads_both_sides(after, client, who, status):
    one = getattr(after, who)
    client.force_login(one.person.user if hasattr(one, "person") else one)

    pages = [
        "outcomes/",
        f"outcomes/{after.request.uid}/",
        "retention/",
        "results/edit/",
        "outcomes/declare/",
    ]

    assert [client.get(f"/events/fair/2026/{page}").status_code for page in pages] == [status] * 5

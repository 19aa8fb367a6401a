"""Questions to those who organise an edition."""

import pytest
from django.test import Client

from lonja.accounts.models import Role
from lonja.base.models import AuditEntry, OutboxMail
from lonja.events.models import EventGrant
from tests.factories import make_edition, make_event, make_user

pytestmark = pytest.mark.django_db
QUESTION = {"subject": "Parking", "text": "Where do I park?", "consent": "on"}


@pytest.fixture
def edition():
    return make_edition(make_event(slug="fair"), slug="2018", title={"en": "Fair 2018"})


def grant(of, email, **fields):
    facts = {"event": of.event, "role": Role.EVENT_ORGANISER, **fields}
    return EventGrant.objects.create(user=make_user(email=email), **facts)


def ask(user=None, **changed):
    client = Client()
    if user:
        client.force_login(user)
    return client.post("/events/fair/2018/ask/", QUESTION | changed)


def test_a_question_goes_to_each_organiser_of_the_edition_once_and_the_answer_to_who_asked(edition):
    of_all = grant(edition, "one@example.org")
    grant(edition, "two@example.org", edition=edition)
    EventGrant.objects.create(
        event=edition.event, user=of_all.user, role=Role.EVENT_ORGANISER, edition=edition
    )
    grant(edition, "other@example.org", edition=make_edition(edition.event))
    grant(edition, "door@example.org", role=Role.CHECK_IN_STAFF)

    answer = ask(make_user(email="ana@example.org", name="Ana Ruiz"))

    told = sorted(OutboxMail.objects.values_list("to", "subject", "reply_to"))
    assert told == [
        (to, "A question about Fair 2018: Parking", "ana@example.org")
        for to in ("one@example.org", "two@example.org")
    ]
    assert "Ana Ruiz asks about Fair 2018:\n\nWhere do I park?\n" in OutboxMail.objects.first().text
    assert (answer.status_code, answer["Location"]) == (303, "/events/fair/2018/")
    assert list(AuditEntry.objects.filter(action="edition.asked").values_list("detail", flat=True)) == [{}]


def test_a_stranger_signs_in_first_and_nothing_goes_without_consent(edition):
    grant(edition, "one@example.org")

    answers = [ask(), ask(make_user(), consent="")]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert not OutboxMail.objects.exists()


def test_a_question_that_nobody_would_read_is_refused(edition):
    answer = ask(make_user())

    assert (answer.status_code, AuditEntry.objects.filter(action="edition.asked").exists()) == (409, False)


def test_nobody_asks_more_than_a_score_of_questions_in_a_day(edition):
    grant(edition, "one@example.org")
    ana = make_user()

    statuses = [ask(ana).status_code for _ in range(21)]

    assert statuses == [303] * 20 + [429]
    assert OutboxMail.objects.count() == 20

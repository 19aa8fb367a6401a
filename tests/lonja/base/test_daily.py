"""Daily jobs are queued by the worker once a day; answers to a mail go where it says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lonja.base import jobs, outbox
from lonja.base.models import Job, OutboxMail

pytestmark = pytest.mark.django_db


@jobs.handler("test.daily", title="A daily job", daily=True)
def every_day(*, report):
    report(1.0)


def test_a_daily_job_is_queued_once_a_day():
    jobs.enqueue_daily()
    jobs.enqueue_daily()

    assert Job.objects.filter(kind="test.daily").count() == 1

    Job.objects.update(created_at=timezone.now() - timedelta(days=1))
    jobs.enqueue_daily()

    assert Job.objects.filter(kind="test.daily").count() == 2


def test_answers_go_where_the_mail_says():
    outbox.send(
        outbox.Mail(["a@example.org"], "Hi", "…", "test", reply_to="b@example.org\nBcc: c@example.org")
    )

    message = outbox.message(OutboxMail.objects.get())

    assert message.reply_to == ["b@example.org Bcc: c@example.org"]

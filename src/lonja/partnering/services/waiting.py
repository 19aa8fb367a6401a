"""What the passing of days does to interests and introductions without an answer."""

from datetime import timedelta

from django.db import transaction

from lonja.base import audit, outbox
from lonja.partnering import mails
from lonja.partnering.lifecycle import WAITING
from lonja.partnering.models import Interest, Introduction, Side
from lonja.partnering.services import steps
from lonja.partnering.services.interests import DAYS_TO_ANSWER

DAYS_TO_REMINDER = 10


def expire_due(*, today, now):
    """Let unanswered interests end after their last day; returns how many."""
    due = Interest.objects.waiting().filter(expires_on__lt=today)
    return sum(_expire(row, now=now) for row in due.order_by("pk"))


@transaction.atomic
def _expire(interest, *, now):
    interest = steps.locked(interest)
    if interest.state not in WAITING:
        return 0
    steps.move(interest, "expire", side=Side.HOUSE, actor=None, now=now)
    for message in mails.interest_expired(interest):
        outbox.send(message, key=f"interest-{interest.pk}-expired")
    return 1


def send_reminders(*, today):
    """Remind owners once of interests that have waited for some days; returns how many."""
    waiting_since = today + timedelta(days=DAYS_TO_ANSWER - DAYS_TO_REMINDER)
    rows = Interest.objects.waiting().filter(reminded_on=None, is_held=False, expires_on__lte=waiting_since)
    return sum(_remind(row, today=today) for row in rows.order_by("pk"))


@transaction.atomic
def _remind(interest, *, today):
    if not Interest.objects.filter(pk=interest.pk, reminded_on=None).update(reminded_on=today):
        return 0
    for message in mails.interest_waits(steps.locked(interest)):
        outbox.send(message, key=f"interest-{interest.pk}-reminder")
    return 1


@transaction.atomic
def end_introductions(*, today):
    """Let introductions end after their last day; returns how many."""
    due = list(Introduction.objects.select_for_update().filter(is_over=False, expires_on__lt=today))
    for introduction in due:
        introduction.is_over = True
        introduction.save(update_fields=["is_over"])
    audit.record_many(None, "introduction.expired", due)
    return len(due)

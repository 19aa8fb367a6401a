"""Requests that nobody answers: a reminder, and in the end they expire."""

from datetime import timedelta

from django.db import transaction

from lonja.base import audit, outbox
from lonja.events.models import Edition
from lonja.meetings import mails
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import MeetingRequest
from lonja.meetings.services import rules


def waiting(edition):
    """Requests that wait for an answer, the oldest first."""
    rows = MeetingRequest.objects.filter(edition=edition, state=RequestState.SENT, sent_at__isnull=False)
    return rows.with_parties().select_related("edition__event").order_by("sent_at", "pk")


@transaction.atomic
def expire(edition, *, now):
    """Let the requests expire that have waited too long; returns how many.

    A pending request holds neither slot nor table, so nothing else changes.
    """
    Edition.objects.select_for_update().get(pk=edition.pk)
    too_old = now - timedelta(days=rules.rules_of(edition).answer_days)
    rows = list(waiting(edition).filter(sent_at__lte=too_old))
    if not rows:
        return 0
    MeetingRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=RequestState.EXPIRED, answered_at=now
    )
    for row in rows:
        for mail in mails.request_expired(row):
            outbox.send(mail, key=f"meeting-request-{row.pk}-expired-{row.sent_at:%Y%m%d%H%M%S}")
    audit.record_many(None, "meeting_request.expire", rows)
    return len(rows)


@transaction.atomic
def remind_due(edition, *, now):
    """Remind those whose time to answer is nearly over, once for each request; returns how many people."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    laid_down = rules.rules_of(edition)
    if not laid_down.remind_days:
        return 0
    due = now - timedelta(days=max(0, laid_down.answer_days - laid_down.remind_days))
    return _remind(waiting(edition).filter(sent_at__lte=due, reminded_at=None), None, now)


@transaction.atomic
def remind_all(edition, *, actor, now):
    """The organiser reminds everybody who has not answered, at most once a day; returns how many people."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    yesterday = now - timedelta(days=1)
    return _remind(waiting(edition).exclude(reminded_at__gt=yesterday), actor, now)


def _remind(rows, actor, now):
    """One mail for each person, however many wait for her."""
    rows = list(rows.select_related("recipient__person__user"))
    if not rows:
        return 0
    by_reader = {}
    for row in rows:
        by_reader.setdefault(row.recipient, []).append(row)
    MeetingRequest.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for mail, reader in mails.reminders(by_reader):
        outbox.send(mail, key=f"meeting-reminder-{reader.pk}-{now:%Y%m%d}")
    audit.record_many(actor, "meeting_request.reminded", rows)
    return len(by_reader)

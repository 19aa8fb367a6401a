"""Asking both sides, one, six and twelve months after an edition, what came of their meetings.

Each mail has a link for each meeting and answer; opening one changes nothing, as mail
scanners open every link. Consent is looked at when the mail is written and again when it leaves.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from lonja.base import audit, outbox
from lonja.base.models import OutboxMail
from lonja.events.models import Consent, Edition, Participation, Purpose
from lonja.impact import mails, rows
from lonja.impact.models import FollowUp, OutcomeQuestion
from lonja.impact.models.outcomes import MILESTONES
from lonja.impact.months import months_after
from lonja.impact.tokens import digest, token_of

PURPOSE = "follow_up"
# Late by more than this, a question is not asked any more: nobody wants three at once.
LATEST_DAYS = 30
REMINDER_DAYS = 14
LINK_DAYS = 45


def consents(participation_ids):
    """Ids of those who agree, at this moment, to being asked."""
    return set(
        Consent.objects.filter(
            participation__in=participation_ids, purpose=Purpose.FOLLOW_UP, withdrawn_at=None
        ).values_list("participation", flat=True)
    )


def may_leave(mail):
    """Whether a question that waits in the outbox may still be sent: consent holds at this very moment."""
    uid = mail.key.removeprefix(f"{PURPOSE}-")[:36]
    return Consent.objects.filter(
        participation__follow_ups__uid=uid, purpose=Purpose.FOLLOW_UP, withdrawn_at=None
    ).exists()


def ask_due(*, now):
    """Ask everybody whose milestone has come; asking twice is not possible. Returns how many were asked."""
    return sum(_ask_edition(edition, months, now) for edition, months in _due(now))


def _due(now):
    """(edition, months) of the milestones that came lately, of editions whose meetings were held."""
    today = now.date()
    for months in MILESTONES:
        editions = Edition.objects.filter(
            rows.HELD_EDITION,
            ends_on__lt=today,
            ends_on__gte=today - timedelta(days=31 * months + LATEST_DAYS),
        )
        for edition in editions.select_related("event"):
            due = months_after(edition.ends_on, months)
            if due <= today <= due + timedelta(days=LATEST_DAYS):
                yield edition, months


def _ask_edition(edition, months, now):
    met = defaultdict(list)
    for meeting in rows.held(edition).for_agenda():
        for one in meeting.sitting:
            met[one.pk].append(meeting)
    asked = set(
        FollowUp.objects.filter(participation__in=met, months=months).values_list("participation", flat=True)
    )
    wanted = sorted(consents(met.keys()) - asked)
    people = Participation.objects.filter(pk__in=wanted).select_related("person__user", "organisation")
    addresses = mails.addresses(people)
    reachable = [one for one in people if one.pk in addresses]
    for one in reachable:
        one.edition = edition
        _ask(one, met[one.pk], months, address=addresses[one.pk], now=now)
    return len(reachable)


@transaction.atomic
def _ask(participation, meetings, months, *, address, now):
    """Write one mail with a question for each meeting, unless consent went or another worker was faster."""
    Participation.objects.select_for_update(of=["self"]).get(pk=participation.pk)
    if not consents([participation.pk]):
        return None
    # Two workers may have begun the same round: whoever locks second finds it asked.
    if FollowUp.objects.filter(participation=participation, months=months).exists():
        return None
    follow_up = FollowUp(
        participation=participation, months=months, asked_at=now, expires_at=now + timedelta(days=LINK_DAYS)
    )
    follow_up.token_hash = digest(token_of("stop", follow_up.uid))
    follow_up.save()
    questions = [OutcomeQuestion(follow_up=follow_up, request_id=each.request_id) for each in meetings]
    for question in questions:
        question.token_hash = digest(token_of("answer", question.uid))
    OutcomeQuestion.objects.bulk_create(questions)
    lines = [
        (each.other_than(participation.pk), question)
        for each, question in zip(meetings, questions, strict=True)
    ]
    outbox.send(mails.questions(follow_up, lines, address), key=f"{PURPOSE}-{follow_up.uid}")
    audit.record(None, "follow_up.asked", follow_up, months=months, meetings=len(lines))
    return follow_up


def remind_due(*, now):
    """Remind once those who have answered nothing for two weeks; returns how many were reminded."""
    silent = (
        FollowUp.objects.filter(
            reminded_at=None, asked_at__lte=now - timedelta(days=REMINDER_DAYS), expires_at__gt=now
        )
        .exclude(questions__answered_at__isnull=False)
        .select_related("participation__person__user", "participation__edition__event")
        .prefetch_related(
            "questions__request__meetings__seats__participation__person",
            "questions__request__meetings__seats__participation__organisation",
        )
    )
    waiting = list(silent)
    willing = consents([each.participation_id for each in waiting])
    addresses = mails.addresses([each.participation for each in waiting])
    due = [each for each in waiting if each.participation_id in willing & addresses.keys()]
    for follow_up in due:
        _remind(follow_up, addresses[follow_up.participation_id], now)
    return len(due)


@transaction.atomic
def _remind(follow_up, address, now):
    if not FollowUp.objects.filter(pk=follow_up.pk, reminded_at=None).update(reminded_at=now):
        return
    mine = follow_up.participation_id
    lines = []
    for question in follow_up.questions.all():
        seats = next((m for m in question.request.meetings.all() if mine in {p.pk for p in m.sitting}), None)
        if seats:
            lines.append((seats.other_than(mine), question))
    mail = mails.questions(follow_up, lines, address, again=True)
    outbox.send(mail, key=f"{PURPOSE}-{follow_up.uid}-again")
    audit.record(None, "follow_up.reminded", follow_up)


@transaction.atomic
def stop(follow_up, *, now):
    """No more questions: consent ends, open links die, and what waits in the outbox stays there for good."""
    one = Participation.objects.select_for_update().get(pk=follow_up.participation_id)
    ended = Consent.objects.filter(participation=one, purpose=Purpose.FOLLOW_UP, withdrawn_at=None)
    if not ended.update(withdrawn_at=now):
        return
    FollowUp.objects.filter(participation=one, expires_at__gt=now).update(expires_at=now)
    uids = FollowUp.objects.filter(participation=one).values_list("uid", flat=True)
    keys = [key for uid in uids for key in (f"{PURPOSE}-{uid}", f"{PURPOSE}-{uid}-again")]
    OutboxMail.objects.filter(key__in=keys, state=OutboxMail.State.WAITING).update(
        state=OutboxMail.State.FAILED, problem="consent was withdrawn", text="", subject=""
    )
    audit.record(one.person.user, "follow_up.stopped", one)

"""Write to a group of participants: fixed when it is sent, given out in batches, to nobody twice.

News goes only to those whose consent is in force, asked when the batch is made and once more when
the mail leaves the house (`may_leave`).
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.base.texts import worded
from lonja.events import message_mails, segments
from lonja.events.mails import address_of, language_for
from lonja.events.models import (
    Consent,
    Delivery,
    DeliveryReason,
    DeliveryState,
    Event,
    Message,
    MessagePurpose,
    MessageState,
    Participation,
    Purpose,
)

BATCH = 200
MOST_READERS_A_DAY = 20_000
KEY = "event-message-"


@transaction.atomic
def draft(edition, *, facts, actor, now):
    """Keep a message that nobody has got yet."""
    message = Message.objects.create(edition=edition, written_by=actor, written_at=now, **facts)
    audit.record(actor, "message.drafted", message)
    return message


@transaction.atomic
def change(message, *, facts, actor):
    """Change a draft; what was sent stays as it was."""
    message = _locked_draft(message)
    for name, value in facts.items():
        setattr(message, name, value)
    message.save(update_fields=list(facts))
    audit.record(actor, "message.edited", message, fields=sorted(facts))
    return message


@transaction.atomic
def discard(message, *, actor):
    """Throw a draft away."""
    message = _locked_draft(message)
    audit.record(actor, "message.discarded", message)
    message.delete()


def _locked_draft(message):
    message = (
        Message.objects.select_for_update(of=["self"]).select_related("edition__event").get(pk=message.pk)
    )
    if message.state != MessageState.DRAFT:
        raise Refused(_("This message was sent already; write another one."))
    return message


def readers(message):
    """The participations that would get the message now."""
    rows = segments.recipients(message.edition, message.groups)
    if message.purpose == MessagePurpose.NEWS:
        rows = rows.filter(_agrees())
    return rows


def _agrees():
    """Participations whose consent to news is in force."""
    given = Consent.objects.filter(participation=OuterRef("pk"), purpose=Purpose.NEWS, withdrawn_at=None)
    return Exists(given)


def languages_of(message):
    """{language: how many readers}, of those who would get it now."""
    return Counter(language for _pk, language in _with_language(message))


def _with_language(message):
    """(number, language) of each reader: the language of her account, else the one she chose here."""
    rows = readers(message).order_by("pk").values_list("pk", "language", "person__user__language")
    for number, chosen, account in rows:
        yield number, language_for(chosen, account)


@transaction.atomic
def send(message, *, expected, actor, now):
    """Fix who gets the message, as the organiser has seen it; a job gives it out.

    Args:
        expected: how many readers the organiser has confirmed.

    Raises:
        Refused: the series is not vetted, nobody or another number of people would get it, or the
            series has written to too many in a day.
    """
    message = _locked_draft(message)
    Event.objects.select_for_update().get(pk=message.edition.event_id)
    _refuse_unready(message)
    found = list(_with_language(message))
    if not found:
        raise Refused(_("Nobody would get this message."), remedy=_("Choose another group."))
    if len(found) != expected:
        raise Refused(
            _("Now %(n)s people would get this message, not %(expected)s.")
            % {"n": len(found), "expected": expected},
            remedy=_("Look at it once more and send it again."),
            href=message.get_absolute_url(),
        )
    _refuse_too_many(message, len(found), now)
    Delivery.objects.bulk_create(
        Delivery(message=message, participation_id=number, language=language, changed_at=now)
        for number, language in found
    )
    message.state, message.sent_by, message.sent_at = MessageState.SENDING, actor, now
    message.save(update_fields=["state", "sent_by", "sent_at"])
    audit.record(actor, "message.sent", message, readers=len(found), purpose=message.purpose)
    return message


def _refuse_unready(message):
    if message.edition.event.vetted_at is None:
        raise Refused(
            _("An operator of this site looks at each new series before it writes to anybody."),
            remedy=_("Keep the message as a draft meanwhile."),
        )
    if not worded(message.subject).text or not worded(message.text).text:
        raise Refused(_("The message has no subject or no text."))


def _refuse_too_many(message, readers, now):
    lately = Delivery.objects.filter(
        message__edition__event=message.edition.event_id, message__sent_at__gt=now - timedelta(days=1)
    ).count()
    if lately + readers > MOST_READERS_A_DAY:
        raise Refused(
            _("In one day a series writes to %(most)s readers at most; %(lately)s were written to already.")
            % {"most": MOST_READERS_A_DAY, "lately": lately},
            remedy=_("Send it tomorrow, or to a smaller group."),
        )


@transaction.atomic
def hand_over(message, *, now, most=BATCH):
    """Give the next batch to the mail service; returns how many readers are left. It may run twice."""
    message = (
        Message.objects.select_for_update(of=["self"])
        .select_related("edition__event", "sent_by")
        .get(pk=message.pk)
    )
    if message.state != MessageState.SENDING:
        return 0
    waiting = message.deliveries.filter(state=DeliveryState.WAITING)
    batch = list(
        waiting.select_related("participation__person__user")
        .prefetch_related("participation__person__contacts")
        .order_by("pk")[:most]
    )
    _give_out(message, batch, now)
    left = waiting.count()
    if left == 0:
        message.state = MessageState.SENT
        message.save(update_fields=["state"])
    return left


def _give_out(message, batch, now):
    agrees = _agreeing(message, batch)
    pairs = []
    for delivery in batch:
        delivery.message, delivery.changed_at = message, now
        reader, _language = address_of(delivery.participation)
        if agrees is not None and delivery.participation_id not in agrees:
            _leave_out(delivery, DeliveryReason.NO_CONSENT)
        elif not reader:
            _leave_out(delivery, DeliveryReason.NO_ADDRESS)
        else:
            delivery.state = DeliveryState.HANDED
            mail = message_mails.event_message(delivery, reader=reader, reply_to=message.sent_by.email)
            pairs.append((mail, f"{KEY}{delivery.pk}"))
    outbox.send_many(pairs)
    Delivery.objects.bulk_update(batch, ["state", "reason", "changed_at"])


def _agreeing(message, batch):
    """Those of a batch whose consent to news is in force; None when none is needed."""
    if message.purpose != MessagePurpose.NEWS:
        return None
    rows = Participation.objects.filter(_agrees(), pk__in=[one.participation_id for one in batch])
    return set(rows.values_list("pk", flat=True))


def _leave_out(delivery, reason):
    delivery.state, delivery.reason = DeliveryState.LEFT_OUT, reason


def may_leave(row):
    """Whether a mail with news may leave now: the outbox asks at the moment of sending."""
    number = row.key.removeprefix(KEY)
    if not number.isdecimal():
        return False
    of_reader = Consent.objects.filter(
        participation=OuterRef("participation"), purpose=Purpose.NEWS, withdrawn_at=None
    )
    delivery = Delivery.objects.filter(pk=int(number))
    if delivery.filter(Exists(of_reader)).exists():
        return True
    delivery.update(state=DeliveryState.LEFT_OUT, reason=DeliveryReason.NO_CONSENT)
    return False


@transaction.atomic
def end_news(participation, *, now):
    """No more news of this series for this person, whichever edition she agreed at; twice is once."""
    mine = Participation.objects.filter(
        person=participation.person_id, edition__event=participation.edition.event_id
    )
    ended = Consent.objects.filter(participation__in=mine, purpose=Purpose.NEWS, withdrawn_at=None).update(
        withdrawn_at=now
    )
    if ended:
        audit.record(participation.person.user, "consent.withdrawn", participation, purpose=Purpose.NEWS)
    return ended

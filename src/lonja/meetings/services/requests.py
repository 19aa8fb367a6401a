"""Ask somebody for a meeting, and answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.models import Edition, Participation
from lonja.meetings import mails
from lonja.meetings.lifecycle import RequestState, next_request_state
from lonja.meetings.models import MeetingRequest, Representative, Side


@transaction.atomic
def send(sender, *, recipient, priority, text="", colleagues=False, actor, now):
    """Ask somebody for a meeting; when they asked first and wait for an answer, that is the answer.

    With `colleagues`, whoever comes for the sender's organisation may sit as well.

    Raises:
        Refused: when the two cannot ask each other, or have a request between them.
    """
    # One row to lock: two people who ask each other in the same second take turns.
    edition = Edition.objects.select_for_update().get(pk=sender.edition_id)
    _refuse_strangers(edition, sender, recipient)
    standing = MeetingRequest.objects.standing().between(sender, recipient).filter(edition=edition).first()
    if standing and standing.sender_id == recipient.pk and standing.state == RequestState.SENT:
        return answer(standing, "accept", actor=actor, now=now)
    if standing:
        raise Refused(
            _("You and %(person)s have a request between you already.") % {"person": recipient.person},
            remedy=_("You find it among your requests."),
        )
    request = MeetingRequest.objects.create(
        edition=edition, sender=sender, recipient=recipient, priority=priority, text=text,
        state=RequestState.SENT, sent_at=now,
    )  # fmt: skip
    if colleagues:
        _let_colleagues_sit(request)
    audit.record(actor, "meeting_request.sent", request)
    for mail in mails.request_received(request):
        outbox.send(mail, key=f"meeting-request-{request.pk}-sent")
    return request


def _let_colleagues_sit(request):
    sender = request.sender
    others = Participation.objects.filter(
        edition=request.edition_id,
        organisation__isnull=False,
        organisation=sender.organisation_id,
        state__in=EXPECTED,
    ).exclude(pk__in=[sender.pk, request.recipient_id])
    Representative.objects.bulk_create(
        Representative(request=request, side=Side.SENDER, participation=one) for one in others.order_by("pk")
    )


def _refuse_strangers(edition, sender, recipient):
    if edition.state != EditionState.PUBLISHED:
        raise Refused(_("Requests are not open for this edition."))
    if sender.pk == recipient.pk:
        raise Refused(_("You cannot ask yourself for a meeting."))
    if recipient.edition_id != edition.pk or {sender.state, recipient.state} - set(EXPECTED):
        raise Refused(_("One of you is not expected at this edition."))


@transaction.atomic
def answer(request, verb, *, actor, now):
    """Accept or decline a request.

    Raises:
        Refused: when it waits for no answer.
    """
    request = _locked(request)
    request.state = next_request_state(verb, request.state)
    request.answered_at = now
    request.save(update_fields=["state", "answered_at"])
    audit.record(actor, f"meeting_request.{verb}", request)
    for mail in mails.request_answered(request):
        outbox.send(mail, key=f"meeting-request-{request.pk}-{verb}")
    return request


@transaction.atomic
def withdraw(request, *, actor, now):
    """Take a request back.

    Raises:
        Refused: when it is closed, or when a published plan holds its meeting.
    """
    request = _locked(request)
    if request.meetings.published().exists():
        raise Refused(
            _("This meeting stands in the published agenda."),
            remedy=_("Please tell the organiser, who can free the table."),
        )
    request.state = next_request_state("withdraw", request.state)
    request.answered_at = now
    request.save(update_fields=["state", "answered_at"])
    audit.record(actor, "meeting_request.withdraw", request)
    return request


def _locked(request):
    Edition.objects.select_for_update().get(pk=request.edition_id)
    return MeetingRequest.objects.with_parties().select_related("edition__event").get(pk=request.pk)

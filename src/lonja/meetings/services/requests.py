"""Ask somebody for a meeting, change or take back what was asked, and answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.base.prepared import Prepared
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.models import Participation
from lonja.events.services import turns
from lonja.meetings import mails
from lonja.meetings.lifecycle import RequestState, next_request_state
from lonja.meetings.models import MeetingRequest, Representative, Side
from lonja.meetings.services import rules

MOST_DRAFTS = 100


@transaction.atomic
def send(sender, *, recipient, priority, text="", colleagues=False, met_before=False, actor, now):
    """Ask somebody for a meeting; when they asked first and wait for an answer, that is the answer.

    With `colleagues`, whoever comes for the sender's organisation may sit as well. A draft to
    the same person becomes the request.

    Raises:
        Refused: when the two cannot ask each other, have a request between them, or a limit is reached.
    """
    # Two people who ask each other in the same second take turns; others do not wait for them.
    _refuse_strangers(sender, recipient, turns.take(sender.edition_id, sender.pk, recipient.pk))
    draft, standing = _between(sender, recipient)
    if standing and standing.sender_id == recipient.pk and standing.state == RequestState.SENT:
        if draft.pk:
            draft.delete()
        return answer(standing, "accept", actor=actor, now=now)
    if standing:
        raise Refused(
            _("You and %(person)s have a request between you already.") % {"person": recipient.person},
            remedy=_("You find it among your requests."),
        )
    rules.refuse_request(sender, recipient)
    draft.priority, draft.text, draft.met_before = priority, text, met_before
    draft.state, draft.sent_at = next_request_state("send", draft.state), now
    draft.save()
    if colleagues:
        _let_colleagues_sit(draft)
    for mail in mails.request_received(draft):
        outbox.send(mail, key=f"meeting-request-{draft.pk}-sent")
    audit.record(actor, "meeting_request.sent", draft)
    return draft


_open_between = Prepared(lambda one, other: MeetingRequest.objects.open().between(one, other).order_by("pk"))


def _between(sender, recipient):
    """The draft of one to another (a new one, not stored yet, when there is none), and what stands."""
    rows = _open_between.rows(sender.pk, recipient.pk)
    standing = next((row for row in rows if row.state != RequestState.DRAFT), None)
    drafts = (row for row in rows if row.state == RequestState.DRAFT and row.sender_id == sender.pk)
    draft = next(drafts, None) or MeetingRequest(state=RequestState.DRAFT)
    draft.edition, draft.sender, draft.recipient = sender.edition, sender, recipient
    return draft, standing


@transaction.atomic
def keep(sender, *, recipient, priority, text="", colleagues=False, met_before=False, actor):
    """Put somebody on the wish list without asking yet; only the sender sees it.

    Raises:
        Refused: when the two cannot ask each other, or the list is full.
    """
    _refuse_strangers(sender, recipient, turns.take(sender.edition_id, sender.pk, recipient.pk))
    draft, _standing = _between(sender, recipient)
    drafts = MeetingRequest.objects.filter(sender=sender, state=RequestState.DRAFT)
    if draft.pk is None and drafts.count() >= MOST_DRAFTS:
        raise Refused(_("Your wish list is full."), remedy=_("Send or remove some of its drafts first."))
    draft.priority, draft.text, draft.met_before = priority, text, met_before
    draft.save()
    if colleagues:
        _let_colleagues_sit(draft)
    audit.record(actor, "meeting_request.kept", draft)
    return draft


@transaction.atomic
def send_drafts(sender, *, actor, now):
    """Send every draft of somebody, the dearest first, or none of them.

    Raises:
        Refused: when one of them cannot be sent, with the person concerned.
    """
    drafts = MeetingRequest.objects.filter(sender=sender, state=RequestState.DRAFT)
    drafts = list(drafts.with_parties().order_by("priority", "pk"))
    turns.take(sender.edition_id, sender.pk, *(draft.recipient_id for draft in drafts))
    sent = 0
    # Entries wait for the last: the head of the audit is locked after every house, never before one.
    with audit.at_the_end():
        for draft in drafts:
            facts = {"priority": draft.priority, "text": draft.text, "met_before": draft.met_before}
            try:
                send(sender, recipient=draft.recipient, **facts, actor=actor, now=now)
            except Refused as why:
                raise Refused(
                    _("Nothing was sent. The request to %(person)s stands in the way: %(why)s")
                    % {"person": draft.recipient.person, "why": why},
                    remedy=_("Remove this draft, or send the others one by one."),
                ) from why
            sent += 1
    if not sent:
        raise Refused(_("There is no draft to send."))
    return sent


@transaction.atomic
def change(request, *, priority, text, actor, now):
    """Change the priority or the text of a request that nobody has answered; a new text is told.

    Raises:
        Refused: when it was answered or withdrawn.
    """
    request = _locked(request)
    request.state = next_request_state("change", request.state)
    is_told = request.state == RequestState.SENT and text != request.text
    request.priority, request.text = priority, text
    request.save(update_fields=["priority", "text"])
    if is_told:
        for mail in mails.request_changed(request):
            outbox.send(mail, key=f"meeting-request-{request.pk}-changed-{now:%Y%m%d%H%M%S}")
    audit.record(actor, "meeting_request.changed", request, text_changed=is_told)
    return request


def colleagues_of(participation, *, beside=()):
    """Who else comes for the same organisation, by name."""
    return (
        Participation.objects.filter(
            edition=participation.edition_id,
            organisation__isnull=False,
            organisation=participation.organisation_id,
            state__in=EXPECTED,
        )
        .exclude(pk__in=[participation.pk, *beside])
        .select_related("person")
        .order_by("person__sort_name", "pk")
    )


def _let_colleagues_sit(request):
    Representative.objects.bulk_create(
        (
            Representative(request=request, side=Side.SENDER, participation=one)
            for one in colleagues_of(request.sender, beside=[request.recipient_id])
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def let_sit(request, *, participation, colleagues, actor):
    """Say which colleagues may sit for one's own side instead; nobody but the named ones.

    Raises:
        Refused: when the request is closed, or somebody does not come for the same organisation.
    """
    request = _locked(request)
    if request.state not in (RequestState.DRAFT, RequestState.SENT, RequestState.ACCEPTED):
        raise Refused(_("This request is closed already."))
    side = Side.SENDER if request.sender_id == participation.pk else Side.RECIPIENT
    other = request.other_than(participation.pk)
    chosen = {one.pk for one in colleagues}
    if chosen - set(colleagues_of(participation, beside=[other.pk]).values_list("pk", flat=True)):
        raise Refused(_("Only people who come for your organisation can sit for you."))
    request.representatives.filter(side=side).delete()
    Representative.objects.bulk_create(
        Representative(request=request, side=side, participation_id=pk) for pk in sorted(chosen)
    )
    audit.record(actor, "meeting_request.representatives", request, side=side, people=sorted(chosen))
    return request


def _refuse_strangers(sender, recipient, standing):
    """Refuse those who cannot ask each other; `standing` is what `turns.take` found."""
    edition_state, states = standing
    if edition_state != EditionState.PUBLISHED:
        raise Refused(_("Requests are not open for this edition."))
    if sender.pk == recipient.pk:
        raise Refused(_("You cannot ask yourself for a meeting."))
    if recipient.edition_id != sender.edition_id or set(states.values()) - set(EXPECTED):
        raise Refused(_("One of you is not expected at this edition."))


@transaction.atomic
def answer(request, verb, *, reason="", text="", actor, now):
    """Accept or decline a request; a reason for declining goes to the one who asked.

    Raises:
        Refused: when it waits for no answer.
    """
    request = _locked_for_answer(request)
    request.state = next_request_state(verb, request.state)
    request.answered_at = now
    if verb == "decline":
        request.decline_reason, request.decline_text = reason, text
    request.save(update_fields=["state", "answered_at", "decline_reason", "decline_text"])
    for mail in mails.request_answered(request):
        outbox.send(mail, key=f"meeting-request-{request.pk}-{verb}")
    audit.record(actor, f"meeting_request.{verb}", request)
    return request


@transaction.atomic
def pass_on(request, *, colleague, actor, now):
    """Propose a colleague in one's own place: from now on the colleague is asked, and answers.

    Raises:
        Refused: when it waits for no answer, was passed on already, or the colleague cannot be asked.
    """
    request = _locked_for_answer(request, colleague.pk)
    request.state = next_request_state("pass", request.state)
    if request.passed_by_id:
        raise Refused(_("This request was passed on already. Please accept or decline it."))
    mine = request.recipient
    known = colleagues_of(mine, beside=[request.sender_id]).filter(is_listed=True, pk=colleague.pk)
    if not known.exists():
        raise Refused(_("You can propose only somebody who comes for your organisation."))
    if MeetingRequest.objects.standing().between(request.sender, colleague).exists():
        raise Refused(
            _("%(person)s and %(colleague)s have a request between them already.")
            % {"person": request.sender.person, "colleague": colleague.person}
        )
    rules.refuse_barred(request.sender, colleague)
    request.representatives.filter(side=Side.RECIPIENT).delete()
    request.passed_by, request.recipient = mine, colleague
    request.sent_at, request.reminded_at = now, None
    request.save(update_fields=["state", "passed_by", "recipient", "sent_at", "reminded_at"])
    for mail in (*mails.request_received(request), *mails.request_passed(request)):
        outbox.send(mail, key=f"meeting-request-{request.pk}-passed-{mail.to[0]}")
    audit.record(actor, "meeting_request.passed", request, by=mine.pk, to=colleague.pk)
    return request


@transaction.atomic
def note_met(request, *, actor):
    """Say that the two have met before; it is shown to both and changes nothing else."""
    request = _locked(request)
    if not request.met_before:
        request.met_before = True
        request.save(update_fields=["met_before"])
        audit.record(actor, "meeting_request.met_before", request)
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


def _locked_for_answer(request, *others):
    """The row, locked, if it is still with the one who was asked when it was loaded."""
    row = _locked(request, *others)
    if row.recipient_id != request.recipient_id:
        raise Refused(_("This request was passed on in the meantime; the colleague answers."))
    return row


def _locked(request, *others):
    """The row as it is now; whoever sent it is locked, and a row never changes its sender."""
    turns.take(request.edition_id, request.sender_id, request.recipient_id, *others)
    return MeetingRequest.objects.with_parties().select_related("edition__event").get(pk=request.pk)

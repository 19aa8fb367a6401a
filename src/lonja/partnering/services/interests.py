"""An interest from the first word to its answer."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, files, outbox
from lonja.base.errors import Refused
from lonja.directory.models import Organisation
from lonja.partnering import mails
from lonja.partnering.lifecycle import STANDING, InterestState, next_interest_state
from lonja.partnering.models import Interest, Opportunity, Side
from lonja.partnering.services import steps
from lonja.partnering.services.opening import keeps_away, open_to_each_other

DAYS_TO_ANSWER = 30
MOST_PER_MONTH = 20


@transaction.atomic
def express(opportunity, *, organisation, text, upload=None, mandate=None, actor, today, now):
    """Say to the owner of an offer or need that an organisation would like to talk; they are told."""
    # The lock makes two interests of one organisation wait for each other: quota and pair are counted.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _refuse(opportunity, organisation, today=today, now=now)
    interest = Interest(
        opportunity=opportunity,
        organisation=organisation,
        sender=actor,
        mandate=mandate,
        text=text,
        sent_at=now,
        expires_on=today + timedelta(days=DAYS_TO_ANSWER),
        is_held=keeps_away(
            opportunity.organisation, sender=organisation, sender_user=actor, author=opportunity.author
        ),
    )
    if upload:
        interest.file = files.keep(upload, name=upload.name, kind="interest", owner=actor)
    interest.save()
    steps.log(interest, "send", before="", side=Side.SENDER, actor=actor, now=now)
    if not interest.is_held:
        for message in mails.interest_received(interest):
            outbox.send(message, key=f"interest-{interest.pk}-sent")
    audit.record(actor, "interest.sent", interest, by_adviser=mandate is not None)
    return interest


def _refuse(opportunity, organisation, *, today, now):
    if opportunity.organisation_id == organisation.pk:
        raise Refused(_("This is your own organisation’s."))
    if not Opportunity.objects.open_on(today).filter(pk=opportunity.pk).exists():
        raise Refused(_("This does not take interest any more."), remedy=_("Look for a similar one."))
    sent = Interest.objects.filter(organisation=organisation)
    standing = sent.filter(opportunity=opportunity, state__in=STANDING).first()
    if standing:
        raise Refused(
            _("Your organisation has written to them already."),
            remedy=_("You see how it stands on the page of that interest."),
            href=standing.get_absolute_url(),
        )
    if sent.filter(sent_at__gte=now.replace(day=1, hour=0, minute=0, second=0)).count() >= MOST_PER_MONTH:
        raise Refused(
            _("Your organisation has sent %(most)s interests this month; that is the limit.")
            % {"most": MOST_PER_MONTH},
            remedy=_("The next month begins anew. A few careful letters are answered more often than many."),
        )


@transaction.atomic
def see(interest, *, actor, now):
    """Note that the owner has opened it; only the first time counts."""
    seen = Interest.objects.filter(pk=interest.pk, state=InterestState.SENT, is_held=False)
    if seen.update(state=InterestState.SEEN, seen_at=now):
        interest.state, interest.seen_at = InterestState.SEEN, now
        steps.log(interest, "see", before=InterestState.SENT, side=Side.OWNER, actor=actor, now=now)
        audit.record(actor, "interest.seen", interest)
    return interest


@transaction.atomic
def accept(interest, *, note="", actor, now):
    """Open the two sides to each other: names, contacts, a conversation."""
    interest = steps.locked(interest)
    before = interest.state
    interest.state = next_interest_state("accept", before)
    interest.answered_at, interest.answered_by, interest.note = now, actor, note
    interest.save()
    open_to_each_other(interest.opportunity.organisation, interest.organisation, now=now, interest=interest)
    steps.log(interest, "accept", before=before, side=Side.OWNER, actor=actor, now=now)
    for message in mails.interest_accepted(interest):
        outbox.send(message, key=f"interest-{interest.pk}-accepted")
    audit.record(actor, "interest.accepted", interest)
    return interest


@transaction.atomic
def decline(interest, *, reason, note="", actor, now):
    """Say no with a reason; an anonymous owner stays anonymous."""
    interest = steps.locked(interest)
    before = interest.state
    interest.state = next_interest_state("decline", before)
    interest.answered_at, interest.answered_by = now, actor
    interest.reason, interest.note = reason, note
    interest.save()
    steps.log(interest, "decline", before=before, side=Side.OWNER, actor=actor, now=now)
    for message in mails.interest_declined(interest):
        outbox.send(message, key=f"interest-{interest.pk}-declined")
    audit.record(actor, "interest.declined", interest, reason=reason)
    return interest


@transaction.atomic
def withdraw(interest, *, actor, now):
    """Take an unanswered interest back."""
    interest = steps.locked(interest)
    return steps.move(interest, "withdraw", side=Side.SENDER, actor=actor, now=now)

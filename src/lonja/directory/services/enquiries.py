"""Questions to the owner of a profile, and what the owner opens to who asked."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails, policies
from lonja.directory.models import Block, ContactGrant, Enquiry, EnquiryState, Organisation


@transaction.atomic
def ask(owner, *, facts, actor, now):
    """Send a question to those who edit the profile; they can answer to the sender's own address."""
    if facts.get("consent") is not True:
        raise Refused(_("Without your consent the question cannot be passed on."))
    said = {name: value for name, value in facts.items() if name != "consent"}
    enquiry = Enquiry.objects.create(
        **{owner._meta.model_name: owner}, sender=actor, consented_at=now, sent_at=now, **said
    )
    letters = mails.enquiry_received(enquiry)
    if not letters:
        raise Refused(
            _("Nobody looks after this profile yet, so nobody would read your question."),
            remedy=_("Use the contacts that the profile shows."),
            href=owner.get_absolute_url(),
        )
    if _is_kept_away(actor, owner):
        # The owner's list shows it, but nobody is disturbed, and who asks is not told.
        _answered(enquiry, EnquiryState.DECLINED, None, now)
        letters = []
    for message in letters:
        outbox.send(message, key=f"enquiry-{enquiry.pk}-{message.to[0]}")
    audit.record(actor, "enquiry.sent", enquiry)
    return enquiry


@transaction.atomic
def share(enquiry, contacts, *, actor, now):
    """Open some contacts of the owner to the person who asked, and tell them."""
    enquiry = _locked(enquiry)
    if enquiry.state != EnquiryState.SENT:
        raise Refused(_("This question is answered already."))
    own = [row for row in contacts if row.pk in set(enquiry.owner.contacts.values_list("pk", flat=True))]
    if not own:
        raise Refused(_("Choose at least one contact to share."))
    ContactGrant.objects.bulk_create(
        ContactGrant(contact=row, user=enquiry.sender, enquiry=enquiry, granted_by=actor, valid_from=now)
        for row in own
    )
    _answered(enquiry, EnquiryState.SHARED, actor, now)
    outbox.send(mails.contact_shared(enquiry), key=f"enquiry-{enquiry.pk}-shared")
    audit.record(actor, "enquiry.shared", enquiry, contacts=sorted(row.pk for row in own))
    return enquiry


@transaction.atomic
def decline(enquiry, *, actor, now):
    """Leave a question without a contact; the person who asked is told."""
    enquiry = _locked(enquiry)
    if enquiry.state != EnquiryState.SENT:
        raise Refused(_("This question is answered already."))
    _answered(enquiry, EnquiryState.DECLINED, actor, now)
    outbox.send(mails.contact_declined(enquiry), key=f"enquiry-{enquiry.pk}-declined")
    audit.record(actor, "enquiry.declined", enquiry)
    return enquiry


@transaction.atomic
def close(enquiry, *, actor, now):
    """Take back the contacts that were opened to somebody."""
    enquiry = _locked(enquiry)
    enquiry.grants.filter(valid_until__isnull=True).update(valid_until=now)
    _answered(enquiry, EnquiryState.DECLINED, actor, now)
    audit.record(actor, "enquiry.closed", enquiry)
    return enquiry


def _is_kept_away(actor, owner):
    """Whether the owner does not want to hear from the actor or from whom they work for."""
    if not isinstance(owner, Organisation):
        return False
    houses = policies.own_organisations(actor).values("pk")
    against = Q(user=actor.pk) | Q(organisation__in=houses)
    return Block.objects.filter(against, by_organisation=owner).exists()


def _answered(enquiry, state, actor, now):
    enquiry.state, enquiry.answered_by, enquiry.answered_at = state, actor, now
    enquiry.save()


def _locked(enquiry):
    rows = Enquiry.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "cluster", "sender").get(pk=enquiry.pk)

"""How an organisation comes to a cluster, and how it goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.lifecycle import CURRENT, MembershipStatus, next_status
from lonja.directory.models import Cluster, Membership, MembershipKind

# Steps after which the organisation's administrators get a message.
TOLD = {"approve", "confirm", "decline", "suspend", "resume"}


@transaction.atomic
def apply(organisation, *, cluster, note="", actor):
    """Ask for membership in the name of an organisation; the cluster's managers are told."""
    _lock(cluster)
    current = Membership.objects.filter(
        cluster=cluster, organisation=organisation, status__in=CURRENT
    ).first()
    if current and current.status != MembershipStatus.PROSPECT:
        raise Refused(
            _("%(organisation)s already has a membership of %(cluster)s: %(status)s.")
            % {"organisation": organisation, "cluster": cluster, "status": current.get_status_display()},
            remedy=_("You see it on the organisation's page."),
            href=organisation.get_absolute_url(),
        )
    membership = current or Membership(cluster=cluster, organisation=organisation)
    membership.status = next_status("apply", membership.status) if current else MembershipStatus.APPLIED
    membership.kind = MembershipKind.MEMBER
    membership.note = note
    membership.save()
    audit.record(actor, "membership.applied", membership)
    for message in mails.application_received(membership):
        outbox.send(message, key=f"membership-{membership.pk}-applied-{message.to[0]}")
    return membership


@transaction.atomic
def add(cluster, *, organisation, kind, status, joined_on=None, note="", actor):
    """Enter a membership in the name of the cluster: a member, or somebody being considered."""
    _lock(cluster)
    if Membership.objects.filter(cluster=cluster, organisation=organisation, status__in=CURRENT).exists():
        raise Refused(
            _("%(organisation)s is on the member list already.") % {"organisation": organisation},
            remedy=_("Change its line instead of adding a second one."),
        )
    if status not in (MembershipStatus.PROSPECT, MembershipStatus.ACTIVE):
        raise Refused(_("A manager adds prospects and active members; the other states follow from them."))
    membership = Membership.objects.create(
        cluster=cluster, organisation=organisation, kind=kind, status=status, joined_on=joined_on, note=note
    )
    audit.record(actor, "membership.added", membership, status=status, membership_kind=kind)
    return membership


@transaction.atomic
def move(membership, *, verb, today, actor):
    """Take a membership one step along its life; raises `Refused` when the table has no such step."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    before = membership.status
    membership.status = next_status(verb, before)
    if verb == "confirm":
        membership.joined_on = membership.joined_on or today
    if verb == "leave":
        membership.left_on = max(today, membership.joined_on or today)
    membership.save()
    entry = audit.record(actor, f"membership.{verb}", membership, before=before, after=membership.status)
    if verb in TOLD:
        for message in mails.decision_made(membership):
            outbox.send(message, key=f"membership-{entry.position}-{message.to[0]}")
    return membership


@transaction.atomic
def edit(membership, *, kind, joined_on, note, actor):
    """Correct the facts of a membership; its status moves by verbs only."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if joined_on and membership.left_on and joined_on > membership.left_on:
        raise Refused(_("A membership cannot begin after it ended."))
    membership.kind, membership.joined_on, membership.note = kind, joined_on, note
    membership.save()
    audit.record(actor, "membership.edited", membership)
    return membership


def _lock(cluster):
    """Two people who enter the same organisation at the same moment wait for each other here."""
    return Cluster.objects.select_for_update().get(pk=cluster.pk)

"""How an organisation comes to a cluster, and how it goes."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails, policies
from lonja.directory.lifecycle import CURRENT, ENDED, MembershipStatus, next_status
from lonja.directory.models import Cluster, Membership, MembershipKind
from lonja.directory.services.profiles import apply_facts

# Steps after which the organisation's administrators get a message.
TOLD = {"approve", "confirm", "decline", "suspend", "resume"}
NEW = (MembershipStatus.PROSPECT, MembershipStatus.ACTIVE)
# What people write freely stays out of the audit: only that it was changed is kept.
_UNTOLD = {"note", "next_step", "responsible"}


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
    before = current.status if current else ""
    membership.status = next_status("apply", membership.status) if current else MembershipStatus.APPLIED
    membership.kind = MembershipKind.MEMBER
    membership.agreed_at = timezone.now()
    # What the managers wrote about a prospect is theirs; the application comes first in it.
    membership.note = "\n\n".join(part for part in (note, membership.note) if part)
    membership.save()
    audit.record(actor, "membership.applied", membership, before=before, after=membership.status)
    for message in mails.application_received(membership):
        outbox.send(message, key=f"membership-{membership.pk}-applied-{message.to[0]}")
    return membership


@transaction.atomic
def add(cluster, *, organisation, kind, status, joined_on=None, note="", actor):
    """Enter a membership in the name of the cluster: a member, or somebody being considered.

    Only an administrator of the organisation agrees for it by this. Anybody else's entry
    counts in the register, and opens nothing of the organisation until it has agreed.
    """
    _lock(cluster)
    if Membership.objects.filter(cluster=cluster, organisation=organisation, status__in=CURRENT).exists():
        raise Refused(
            _("%(organisation)s is on the member list already.") % {"organisation": organisation},
            remedy=_("Change its line instead of adding a second one."),
        )
    if status not in NEW:
        raise Refused(_("A manager adds prospects and active members; the other states follow from them."))
    agrees = status == MembershipStatus.ACTIVE and policies.organisations.allows(actor, "edit", organisation)
    membership = Membership.objects.create(
        cluster=cluster,
        organisation=organisation,
        kind=kind,
        status=status,
        joined_on=joined_on,
        note=note,
        agreed_at=timezone.now() if agrees else None,
    )
    audit.record(actor, "membership.added", membership, status=status, membership_kind=kind)
    _ask_for_agreement(membership)
    return membership


@transaction.atomic
def add_many(cluster, entries, *, actor):
    """Enter many memberships at once, each as facts; whoever has one already was looked at before.

    Raises:
        Refused: when somebody entered one of them meanwhile.
    """
    _lock(cluster)
    own = set(policies.organisations.scope(actor, "edit").values_list("pk", flat=True))
    now = timezone.now()
    rows = [
        Membership(
            cluster=cluster,
            agreed_at=now
            if facts["status"] == MembershipStatus.ACTIVE and facts["organisation"].pk in own
            else None,
            **facts,
        )
        for facts in entries
    ]
    try:
        with transaction.atomic():
            Membership.objects.bulk_create(rows, batch_size=1000)
    except IntegrityError:
        raise Refused(
            _("Somebody has entered one of these members just now. Bring the table again.")
        ) from None
    for status, kind in sorted({(row.status, row.kind) for row in rows}):
        alike = [row for row in rows if (row.status, row.kind) == (status, kind)]
        audit.record_many(actor, "membership.added", alike, status=status, membership_kind=kind)
    for row in rows:
        if row.agreed_at is None:
            _ask_for_agreement(row)
    return rows


@transaction.atomic
def agree(membership, *, actor):
    """Say in the name of the organisation that it is a member; doing it twice changes nothing."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.status in ENDED:
        raise Refused(_("This membership has ended."))
    if membership.agreed_at is None:
        membership.agreed_at = timezone.now()
        membership.save(update_fields=["agreed_at"])
        audit.record(actor, "membership.agreed", membership)
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
    audit.record(actor, f"membership.{verb}", membership, before=before, after=membership.status)
    if verb in TOLD and not _was_only_considered(membership, before):
        for message in mails.decision_made(membership):
            outbox.send(message)
    if verb == "confirm":
        _ask_for_agreement(membership)
    return membership


@transaction.atomic
def edit(membership, *, facts, actor):
    """Correct the facts of a membership; its status moves by verbs only."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    joined_on = facts.get("joined_on", membership.joined_on)
    if joined_on and membership.left_on and joined_on > membership.left_on:
        raise Refused(_("A membership cannot begin after it ended."))
    before = {name: getattr(membership, name) for name in facts}
    changed = apply_facts(membership, facts)
    if changed:
        membership.save()
        audit.record(actor, "membership.edited", membership, changes=_told(before, facts, changed))
    return membership


def _told(before, after, changed):
    """What the history may say of a change: before and after, or only that there was one."""
    return {name: None if name in _UNTOLD else [before[name], after[name]] for name in sorted(changed)}


def _was_only_considered(membership, before):
    return before == MembershipStatus.PROSPECT and membership.agreed_at is None


def _ask_for_agreement(membership):
    """Tell the organisation's administrators that a cluster lists it, and ask whether that is right."""
    if membership.status == MembershipStatus.ACTIVE and membership.agreed_at is None:
        for message in mails.listed_as_member(membership):
            outbox.send(message)


def _lock(cluster):
    """Two people who enter the same organisation at the same moment wait for each other here."""
    return Cluster.objects.select_for_update().get(pk=cluster.pk)

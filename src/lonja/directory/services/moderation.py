"""Changes that wait for a second person, and facts that somebody doubts."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.models import (
    Cluster,
    ClusterGrant,
    EditingRule,
    FactReport,
    ProposedChange,
    ReportState,
)
from lonja.directory.models.moderation import next_moderation_state
from lonja.directory.services import change_rows, clusters

LEAST_MANAGERS = 2


def needs_second_person(cluster):
    """Whether a change waits for another manager; never when there is no other."""
    return EditingRule.objects.filter(cluster=cluster).exists() and _managers(cluster) >= LEAST_MANAGERS


@transaction.atomic
def set_editing_rule(cluster, *, two_people, actor):
    """Let every change of the profile wait for a second manager, or no longer."""
    if two_people and _managers(cluster) < LEAST_MANAGERS:
        raise Refused(
            _("The cluster has one manager only, so nobody could approve a change."),
            remedy=_("Ask for a second manager first."),
        )
    if two_people:
        EditingRule.objects.get_or_create(cluster=cluster)
    else:
        EditingRule.objects.filter(cluster=cluster).delete()
    audit.record(actor, "cluster.editing_rule", cluster, two_people=two_people)


@transaction.atomic
def propose(cluster, change, *, note="", actor, now):
    """Keep a change of the profile until a second person applies it; refused when nothing differs."""
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    before, after = change_rows.difference(cluster, change)
    if not after:
        raise Refused(_("Nothing differs from the profile as it is."))
    row = ProposedChange.objects.create(
        cluster=cluster, before=before, after=after, note=note, proposed_by=actor, proposed_at=now
    )
    audit.record(actor, "change.proposed", row, fields=sorted(after))
    for message in mails.change_proposed(row):
        outbox.send(message, key=f"change-{row.pk}-{message.to[0]}")
    return row


@transaction.atomic
def apply(change, *, answer="", actor, now):
    """Make a proposed change in the name of its author, seen by a second person."""
    change = _locked(change)
    if change.proposed_by_id == actor.pk:
        raise Refused(_("A second person must look at your change."))
    _decide(change, "apply", answer, actor, now)
    clusters.change_profile(change.cluster, change_rows.restore(change.after), actor=actor)
    return _told(change, "change.applied", actor)


@transaction.atomic
def decline(change, *, answer, actor, now):
    """Leave the profile as it is, and say why."""
    change = _locked(change)
    _decide(change, "decline", answer, actor, now)
    return _told(change, "change.declined", actor)


@transaction.atomic
def withdraw(change, *, actor):
    """Take one's own proposal back."""
    change = _locked(change)
    change.state = next_moderation_state("withdraw", change)
    change.save()
    audit.record(actor, "change.withdrawn", change)
    return change


@transaction.atomic
def report(owner, *, what, text, source="", actor, now):
    """Tell the editors of a profile that a fact may be wrong."""
    row = FactReport.objects.create(
        **{owner._meta.model_name: owner},
        what=what,
        text=text,
        source=source,
        reported_by=actor if actor.is_authenticated else None,
        reported_at=now,
    )
    audit.record(row.reported_by, "fact.reported", row)
    for message in mails.fact_reported(row):
        outbox.send(message, key=f"fact-{row.pk}-{message.to[0]}")
    return row


@transaction.atomic
def answer_report(row, *, verb, answer, actor, now):
    """Say that a fact was corrected, or stays, and why."""
    rows = FactReport.objects.select_for_update(of=("self",))
    row = rows.select_related("organisation", "cluster", "reported_by").get(pk=row.pk)
    row.state = next_moderation_state(verb, row)
    if row.state == ReportState.KEPT and not answer.strip():
        raise Refused(_("Say why the fact stays as it is."))
    row.answer, row.answered_by, row.answered_at = answer, actor, now
    row.save()
    if row.reported_by:
        outbox.send(mails.report_answered(row), key=f"fact-{row.pk}-answered")
    audit.record(actor, f"fact.{row.state}", row)
    return row


def _managers(cluster):
    grants = ClusterGrant.objects.in_force().filter(cluster=cluster, role=Role.CLUSTER_MANAGER)
    return grants.filter(user__is_active=True).values("user").distinct().count()


def _decide(change, verb, answer, actor, now):
    change.state = next_moderation_state(verb, change)
    change.answer, change.answered_by, change.answered_at = answer, actor, now
    change.save()


def _told(change, action, actor):
    if change.proposed_by:
        outbox.send(mails.change_decided(change), key=f"change-{change.pk}-{change.state}")
    audit.record(actor, action, change)
    return change


def _locked(change):
    rows = ProposedChange.objects.select_for_update(of=("self",))
    return rows.select_related("cluster", "proposed_by").get(pk=change.pk)

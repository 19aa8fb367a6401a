"""Links between clusters: claimed by one, confirmed by the other."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails, policies
from lonja.directory.models import Cluster, ClusterLink, LinkKind, LinkState
from lonja.directory.models.links import next_link_state
from lonja.directory.places import folded


@transaction.atomic
def claim(
    actor, cluster, other_or_name, *, kind=LinkKind.COLLABORATION, since="", until="", note=None, website=""
):
    """Say that `cluster` works with another, given as a row or by its name; the other side is asked.

    A name that exactly one visible cluster bears finds that cluster. When the other side
    has claimed the same already, its claim becomes mutual instead.

    Raises:
        Refused: when it is the cluster itself, when it is on the list, or was declined.
    """
    other = other_or_name if isinstance(other_or_name, Cluster) else find(actor, other_or_name, but=cluster)
    name = other.name if other else " ".join(str(other_or_name).split())[:200]
    _lock(cluster, other)
    if other == cluster or folded(name) == cluster.sort_name:
        raise Refused(_("A cluster cannot work with itself."), remedy=_("Name another cluster."))
    theirs = ClusterLink.objects.open().filter(cluster=other, other=cluster, kind=kind).first()
    if other and theirs and theirs.state != LinkState.MUTUAL:
        return answer(theirs, verb="confirm", actor=actor)
    _refuse_double(cluster, other, name, kind, theirs if other else None)
    link = ClusterLink.objects.create(
        cluster=cluster,
        other=other,
        other_name=name,
        kind=kind,
        since=since,
        until=until,
        note=note or {},
        website=website,
    )
    if other:
        _ask(link)
    audit.record(actor, "link.claimed", link, other=getattr(other, "pk", None), kind=kind)
    return link


@transaction.atomic
def answer(link, *, verb, actor, now=None):
    """Confirm or decline a claim in the name of the other side; the claimant is told."""
    link = _locked(link)
    link.state, link.answered_at = next_link_state(verb, link.state), now or timezone.now()
    link.save()
    entry = audit.record(actor, f"link.{verb}", link, after=link.state)
    for message in mails.link_answered(link):
        outbox.send(message, key=f"link-{entry.position}-{message.to[0]}")
    return link


@transaction.atomic
def end(link, *, verb, today, actor):
    """Withdraw a claim or leave a mutual link; the row stays as history."""
    link = _locked(link)
    link.state = next_link_state(verb, link.state)
    link.until = link.until or today.isoformat()
    link.save()
    audit.record(actor, f"link.{verb}", link)
    return link


@transaction.atomic
def connect(link, other, *, actor):
    """Tie a claim by name to the cluster that bears the name; its managers are asked."""
    link = _locked(link)
    if link.other_id or link.state != LinkState.CLAIMED:
        raise Refused(_("This link names a registered cluster already."))
    _lock(link.cluster, other)
    theirs = ClusterLink.objects.open().filter(cluster=other, other=link.cluster, kind=link.kind).first()
    _refuse_double(link.cluster, other, other.name, link.kind, theirs)
    link.other, link.other_name = other, other.name
    link.save()
    _ask(link)
    audit.record(actor, "link.connected", link, other=other.pk)
    return link


def find(actor, name, *, but=None):
    """The one cluster of that name or acronym which the actor may see; none when there are several."""
    wanted = folded(name)
    rows = policies.clusters.scope(actor).filter(Q(sort_name=wanted) | Q(acronym__iexact=str(name).strip()))
    found = list(rows.exclude(pk=getattr(but, "pk", None))[:2])
    return found[0] if len(found) == 1 else None


def _ask(link):
    for message in mails.link_claimed(link):
        outbox.send(message, key=f"link-{link.pk}-asked-{message.to[0]}")


def _refuse_double(cluster, other, name, kind, theirs):
    mine = ClusterLink.objects.open().filter(cluster=cluster, kind=kind)
    mine = mine.filter(other=other) if other else mine.filter(other__isnull=True, sort_name=folded(name))
    link = mine.first() or theirs
    if link is None:
        return
    if link.state == LinkState.DECLINED:
        raise Refused(
            _("%(name)s has declined this link.") % {"name": name},
            remedy=_("Write to them: they can still confirm it from their own list."),
        )
    raise Refused(_("%(name)s is on the list already.") % {"name": name})


def _lock(*clusters):
    """Lock both sides, always in the same order, so that two claims at a time wait for each other."""
    wanted = sorted({cluster.pk for cluster in clusters if cluster})
    list(Cluster.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _locked(link):
    rows = ClusterLink.objects.select_for_update(of=("self",)).select_related("cluster", "other")
    return rows.get(pk=link.pk)

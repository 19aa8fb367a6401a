"""Change and show clusters."""

from django.db import transaction

from lonja.base import audit
from lonja.directory.models import Cluster, ClusterTerm
from lonja.directory.services import contacts, profile_changes
from lonja.directory.services.profiles import apply_facts, show, touch


@transaction.atomic
def edit(cluster, *, facts, terms=None, lines=None, actor):
    """Change what a cluster says of itself; its address stays."""
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    changed = apply_facts(cluster, facts)
    if terms is not None and set_terms(cluster, terms):
        changed.append("terms")
    if lines is not None and contacts.replace(cluster, lines):
        changed.append("contacts")
    if changed:
        touch(cluster)
        audit.record(actor, "cluster.edited", cluster, fields=sorted(changed))
    return cluster


@transaction.atomic
def change_profile(cluster, change, *, actor, source="page"):
    """Write a `ProfileChange`; the names of the parts that differ, for whoever tells the reader.

    Args:
        source: where it came from, for the audit: the page, or a file that somebody brought.
    """
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    changed = profile_changes.write(cluster, change)
    if changed:
        touch(cluster)
        audit.record(actor, "cluster.edited", cluster, fields=sorted(changed), source=source)
    return changed


def publish(cluster, *, actor):
    """Show a cluster to everybody."""
    return show(cluster, is_public=True, action="cluster.published", actor=actor)


def unpublish(cluster, *, actor):
    """Show a cluster only to its manager and its members."""
    return show(cluster, is_public=False, action="cluster.unpublished", actor=actor)


def set_terms(cluster, terms):
    """Make `terms` the whole list of its fields, scopes left alone; whether anything changed."""
    wanted = {term.pk for term in terms}
    unscoped = cluster.described_by.filter(scope="")
    present = set(unscoped.values_list("term", flat=True))
    unscoped.filter(term__in=present - wanted).delete()
    ClusterTerm.objects.bulk_create(
        ClusterTerm(cluster=cluster, term_id=pk) for pk in sorted(wanted - present)
    )
    return wanted != present

"""Who may read and change the links between clusters."""

from django.db.models import Q

from lonja.base.policy import Policy
from lonja.directory.models import ClusterLink
from lonja.directory.models.links import LinkState
from lonja.directory.policies.belonging import audits, manages
from lonja.directory.policies.profiles import clusters


def link_is_shown(actor):
    """Links that stand, between clusters that the actor may both see."""
    seen = clusters.scope(actor).values("pk")
    return Q(state__in=[LinkState.CLAIMED, LinkState.MUTUAL], cluster__in=seen) & (
        Q(other__isnull=True) | Q(other__in=seen)
    )


cluster_links = Policy(
    ClusterLink,
    view=lambda actor: (
        link_is_shown(actor) | manages(actor, "cluster") | manages(actor, "other") | audits(actor)
    ),
    edit=lambda actor: manages(actor, "cluster"),
    withdraw=lambda actor: manages(actor, "cluster"),
    confirm=lambda actor: manages(actor, "other"),
    decline=lambda actor: manages(actor, "other"),
    leave=lambda actor: manages(actor, "cluster") | manages(actor, "other"),
)

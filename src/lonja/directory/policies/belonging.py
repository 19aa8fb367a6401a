"""Three ways to belong, from strong to weak.

To *administer* an organisation (a grant), to *manage* a cluster (a grant), and to *work*
for an organisation (an affiliation, which only the organisation's administrators write).
"""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import is_somebody, site_role
from lonja.base.policy import NOBODY
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import (
    Affiliation,
    Cluster,
    ClusterGrant,
    Membership,
    Organisation,
    OrganisationGrant,
)

ACTIVE = MembershipStatus.ACTIVE


def administered(actor):
    """Ids of the organisations that the actor administers now."""
    grants = OrganisationGrant.objects.in_force().filter(role=Role.ORGANISATION_ADMIN)
    return grants.filter(user=actor.pk).values("organisation")


def managed(actor):
    """Ids of the clusters that the actor manages now."""
    return ClusterGrant.objects.in_force().filter(role=Role.CLUSTER_MANAGER, user=actor.pk).values("cluster")


# A list of ids rather than a condition on each row: the few grants of one person are found
# by their index, and twenty thousand organisations are not asked one by one.
def administers(actor, path="pk"):
    """Rows whose organisation, at the end of `path`, the actor administers."""
    return Q(**{f"{path}__in": administered(actor)}) if is_somebody(actor) else NOBODY


def manages(actor, path="pk"):
    """Rows whose cluster, at the end of `path`, the actor manages."""
    return Q(**{f"{path}__in": managed(actor)}) if is_somebody(actor) else NOBODY


def audits(actor):
    """Every row for an auditor of the installation."""
    return site_role(actor, Role.AUDITOR)


def own_organisations(actor):
    """Organisations that the actor administers or works for."""
    if not is_somebody(actor):
        return Organisation.objects.none()
    works_there = Affiliation.objects.filter(person__user=actor.pk).values("organisation")
    return Organisation.objects.filter(Q(pk__in=administered(actor)) | Q(pk__in=works_there))


def own_clusters(actor):
    """Clusters that the actor manages, or in which an organisation of theirs is an active member."""
    if not is_somebody(actor):
        return Cluster.objects.none()
    through_work = Membership.objects.filter(
        status=ACTIVE, organisation__in=own_organisations(actor).values("pk")
    )
    return Cluster.objects.filter(Q(pk__in=managed(actor)) | Q(pk__in=through_work.values("cluster")))


def managed_clusters(actor):
    """Clusters that the actor manages."""
    return Cluster.objects.filter(manages(actor))


def belongs(actor):
    """Organisations that are the actor's own."""
    return Q(pk__in=own_organisations(actor).values("pk"))


def member_of_managed_cluster(actor, statuses):
    """Organisations that agreed to a membership, in one of `statuses`, of a cluster that the actor manages.

    What a manager enters without them gives the manager no right over them.
    """
    if not is_somebody(actor):
        return NOBODY
    memberships = Membership.objects.agreed().filter(status__in=statuses, cluster__in=managed(actor))
    return Q(pk__in=memberships.values("organisation"))


def is_self(actor, path=""):
    """Rows whose person, at the end of `path`, is the actor."""
    return Q(**{f"{path}user": actor.pk}) if is_somebody(actor) else NOBODY

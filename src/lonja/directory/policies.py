"""Who may read and change what in the directory.

Three ways to belong, from strong to weak: to *administer* an organisation (a grant), to
*manage* a cluster (a grant), and to *work* for an organisation (an affiliation, which
only the organisation's administrators write).
"""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import is_somebody, site_role
from lonja.base.policy import ANYONE, NOBODY, Policy
from lonja.directory.lifecycle import CURRENT, MembershipStatus
from lonja.directory.models import (
    Affiliation,
    Cluster,
    ClusterGrant,
    Contact,
    Membership,
    Organisation,
    OrganisationGrant,
    Person,
    Term,
    Visibility,
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
    """Organisations with a membership, in one of `statuses`, of a cluster that the actor manages."""
    if not is_somebody(actor):
        return NOBODY
    memberships = Membership.objects.filter(status__in=statuses, cluster__in=managed(actor))
    return Q(pk__in=memberships.values("organisation"))


organisations = Policy(
    Organisation,
    view=lambda actor: (
        Q(is_public=True) | belongs(actor) | member_of_managed_cluster(actor, CURRENT) | audits(actor)
    ),
    view_private=lambda actor: belongs(actor) | audits(actor),
    edit=administers,
    publish=administers,
    apply=administers,
    moderate=lambda actor: member_of_managed_cluster(actor, [ACTIVE, MembershipStatus.SUSPENDED]),
)


clusters = Policy(
    Cluster,
    view=lambda actor: Q(is_public=True) | Q(pk__in=own_clusters(actor).values("pk")) | audits(actor),
    edit=manages,
    publish=manages,
    manage_members=manages,
    view_members=lambda actor: manages(actor) | audits(actor),
)


def membership_is_public():
    """Active memberships, when both sides show themselves."""
    return Q(status=ACTIVE, cluster__is_public=True, organisation__is_public=True)


memberships = Policy(
    Membership,
    view=lambda actor: (
        membership_is_public()
        | Q(organisation__in=own_organisations(actor).values("pk"))
        | manages(actor, "cluster")
        | audits(actor)
    ),
    manage=lambda actor: manages(actor, "cluster"),
    leave=lambda actor: manages(actor, "cluster") | administers(actor, "organisation"),
)


def is_self(actor, path=""):
    """Rows whose person, at the end of `path`, is the actor."""
    return Q(**{f"{path}user": actor.pk}) if is_somebody(actor) else NOBODY


def works_for_mine(actor):
    """Persons who work for an organisation that the actor administers."""
    if not is_somebody(actor):
        return NOBODY
    return Q(pk__in=Affiliation.objects.filter(organisation__in=administered(actor)).values("person"))


persons = Policy(
    Person,
    view=lambda actor: Q(is_public=True) | is_self(actor) | works_for_mine(actor) | audits(actor),
    view_private=lambda actor: is_self(actor) | audits(actor),
    edit=is_self,
)


affiliations = Policy(
    Affiliation,
    view=lambda actor: (
        Q(is_public=True, person__is_public=True, organisation__is_public=True)
        | is_self(actor, "person__")
        | administers(actor, "organisation")
        | audits(actor)
    ),
    edit=lambda actor: administers(actor, "organisation"),
    leave=lambda actor: is_self(actor, "person__") | administers(actor, "organisation"),
)


def owns_contact(actor):
    """Contacts of the actor, of an organisation they belong to, of a cluster they manage."""
    return (
        is_self(actor, "person__")
        | Q(organisation__in=own_organisations(actor).values("pk"))
        | manages(actor, "cluster")
    )


def contact_is_public():
    """Contacts shown to everybody, of owners who show themselves."""
    owner = Q(organisation__is_public=True) | Q(person__is_public=True) | Q(cluster__is_public=True)
    return Q(visibility=Visibility.PUBLIC) & owner


def shares_a_cluster(actor):
    """Contacts for members, of owners who are active in a cluster of the actor."""
    if not is_somebody(actor):
        return NOBODY
    shared = own_clusters(actor).values("pk")
    fellows = Membership.objects.filter(status=ACTIVE, cluster__in=shared).values("organisation")
    colleagues = Affiliation.objects.filter(organisation__in=fellows).values("person")
    reached = Q(cluster__in=shared) | Q(organisation__in=fellows) | Q(person__in=colleagues)
    return Q(visibility__in=[Visibility.MEMBERS, Visibility.PUBLIC]) & reached


contacts = Policy(
    Contact,
    view=lambda actor: contact_is_public() | shares_a_cluster(actor) | owns_contact(actor),
    edit=lambda actor: (
        is_self(actor, "person__") | administers(actor, "organisation") | manages(actor, "cluster")
    ),
)


terms = Policy(Term, view=lambda actor: ANYONE)

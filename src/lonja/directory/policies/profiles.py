"""Who may read and change organisations, clusters, people and the lists."""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import is_somebody, site_role
from lonja.base.policy import ANYONE, NOBODY, Policy
from lonja.directory.lifecycle import CURRENT, MembershipStatus
from lonja.directory.models import Affiliation, Cluster, Membership, Organisation, Person, Term
from lonja.directory.policies.belonging import (
    ACTIVE,
    administered,
    administers,
    audits,
    belongs,
    is_self,
    manages,
    member_of_managed_cluster,
    own_clusters,
)

# What was merged into another organisation is only kept for the day on which it is undone.
IN_THE_DIRECTORY = Q(merged_into__isnull=True)

organisations = Policy(
    Organisation,
    view=lambda actor: (
        IN_THE_DIRECTORY
        & (Q(is_public=True) | belongs(actor) | member_of_managed_cluster(actor, CURRENT) | audits(actor))
    ),
    view_private=lambda actor: IN_THE_DIRECTORY & (belongs(actor) | audits(actor)),
    edit=lambda actor: IN_THE_DIRECTORY & administers(actor),
    publish=lambda actor: IN_THE_DIRECTORY & administers(actor),
    apply=lambda actor: IN_THE_DIRECTORY & administers(actor),
    merge=lambda actor: IN_THE_DIRECTORY & (administers(actor) | site_role(actor, Role.OPERATOR)),
    moderate=lambda actor: (
        IN_THE_DIRECTORY & member_of_managed_cluster(actor, [ACTIVE, MembershipStatus.SUSPENDED])
    ),
)


def has_active_member_of(actor):
    """Clusters in which an organisation that the actor administers is an active member."""
    if not is_somebody(actor):
        return NOBODY
    memberships = Membership.objects.filter(status=ACTIVE, organisation__in=administered(actor))
    return Q(pk__in=memberships.values("cluster"))


clusters = Policy(
    Cluster,
    view=lambda actor: (
        Q(is_public=True)
        | Q(pk__in=own_clusters(actor).values("pk"))
        | administers(actor, "promoter")
        | audits(actor)
    ),
    edit=manages,
    publish=manages,
    manage_members=manages,
    view_members=lambda actor: manages(actor) | audits(actor),
    view_evidence=lambda actor: manages(actor) | administers(actor, "promoter") | audits(actor),
    promote=lambda actor: administers(actor, "promoter"),
    assess=lambda actor: manages(actor) | audits(actor),
    suggest=lambda actor: manages(actor) | has_active_member_of(actor),
)


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


terms = Policy(Term, view=lambda actor: ANYONE)

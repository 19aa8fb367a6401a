"""Who may read and change ways to reach somebody."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import Affiliation, Contact, ContactGrant, Membership, Opening, Visibility
from lonja.directory.policies.belonging import (
    ACTIVE,
    administers,
    is_self,
    manages,
    own_clusters,
    own_organisations,
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
    """Contacts for members, of owners who are active in a cluster of the actor and agreed to be."""
    if not is_somebody(actor):
        return NOBODY
    shared = own_clusters(actor).values("pk")
    fellows = Membership.objects.agreed().filter(status=ACTIVE, cluster__in=shared).values("organisation")
    colleagues = Affiliation.objects.filter(organisation__in=fellows).values("person")
    reached = Q(cluster__in=shared) | Q(organisation__in=fellows) | Q(person__in=colleagues)
    return Q(visibility__in=[Visibility.MEMBERS, Visibility.PUBLIC]) & reached


def opened_to(actor):
    """Contacts that their owner opened to the actor, who had asked."""
    if not is_somebody(actor):
        return NOBODY
    return Q(pk__in=ContactGrant.objects.in_force().filter(user=actor.pk).values("contact"))


def opened_by_agreement(actor):
    """Contacts of organisations that agreed to talk with an organisation of the actor."""
    if not is_somebody(actor):
        return NOBODY
    openings = Opening.objects.filter(reader__in=own_organisations(actor).values("pk"))
    return Q(organisation__in=openings.values("owner"))


contacts = Policy(
    Contact,
    view=lambda actor: (
        contact_is_public()
        | shares_a_cluster(actor)
        | opened_to(actor)
        | opened_by_agreement(actor)
        | owns_contact(actor)
    ),
    edit=lambda actor: (
        is_self(actor, "person__") | administers(actor, "organisation") | manages(actor, "cluster")
    ),
)

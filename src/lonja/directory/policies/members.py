"""Who may read and change memberships."""

from django.db.models import Q

from lonja.base.policy import Policy
from lonja.directory.models import Membership
from lonja.directory.policies.belonging import ACTIVE, administers, audits, manages, own_organisations


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

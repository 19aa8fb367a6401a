"""Who may read and change memberships."""

from django.db.models import Q

from lonja.base.policy import Policy
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import Membership
from lonja.directory.policies.belonging import ACTIVE, administers, audits, manages, own_organisations


def membership_is_public():
    """Active memberships, when both sides show themselves."""
    return Q(status=ACTIVE, cluster__is_public=True, organisation__is_public=True)


def is_only_considered():
    """Organisations that a cluster would like to win and that do not know it: its own affair."""
    return Q(status=MembershipStatus.PROSPECT, agreed_at__isnull=True)


memberships = Policy(
    Membership,
    view=lambda actor: (
        membership_is_public()
        | (Q(organisation__in=own_organisations(actor).values("pk")) & ~is_only_considered())
        | manages(actor, "cluster")
        | audits(actor)
    ),
    manage=lambda actor: manages(actor, "cluster"),
    agree=lambda actor: administers(actor, "organisation") & ~is_only_considered(),
    leave=lambda actor: (
        manages(actor, "cluster") | (administers(actor, "organisation") & ~is_only_considered())
    ),
)

"""To whom the directory writes: each reader a mail of their own, in their own language."""

from django.utils.translation import override

from lonja.accounts.models import Role, SiteGrant
from lonja.base.outbox import Mail
from lonja.directory.models import Cluster, ClusterGrant, OrganisationGrant


def to_administrators(organisation, write, *, purpose):
    """One mail for each administrator; `write` gives subject and text in the language that is active."""
    grants = OrganisationGrant.objects.in_force().filter(
        organisation=organisation, role=Role.ORGANISATION_ADMIN
    )
    return to_holders(grants, write, purpose=purpose)


def to_managers(cluster, write, *, purpose):
    """One mail for each manager of a cluster."""
    grants = ClusterGrant.objects.in_force().filter(cluster=cluster, role=Role.CLUSTER_MANAGER)
    return to_holders(grants, write, purpose=purpose)


def to_editors(owner, write, *, purpose):
    """One mail for each person who may edit a profile, whether an organisation's or a cluster's."""
    to = to_managers if isinstance(owner, Cluster) else to_administrators
    return to(owner, write, purpose=purpose)


def to_operators(write, *, purpose):
    """One mail for each operator of the installation."""
    return to_holders(SiteGrant.objects.in_force().filter(role=Role.OPERATOR), write, purpose=purpose)


def to_holders(grants, write, *, purpose):
    """One mail for each person who holds one of `grants`."""
    return [
        to_account(grant.user, write, purpose=purpose)
        for grant in grants.filter(user__is_active=True).select_related("user")
    ]


def to_account(user, write, *, purpose):
    """One mail for one account."""
    with override(user.language):
        subject, text = write()
        return Mail([user.email], subject, text, purpose, language=user.language)

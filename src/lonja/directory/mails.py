"""What the directory writes to people, each in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.accounts.models import Role
from lonja.base.outbox import Mail
from lonja.directory.models import ClusterGrant, OrganisationGrant


def application_received(membership):
    """Tell each manager of the cluster that an organisation asks for membership."""
    managers = ClusterGrant.objects.in_force().filter(cluster=membership.cluster, role=Role.CLUSTER_MANAGER)
    messages = []
    for grant in managers.filter(user__is_active=True).select_related("user"):
        with override(grant.user.language):
            names = {"organisation": membership.organisation, "cluster": membership.cluster}
            address = reverse("directory:members", args=[membership.cluster.slug])
            messages.append(
                Mail(
                    to=[grant.user.email],
                    subject=_("%(organisation)s would like to join %(cluster)s") % names,
                    text=_(
                        "%(organisation)s asks for membership of %(cluster)s.\n\n"
                        "Please look at the application and decide: %(address)s\n"
                    )
                    % {**names, "address": f"{settings.SITE_URL}{address}"},
                    purpose="membership",
                    language=grant.user.language,
                )
            )
    return messages


def decision_made(membership):
    """Tell each administrator of the organisation how the cluster decided."""
    admins = OrganisationGrant.objects.in_force().filter(
        organisation=membership.organisation, role=Role.ORGANISATION_ADMIN
    )
    messages = []
    for grant in admins.filter(user__is_active=True).select_related("user"):
        with override(grant.user.language):
            names = {
                "organisation": membership.organisation,
                "cluster": membership.cluster,
                "status": membership.get_status_display(),
            }
            address = membership.cluster.get_absolute_url()
            messages.append(
                Mail(
                    to=[grant.user.email],
                    subject=_("%(cluster)s has answered %(organisation)s") % names,
                    text=_(
                        "The membership of %(organisation)s in %(cluster)s is now: %(status)s.\n\n"
                        "You see it here: %(address)s\n"
                    )
                    % {**names, "address": f"{settings.SITE_URL}{address}"},
                    purpose="membership",
                    language=grant.user.language,
                )
            )
    return messages

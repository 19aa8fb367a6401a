"""What people read about memberships and about their page."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.accounts.models import Role
from lonja.base.outbox import Mail
from lonja.directory.mails.readers import to_administrators
from lonja.directory.models import ClusterGrant


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

    def write():
        names = {
            "organisation": membership.organisation,
            "cluster": membership.cluster,
            "status": membership.get_status_display(),
            "address": f"{settings.SITE_URL}{membership.cluster.get_absolute_url()}",
        }
        return (
            _("%(cluster)s has answered %(organisation)s") % names,
            _(
                "The membership of %(organisation)s in %(cluster)s is now: %(status)s.\n\n"
                "You see it here: %(address)s\n"
            )
            % names,
        )

    return to_administrators(membership.organisation, write, purpose="membership")


def listed_as_member(membership):
    """Ask each administrator of the organisation whether it is a member, as the cluster says."""

    def write():
        names = {
            "organisation": membership.organisation,
            "cluster": membership.cluster,
            "address": f"{settings.SITE_URL}{membership.organisation.get_absolute_url()}",
        }
        return (
            _("%(cluster)s lists %(organisation)s as a member") % names,
            _(
                "The managers of %(cluster)s have entered %(organisation)s in their register of members.\n\n"
                "Until you confirm it, other members do not see what you show to members only. "
                "Please confirm the membership or end it here: %(address)s\n"
            )
            % names,
        )

    return to_administrators(membership.organisation, write, purpose="membership")


def taken_off(organisation, *, reason):
    """Tell each administrator that their page is no longer public, and why."""

    def write():
        edit = reverse("directory:organisation-edit", args=[organisation.slug])
        names = {"organisation": organisation, "reason": reason, "address": f"{settings.SITE_URL}{edit}"}
        return (
            _("The page of %(organisation)s is private for now") % names,
            _(
                "A cluster manager has taken the page of %(organisation)s off the public directory.\n\n"
                "The reason: %(reason)s\n\n"
                "Please look at it; you can publish it again: %(address)s\n"
            )
            % names,
        )

    return to_administrators(organisation, write, purpose="moderation")

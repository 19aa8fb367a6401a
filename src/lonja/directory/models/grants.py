"""Roles that people hold for an organisation or a cluster."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import RoleGrant, User, roles_fit
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation


class OrganisationGrant(RoleGrant):
    """A role for one organisation, such as its administrator."""

    KIND = "organisation"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="organisation_grants", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="grants", verbose_name=_("organisation")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("role for an organisation")
        verbose_name_plural = _("roles for organisations")
        constraints = [*RoleGrant.Meta.constraints, roles_fit("organisation")]


class ClusterGrant(RoleGrant):
    """A role for one cluster, such as its manager."""

    KIND = "cluster"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="cluster_grants", verbose_name=_("account")
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="grants", verbose_name=_("cluster")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("role for a cluster")
        verbose_name_plural = _("roles for clusters")
        constraints = [*RoleGrant.Meta.constraints, roles_fit("cluster")]

"""Networks of clusters and consortia: who leads them, who belongs to them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.fields import FoldedField
from lonja.directory.models.organisations import Organisation


class NetworkKind(models.TextChoices):
    """What holds a network together."""

    NETWORK = "network", _("Network of clusters")
    CONSORTIUM = "consortium", _("Consortium")
    ASSOCIATION = "association", _("Association of clusters")


class Network(models.Model):
    """Clusters and organisations that act together under one name, led by one of them."""

    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=NetworkKind, default=NetworkKind.NETWORK)
    summary = TranslatedField(_("in one sentence"))
    description = TranslatedField(_("description"))
    website = models.URLField(_("website"), max_length=300, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    lead_cluster = models.ForeignKey(
        Cluster,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_networks",
        verbose_name=_("coordinating cluster"),
    )
    lead_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_networks",
        verbose_name=_("coordinating organisation"),
    )
    is_public = models.BooleanField(_("public"), default=False, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sort_name = FoldedField(source="name", db_index=True)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="network_has_a_name"),
            models.CheckConstraint(
                condition=Q(lead_cluster__isnull=False, lead_organisation__isnull=True)
                | Q(lead_cluster__isnull=True, lead_organisation__isnull=False),
                name="network_has_one_coordinator",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="network_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:network", args=[self.slug])

    @property
    def lead(self):
        """The cluster or organisation that coordinates it."""
        return self.lead_cluster or self.lead_organisation


class PartyRole(models.TextChoices):
    """What somebody is in a network, beside its coordinator."""

    PARTNER = "partner", _("Partner")
    COLLABORATOR = "collaborator", _("Collaborator")
    MEMBER = "member", _("Member")


class PartyState(models.TextChoices):
    """Whether a party has said itself that it belongs to the network."""

    NAMED = "named", _("Named by the coordinator")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")


class NetworkParty(models.Model):
    """A cluster, an organisation, or somebody outside the directory who belongs to a network."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="parties", verbose_name=_("network")
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("cluster"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=PartyRole, default=PartyRole.PARTNER)
    state = models.CharField(_("state"), max_length=10, choices=PartyState, default=PartyState.NAMED)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("party to a network")
        verbose_name_plural = _("parties to networks")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, organisation__isnull=True, name="")
                | Q(cluster__isnull=True, organisation__isnull=False, name="")
                | (Q(cluster__isnull=True, organisation__isnull=True) & ~Q(name="")),
                name="party_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["network", "cluster"],
                condition=Q(cluster__isnull=False),
                name="cluster_once_a_network",
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(organisation__isnull=False),
                name="organisation_once_a_network",
            ),
            models.UniqueConstraint(
                fields=["network", "name"], condition=~Q(name=""), name="name_once_a_network"
            ),
        ]

    def __str__(self):
        return f"{self.network_id}: {self.party}"

    @property
    def party(self):
        """The cluster or organisation, or its name when it is not in the directory."""
        return self.cluster or self.organisation or self.name

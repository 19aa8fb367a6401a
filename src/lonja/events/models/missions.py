"""Missions and study visits: their legs, and the delegations that travel."""

import uuid
import zoneinfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField, worded
from lonja.events.models.editions import Edition, known_time_zone
from lonja.events.models.people import Participation


class Leg(models.Model):
    """One stop of a journey: where, from when to when by the clock of the place, and who receives.

    Legs have no number of their own: they come in the order of their times.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="legs", verbose_name=_("edition")
    )
    title = TranslatedField(_("title"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Madrid", validators=[known_time_zone]
    )
    place = models.CharField(_("place"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    host_organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_legs",
        verbose_name=_("host organisation"),
    )
    host_cluster = models.ForeignKey(
        "directory.Cluster",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_legs",
        verbose_name=_("host cluster"),
    )
    programme = TranslatedField(_("programme"))
    transport = TranslatedField(_("how to get there"))
    # Calendars replace what they know by what has a higher number.
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leg_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(host_organisation__isnull=True) | Q(host_cluster__isnull=True),
                name="leg_has_one_host_at_most",
            ),
        ]

    def __str__(self):
        return worded(self.title).text or self.place

    @property
    def zone_info(self):
        """The clock of the place."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def host(self):
        """The cluster or organisation that receives, if any."""
        return self.host_cluster or self.host_organisation


SENDERS = ("cluster", "organisation", "alliance")


def _one_sender():
    """The condition that exactly one of the senders is named."""
    condition = Q()
    for name in SENDERS:
        others = {f"{other}__isnull": other != name for other in SENDERS}
        condition |= Q(**others)
    return condition


class Delegation(models.Model):
    """The people whom a cluster, an organisation or an alliance sends to an edition."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("edition")
    )
    cluster = models.ForeignKey(
        "directory.Cluster",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("cluster"),
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("organisation"),
    )
    alliance = models.ForeignKey(
        "partnering.Alliance",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("alliance"),
    )
    head = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("head of delegation"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_one_sender(), name="delegation_has_one_sender"),
            *(
                models.UniqueConstraint(
                    fields=["edition", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"one_delegation_of_each_{name}",
                )
                for name in SENDERS
            ),
        ]

    def __str__(self):
        return str(self.sender)

    @property
    def sender(self):
        """The cluster, organisation or alliance that sends."""
        return self.cluster or self.organisation or self.alliance


class Delegate(models.Model):
    """A participant who travels with a delegation; nobody travels with two."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="delegates", verbose_name=_("delegation")
    )
    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="delegate", verbose_name=_("participation")
    )

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.delegation_id}: {self.participation_id}"

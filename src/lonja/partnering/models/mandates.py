"""Who may act for others in partnering, and which clusters read before publishing."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.models import Cluster, Organisation
from lonja.partnering.lifecycle import MandateState


class Mandate(models.Model):
    """That an adviser may act for an organisation in partnering, with its consent; always visible as such."""

    adviser = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("adviser")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("client")
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="+", verbose_name=_("cluster of the adviser")
    )
    state = models.CharField(_("state"), max_length=10, choices=MandateState, default=MandateState.ASKED)
    note = models.CharField(_("what for"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    valid_until = models.DateField(_("valid until"))

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adviser", "organisation"],
                condition=Q(state__in=[MandateState.ASKED, MandateState.GIVEN]),
                name="one_mandate_per_adviser_and_client",
            )
        ]

    def __str__(self):
        return f"{self.adviser_id} for {self.organisation_id}"


class ReviewRule(models.Model):
    """That a cluster reads the offers and needs of its members before they are published."""

    cluster = models.OneToOneField(
        Cluster, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("cluster")
    )
    set_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"), default=timezone.now)

    class Meta:
        verbose_name = _("review rule")
        verbose_name_plural = _("review rules")

    def __str__(self):
        return str(self.cluster_id)

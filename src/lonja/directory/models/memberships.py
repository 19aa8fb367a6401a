"""Which organisations belong to which clusters, as what, and since when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.lifecycle import CURRENT, MembershipStatus
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation
from lonja.directory.querysets import MembershipQuerySet


class MembershipKind(models.TextChoices):
    """What an organisation is for a cluster."""

    MEMBER = "member", _("Member")
    DRIVING = "driving", _("Driving company")
    PARTNER = "partner", _("Partner")
    OBSERVER = "observer", _("Observer")
    PROSPECTIVE = "prospective", _("Prospective member")


class Membership(models.Model):
    """That an organisation belongs to a cluster, from when, as what, and how it stands."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=MembershipKind, default=MembershipKind.MEMBER)
    status = models.CharField(
        _("status"), max_length=10, choices=MembershipStatus, default=MembershipStatus.APPLIED
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    agreed_at = models.DateTimeField(
        _("agreed at"),
        null=True,
        blank=True,
        help_text=_(
            "When the organisation itself applied or confirmed; empty while only the cluster says so."
        ),
    )
    fee_cents = models.PositiveBigIntegerField(_("yearly fee"), null=True, blank=True)
    fee_paid_year = models.PositiveSmallIntegerField(_("fee paid for the year"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    responsible = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    note = models.TextField(_("note for the manager"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation__sort_name", "pk"]
        indexes = [models.Index(fields=["cluster", "status"], name="membership_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "organisation"],
                condition=Q(status__in=CURRENT),
                name="one_current_membership_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} in {self.cluster_id}: {self.status}"

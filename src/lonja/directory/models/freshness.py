"""When somebody last said that a part of a profile is still true, and when they were asked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation


class _OfOneProfile(models.Model):
    """A row about an organisation's profile or a cluster's."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("cluster"),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, cluster__isnull=False)
                | Q(organisation__isnull=False, cluster__isnull=True),
                name="%(class)s_is_of_one_profile",
            )
        ]


class Confirmation(_OfOneProfile):
    """That somebody said: this part of the profile is true today. Each one is kept; the newest counts."""

    section = models.CharField(_("part of the profile"), max_length=20)
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta(_OfOneProfile.Meta):
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["confirmed_at"], name="confirmation_by_moment")]

    def __str__(self):
        return f"{self.organisation_id or self.cluster_id}: {self.section}"


class Reminder(_OfOneProfile):
    """That the editors of a profile were asked whether it is still true."""

    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta(_OfOneProfile.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"{self.organisation_id or self.cluster_id}: {self.sent_at:%Y-%m-%d}"

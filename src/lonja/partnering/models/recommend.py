"""What people say to recommendations, and who was shown to whom how often."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.models import Organisation


class DismissalReason(models.TextChoices):
    """Why a recommended partner does not fit; each changes the list in its own way."""

    KNOWN = "known", _("We work together already")
    COMPETITOR = "competitor", _("A competitor of ours")
    FIELD = "field", _("Another field than ours")
    FAR = "far", _("Too far away")
    OTHER = "other", _("Another reason")


class Dismissal(models.Model):
    """“Not for me”: an organisation no longer wants another one recommended."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="dismissals", verbose_name=_("organisation")
    )
    partner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("not for us")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=DismissalReason)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("said by")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("dismissed recommendation")
        verbose_name_plural = _("dismissed recommendations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "partner"], name="one_dismissal_per_pair"),
            models.CheckConstraint(condition=~Q(organisation=F("partner")), name="nobody_dismisses_itself"),
        ]

    def __str__(self):
        return f"{self.organisation_id}: not {self.partner_id}"


class Surface(models.TextChoices):
    """Where recommendations were shown."""

    ORGANISATION = "organisation", _("Profile of an organisation")
    CLUSTER = "cluster", _("Profile of a cluster")
    OPPORTUNITY = "opportunity", _("Offer or need")
    EVENT = "event", _("Participants of an event")


class Showing(models.Model):
    """One list of recommendations as it was shown; by whom it was read is not kept."""

    shown_on = models.DateField(_("day"), db_index=True)
    surface = models.CharField(_("where"), max_length=15, choices=Surface)
    organisations = models.JSONField(_("organisations shown, the first first"), default=list)

    class Meta:
        verbose_name = _("list shown")
        verbose_name_plural = _("lists shown")
        ordering = ["-shown_on", "-pk"]

    def __str__(self):
        return f"{self.shown_on} {self.surface}"

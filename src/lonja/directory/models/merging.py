"""Two rows for one organisation: who found it, what was done, and how to undo it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.models.organisations import Organisation


class MergeState(models.TextChoices):
    """Where a merge stands."""

    PROPOSED = "proposed", _("Proposed")
    DISMISSED = "dismissed", _("Not the same")
    DONE = "done", _("Merged")
    UNDONE = "undone", _("Undone")


class Merge(models.Model):
    """That two organisations are one: proposed, decided, done, undone."""

    keeper = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("kept organisation")
    )
    duplicate = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("duplicate")
    )
    state = models.CharField(_("state"), max_length=10, choices=MergeState, default=MergeState.PROPOSED)
    reason = models.CharField(_("why they are the same"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    record = models.JSONField(_("what was changed"), default=dict)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(keeper=F("duplicate")), name="merge_of_two_organisations"),
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(state="done"), name="an_organisation_is_merged_once"
            ),
            models.UniqueConstraint(
                fields=["keeper", "duplicate"], condition=Q(state="proposed"), name="a_merge_is_proposed_once"
            ),
        ]

    def __str__(self):
        return f"{self.duplicate_id} into {self.keeper_id}: {self.state}"

    def get_absolute_url(self):
        return reverse("directory:merge", args=[self.pk])

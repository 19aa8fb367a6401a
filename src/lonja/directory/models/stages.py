"""The life of a cluster, stage by stage, each with its evidence."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.fields import partial_date, precision
from lonja.directory.models.organisations import Organisation
from lonja.directory.models.terms import Term


class ClusterStage(models.Model):
    """That a cluster reached a stage of its life: when, who answers for it, by what evidence."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="stages", verbose_name=_("cluster")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("stage"))
    reached_on = partial_date(_("reached on"))
    reached_on_precision = precision(_("how sure is the date"))
    responsible = models.CharField(_("who answers for it"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence document"),
    )
    evidence_note = models.CharField(_("what the document shows"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("stage of a cluster")
        verbose_name_plural = _("stages of clusters")
        ordering = ["cluster", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "position"], name="one_stage_per_position"),
            models.CheckConstraint(condition=~Q(reached_on=""), name="stage_has_a_date"),
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.stage_id}"


class Promotion(models.Model):
    """That an organisation agrees to stand behind a cluster which names it as its promoter.

    The cluster's manager writes the promoter's name; the promoter's own word is this row.
    """

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="promotions", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="promotions", verbose_name=_("promoter")
    )
    agreed_at = models.DateTimeField(_("agreed at"), default=timezone.now)

    class Meta:
        verbose_name = _("promotion of a cluster")
        verbose_name_plural = _("promotions of clusters")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation"], name="one_promotion_per_pair")
        ]

    def __str__(self):
        return f"{self.organisation_id} promotes {self.cluster_id}"

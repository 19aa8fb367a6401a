"""How a cluster judges itself by the indicators of excellence, and what it can show for it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.terms import Term


class AssessmentState(models.TextChoices):
    """Whether an assessment can still be changed."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


class Level(models.IntegerChoices):
    """How far an indicator is fulfilled, in the house's own steps."""

    ABSENT = 0, _("Not there yet")
    BEGUN = 1, _("Begun")
    IN_PLACE = 2, _("In place")
    SHOWN = 3, _("In place, and shown by evidence")
    EXEMPLARY = 4, _("Shown, and reviewed every year")


class Assessment(models.Model):
    """One self-assessment; frozen once submitted."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="assessments", verbose_name=_("cluster")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    is_summary_public = models.BooleanField(_("everybody may see the summary"), default=False)
    counts = models.JSONField(_("counts at the submission"), default=dict, blank=True)

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster"], condition=Q(state="draft"), name="one_assessment_draft_per_cluster"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
                name="assessment_is_submitted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_summary_public=False) | Q(state="submitted"),
                name="only_submitted_assessments_are_shown",
            ),
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.state} {self.pk}"


class AssessmentAnswer(models.Model):
    """What a cluster says about one indicator."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="answers", verbose_name=_("self-assessment")
    )
    indicator = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    website = models.URLField(_("link to the evidence"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    facts = models.JSONField(_("what the register said"), default=list, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_answer_per_indicator"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__lte=4), name="answer_level_is_a_level"
            ),
        ]

    def __str__(self):
        return f"{self.assessment_id}: {self.indicator_id} {self.level}"

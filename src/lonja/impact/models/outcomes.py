"""What came of a meeting: asked of both sides after a while, answered as often as somebody likes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.base.models import StoredFile
from lonja.events.models import Participation
from lonja.impact.lifecycle import Came, Level
from lonja.meetings.models import MeetingRequest, Side

MILESTONES = (1, 6, 12)


class FollowUp(models.Model):
    """That a participant was asked, so many months after an edition, what came of her meetings."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="follow_ups", verbose_name=_("participation")
    )
    months = models.PositiveSmallIntegerField(_("months after the edition"))
    # The digest of the secret in the link that stops the questions.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("the links hold until"))

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["participation", "months"], name="asked_once_per_milestone"),
            models.CheckConstraint(condition=Q(months__in=MILESTONES), name="follow_up_has_a_milestone"),
        ]

    def __str__(self):
        return f"{self.participation_id} after {self.months}"


class OutcomeQuestion(models.Model):
    """One meeting in a follow-up; its link answers this question and nothing else."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, related_name="questions", verbose_name=_("follow-up")
    )
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="questions", verbose_name=_("request")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome question")
        verbose_name_plural = _("outcome questions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "request"], name="one_question_per_meeting"),
        ]

    def __str__(self):
        return f"{self.request_id} in {self.follow_up_id}"


class OutcomeAnswer(models.Model):
    """What one side says came of a meeting; a later answer is another row, the newest one holds."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="outcome_answers", verbose_name=_("request")
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="outcome_answers",
        verbose_name=_("participation"),
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    question = models.ForeignKey(
        OutcomeQuestion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("question"),
    )
    came = models.CharField(_("did something come of it"), max_length=10, choices=Came)
    outcome_type = models.CharField(_("what came of it"), max_length=10, blank=True)
    value_cents = models.PositiveBigIntegerField(_("value in cents"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    evidence_link = models.URLField(_("page that shows it"), max_length=300, blank=True)
    evidence_file = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document that shows it"),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("outcome answer")
        verbose_name_plural = _("outcome answers")
        ordering = ["answered_at", "pk"]
        indexes = [models.Index(fields=["request", "side", "answered_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(came=Came.YES) | ~Q(outcome_type=""), name="outcome_has_a_type"
            ),
            models.CheckConstraint(
                condition=~Q(came=Came.NO) | Q(outcome_type="", value_cents__isnull=True),
                name="no_outcome_has_no_type_and_value",
            ),
        ]

    def __str__(self):
        return f"{self.request_id} {self.side}: {self.came}"

"""What an edition says of itself in public, and what earlier ones only declared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField
from lonja.events.models import Edition


class DeclaredOutcomes(models.Model):
    """What an organiser reported of an edition whose meetings are not here one by one."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="declared_outcomes", verbose_name=_("edition")
    )
    answered = models.PositiveIntegerField(_("meetings with an answer"), null=True, blank=True)
    by_type = models.JSONField(_("materialised meetings by type"), default=dict)
    method = TranslatedField(_("how they were counted"))

    class Meta:
        verbose_name = _("declared outcomes")
        verbose_name_plural = _("declared outcomes")

    def __str__(self):
        return str(self.edition_id)


class OutcomeReport(models.Model):
    """The report of an edition: its words, and the figures as they were when it was published.

    The figures are kept as published, small numbers already hidden: what nobody may read in
    public is not in them.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="outcome_report", verbose_name=_("edition")
    )
    is_public = models.BooleanField(_("public"), default=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    figures = models.JSONField(_("figures as published"), default=dict)
    summary = TranslatedField(_("summary"))
    method = TranslatedField(_("how the figures were made"))
    practice_is_public = models.BooleanField(_("the good practice is public"), default=False)
    resources = TranslatedField(_("resources needed"))
    evidence = TranslatedField(_("evidence of success"))
    difficulties = TranslatedField(_("difficulties encountered"))
    transfer = TranslatedField(_("potential for learning or transfer"))
    author_name = models.CharField(_("contact: name"), max_length=150, blank=True)
    author_contact = models.CharField(_("contact: e-mail or telephone"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("report of outcomes")
        verbose_name_plural = _("reports of outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False),
                name="public_report_has_a_date",
            ),
        ]

    def __str__(self):
        return str(self.edition_id)


class ReportRound(models.Model):
    """One publication of a report: what was counted, and which numbers of it were told.

    Nobody reads it. The next publication is judged against every earlier one, so that the difference
    of two of them tells no number under five.
    """

    report = models.ForeignKey(
        OutcomeReport, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("report")
    )
    published_at = models.DateTimeField(_("published at"))
    facts = models.JSONField(_("the meetings as they were counted"), default=dict)
    told = models.JSONField(_("numbers that were told"), default=list)
    counts = models.JSONField(_("other numbers of the report"), default=dict)

    class Meta:
        verbose_name = _("round of a report")
        verbose_name_plural = _("rounds of a report")
        ordering = ["published_at", "pk"]

    def __str__(self):
        return f"{self.report_id} at {self.published_at:%Y-%m-%d}"

"""What an edition brings home: outputs, follow-ups and its report."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.texts import TranslatedField, worded
from lonja.directory.models.fields import qualifier
from lonja.events.models.editions import Edition
from lonja.events.outputs_lifecycle import OutputState


class OutputKind(models.TextChoices):
    """What sort of thing a workshop or a visit brings home."""

    INPUT = "input", _("Input for the next call")
    IDEA = "idea", _("Idea")
    CONTACT = "contact", _("Contact")
    DECISION = "decision", _("Decision")


class Output(models.Model):
    """Something that came out of an edition, in the words of whoever noted it."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="outputs", verbose_name=_("edition")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OutputKind, default=OutputKind.INPUT)
    text = TranslatedField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=OutputState, default=OutputState.NOTED)
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)
    is_public = models.BooleanField(_("stands in the public report"), default=False)

    class Meta:
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["edition", "kind"])]
        constraints = [
            # Whom somebody met is nothing for a public page.
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(kind=OutputKind.CONTACT), name="contacts_stay_inside"
            )
        ]

    def __str__(self):
        return worded(self.text).text or self.get_kind_display()


class FollowUp(models.Model):
    """What somebody promised to do after an edition, and until when."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="follow_ups", verbose_name=_("edition")
    )
    output = models.ForeignKey(
        Output,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("output"),
    )
    text = models.CharField(_("what"), max_length=300)
    responsible = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="event_follow_ups",
        verbose_name=_("responsible"),
    )
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_at__isnull=True, reminded_at__isnull=True),
                name="follow_up_to_be_reminded",
            )
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_what")]

    def __str__(self):
        return self.text


class EditionReport(models.Model):
    """What an organiser reports after an edition; readable by all once it is public."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="report", verbose_name=_("edition")
    )
    text = TranslatedField(_("what happened"))
    encounters = TranslatedField(_("who met whom"))
    is_public = models.BooleanField(_("public"), default=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("report of an edition")
        verbose_name_plural = _("reports of editions")

    def __str__(self):
        return str(self.edition_id)


class ReportFigure(models.Model):
    """A number of the report, as it was meant: more than 300 people."""

    report = models.ForeignKey(
        EditionReport, on_delete=models.CASCADE, related_name="figures", verbose_name=_("report")
    )
    label = TranslatedField(_("of what"))
    number = models.PositiveIntegerField(_("number"))
    number_qualifier = qualifier()
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("figure of a report")
        verbose_name_plural = _("figures of reports")
        ordering = ["pk"]

    def __str__(self):
        return worded(self.label).text or str(self.number)

"""What the two of a meeting think of it, each for herself: a rating and a private note."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Participation
from lonja.impact.lifecycle import GoesOn
from lonja.meetings.models import MeetingRequest


class Rating(models.Model):
    """Two questions answered on the spot; the organiser sees only the sum of many."""

    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="ratings", verbose_name=_("request")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="ratings", verbose_name=_("participation")
    )
    useful = models.PositiveSmallIntegerField(_("how useful, from 1 to 5"))
    goes_on = models.CharField(_("goes on"), max_length=10, choices=GoesOn)
    rated_at = models.DateTimeField(_("rated at"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["request", "participation"], name="one_rating_per_side"),
            models.CheckConstraint(condition=Q(useful__gte=1, useful__lte=5), name="rating_is_from_1_to_5"),
        ]

    def __str__(self):
        return f"{self.participation_id}: {self.useful}"


class MeetingNote(models.Model):
    """What somebody wrote down about a meeting, for her own eyes only."""

    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="notes", verbose_name=_("request")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="meeting_notes", verbose_name=_("participation")
    )
    text = models.TextField(_("note"), max_length=5000)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(fields=["request", "participation"], name="one_note_per_side"),
        ]

    def __str__(self):
        return f"{self.participation_id} on {self.request_id}"

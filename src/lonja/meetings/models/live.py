"""The day itself: who was not there, what was mended, what is proposed, and what the hall screen shows."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation, known_time_zone
from lonja.meetings.lifecycle import ProposalState
from lonja.meetings.models.grid import Slot, Table
from lonja.meetings.models.plans import Meeting, PlanRun
from lonja.meetings.models.requests import MeetingRequest


def hall_token():
    """A secret address for the hall screen."""
    return secrets.token_urlsafe(18)


class HallScreen(models.Model):
    """What an edition shows in the hall, to whom, and where its remote meetings take place."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="hall_screen", verbose_name=_("edition")
    )
    token = models.CharField(max_length=64, unique=True, default=hall_token, editable=False)
    is_public = models.BooleanField(_("anybody may see it"), default=False)
    remote_link = models.CharField(_("address of remote meetings"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hall screen")
        verbose_name_plural = _("hall screens")

    def __str__(self):
        return str(self.edition_id)


class NoShow(models.Model):
    """Somebody was not at a meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="no_shows", verbose_name=_("meeting")
    )
    absent = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("who was not there")
    )
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("no-show")
        verbose_name_plural = _("no-shows")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "absent"], name="one_no_show_per_meeting_and_person")
        ]

    def __str__(self):
        return f"{self.absent_id} @ {self.meeting_id}"


class RunningLate(models.Model):
    """Somebody says that she comes some minutes later to a meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="late", verbose_name=_("meeting")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("who")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("late comer")
        verbose_name_plural = _("late comers")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participation"], name="late_once_per_meeting")
        ]

    def __str__(self):
        return f"{self.participation_id} +{self.minutes}"


class ChangeKind(models.TextChoices):
    """What happened to a meeting while the day runs."""

    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Moved")
    ADDED = "added", _("New")


class LiveChange(models.Model):
    """What one of those touched is told: a meeting is cancelled, stands elsewhere, or is new."""

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="changes", verbose_name=_("plan"))
    version = models.PositiveIntegerField(_("version of the agenda"))
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="live_changes", verbose_name=_("who is told")
    )
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="+", verbose_name=_("request")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=ChangeKind)
    from_slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, related_name="+")
    from_table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, related_name="+")
    to_slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, related_name="+")
    to_table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, related_name="+")
    happened_at = models.DateTimeField(_("happened at"))

    class Meta:
        verbose_name = _("change of the day")
        verbose_name_plural = _("changes of the day")
        indexes = [models.Index(fields=["run", "participation"])]

    def __str__(self):
        return f"{self.participation_id}: {self.kind}"


class Standby(models.Model):
    """A participant would like more meetings today, whenever there is a free moment."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="standby", verbose_name=_("participation")
    )
    joined_at = models.DateTimeField(_("joined at"))

    class Meta:
        verbose_name = _("standby")
        verbose_name_plural = _("standbys")

    def __str__(self):
        return str(self.participation_id)


class Proposal(models.Model):
    """Two who are free could meet in a slot; either of them may accept before it starts."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("plan")
    )
    request = models.ForeignKey(
        MeetingRequest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("request"),
    )
    sender = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("for the side that asks")
    )
    recipient = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("for the side that is asked"),
    )
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+", verbose_name=_("slot"))
    state = models.CharField(_("state"), max_length=20, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField(_("made at"))
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "slot", "sender", "recipient"],
                condition=Q(state=ProposalState.OPEN),
                name="one_open_proposal_per_pair_and_slot",
            ),
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="nobody_is_proposed_to_herself"),
        ]

    def __str__(self):
        return f"{self.sender_id} – {self.recipient_id} @ {self.slot_id}"

    def other_than(self, participation_id):
        """The one of the two who is not this one."""
        return self.recipient if self.sender_id == participation_id else self.sender


class OwnTime(models.Model):
    """By which clock somebody who takes part from elsewhere lives."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="own_time", verbose_name=_("participation")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[known_time_zone])

    class Meta:
        verbose_name = _("own time")
        verbose_name_plural = _("own times")

    def __str__(self):
        return self.time_zone

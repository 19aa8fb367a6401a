"""Runs of the planner, the meetings they placed, and the requests they could not."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation
from lonja.meetings.lifecycle import HOLDING, MeetingState, PlanState
from lonja.meetings.models.grid import Slot, Table
from lonja.meetings.models.requests import MeetingRequest
from lonja.meetings.querysets import MeetingQuerySet, PlanQuerySet, StandingMeetings


class Effort(models.TextChoices):
    """How long the planner looks for something better."""

    QUICK = "quick", _("Quick look")
    NORMAL = "normal", _("Normal")
    THOROUGH = "thorough", _("Thorough")


class PlanRun(models.Model):
    """One run of the planner and what came of it."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="plan_runs", verbose_name=_("edition")
    )
    number = models.PositiveIntegerField(_("number"))
    seed = models.PositiveIntegerField(_("seed"), default=0)
    effort = models.CharField(_("effort"), max_length=20, choices=Effort, default=Effort.NORMAL)
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.QUEUED)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    # Of the floor that was planned: the same digest, seed and effort give the same plan.
    digest = models.CharField(_("digest of what was planned"), max_length=64, blank=True)
    keeps = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="kept_by",
        verbose_name=_("keeps the meetings of"),
    )
    moves_made = models.PositiveIntegerField(_("moves by hand"), default=0)
    job = models.UUIDField(_("job"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version of the agenda"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_plan_per_number"),
            models.UniqueConstraint(fields=["edition", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=HOLDING),
                name="one_published_plan_per_edition",
            ),
        ]

    def __str__(self):
        return f"{self.number}"

    def get_absolute_url(self):
        return reverse("meetings:plan", args=[self.edition.event.slug, self.edition.slug, self.number])

    @property
    def is_provisional(self):
        """Whether people come by it, but were told that it may still change."""
        return self.state == PlanState.PROVISIONAL

    @property
    def holds(self):
        """Whether people come by it."""
        return self.state in HOLDING


class Meeting(models.Model):
    """A request with a slot and a table, in one plan."""

    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("plan")
    )
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("request")
    )
    slot = models.ForeignKey(Slot, on_delete=models.RESTRICT, related_name="meetings", verbose_name=_("slot"))
    table = models.ForeignKey(
        Table, on_delete=models.RESTRICT, related_name="meetings", verbose_name=_("table")
    )
    # A cancelled meeting keeps its row without seats: its slot, its table and its two are free. Only
    # where the whole edition was called off the seats stay, so that calendars know whose it was.
    state = models.CharField(_("state"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    ended_at = models.DateTimeField(_("noted as held, missed or cancelled at"), null=True, blank=True)

    objects = StandingMeetings()
    ever = MeetingQuerySet.as_manager()  # with those that were cancelled

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "request"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="one_meeting_per_request",
            ),
            models.UniqueConstraint(
                fields=["run", "slot", "table"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="one_meeting_per_table_and_slot",
            ),
        ]

    def __str__(self):
        return f"{self.slot_id} @ {self.table_id}"

    @property
    def sitting(self):
        """The two who sit: for the side that asks, and for the side that is asked."""
        return [seat.participation for seat in self.seats.all()]

    def other_than(self, participation_id):
        """Who sits opposite this one."""
        one, other = self.sitting
        return other if one.pk == participation_id else one


class Seat(models.Model):
    """A participant in a meeting; the row by which the database keeps everybody at one table at a time."""

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="seats", verbose_name=_("plan"))
    slot = models.ForeignKey(Slot, on_delete=models.RESTRICT, related_name="+", verbose_name=_("slot"))
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="seats", verbose_name=_("participation")
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="seats", verbose_name=_("meeting")
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["pk"]  # the side that asks is seated first
        constraints = [
            models.UniqueConstraint(
                fields=["run", "slot", "participation"], name="nobody_sits_twice_at_a_time"
            ),
            models.UniqueConstraint(fields=["meeting", "participation"], name="one_seat_per_meeting"),
        ]

    def __str__(self):
        return f"{self.participation_id} @ {self.slot_id}"


class Unplaced(models.Model):
    """A request that a plan could not place, and why; `reasons` makes the sentence."""

    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, related_name="unplaced", verbose_name=_("plan")
    )
    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="+", verbose_name=_("request")
    )
    reason = models.CharField(_("reason"), max_length=30)
    who = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    detail = models.JSONField(_("way out"), default=dict, blank=True)

    class Meta:
        verbose_name = _("unplaced request")
        verbose_name_plural = _("unplaced requests")
        constraints = [models.UniqueConstraint(fields=["run", "request"], name="one_reason_per_request")]

    def __str__(self):
        return self.reason

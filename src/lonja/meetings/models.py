"""Meetings: who asks for whom, the grid of slots and tables, and the plans made of them."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation, Zone
from lonja.meetings.lifecycle import STANDING, PlanState, RequestState
from lonja.meetings.querysets import MeetingQuerySet, PlanQuerySet, RequestQuerySet


class Priority(models.IntegerChoices):
    """How much a meeting matters to those who want it."""

    HIGH = 1, _("Must meet")
    MEDIUM = 2, _("Would like to meet")
    LOW = 3, _("If there is room")


class Side(models.TextChoices):
    """The two sides of a request."""

    SENDER = "sender", _("Who asks")
    RECIPIENT = "recipient", _("Who is asked")


class Effort(models.TextChoices):
    """How long the planner looks for something better."""

    QUICK = "quick", _("Quick look")
    NORMAL = "normal", _("Normal")
    THOROUGH = "thorough", _("Thorough")


class Slot(models.Model):
    """A time in which each table can hold one meeting."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="slots", verbose_name=_("edition")
    )
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    block = models.PositiveSmallIntegerField(
        _("half-day"), help_text=_("Slots of one half-day follow each other.")
    )

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "starts_at"], name="one_slot_per_start"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="slot_lasts_a_while"),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self):
        """When the slot ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Table(models.Model):
    """A place for two."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="tables", verbose_name=_("edition")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    zone = models.ForeignKey(
        Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="tables", verbose_name=_("zone")
    )
    host = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_tables",
        verbose_name=_("host"),
        help_text=_("The participant who always sits here; the table then serves only her meetings."),
    )
    closed_slots = models.ManyToManyField(
        Slot, blank=True, related_name="closed_tables", verbose_name=_("closed in")
    )

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_table_per_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="table_number_is_positive"),
        ]

    def __str__(self):
        return self.label or str(self.number)


class MeetingRequest(models.Model):
    """One participant would like to meet another; its text is between the two."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="meeting_requests", verbose_name=_("edition")
    )
    sender = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="requests_sent", verbose_name=_("sender")
    )
    recipient = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="requests_received", verbose_name=_("recipient")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.MEDIUM)
    text = models.TextField(_("text"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.DRAFT)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting request")
        verbose_name_plural = _("meeting requests")
        indexes = [models.Index(fields=["edition", "state"])]
        constraints = [
            models.UniqueConstraint(
                F("edition"),
                Least(F("sender"), F("recipient")),
                Greatest(F("sender"), F("recipient")),
                condition=Q(state__in=STANDING),
                name="one_request_per_pair",
            ),
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="nobody_requests_herself"),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=3), name="request_priority_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.sender_id} → {self.recipient_id}"

    def other_than(self, participation_id):
        """The party that is not this one."""
        return self.recipient if self.sender_id == participation_id else self.sender


class Representative(models.Model):
    """Somebody who may sit for one side of a request instead of the one named there; the planner chooses."""

    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="representatives", verbose_name=_("request")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="may_sit_in", verbose_name=_("participation")
    )

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "side", "participation"], name="one_representative_per_side"
            ),
        ]

    def __str__(self):
        return f"{self.participation_id} ({self.side})"


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
                condition=Q(state=PlanState.PUBLISHED),
                name="one_published_plan_per_edition",
            ),
        ]

    def __str__(self):
        return f"{self.number}"

    def get_absolute_url(self):
        return reverse("meetings:plan", args=[self.edition.event.slug, self.edition.slug, self.number])


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

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(fields=["run", "request"], name="one_meeting_per_request"),
            models.UniqueConstraint(fields=["run", "slot", "table"], name="one_meeting_per_table_and_slot"),
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

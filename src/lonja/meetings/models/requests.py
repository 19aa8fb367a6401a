"""Who asks for whom, and who may sit for either side."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from lonja.events.models import Edition, Participation
from lonja.meetings.lifecycle import STANDING, RequestState
from lonja.meetings.querysets import RequestQuerySet


class Priority(models.IntegerChoices):
    """How much a meeting matters to those who want it."""

    HIGH = 1, _("Must meet")
    MEDIUM = 2, _("Would like to meet")
    LOW = 3, _("If there is room")


class Side(models.TextChoices):
    """The two sides of a request."""

    SENDER = "sender", _("Who asks")
    RECIPIENT = "recipient", _("Who is asked")


class DeclineReason(models.TextChoices):
    """Why somebody does not want a meeting; who asked reads it."""

    NO_FIT = "no_fit", _("It does not fit what I look for")
    NOT_ME = "not_me", _("I am not the right person")
    FULL = "full", _("My agenda is full")
    KNOWN = "known", _("We know each other and are in touch")
    COMPETITOR = "competitor", _("We are competitors")
    OTHER = "other", _("Another reason")


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
    decline_reason = models.CharField(
        _("reason for declining"), max_length=20, choices=DeclineReason, blank=True
    )
    decline_text = models.CharField(_("more about the reason"), max_length=300, blank=True)
    # Who was asked first and proposed a colleague in her place.
    passed_by = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("passed on by"),
    )
    met_before = models.BooleanField(_("we have met before"), default=False)
    # Where these two meet from afar, whichever table a plan gives them; shown to them alone.
    remote_link = models.CharField(_("address of the remote meeting"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting request")
        verbose_name_plural = _("meeting requests")
        indexes = [models.Index(fields=["edition", "state"]), models.Index(fields=["state", "sent_at"])]
        constraints = [
            models.UniqueConstraint(
                F("edition"),
                Least(F("sender"), F("recipient")),
                Greatest(F("sender"), F("recipient")),
                condition=Q(state__in=STANDING),
                name="one_request_per_pair",
            ),
            models.UniqueConstraint(
                fields=["sender", "recipient"],
                condition=Q(state=RequestState.DRAFT),
                name="one_draft_per_wish",
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

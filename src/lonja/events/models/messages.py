"""What an organiser writes to a group of participants, and to whom it went."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField, worded
from lonja.events.models.editions import Edition
from lonja.events.models.people import Participation


class MessagePurpose(models.TextChoices):
    """Why somebody is written to: it decides who may be."""

    SERVICE = "service", _("About this event, for those who take part")
    NEWS = "news", _("News, only for those who agreed to get them")


class MessageState(models.TextChoices):
    """How far a message is."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


class Message(models.Model):
    """One text for a group of participants, in one language or several."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="messages", verbose_name=_("edition")
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=MessagePurpose)
    groups = models.JSONField(_("to whom"), default=dict)
    subject = TranslatedField(_("subject"))
    text = TranslatedField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.DRAFT)
    written_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        """The subject as lists show it: about its edition, and to nobody by name."""
        return worded(self.subject).text.replace("{edition}", str(self.edition)).replace("{name}", "…") or "–"

    def get_absolute_url(self):
        return reverse("events:message", args=[self.edition.event.slug, self.edition.slug, self.uuid])


class DeliveryState(models.TextChoices):
    """What became of a message for one reader."""

    WAITING = "waiting", _("Waiting")
    HANDED = "handed", _("Given to the mail service")
    LEFT_OUT = "left_out", _("Left out")


class DeliveryReason(models.TextChoices):
    """Why a reader was left out."""

    NO_CONSENT = "no_consent", _("No consent to news any more")
    NO_ADDRESS = "no_address", _("No e-mail address")


class Delivery(models.Model):
    """A message for one reader: fixed when it is sent, so that nobody gets it twice."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("message")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("participation")
    )
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    reason = models.CharField(_("reason"), max_length=15, choices=DeliveryReason, blank=True)
    changed_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["message", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["message", "participation"], name="one_delivery_per_reader")
        ]

    def __str__(self):
        return f"{self.message_id} → {self.participation_id}"

    @property
    def key(self):
        """The key under which the mail lies in the outbox."""
        return f"event-message-{self.pk}"

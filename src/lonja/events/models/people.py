"""Who comes: participations, absences, places at talks."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.events.lifecycle import ParticipationState
from lonja.events.models.editions import Edition, Session
from lonja.events.querysets import ParticipationQuerySet


class ParticipantType(models.TextChoices):
    """As what somebody takes part."""

    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research or technology centre")
    GROUP = "group", _("University research group")
    PUBLIC = "public", _("Public body")
    ASSOCIATION = "association", _("Association or cluster")
    INVESTOR = "investor", _("Investor")
    EXPERT = "expert", _("Independent expert")
    OTHER = "other", _("Other")


def feed_token():
    """A secret address for a calendar subscription."""
    return secrets.token_urlsafe(24)


class Participation(models.Model):
    """A person at an edition: for whom, as what, from when to when."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="participations", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    participant_type = models.CharField(
        _("takes part as"), max_length=20, choices=ParticipantType, default=ParticipantType.COMPANY
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ParticipationState, default=ParticipationState.REGISTERED
    )
    booking = models.ForeignKey(
        "events.Booking",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("booking"),
    )
    registered_at = models.DateTimeField(
        _("registered at"), default=timezone.now, help_text=_("The waiting list moves in this order.")
    )
    fee_waived = models.CharField(_("why no fee"), max_length=200, blank=True)
    motivation = models.CharField(_("why you come"), max_length=500, blank=True)
    arrives_at = models.DateTimeField(_("arrives at"), null=True, blank=True)
    leaves_at = models.DateTimeField(_("leaves at"), null=True, blank=True)
    remote = models.BooleanField(_("takes part remotely"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_listed = models.BooleanField(_("shown to other participants"), default=True)
    feed_token = models.CharField(max_length=64, unique=True, default=feed_token, editable=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes = [models.Index(fields=["edition", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_participation_per_person"),
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True)
                | Q(leaves_at__isnull=True)
                | Q(leaves_at__gt=F("arrives_at")),
                name="participant_leaves_after_arriving",
            ),
        ]

    def __str__(self):
        return str(self.person)


class Absence(models.Model):
    """A time in which a participant cannot meet anybody."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="absences", verbose_name=_("participation")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class SessionPlace(models.Model):
    """A participant attends a talk."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="places", verbose_name=_("participation")
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="places", verbose_name=_("talk")
    )

    class Meta:
        verbose_name = _("place at a talk")
        verbose_name_plural = _("places at talks")
        constraints = [
            models.UniqueConstraint(fields=["participation", "session"], name="one_place_per_talk")
        ]

    def __str__(self):
        return f"{self.participation_id} @ {self.session_id}"

"""The conditions under which people take part, who registered them, and what they agree to."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.events.models.editions import Edition
from lonja.events.models.people import ParticipantType, Participation


class FeeUnit(models.TextChoices):
    """For what a fee is paid once."""

    PERSON = "person", _("for each person")
    ORGANISATION = "organisation", _("for each organisation")


class TypeRule(models.Model):
    """What holds at an edition for those who take part as one type: places, approval, fee.

    A type without a rule is not offered to those who register by themselves.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="type_rules", verbose_name=_("edition")
    )
    participant_type = models.CharField(_("takes part as"), max_length=20, choices=ParticipantType)
    places = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: as many as the edition has.")
    )
    needs_approval = models.BooleanField(_("the organiser approves each"), default=False)
    fee_cents = models.PositiveIntegerField(_("fee in cents, without VAT"), default=0)
    fee_unit = models.CharField(_("the fee is paid"), max_length=15, choices=FeeUnit, default=FeeUnit.PERSON)
    vat_permille = models.PositiveSmallIntegerField(_("VAT, in tenths of a per cent"), default=210)

    class Meta:
        verbose_name = _("rule for a participant type")
        verbose_name_plural = _("rules for participant types")
        ordering = ["edition", "participant_type"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "participant_type"], name="one_rule_per_type"),
            models.CheckConstraint(condition=Q(vat_permille__lte=1000), name="vat_is_a_share"),
        ]

    def __str__(self):
        return self.get_participant_type_display()


class Exemption(models.TextChoices):
    """Whether a payer need not pay, and who said so."""

    NONE = "none", _("Not asked")
    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Booking(models.Model):
    """One act of registering: who registered whom, and which organisation pays for all of them.

    Attributes:
        payer: empty when everybody pays for her own organisation, or for herself.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="bookings", verbose_name=_("edition")
    )
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    payer = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paid_bookings",
        verbose_name=_("who pays"),
    )
    order_number = models.CharField(_("your order number"), max_length=80, blank=True)
    exemption = models.CharField(_("exemption"), max_length=10, choices=Exemption, default=Exemption.NONE)
    exemption_reason = models.CharField(_("why no fee is due"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exemption="none") | ~Q(exemption_reason=""), name="exemption_has_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.edition_id}: {self.uuid}"

    def get_absolute_url(self):
        return reverse("events:booking", args=[self.edition.event.slug, self.edition.slug, self.uuid])


class Purpose(models.TextChoices):
    """For what a participant gives or withholds consent, each by itself."""

    LISTED = "listed", _("The other participants may see that I come")
    PHOTOS = "photos", _("Photographs of the event that show me may be published")
    NEWS = "news", _("The organiser may write to me about its next events")
    FOLLOW_UP = "follow_up", _("I may be asked later what came of my meetings")


class Consent(models.Model):
    """That a participant agreed to one purpose, from when to when; never changed, only ended."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="consents", verbose_name=_("participation")
    )
    purpose = models.CharField(_("purpose"), max_length=15, choices=Purpose)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_in_force_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_ends_after_it_is_given",
            ),
        ]

    def __str__(self):
        return f"{self.participation_id}: {self.purpose}"

"""Paying by card: what somebody began to pay, and what the provider told us of it.

No card ever touches this site: the payer types it at the provider. What counts is the
provider's signed word, and it is booked once however often it comes.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.events.models.editions import Event
from lonja.events.models.invoices import Invoice

CURRENCY = "EUR"


class PaymentWays(models.Model):
    """How the invoices of a series can be paid: to which account, and whether by card."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="payment_ways", verbose_name=_("event")
    )
    account_holder = models.CharField(_("account holder"), max_length=140, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    takes_card = models.BooleanField(_("invoices can be paid by card"), default=False)

    class Meta:
        verbose_name = _("ways to pay")
        verbose_name_plural = _("ways to pay")

    def __str__(self):
        return f"{self.event_id}: {self.iban or '–'}"


class CheckoutState(models.TextChoices):
    """How far a payment by card is."""

    OPEN = "open", _("Begun")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Not paid")
    UNCLEAR = "unclear", _("Does not agree with the invoice")


class Checkout(models.Model):
    """A payment by card that somebody began for an invoice; the provider says how it ended."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="checkouts", verbose_name=_("invoice")
    )
    provider = models.CharField(_("provider"), max_length=20)
    ref = models.CharField(_("number at the provider"), max_length=255, blank=True)
    href = models.CharField(_("page of the provider"), max_length=2000, blank=True)
    cents = models.BigIntegerField(_("amount, in cents"))
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    state = models.CharField(_("state"), max_length=10, choices=CheckoutState, default=CheckoutState.OPEN)
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)
    begun_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("begun by"),
    )

    class Meta:
        verbose_name = _("payment by card")
        verbose_name_plural = _("payments by card")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="checkout_asks_for_money"),
            models.UniqueConstraint(
                fields=["provider", "ref"], condition=~Q(ref=""), name="one_checkout_per_provider_number"
            ),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state="open"), name="one_open_checkout_per_invoice"
            ),
        ]

    def __str__(self):
        return f"{self.provider} {self.uuid}"


class ProviderNotice(models.Model):
    """One message of a provider, kept by its number so that it counts once."""

    provider = models.CharField(_("provider"), max_length=20)
    number = models.CharField(_("number at the provider"), max_length=255)
    body_sha256 = models.CharField(_("SHA-256 of what it said"), max_length=64)
    kind = models.CharField(_("kind"), max_length=20)
    outcome = models.CharField(_("what became of it"), max_length=20)
    checkout = models.ForeignKey(
        Checkout,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("payment by card"),
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    class Meta:
        verbose_name = _("message of a provider")
        verbose_name_plural = _("messages of providers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="a_notice_counts_once"),
        ]

    def __str__(self):
        return f"{self.provider} {self.number}"


class SandboxPayment(models.Model):
    """What the sandbox, a provider that we play ourselves in the demo, knows of a payment."""

    ref = models.CharField(max_length=80, unique=True)
    order = models.CharField(max_length=80)
    words = models.CharField(max_length=200)
    back = models.CharField(max_length=500)
    cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="open")
    refunded_cents = models.BigIntegerField(default=0)

    def __str__(self):
        return self.ref

"""Invoices of an edition's fees: numbered without gaps, never changed, paid or credited.

Money is whole cents with a sign. An invoice that was wrong is credited by another one.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.events.models.editions import Edition, Event
from lonja.events.models.people import Participation


class InvoiceCounter(models.Model):
    """The newest number of a series of events in one year: the row that whoever numbers must lock."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event"))
    year = models.PositiveSmallIntegerField(_("year"))
    newest = models.PositiveIntegerField(_("newest number"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "year"], name="one_counter_per_year")]

    def __str__(self):
        return f"{self.year}: {self.newest}"


class Invoice(models.Model):
    """What somebody owes for taking part, as it was on the day it was written."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("event")
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("edition")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    due_on = models.DateField(_("due on"))
    payer_organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=_("paying organisation"),
    )
    payer_person = models.ForeignKey(
        "directory.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=_("paying person"),
    )
    # Names and addresses as they were: an invoice does not change when somebody moves house.
    seller = models.JSONField(_("seller"), default=dict)
    buyer = models.JSONField(_("buyer"), default=dict)
    credits = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_by",
        verbose_name=_("credits"),
    )
    net_cents = models.BigIntegerField(_("net, in cents"))
    vat_cents = models.BigIntegerField(_("VAT, in cents"))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["event", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "year", "number"], name="one_invoice_per_number"),
            models.CheckConstraint(
                condition=Q(payer_organisation__isnull=False, payer_person__isnull=True)
                | Q(payer_organisation__isnull=True, payer_person__isnull=False),
                name="invoice_has_one_payer",
            ),
        ]

    def __str__(self):
        return f"{self.year}-{self.number:04d}"

    @property
    def total_cents(self):
        """What is to be paid, VAT included."""
        return self.net_cents + self.vat_cents

    @property
    def payer(self):
        """The organisation or person that pays."""
        return self.payer_organisation or self.payer_person


class InvoiceLine(models.Model):
    """One fee on an invoice, and for whom."""

    invoice = models.ForeignKey(
        Invoice, on_delete=models.CASCADE, related_name="lines", verbose_name=_("invoice")
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invoice_lines",
        verbose_name=_("participation"),
    )
    text = models.CharField(_("text"), max_length=300)
    net_cents = models.BigIntegerField(_("net, in cents"))
    vat_permille = models.PositiveSmallIntegerField(_("VAT, in tenths of a per cent"))
    vat_cents = models.BigIntegerField(_("VAT, in cents"))
    # Empty once the invoice is credited: then the fee may be billed again.
    is_open = models.BooleanField(_("counts"), default=True)

    class Meta:
        verbose_name = _("line of an invoice")
        verbose_name_plural = _("lines of invoices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"], condition=Q(is_open=True), name="a_fee_is_billed_once"
            )
        ]

    def __str__(self):
        return self.text


class PaymentMethod(models.TextChoices):
    """How money came or went."""

    TRANSFER = "transfer", _("Bank transfer")
    CARD = "card", _("Card")
    CASH = "cash", _("Cash")


class Payment(models.Model):
    """Money that came for an invoice, or went back: then a second person has approved it."""

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="payments", verbose_name=_("invoice")
    )
    cents = models.BigIntegerField(_("amount, in cents"))
    method = models.CharField(_("how"), max_length=10, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    on = models.DateField(_("on"))
    asked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    approved_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    is_done = models.BooleanField(_("done"), default=True)
    # The payment by card that brought the money, or to which it goes back.
    checkout = models.ForeignKey(
        "events.Checkout",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("payment by card"),
    )

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checkout"], condition=Q(cents__gt=0), name="a_checkout_is_booked_once"
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="payment_moves_money"),
            models.CheckConstraint(
                condition=Q(cents__gt=0)
                | Q(is_done=False)
                | (Q(approved_by__isnull=False, asked_by__isnull=False) & ~Q(approved_by=F("asked_by"))),
                name="a_refund_needs_a_second_person",
            ),
        ]

    def __str__(self):
        return f"{self.invoice_id}: {self.cents}"

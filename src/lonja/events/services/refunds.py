"""Give money back with two pairs of eyes: one person asks, another approves."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.models import Invoice, Payment, PaymentMethod
from lonja.events.services.invoices import received_cents


@transaction.atomic
def ask_refund(invoice, *, cents, reference, on, actor, method=PaymentMethod.TRANSFER):
    """Propose to give money back; it goes when another organiser approves.

    Raises:
        Refused: when less came, or less came by the card to which it shall go back.
    """
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=invoice.pk)
    waiting = invoice.payments.filter(is_done=False).aggregate(sum=Sum("cents"))["sum"] or 0
    if cents <= 0 or cents > received_cents(invoice) + waiting:
        raise Refused(
            _("No more can go back than came."),
            remedy=_("Check what was paid, and what is already on its way."),
        )
    checkout = _paid_with(invoice, cents) if method == PaymentMethod.CARD else None
    payment = Payment.objects.create(
        invoice=invoice, cents=-cents, method=method, reference=reference, on=on, asked_by=actor,
        is_done=False, checkout=checkout,
    )  # fmt: skip
    audit.record(actor, "refund.asked", payment, cents=cents, method=method)
    return payment


def _paid_with(invoice, cents):
    """The payment by card of which so much is left."""
    left = invoice.checkouts.annotate(left=Sum("payments__cents")).filter(left__gte=cents)
    checkout = left.order_by("pk").first()
    if checkout is None:
        raise Refused(
            _("Not so much was paid by card for this invoice."),
            remedy=_("Give it back by bank transfer, or in parts."),
        )
    return checkout


@transaction.atomic
def approve_refund(payment, *, actor):
    """Approve as the second person that money goes back; to a card it goes when the provider has done it."""
    payment = Payment.objects.select_for_update(of=["self"]).get(pk=payment.pk)
    if payment.approved_by_id:
        raise Refused(_("This refund is approved already."))
    if payment.asked_by_id == actor.pk:
        raise Refused(
            _("You asked for this refund yourself."), remedy=_("Another organiser of this event approves it.")
        )
    payment.approved_by, payment.is_done = actor, payment.checkout_id is None
    payment.save(update_fields=["approved_by", "is_done"])
    audit.record(actor, "refund.approved", payment, cents=-payment.cents)
    return payment

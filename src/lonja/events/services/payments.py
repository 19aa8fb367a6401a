"""Pay by card: begin at the provider, believe only its signed word, book it once.

Calls to the provider stand outside every transaction. Whatever a provider says is booked under
the lock of the invoice, and a constraint keeps a second booking out even without it.
"""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events import mails, providers
from lonja.events.lifecycle import refuse_called_off
from lonja.events.models import (
    CURRENCY,
    Checkout,
    CheckoutState,
    Invoice,
    Payment,
    PaymentMethod,
    PaymentWays,
    ProviderNotice,
)
from lonja.events.services.invoices import received_cents

OPEN_HOURS = 20  # a provider closes its page after a day


@transaction.atomic
def set_ways(event, *, facts, actor):
    """Say to which account a series is paid, and whether by card."""
    ways, _made = PaymentWays.objects.select_for_update().get_or_create(event=event)
    for name, value in facts.items():
        setattr(ways, name, value)
    ways.save()
    audit.record(actor, "event.payment_ways_set", event, fields=sorted(facts))
    return ways


@transaction.atomic
def begin(invoice, *, actor, now):
    """Begin to pay what is still due by card; a page that is open already is used again.

    Raises:
        Refused: the series takes no cards, nothing is due, or the edition was called off.
    """
    invoice = Invoice.objects.select_for_update(of=["self"]).select_related("edition").get(pk=invoice.pk)
    refuse_called_off(invoice.edition.state)
    provider = providers.in_use()
    ways = PaymentWays.objects.filter(event=invoice.event_id, takes_card=True).first()
    if provider is None or ways is None:
        raise Refused(_("This invoice cannot be paid by card."), remedy=_("Pay it by bank transfer, please."))
    due = invoice.total_cents - received_cents(invoice)
    if due <= 0 or invoice.credits_id or Invoice.objects.filter(credits=invoice).exists():
        raise Refused(_("Nothing is to be paid for this invoice."))
    present = invoice.checkouts.filter(state=CheckoutState.OPEN).first()
    if present and _is_usable(present, provider, due, now):
        return present
    # What was begun for another amount, or too long ago, may still be paid: then it is booked as well.
    invoice.checkouts.filter(state=CheckoutState.OPEN).update(state=CheckoutState.FAILED)
    checkout = Checkout.objects.create(
        invoice=invoice, provider=provider.name, cents=due, currency=CURRENCY, begun_by=actor, begun_at=now
    )
    audit.record(actor, "checkout.begun", checkout, cents=due)
    return checkout


def _is_usable(checkout, provider, due, now):
    age = (now - checkout.begun_at).total_seconds()
    return checkout.provider == provider.name and checkout.cents == due and age < OPEN_HOURS * 3600


def place(checkout, *, back):
    """Hand what was begun to the provider, outside any transaction; the second time changes nothing.

    Raises:
        Refused: when the provider does not answer.
    """
    if checkout.href:
        return checkout
    order = providers.Order(
        key=str(checkout.uuid),
        cents=checkout.cents,
        currency=checkout.currency,
        words=_("Invoice %(number)s") % {"number": checkout.invoice},
        back=back,
    )
    try:
        begun = providers.named(checkout.provider).begin(order)
    except providers.Unreachable:
        raise Refused(
            _("The page for payments by card does not answer just now."),
            remedy=_("Try again in some minutes, or pay by bank transfer. Nothing was taken from your card."),
        ) from None
    Checkout.objects.filter(pk=checkout.pk).update(ref=begun.ref, href=begun.href)
    checkout.refresh_from_db()
    return checkout


def take_notice(name, *, body, signature, now):
    """Take a message of a provider; a repeated one changes nothing. Returns the kept notice.

    Raises:
        providers.Forged: when the provider did not sign it.
        Refused: when a number that we know comes back with other words.
    """
    provider = providers.named(name)
    if provider is None:
        raise providers.Forged
    return _keep(name, provider.read(body, signature), now)


@transaction.atomic
def _keep(name, notice, now):
    invoice, checkout = _locked(name, notice)
    known = ProviderNotice.objects.filter(provider=name, number=notice.number).first()
    if known and known.body_sha256 != notice.sha256:
        raise Refused(_("This number was used for other words before."))
    if known:
        return known
    if notice.kind == providers.Kind.REFUNDED:
        outcome = _finish_refund(notice.order)
    elif checkout is None:
        outcome = "unknown"
    else:
        outcome = _settle(invoice, checkout, notice, now)
    # Notices without a payment of ours hold no lock; the constraint lets one of them in.
    kept, _made = ProviderNotice.objects.get_or_create(
        provider=name,
        number=notice.number,
        defaults={
            "body_sha256": notice.sha256, "kind": notice.kind, "outcome": outcome,
            "checkout": checkout, "received_at": now,
        },
    )  # fmt: skip
    return kept


def _locked(name, notice):
    """The checkout that a notice speaks of, with its invoice locked; found by our key or its number."""
    found = Checkout.objects.filter(provider=name)
    checkout = found.filter(ref=notice.ref).first() if notice.ref else None
    if checkout is None and _is_uuid(notice.order):
        checkout = found.filter(uuid=notice.order).first()
    if checkout is None:
        return None, None
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=checkout.invoice_id)
    return invoice, Checkout.objects.select_related("begun_by", "invoice__edition__event").get(pk=checkout.pk)


def _is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _settle(invoice, checkout, notice, now):
    """What a notice changes about one checkout, whose invoice is locked."""
    if notice.kind == providers.Kind.FAILED:
        if checkout.state != CheckoutState.OPEN:
            return "late"
        _move(checkout, CheckoutState.FAILED)
        return "failed"
    if notice.kind != providers.Kind.PAID:
        return "ignored"
    if checkout.payments.filter(cents__gt=0).exists():
        return "repeated"
    if (notice.cents, notice.currency) != (checkout.cents, checkout.currency):
        _move(checkout, CheckoutState.UNCLEAR)
        audit.record(None, "checkout.unclear", checkout, cents=notice.cents, currency=notice.currency)
        return "mismatch"
    payment = Payment.objects.create(
        invoice=invoice, checkout=checkout, cents=checkout.cents, method=PaymentMethod.CARD,
        reference=(notice.ref or checkout.ref)[-140:], on=timezone.localdate(now),
    )  # fmt: skip
    _move(checkout, CheckoutState.PAID)
    for message in mails.card_payment_received(checkout):
        outbox.send(message, key=f"card-{checkout.uuid}")
    audit.record(checkout.begun_by, "payment.recorded", payment, cents=payment.cents, method="card")
    return "booked"


def _move(checkout, state):
    checkout.state = state
    checkout.save(update_fields=["state"])


def look_again(checkout, *, now):
    """Ask the provider how a payment stands, when its notice is late or lost.

    Raises:
        Refused: when the provider does not answer.
    """
    provider = providers.named(checkout.provider)
    if provider is None or not checkout.ref:
        return checkout
    try:
        notice = provider.look_up(checkout.ref)
    except providers.Unreachable:
        raise Refused(
            _("The page for payments by card does not answer just now."), remedy=_("Look again later.")
        ) from None
    return _look(checkout, notice, now)


@transaction.atomic
def _look(checkout, notice, now):
    invoice, checkout = _locked(checkout.provider, notice)
    _settle(invoice, checkout, notice, now)
    return checkout


def send_refund(payment):
    """Ask the provider to give approved money back to the card; a second call is the same call.

    Raises:
        Refused: when the provider does not take it now; the refund waits.
    """
    if payment.is_done or payment.approved_by_id is None or payment.checkout_id is None:
        return payment
    checkout, provider = payment.checkout, providers.named(payment.checkout.provider)
    try:
        if provider is None:
            raise providers.Unreachable
        is_done = provider.refund(
            checkout.ref, cents=-payment.cents, currency=checkout.currency, key=f"refund-{payment.pk}"
        )
    except providers.Unreachable:
        raise Refused(
            _("The provider did not take the refund."), remedy=_("It waits; try again from the invoice.")
        ) from None
    if is_done:
        _finish_refund(f"refund-{payment.pk}")
    return payment


@transaction.atomic
def _finish_refund(key):
    """Note that the provider has given money back."""
    number = key.removeprefix("refund-")
    if not number.isdecimal():
        return "unknown"
    rows = Payment.objects.select_for_update(of=["self"]).filter(
        pk=int(number), cents__lt=0, approved_by__isnull=False, checkout__isnull=False
    )
    payment = rows.first()
    if payment is None:
        return "unknown"
    if payment.is_done:
        return "repeated"
    payment.is_done = True
    payment.save(update_fields=["is_done"])
    audit.record(payment.approved_by, "refund.done", payment, cents=-payment.cents)
    return "refunded"

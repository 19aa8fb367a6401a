"""Bill the fees of an edition, waive them, and note what was paid."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory.models import Organisation
from lonja.directory.places import country_name
from lonja.events import mails
from lonja.events.lifecycle import refuse_called_off
from lonja.events.models import (
    Edition,
    Exemption,
    Invoice,
    InvoiceCounter,
    InvoiceLine,
    Participation,
    Payment,
)
from lonja.events.services.bills import bills_of, unbilled, vat_of

DAYS_TO_PAY = 30


@transaction.atomic
def issue(edition, *, keys, actor, now):
    """Write the invoices of some payers, numbered without gaps; a payer billed meanwhile is left out.

    The counter is locked to the end of the transaction: numbers of one series are given one
    after the other, and a number whose invoice fails is given again.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    refuse_called_off(edition.state)
    issued = [_issue(edition, bill, now) for bill in unbilled(edition) if bill.key in keys]
    audit.record_many(actor, "invoice.issued", issued)
    return issued


@transaction.atomic
def issue_for(booking, *, actor, now):
    """Write the invoice of one booking as soon as its payer wants it: all its fees on one paper.

    Raises:
        Refused: nothing is to be paid yet, or an exemption is asked for and not answered.
    """
    edition = (
        Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=booking.edition_id)
    )
    refuse_called_off(edition.state)
    bills = bills_of(booking)
    if not bills:
        raise Refused(
            _("There is nothing to pay for this booking."),
            remedy=_("A fee is due as soon as somebody has a place, and is billed once."),
        )
    if bills[0].asks:
        raise Refused(_("You asked not to pay the fee; the organiser has not answered yet."))
    issued = [_issue(edition, bill, now) for bill in bills]
    audit.record_many(actor, "invoice.issued", issued, source="booking")
    return issued[0]


@transaction.atomic
def answer_exemption(booking, *, is_granted, actor):
    """Say whether the people of a booking pay nothing, as its maker asked."""
    booking = (
        type(booking).objects.select_for_update(of=["self"]).select_related("edition").get(pk=booking.pk)
    )
    refuse_called_off(booking.edition.state)
    if booking.exemption != Exemption.ASKED:
        raise Refused(_("Nobody waits for this answer any more."))
    booking.exemption = Exemption.GRANTED if is_granted else Exemption.REFUSED
    booking.save(update_fields=["exemption"])
    if is_granted:
        unpaid = booking.participations.exclude(invoice_lines__is_open=True)
        unpaid.update(fee_waived=booking.exemption_reason)
    for message in mails.exemption_answered(booking):
        outbox.send(message)
    audit.record(actor, "booking.exemption_answered", booking, granted=is_granted)
    return booking


def _issue(edition, bill, now):
    is_house = isinstance(bill.payer, Organisation)
    number = _take_numbers(edition, now, 1)
    amounts = [(one, text, net, rate, vat_of(net, rate)) for one, text, net, rate in bill.lines]
    invoice = Invoice.objects.create(
        event=edition.event,
        edition=edition,
        year=number.year,
        number=number.newest,
        issued_at=now,
        due_on=timezone.localdate(now, edition.zone_info) + timedelta(days=DAYS_TO_PAY),
        payer_organisation=bill.payer if is_house else None,
        payer_person=None if is_house else bill.payer,
        seller=_address(edition.event.organiser),
        buyer=_address(bill.payer) | _order_number(bill),
        net_cents=sum(net for _one, _text, net, _rate, _vat in amounts),
        vat_cents=sum(vat for _one, _text, _net, _rate, vat in amounts),
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, participation=one, text=text, net_cents=net, vat_permille=rate, vat_cents=vat
        )
        for one, text, net, rate, vat in amounts
    )
    return invoice


def _order_number(bill):
    booking = bill.lines[0][0].booking
    return {"order_number": booking.order_number} if booking and booking.order_number else {}


def _take_numbers(edition, now, count):
    """So many numbers of this year: the counter, locked and moved on, which holds the last of them."""
    year = timezone.localdate(now, edition.zone_info).year
    InvoiceCounter.objects.get_or_create(event=edition.event, year=year)
    counter = InvoiceCounter.objects.select_for_update().get(event=edition.event, year=year)
    counter.newest += count
    counter.save(update_fields=["newest"])
    return counter


def _address(payer):
    """Name and address as they are today."""
    if not hasattr(payer, "legal_name"):
        return {"name": str(payer)}
    with override("en"):
        country = country_name(payer.country) if payer.country else ""
    return {
        "name": payer.legal_name or payer.name,
        "street": payer.street,
        "town": " ".join(part for part in (payer.postcode, payer.city) if part),
        "country": country,
        "vat_number": payer.vat_number,
    }


@transaction.atomic
def credit(invoice, *, actor, now):
    """Take an invoice back by one with the opposite amounts; its fees may be billed again."""
    invoice = (
        Invoice.objects.select_for_update(of=["self"])
        .select_related("event", "edition__event")
        .get(pk=invoice.pk)
    )
    if invoice.credits_id or Invoice.objects.filter(credits=invoice).exists():
        raise Refused(_("Invoice %(number)s is credited already.") % {"number": invoice})
    return credit_all([invoice], edition=invoice.edition, actor=actor, now=now)[0]


def credit_all(invoices, *, edition, actor, now):
    """Take invoices of one edition back, however many, in a few statements; they are locked and not credited.

    The caller keeps the entries of the audit back (`audit.at_the_end`) when there are many.
    """
    number = _take_numbers(edition, now, len(invoices))
    notes = Invoice.objects.bulk_create(
        Invoice(
            event=edition.event,
            edition=edition,
            year=number.year,
            number=number.newest - len(invoices) + place,
            issued_at=now,
            due_on=timezone.localdate(now, edition.zone_info),
            payer_organisation_id=invoice.payer_organisation_id,
            payer_person_id=invoice.payer_person_id,
            seller=invoice.seller,
            buyer=invoice.buyer,
            credits=invoice,
            net_cents=-invoice.net_cents,
            vat_cents=-invoice.vat_cents,
        )
        for place, invoice in enumerate(invoices, start=1)
    )
    note_of = {note.credits_id: note for note in notes}
    lines = InvoiceLine.objects.filter(invoice__in=list(note_of))
    InvoiceLine.objects.bulk_create(
        [
            InvoiceLine(
                invoice=note_of[line.invoice_id],
                participation_id=line.participation_id,
                text=line.text,
                net_cents=-line.net_cents,
                vat_permille=line.vat_permille,
                vat_cents=-line.vat_cents,
                is_open=False,
            )
            for line in lines
        ],
        batch_size=1000,
    )
    lines.update(is_open=False)
    for invoice in invoices:
        audit.record(actor, "invoice.credited", invoice, by=str(note_of[invoice.pk]))
    return notes


def received_cents(invoice):
    """What has come for an invoice, less what went back."""
    return invoice.payments.filter(is_done=True).aggregate(sum=Sum("cents"))["sum"] or 0


class NotedAlready(Refused):
    """The same money seems to be noted: whoever notes it says whether it came twice."""


@transaction.atomic
def record_payment(invoice, *, cents, method, reference, on, actor, is_another=False):
    """Note that money came.

    Args:
        is_another: whether it is meant, though the same was noted before.

    Raises:
        NotedAlready: when the same amount, day and reference stand on this invoice, or (where there is a
            reference) on another of the edition.
        Refused: when it is none, or the paper is one that gives an invoice back.
    """
    if reference:  # it may be noted on another invoice of the edition in the same moment
        Edition.objects.select_for_update(no_key=True).values("pk").get(pk=invoice.edition_id)
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=invoice.pk)
    if cents <= 0:
        raise Refused(_("A payment is more than nothing. To give money back, ask for a refund."))
    if invoice.credits_id:
        raise Refused(
            _("Nothing is to be paid for a credit note."),
            remedy=_("Note the money on the invoice that it credits; from there it can be given back."),
        )
    if not is_another:
        _refuse_twice(invoice, Payment.objects.filter(cents=cents, reference=reference, on=on))
    payment = Payment.objects.create(
        invoice=invoice, cents=cents, method=method, reference=reference, on=on, asked_by=actor
    )
    audit.record(actor, "payment.recorded", payment, cents=cents, method=method)
    return payment


def _refuse_twice(invoice, same):
    """Refuse what looks like money that is noted already; the invoice is locked."""
    where = Q(invoice=invoice) | (Q(invoice__edition=invoice.edition_id) & ~Q(reference=""))
    known = same.filter(where).select_related("invoice").order_by("pk").first()
    if known is not None:
        raise NotedAlready(
            _("The same amount with the same day and reference is noted on invoice %(invoice)s already.")
            % {"invoice": known.invoice},
            remedy=_("If the money came twice, say so below."),
        )


@transaction.atomic
def waive(participation, *, reason, actor):
    """Let somebody take part without the fee, and say why."""
    participation = Participation.objects.select_for_update(of=["self"]).get(pk=participation.pk)
    if participation.invoice_lines.filter(is_open=True).exists():
        raise Refused(
            _("%(person)s is billed already.") % {"person": participation.person},
            remedy=_("Credit the invoice first."),
        )
    participation.fee_waived = reason
    participation.save(update_fields=["fee_waived"])
    audit.record(actor, "participation.fee_waived", participation)
    return participation


def billed_amount(invoices):
    """The totals of some invoices in cents, credit notes taken off."""
    owed = invoices.aggregate(net=Sum("net_cents"), vat=Sum("vat_cents"))
    return (owed["net"] or 0) + (owed["vat"] or 0)


def open_amount(invoices):
    """What is still to come of some invoices: their totals less the payments that are done."""
    paid = Payment.objects.filter(invoice__in=invoices, is_done=True).aggregate(sum=Sum("cents"))["sum"]
    return billed_amount(invoices) - (paid or 0)

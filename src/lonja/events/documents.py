"""Documents of the events: invoices."""

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lonja.base import documents
from lonja.directory.amounts import euros
from lonja.events.models import PaymentWays


def invoice_pdf(invoice):
    """An invoice, or the note that credits one, as it was written."""
    edition = invoice.edition
    ways = PaymentWays.objects.filter(event=invoice.event_id).first()
    title = _("Credit note %(number)s") if invoice.credits_id else _("Invoice %(number)s")
    facts = [
        (_("Date"), date_format(invoice.issued_at.astimezone(edition.zone_info).date())),
        (_("For"), str(edition)),
    ]
    if invoice.credits_id:
        facts.append((_("Credits invoice"), str(invoice.credits)))
    else:
        facts.append((_("To be paid by"), date_format(invoice.due_on)))
    if order_number := invoice.buyer.get("order_number"):
        facts.append((_("Your order number"), order_number))
    if not invoice.credits_id and ways and ways.iban:
        facts += [(_("Account holder"), ways.account_holder or str(edition.event.organiser))]
        facts += [("IBAN", grouped(ways.iban)), *([("BIC", ways.bic)] if ways.bic else [])]
    data = {
        "title": title % {"number": invoice},
        "foot": str(edition.event),
        "words": {"seller": _("From"), "buyer": _("To")},
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "columns": [_("What for"), _("Net"), _("VAT"), _("VAT amount")],
        "lines": [
            {
                "text": line.text,
                "net": euros(line.net_cents),
                "rate": percent(line.vat_permille),
                "vat": euros(line.vat_cents),
            }
            for line in invoice.lines.all()
        ],
        "totals": [
            {"label": _("Net"), "value": euros(invoice.net_cents), "strong": False},
            {"label": _("VAT"), "value": euros(invoice.vat_cents), "strong": False},
            {"label": _("Total"), "value": euros(invoice.total_cents), "strong": True},
        ],
        "note": ""
        if invoice.credits_id
        else _("Please give the number %(number)s when you pay.") % {"number": invoice},
    }
    return documents.pdf("events/typeset/invoice.typ", data, language=get_language())


def grouped(iban):
    """An account number in groups of four, as people read it."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def percent(permille):
    """A rate as people write it: 21 %."""
    return _("%(rate)s %%") % {"rate": number_format(permille / 10, 0 if permille % 10 == 0 else 1)}


def _party(party):
    lines = [party.get(part, "") for part in ("street", "town", "country", "vat_number")]
    return {"name": party["name"], "lines": [line for line in lines if line]}

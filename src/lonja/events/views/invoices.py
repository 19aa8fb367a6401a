"""Fees: what is to be billed, invoices, payments and refunds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import exports, files, jobs
from lonja.base.policy import access
from lonja.directory.amounts import euros
from lonja.events import documents, policies, providers
from lonja.events.forms.invoices import PaymentForm, RefundForm, WaiveForm
from lonja.events.models import PaymentWays
from lonja.events.services import invoices as services
from lonja.events.services import refunds
from lonja.events.services.bills import unbilled
from lonja.events.views.editions import find
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50


def _with_sums(rows):
    done = Q(payments__is_done=True)
    around = ("payer_organisation", "payer_person", "credits", "credited_by", "edition__event")
    return rows.select_related(*around).annotate(paid=Sum("payments__cents", filter=done))


@access(policies.invoices, "organise")
@require_http_methods(["GET", "POST"])
def invoices(request, event, edition):
    """What is to be billed, and the invoices that were written."""
    row = find(request, "organise", event, edition)
    if request.method == "POST":
        issued = services.issue(
            row, keys=set(request.POST.getlist("payer")), actor=request.user, now=timezone.now()
        )
        messages.success(request, _("Invoices written: %(n)s.") % {"n": len(issued)})
        return see_other("events:invoices", event, edition)
    rows = policies.invoices.scope(request.user, "organise").filter(edition=row)
    paged = Paginator(_with_sums(rows).order_by("-year", "-number"), ROWS_PER_PAGE)
    bills = unbilled(row)
    context = {
        "edition": row,
        "bills": [
            {
                "key": bill.key, "payer": bill.payer, "lines": bill.lines, "asks": bill.asks,
                "total": euros(bill.total_cents), "booking": bill.lines[0][0].booking,
            }
            for bill in bills
        ],
        "page": paged.get_page(request.GET.get("page")),
        "to_bill": euros(sum(bill.total_cents for bill in bills)),
        "billed": euros(services.billed_amount(rows)),
        "to_come": euros(services.open_amount(rows)),
    }  # fmt: skip
    for invoice in context["page"]:
        _describe(invoice)
    return page(request, "events/invoices.html", context)


def _describe(invoice):
    """What the pages show of an invoice: amounts in euro, and how it stands."""
    paid = invoice.paid or 0
    invoice.is_settled = bool(invoice.credits_id) or hasattr(invoice, "credited_by")
    invoice.total_words, invoice.paid_words = euros(invoice.total_cents), euros(paid)
    if invoice.credits_id:
        invoice.standing, invoice.tone = _("Credit note"), "neutral"
    elif hasattr(invoice, "credited_by"):
        invoice.standing, invoice.tone = _("Credited"), "neutral"
    elif paid >= invoice.total_cents:
        invoice.standing, invoice.tone = _("Paid"), "good"
    else:
        is_late = invoice.due_on < timezone.localdate()
        invoice.standing, invoice.tone = (_("Overdue"), "bad") if is_late else (_("To be paid"), "info")
    return invoice


def find_invoice(request, event, edition, year, number, verb):
    policies.invoices.get(
        request.user, verb, edition__event__slug=event, edition__slug=edition, year=year, number=number
    )
    rows = _with_sums(policies.invoices.scope(request.user, verb))
    return rows.get(edition__event__slug=event, edition__slug=edition, year=year, number=number)


@access(policies.invoices, "view")
@require_GET
def invoice(request, event, edition, year, number):
    """One invoice, with what was paid; the organiser enters payments here."""
    row = _describe(find_invoice(request, event, edition, year, number, "view"))
    today = timezone.localdate()
    verbs = policies.invoices.verbs(request.user, row, "organise", "pay")
    due = row.total_cents - (row.paid or 0)
    ways = PaymentWays.objects.filter(event=row.event_id).first()
    context = {
        "invoice": row,
        "edition": row.edition,
        "lines": [
            {"text": line.text, "net": euros(line.net_cents), "rate": documents.percent(line.vat_permille),
             "vat": euros(line.vat_cents)}
            for line in row.lines.all()
        ],
        "payments": [
            {"row": payment, "amount": euros(payment.cents)}
            for payment in row.payments.select_related("asked_by", "approved_by")
        ],
        "may_organise": "organise" in verbs,
        "due": euros(due) if due > 0 and not row.is_settled and not row.edition.is_called_off else "",
        "ways": ways,
        "iban": documents.grouped(ways.iban) if ways else "",
        "takes_card": providers.in_use() is not None,
        "may_pay": "pay" in verbs,
        "payment_form": PaymentForm(initial={"on": today, "cents": due}),
        "refund_form": RefundForm(prefix="refund", initial={"on": today}),
    }  # fmt: skip
    return page(request, "events/invoice.html", context)


@access(policies.invoices, "view")
@require_GET
def invoice_pdf(request, event, edition, year, number):
    """An invoice to print."""
    row = find_invoice(request, event, edition, year, number, "view")
    response = HttpResponse(documents.invoice_pdf(row), content_type=files.PDF)
    name = files.safe_name(f"{event}-{row}.pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


ACTS = {
    "pay": (PaymentForm, "", services.record_payment),
    "refund": (RefundForm, "refund", refunds.ask_refund),
}


@access(policies.invoices, "organise")
@require_POST
def change_invoice(request, event, edition, year, number, verb):
    """Note a payment, ask for a refund, or credit the invoice."""
    row = find_invoice(request, event, edition, year, number, "organise")
    if verb == "credit":
        services.credit(row, actor=request.user, now=timezone.now())
        messages.success(request, _("The invoice is credited."))
        return see_other("events:invoice", event, edition, year, number)
    kind, prefix, act = ACTS[verb]
    form = kind(request.POST, prefix=prefix or None)
    if form.is_valid():
        try:
            act(row, **form.cleaned_data, actor=request.user)
        except services.NotedAlready as refused:
            form.ask_whether_twice(refused)
        else:
            messages.success(request, _("It is noted."))
            return see_other("events:invoice", event, edition, year, number)
    context = {"edition": row.edition, "invoice": row, "form": form}
    return page(request, "events/invoice_form.html", context, status=422)


def find_payment(request, event, edition, pk):
    return policies.payments.get(
        request.user,
        "organise",
        pk=pk,
        invoice__edition__event__slug=event,
        invoice__edition__slug=edition,
    )


@access(policies.payments, "organise")
@require_POST
def approve_refund(request, event, edition, pk):
    """Approve a refund as the second person."""
    payment = find_payment(request, event, edition, pk)
    payment = refunds.approve_refund(payment, actor=request.user)
    if not payment.is_done:
        jobs.enqueue("events.refund_card", args={"payment_id": payment.pk}, actor=request.user)
    messages.success(request, _("The refund is approved."))
    row = payment.invoice
    return see_other("events:invoice", event, edition, row.year, row.number)


@access(policies.payments, "organise")
@require_POST
def send_refund(request, event, edition, pk):
    """Ask the provider once more to give approved money back to the card."""
    payment = find_payment(request, event, edition, pk)
    jobs.enqueue("events.refund_card", args={"payment_id": payment.pk}, actor=request.user)
    messages.success(request, _("The provider is asked again."))
    row = payment.invoice
    return see_other("events:invoice", event, edition, row.year, row.number)


@access(policies.participations, "organise")
@require_http_methods(["GET", "POST"])
def waive(request, event, edition, pk):
    """Let somebody take part without the fee."""
    row = find(request, "organise", event, edition)
    one = policies.participations.get(request.user, "organise", edition=row, pk=pk)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.waive(one, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, _("%(person)s pays no fee.") % {"person": one.person})
        return see_other("events:registrations", event, edition)
    context = {"edition": row, "participation": one, "form": form}
    return page(request, "events/waive.html", context, status=422 if form.is_bound else 200)


@access(policies.invoices, "organise")
@require_GET
def invoices_export(request, event, edition, shape):
    """The invoices as a table for the bookkeeper, amounts in cents."""
    row = find(request, "organise", event, edition)
    rows = _with_sums(policies.invoices.scope(request.user, "organise").filter(edition=row))
    columns = [_("Number"), _("Date"), _("Payer"), _("Net, in cents"), _("VAT, in cents")]
    columns += [_("Paid, in cents"), _("Credits")]
    lines = [
        (str(one), one.issued_at.date().isoformat(), one.buyer["name"], one.net_cents, one.vat_cents,
         one.paid or 0, str(one.credits or ""))
        for one in rows.order_by("year", "number")
    ]  # fmt: skip
    name = f"{event}-{edition}-invoices"
    if shape == "csv":
        return exports.csv_response(name, columns, lines)
    return exports.xlsx_response(name, {_("Invoices"): (columns, lines)})

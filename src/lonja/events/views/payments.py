"""Paying by card: to the provider and back, its signed notices, and the sandbox that plays it."""

import contextlib
import urllib.error
import urllib.request

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, open_to_all
from lonja.directory.amounts import euros
from lonja.events import policies, providers
from lonja.events.forms.payments import PaymentWaysForm
from lonja.events.models import CheckoutState, PaymentWays, SandboxPayment
from lonja.events.providers import sandbox as sandbox_provider
from lonja.events.services import payments as services
from lonja.events.views.invoices import find_invoice
from lonja.ui.answers import page, see_other

LONGEST_NOTICE = 256 * 1024
DELIVERY_SECONDS = 5
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


@access(policies.invoices, "pay")
@require_POST
def pay_by_card(request, event, edition, year, number):
    """Begin to pay an invoice at the provider."""
    row = find_invoice(request, event, edition, year, number, "pay")
    begun = services.begin(row, actor=request.user, now=timezone.now())
    address = reverse("events:checkout", args=[event, edition, begun.uuid])
    services.place(begun, back=request.build_absolute_uri(address))
    return see_other(address)


def _checkout(request, verb, event, edition, checkout):
    place = {"invoice__edition__event__slug": event, "invoice__edition__slug": edition, "uuid": checkout}
    row = policies.checkouts.get(request.user, verb, **place)
    rows = policies.checkouts.scope(request.user, verb).select_related("invoice__edition__event")
    return rows.get(pk=row.pk)


@access(policies.checkouts, "view")
@require_GET
def checkout(request, event, edition, checkout):
    """How a payment stands: by what the provider has told us, never by the address of the return."""
    row = _checkout(request, "view", event, edition, checkout)
    context = {
        "edition": row.invoice.edition,
        "checkout": row,
        "invoice": row.invoice,
        "amount": euros(row.cents),
        "is_open": row.state == CheckoutState.OPEN,
        "is_sandbox": row.provider == "sandbox",
        "may_pay": policies.checkouts.allows(request.user, "pay", row),
    }
    return page(request, "events/checkout.html", context)


@access(policies.checkouts, "view")
@require_POST
def look_again(request, event, edition, checkout):
    """Ask the provider, when its notice is late."""
    row = _checkout(request, "view", event, edition, checkout)
    row = services.look_again(row, now=timezone.now())
    if row.state == CheckoutState.OPEN:
        messages.info(request, _("The provider says that nothing is paid yet."))
    return see_other("events:checkout", event, edition, checkout)


@csrf_exempt
@open_to_all("a provider of payments speaks here; only what it has signed is believed")
@require_POST
def notices(request, provider):
    """A message of the provider: taken once, refused when it is not signed."""
    if len(request.body) > LONGEST_NOTICE:
        return HttpResponse(status=413)
    known = providers.named(provider)
    if known is None:
        raise Http404
    try:
        kept = services.take_notice(
            provider,
            body=request.body,
            signature=request.headers.get(known.header, ""),
            now=timezone.now(),
        )
    except providers.Forged:
        return HttpResponse(status=400)
    return HttpResponse(kept.outcome, content_type="text/plain")


@open_to_all("plays the provider in the demo and in tests; it does not exist where real money is taken")
@require_http_methods(["GET", "POST"])
def sandbox(request, ref):
    """The sandbox's own page: the payer pays, or does not, and the sandbox tells us so."""
    provider = providers.named("sandbox")
    row = SandboxPayment.objects.filter(ref=ref, cents__gt=0).first()
    if provider is None or row is None:
        raise Http404
    if request.method == "GET":
        return page(request, "events/sandbox.html", {"payment": row, "amount": euros(row.cents)})
    body, signature = sandbox_provider.settle(row, is_paid=request.POST.get("answer") == "pay")
    _deliver(request, body, {provider.header: signature})
    return see_other(row.back)


def _deliver(request, body, headers):
    """Send the notice as another house would: over the network, to this machine only."""
    if request.get_host().rpartition(":")[0] not in LOOPBACK:
        return
    address = request.build_absolute_uri(reverse("events:payment-notices", args=["sandbox"]))
    notice = urllib.request.Request(address, data=body, headers=headers, method="POST")
    # As with a real provider, a notice that gets lost is made good by asking again.
    with contextlib.suppress(urllib.error.URLError, TimeoutError):
        urllib.request.urlopen(notice, timeout=DELIVERY_SECONDS).close()


@access(policies.events, "organise")
@require_http_methods(["GET", "POST"])
def ways(request, event):
    """To which account a series is paid, and whether by card."""
    row = policies.events.get(request.user, "organise", slug=event)
    present = PaymentWays.objects.filter(event=row).first()
    form = PaymentWaysForm(
        request.POST or None, instance=present, has_provider=providers.in_use() is not None
    )
    if request.method == "POST" and form.is_valid():
        services.set_ways(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The ways to pay are saved."))
        return see_other(row)
    context = {"event": row, "form": form}
    return page(request, "events/payment_ways.html", context, status=422 if form.errors else 200)

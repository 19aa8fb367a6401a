"""Stripe, on its own hosted page; needs the extra `payments` and two keys of the installation."""

from django.conf import settings

from lonja.events.providers.interface import Begun, Forged, Kind, Notice, Provider, Unreachable

LONGEST_WAIT_SECONDS = 10
KINDS = {
    "checkout.session.async_payment_succeeded": Kind.PAID,
    "checkout.session.async_payment_failed": Kind.FAILED,
    "checkout.session.expired": Kind.FAILED,
}


class StripeCheckout(Provider):
    """One hosted session for each order; the order's key makes a repeated call the same call."""

    name = "stripe"
    header = "Stripe-Signature"

    def is_configured(self):
        return bool(settings.STRIPE_KEY and settings.STRIPE_NOTICES_SECRET)

    def begin(self, order):
        line = {
            "quantity": 1,
            "price_data": {
                "currency": order.currency.lower(),
                "unit_amount": order.cents,
                "product_data": {"name": order.words},
            },
        }
        session = self._ask(
            lambda client: client.v1.checkout.sessions.create(
                params={
                    "mode": "payment",
                    "client_reference_id": order.key,
                    "line_items": [line],
                    "payment_method_types": ["card"],
                    "success_url": order.back,
                    "cancel_url": order.back,
                },
                options={"idempotency_key": order.key},
            )
        )
        return Begun(session.id, session.url)

    def read(self, body, signature):
        stripe = _library()
        try:
            event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_NOTICES_SECRET)
        except (ValueError, stripe.SignatureVerificationError):
            raise Forged from None
        row = event.data.object
        if event.type.startswith("checkout.session."):
            return _of_session(event.id, row, KINDS.get(event.type))
        if event.type.startswith("refund.") and row.status == "succeeded":
            key = row.metadata["refund"] if row.metadata and "refund" in row.metadata else ""
            return Notice(event.id, Kind.REFUNDED, key, "", row.amount, row.currency.upper())
        return Notice(event.id, Kind.OTHER)

    def look_up(self, ref):
        session = self._ask(lambda client: client.v1.checkout.sessions.retrieve(ref))
        return _of_session(f"look-{ref}", session, Kind.FAILED if session.status == "expired" else None)

    def refund(self, ref, *, cents, currency, key):
        session = self._ask(lambda client: client.v1.checkout.sessions.retrieve(ref))
        given = self._ask(
            lambda client: client.v1.refunds.create(
                params={
                    "payment_intent": session.payment_intent,
                    "amount": cents,
                    "metadata": {"refund": key},
                },
                options={"idempotency_key": key},
            )
        )
        if given.status in ("failed", "canceled"):
            raise Unreachable
        return given.status == "succeeded"

    def _ask(self, call):
        stripe = _library()
        client = stripe.StripeClient(
            settings.STRIPE_KEY, http_client=stripe.RequestsClient(timeout=LONGEST_WAIT_SECONDS)
        )
        try:
            return call(client)
        except stripe.StripeError:
            raise Unreachable from None


def _of_session(number, session, kind):
    if kind is None:
        kind = Kind.PAID if session.payment_status == "paid" else Kind.OTHER
    return Notice(
        number, kind, session.client_reference_id or "", session.id, session.amount_total or 0,
        (session.currency or "").upper(),
    )  # fmt: skip


def _library():
    import stripe  # an extra that most installations do without, and slow to read

    return stripe

"""The sandbox: a provider that we play ourselves, for the demo and the tests; never in production.

It signs its notices as real providers do, so that everything behind it is the same.
"""

import hmac
import json
import time

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from lonja.events.models import SandboxPayment
from lonja.events.providers.interface import Begun, Forged, Kind, Notice, Provider, Unreachable

LONGEST_AGE_SECONDS = 300


class Sandbox(Provider):
    """Keeps its payments in a table of its own, as if it were another house."""

    name = "sandbox"
    header = "X-Sandbox-Signature"

    def is_configured(self):
        return self.name == settings.CARD_PROVIDER

    def begin(self, order):
        row, _made = SandboxPayment.objects.get_or_create(
            ref=f"sandbox_{order.key}",
            defaults={
                "order": order.key, "words": order.words, "back": order.back,
                "cents": order.cents, "currency": order.currency,
            },
        )  # fmt: skip
        return Begun(row.ref, reverse("events:sandbox", args=[row.ref]))

    def read(self, body, signature):
        moment, _comma, mark = signature.removeprefix("t=").partition(",v1=")
        if not hmac.compare_digest(_mark(moment, body).encode(), mark.encode()):
            raise Forged
        if not moment.isdecimal() or abs(time.time() - int(moment)) > LONGEST_AGE_SECONDS:
            raise Forged
        told = json.loads(body)
        return Notice(
            told["number"], Kind(told["kind"]), told["order"], told["ref"], told["cents"], told["currency"]
        )

    def look_up(self, ref):
        row = SandboxPayment.objects.filter(ref=ref).first()
        if row is None:
            raise Unreachable
        kind = {"open": Kind.OTHER, "paid": Kind.PAID, "failed": Kind.FAILED}[row.state]
        return Notice(f"look-{ref}", kind, row.order, ref, row.cents, row.currency)

    def refund(self, ref, *, cents, currency, key):
        if SandboxPayment.objects.filter(ref=key).exists():
            return True
        room = SandboxPayment.objects.filter(ref=ref, state="paid", cents__gte=F("refunded_cents") + cents)
        if not room.update(refunded_cents=F("refunded_cents") + cents):
            raise Unreachable
        SandboxPayment.objects.create(
            ref=key, order=ref, words="", back="", cents=-cents, currency=currency, state="refunded"
        )
        return True


def settle(row, *, is_paid):
    """The payer has pressed a button of the sandbox: (body, signature) of the notice about it."""
    SandboxPayment.objects.filter(pk=row.pk, state="open").update(state="paid" if is_paid else "failed")
    row.refresh_from_db()
    return signed(
        {
            "number": f"{row.ref}-{row.state}", "kind": row.state, "order": row.order, "ref": row.ref,
            "cents": row.cents, "currency": row.currency,
        }
    )  # fmt: skip


def signed(told, *, moment=None):
    """A message of the sandbox and its signature."""
    body = json.dumps(told).encode()
    moment = str(int(time.time()) if moment is None else moment)
    return body, f"t={moment},v1={_mark(moment, body)}"


def _mark(moment, body):
    key = f"sandbox of {settings.SECRET_KEY}".encode()
    return hmac.new(key, moment.encode() + b"." + body, "sha256").hexdigest()

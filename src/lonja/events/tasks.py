"""Background work of the events: sending messages to groups, giving money back to a card."""

from django.utils.translation import gettext_lazy as _

from lonja.base import jobs
from lonja.events.models import Payment
from lonja.events.services import payments


@jobs.handler("events.refund_card", title=_("Giving money back to a card"))
def refund_card(payment_id, *, report):
    """Ask the provider; a second run is the same request there."""
    payments.send_refund(Payment.objects.select_related("checkout").get(pk=payment_id))
    report(1.0)

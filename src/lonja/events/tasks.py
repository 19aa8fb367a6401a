"""Background work of the events: sending messages to groups, giving money back to a card."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base import jobs
from lonja.events.models import Payment
from lonja.events.services import outputs, payments


@jobs.handler("events.refund_card", title=_("Giving money back to a card"))
def refund_card(payment_id, *, report):
    """Ask the provider; a second run is the same request there."""
    payments.send_refund(Payment.objects.select_related("checkout").get(pk=payment_id))
    report(1.0)


@jobs.handler("events.follow_ups", title=_("Reminding of what was promised after an event"), daily=True)
def remind_of_follow_ups(*, report):
    """Write once to whoever promised something whose day has come; running twice changes nothing."""
    outputs.remind_due(today=timezone.localdate(), now=timezone.now())
    report(1.0)

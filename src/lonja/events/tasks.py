"""Background work of the events: sending messages to groups, giving money back to a card."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lonja.base import files, jobs
from lonja.events import badging
from lonja.events.models import Edition, Message, Payment
from lonja.events.services import days, messages, outputs, payments


@jobs.handler("events.send_message", title=_("Sending a message"))
def send_message(message_id, *, report):
    """Give a message to the mail service batch by batch; a second run goes on where the first ended."""
    message = Message.objects.get(pk=message_id)
    total = message.deliveries.count() or 1
    left = total
    while left:
        left = messages.hand_over(message, now=timezone.now())
        report(1 - left / total, gettext("%(n)s readers are left") % {"n": left} if left else "")


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


@jobs.handler("events.days_changed", title=_("Telling everybody who comes of the new days"))
def tell_of_days(edition_id, at, *, report):
    """Write to everybody who comes, batch by batch; a second run writes to nobody twice."""
    edition = Edition.objects.select_related("event").get(pk=edition_id)
    last = 0
    while last is not None:
        last = days.tell_batch(edition, after=last, at=datetime.fromisoformat(at))
        report(0.5)
    report(1.0)


@jobs.handler("events.badges", title=_("Setting the badges"))
def set_badges(edition_id, kind, *, report):
    """Set all badges of an edition and keep them; a second run keeps them again."""
    report(0.1, gettext("Reading who comes"))
    edition = Edition.objects.select_related("event").get(pk=edition_id)
    people = list(badging.people_of(edition))
    report(0.3, gettext("Setting %(count)s badges") % {"count": len(people)})
    content = badging.badges_pdf(edition, people)
    report(0.95, gettext("Keeping the file"))
    files.keep(content, name=f"{edition.slug}-badges.pdf", kind=kind, most_bytes=badging.MOST_BYTES)
    report(1.0)

"""Fees and messages of the coming edition: who pays how, one invoice by card, one exemption, two messages."""

from datetime import UTC, datetime, time, timedelta

from lonja.base import audit
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import (
    Booking,
    Checkout,
    CheckoutState,
    Consent,
    Delivery,
    DeliveryState,
    Edition,
    Exemption,
    Message,
    MessageState,
    ParticipantType,
    Participation,
    PaymentMethod,
    Purpose,
)
from lonja.events.services import invoices, payments
from lonja.events.services import messages as writing
from lonja.events.services.bills import unbilled

ORGANISER = "organiser@example.org"
# The example account of the IBAN registry: its digits agree, and nobody has it.
WAYS = {
    "account_holder": "ITECAM", "iban": "ES9121000418450200051332", "bic": "", "takes_card": True,
}  # fmt: skip
INVOICES = 6
WELCOME = {
    "subject": {
        "en": "Your requests for {edition}: a week left",
        "es": "Sus solicitudes para {edition}: queda una semana",
    },
    "text": {
        "en": "Dear {name},\n\nsomebody who wants to meet you waits for your answer. Say yes or no this "
        "week: only accepted requests are planned.\n\nThe team of ITECAM",
        "es": "Hola, {name}:\n\nalguien que quiere reunirse con usted espera su respuesta. Diga sí o no "
        "esta semana: solo se planifican las solicitudes aceptadas.\n\nEl equipo de ITECAM",
    },
}
NEWS = {
    "subject": {
        "en": "Next year's encounter has a date",
        "es": "El encuentro del próximo año ya tiene fecha",
    },
    "text": {
        "en": "Dear {name},\n\nkeep the second week of February free. The topics follow in autumn.",
        "es": "Hola, {name}:\n\nreserve la segunda semana de febrero. En otoño anunciaremos los temas.",
    },
}


def write(rng, users, *, today):
    """Write it all for the edition that is still to come."""
    organiser = users[ORGANISER]
    edition = Edition.objects.filter(
        event__slug="itecam-encounter", ends_on__gte=today, state="published"
    ).select_related("event").first()  # fmt: skip
    if edition is None:
        return
    now = datetime.combine(today, time(9), UTC)
    payments.set_ways(edition.event, facts=WAYS, actor=organiser)
    people = list(Participation.objects.filter(edition=edition, state__in=EXPECTED).order_by("pk"))
    _agree(rng, people, now)
    _bill(edition, organiser, now)
    _ask_for_exemption(people, organiser, now)
    _write_messages(edition, organiser, now)


def _agree(rng, people, now):
    """Most want the news, and most may be photographed."""
    Consent.objects.bulk_create(
        Consent(participation=one, purpose=purpose, given_at=now - timedelta(days=20))
        for one in people
        for purpose, share in ((Purpose.NEWS, 0.6), (Purpose.PHOTOS, 0.8), (Purpose.FOLLOW_UP, 0.9))
        if rng.random() < share
    )


def _bill(edition, organiser, now):
    """Some invoices: one paid by card, one by transfer, the others open."""
    keys = [bill.key for bill in unbilled(edition)[:INVOICES]]
    written = invoices.issue(edition, keys=set(keys), actor=organiser, now=now - timedelta(days=9))
    first, second = written[:2]
    checkout = Checkout.objects.create(
        invoice=first, provider="sandbox", ref="sandbox_demo", cents=first.total_cents,
        state=CheckoutState.PAID, begun_at=now - timedelta(days=8),
    )  # fmt: skip
    by_card = first.payments.create(
        cents=first.total_cents, method=PaymentMethod.CARD, reference="sandbox_demo", on=now.date(),
        checkout=checkout,
    )  # fmt: skip
    audit.record(None, "payment.recorded", by_card, cents=by_card.cents, method="card")
    invoices.record_payment(
        second, cents=second.total_cents, method=PaymentMethod.TRANSFER, reference=str(second),
        on=now.date(), actor=organiser,
    )  # fmt: skip


def _ask_for_exemption(people, organiser, now):
    """An association says that it is a public body; the organiser has not answered."""
    houses = [one for one in people if one.participant_type == ParticipantType.ASSOCIATION]
    unbilled = [one for one in houses if not one.invoice_lines.exists()][:1]
    for one in unbilled:
        one.booking = Booking.objects.create(
            edition_id=one.edition_id, made_at=now, exemption=Exemption.ASKED,
            exemption_reason="We are a public consortium.",
        )  # fmt: skip
        one.save(update_fields=["booking"])


def _write_messages(edition, organiser, now):
    """One message that went out some days ago, and news that wait as a draft."""
    facts = {"purpose": "service", "groups": {"meetings": ["unanswered"]}, **WELCOME}
    sent = writing.draft(edition, facts=facts, actor=organiser, now=now - timedelta(days=3))
    readers = writing.readers(sent).select_related("person__user")
    Delivery.objects.bulk_create(
        Delivery(
            message=sent, participation=one, language=one.language or "en", state=DeliveryState.HANDED,
            changed_at=now - timedelta(days=3),
        )
        for one in readers
    )  # fmt: skip
    Message.objects.filter(pk=sent.pk).update(
        state=MessageState.SENT, sent_by=organiser, sent_at=now - timedelta(days=3)
    )
    audit.record(organiser, "message.sent", sent, readers=len(readers), purpose="service")
    facts = {"purpose": "news", "groups": {"country": ["ES"]}, **NEWS}
    writing.draft(edition, facts=facts, actor=organiser, now=now)

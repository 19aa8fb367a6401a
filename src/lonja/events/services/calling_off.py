"""Call an edition off: its state, its bills, and what is to be given back.

The meetings call this (`lonja.meetings.services.calling_off`), which end what hangs on it there.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.models import Contact, ContactKind
from lonja.events.lifecycle import EXPECTED, INVOLVED, EditionState, next_edition_state
from lonja.events.models import Edition, Invoice, Participation, Payment, PaymentMethod, SessionPlace
from lonja.events.services.editions import REVISED, revise
from lonja.events.services.invoices import credit_all


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom it concerns that an edition is called off, and what money.

    Attributes:
        expected: people who come.
        waiting: people who wait for a place or for approval.
        unreachable: those of both without an e-mail address.
        talks: places at talks that fall away.
        unpaid: invoices for which nothing came; they are credited.
        unpaid_cents: what was asked by them.
        paid: invoices for which money came; it is to be given back.
        paid_cents: what came for them.
    """

    expected: int
    waiting: int
    unreachable: int
    talks: int
    unpaid: int
    unpaid_cents: int
    paid: int
    paid_cents: int


def reach(edition, *, now):
    """What calling an edition off at this moment would mean, as far as the events know."""
    account = Q(person__user__isnull=False, person__user__is_active=True)
    letters = Contact.objects.filter(person=OuterRef("person"), kind=ContactKind.EMAIL)
    known = account | Q(Exists(letters), person__user=None)
    people = Participation.objects.filter(edition=edition, state__in=INVOLVED).aggregate(
        expected=Count("pk", filter=Q(state__in=EXPECTED)),
        waiting=Count("pk", filter=~Q(state__in=EXPECTED)),
        unreachable=Count("pk", filter=~known),
    )
    unpaid, paid = _by_money(_standing(edition))
    return Reach(
        **people,
        talks=SessionPlace.objects.filter(
            session__edition=edition, session__ends_at__gt=now, participation__state__in=EXPECTED
        ).count(),
        unpaid=len(unpaid),
        unpaid_cents=sum(invoice.total_cents for invoice in unpaid),
        paid=len(paid),
        paid_cents=sum(invoice.received for invoice in paid),
    )


def _standing(edition):
    """Invoices of an edition that nobody has credited, by number; with what came for each."""
    rows = Invoice.objects.filter(edition=edition, credits=None, credited_by=None)
    return rows.order_by("pk")


def _by_money(rows):
    """(those for which nothing came, those for which something did), each with `received`."""
    came = Payment.objects.filter(invoice__in=rows.order_by().values("pk"), is_done=True).order_by()
    came = dict(came.values_list("invoice").annotate(Sum("cents")))
    rows = list(rows)
    for invoice in rows:
        invoice.received = came.get(invoice.pk, 0)
    return [one for one in rows if one.received <= 0], [one for one in rows if one.received > 0]


@transaction.atomic
def call_off(edition, *, reason, actor, now):
    """Note that an edition does not take place, and credit what nobody has paid.

    Raises:
        Refused: when it is not public, called off already, or over.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    edition.state = next_edition_state("call_off", edition.state)
    if edition.ends_on < timezone.localdate(now, edition.zone_info):
        raise Refused(
            _("This edition is over. What has taken place cannot be called off."),
            remedy=_("Close it instead."),
        )
    edition.called_off_at, edition.called_off_reason = now, reason
    revise(edition, now)
    edition.save(update_fields=["state", "called_off_at", "called_off_reason", *REVISED])
    unpaid, paid = _by_money(_standing(edition).select_for_update(of=["self"]))
    if unpaid:
        credit_all(unpaid, edition=edition, actor=actor, now=now)
    audit.record(actor, "edition.called_off", edition, credited=len(unpaid), paid=len(paid))
    return edition


@transaction.atomic
def reword(edition, *, reason, actor):
    """Say better why an edition was called off; nobody gets another mail.

    Raises:
        Refused: when it was not called off.
    """
    edition = Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
    if edition.state != EditionState.CALLED_OFF:
        raise Refused(_("This edition was not called off."))
    if reason != edition.called_off_reason:
        edition.called_off_reason = reason
        edition.save(update_fields=["called_off_reason"])
        audit.record(actor, "edition.called_off_reworded", edition)
    return edition


def to_give_back(edition):
    """Invoices for which money is here, also of those credited since, by number.

    Each carries `received`, and `asked`: refunds in cents that wait for the second person or the provider.
    """
    done, waiting = Q(payments__is_done=True), Q(payments__is_done=False)
    rows = Invoice.objects.filter(edition=edition, credits=None)
    rows = rows.annotate(
        received=Sum("payments__cents", filter=done, default=0),
        asked=-Sum("payments__cents", filter=waiting, default=0),
    )
    return rows.filter(Q(received__gt=0)).order_by("year", "number")


@transaction.atomic
def ask_all_refunds(edition, *, actor, now):
    """Credit what was paid for an edition that was called off, and propose to give all of it back.

    Each refund goes when another organiser approves it, as any refund does. What one card paid goes
    back to that card, everything else by bank transfer. Doing it twice asks for nothing twice.

    Returns:
        How many refunds were proposed.

    Raises:
        Refused: when the edition was not called off, or nothing is left to ask for.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    if edition.state != EditionState.CALLED_OFF:
        raise Refused(_("This edition was not called off."))
    locked = list(
        Invoice.objects.select_for_update().filter(edition=edition).order_by("pk").values_list("pk")
    )
    due = list(to_give_back(edition).filter(received__gt=F("asked"))) if locked else []
    if not due:
        raise Refused(_("There is nothing to give back, or all of it was asked for."))
    with audit.at_the_end():
        standing = set(_standing(edition).values_list("pk", flat=True))
        if credit := [invoice for invoice in due if invoice.pk in standing]:
            credit_all(credit, edition=edition, actor=actor, now=now)
        refunds = Payment.objects.bulk_create(
            _refunds(due, actor, timezone.localdate(now, edition.zone_info))
        )
        for refund in refunds:
            audit.record(actor, "refund.asked", refund, cents=-refund.cents, method=refund.method)
    return len(refunds)


def _refunds(invoices, actor, day):
    """One refund for what is left of each invoice: to the card that paid all of it, else by transfer."""
    paid = Payment.objects.filter(invoice__in=invoices, checkout__isnull=False).order_by()
    by_card = {
        (invoice, cents): checkout
        for invoice, checkout, cents in paid.values_list("invoice", "checkout").annotate(left=Sum("cents"))
    }
    for invoice in invoices:
        cents = invoice.received - invoice.asked
        checkout = by_card.get((invoice.pk, cents))
        yield Payment(
            invoice=invoice, cents=-cents, on=day, asked_by=actor, is_done=False, checkout_id=checkout,
            method=PaymentMethod.CARD if checkout else PaymentMethod.TRANSFER,
        )  # fmt: skip

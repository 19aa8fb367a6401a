"""What is to be billed of an edition, payer by payer, before any invoice is written."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lonja.directory.models import Organisation
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Exemption, FeeUnit, InvoiceLine, Participation


@dataclass(frozen=True, slots=True)
class Bill:
    """What one payer owes and nobody has billed yet.

    Attributes:
        payer: an organisation, or the person of a participation for herself.
        lines: (participation, text, net cents, VAT in tenths of a per cent).
        asks: why the payer says that no fee is due, while the organiser has not answered.
    """

    payer: object
    lines: list
    asks: str = ""

    @property
    def key(self):
        """The payer in a form."""
        kind = "organisation" if isinstance(self.payer, Organisation) else "person"
        return f"{kind}-{self.payer.pk}"

    @property
    def total_cents(self):
        """Net and VAT of all lines."""
        return sum(net + vat_of(net, permille) for _one, _text, net, permille in self.lines)


def vat_of(net_cents, permille):
    """VAT in whole cents, half a cent rounded away from zero."""
    sign = 1 if net_cents >= 0 else -1
    return sign * ((abs(net_cents) * permille + 500) // 1000)


def unbilled(edition):
    """What is to be billed, payer by payer; who pays once for the organisation pays with its first line.

    Who registered several people named one payer for them all; else everybody's organisation pays, or
    she herself. Nothing is to be billed of an edition that was called off.
    """
    if edition.is_called_off:
        return []
    rules = {rule.participant_type: rule for rule in edition.type_rules.all() if rule.fee_cents}
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED, participant_type__in=rules)
    rows = rows.filter(fee_waived="").order_by("registered_at", "pk")
    rows = rows.select_related("person", "organisation", "booking__payer")
    billed = InvoiceLine.objects.filter(participation__edition=edition, is_open=True)
    billed = set(billed.values_list("participation", flat=True))
    paid_once = {row.organisation_id for row in rows if row.pk in billed and row.organisation_id}
    lines, asks = defaultdict(list), {}
    for row in rows:
        rule = rules[row.participant_type]
        once = rule.fee_unit == FeeUnit.ORGANISATION and row.organisation_id
        if row.pk in billed or (once and row.organisation_id in paid_once):
            continue
        if once:
            paid_once.add(row.organisation_id)
        payer = (row.booking and row.booking.payer) or row.organisation or row.person
        lines[payer].append((row, _line_text(row, once), rule.fee_cents, rule.vat_permille))
        if row.booking and row.booking.exemption == Exemption.ASKED:
            asks[payer] = row.booking.exemption_reason
    return [Bill(payer, found, asks.get(payer, "")) for payer, found in lines.items()]


def _line_text(participation, once):
    name = participation.organisation if once else participation.person
    return _("Participation: %(name)s") % {"name": name}


def bills_of(booking):
    """What is to be billed for the people of one booking, and for nobody else.

    The fee of their organisation is theirs to pay, also when a colleague registered before them.
    """
    edition, lines = booking.edition, defaultdict(list)
    shared = edition.type_rules.filter(fee_unit=FeeUnit.ORGANISATION).values_list(
        "participant_type", flat=True
    )
    paying = booking.participations.filter(
        state__in=EXPECTED, fee_waived="", participant_type__in=shared, organisation__isnull=False
    )
    own = {one.organisation_id: one for one in paying.select_related("booking").order_by("-pk")}
    for bill in unbilled(edition):
        for one, *rest in bill.lines:
            if one.booking_id == booking.pk:
                lines[booking.payer or bill.payer].append((one, *rest))
            elif one.participant_type in shared and one.organisation_id in own:
                lines[booking.payer or bill.payer].append((own[one.organisation_id], *rest))
    asks = booking.exemption_reason if booking.exemption == Exemption.ASKED else ""
    return [Bill(payer, found, asks) for payer, found in lines.items()]

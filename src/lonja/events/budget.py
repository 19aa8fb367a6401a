"""The money of an edition in figures: planned against actual, income against costs."""

from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from lonja.events.models import BudgetLine, Invoice


@dataclass(frozen=True, slots=True)
class Amount:
    """One line in figures, in whole cents; `planned` is None where nobody plans."""

    label: str
    planned: int | None
    actual: int
    line: object = None


@dataclass(frozen=True, slots=True)
class Budget:
    """All amounts of an edition.

    Attributes:
        income: amounts that come in, fees last.
        costs: amounts that go out.
    """

    income: tuple
    costs: tuple

    @property
    def income_total(self):
        """All income, planned and actual."""
        return total(_("Income"), self.income)

    @property
    def costs_total(self):
        """All costs, planned and actual."""
        return total(_("Costs"), self.costs)

    @property
    def result(self):
        """What is left: income less costs."""
        came, went = self.income_total, self.costs_total
        return Amount(_("Result"), came.planned - went.planned, came.actual - went.actual)


def total(label, amounts):
    """The sum of several amounts."""
    return Amount(label, sum(one.planned or 0 for one in amounts), sum(one.actual for one in amounts))


def per_unit(cents, count):
    """The part of each in whole cents, half a cent rounded up; None when there is nobody to share."""
    return None if not count else (2 * cents + count) // (2 * count)


def net_of(paid_cents, *, net_cents, total_cents):
    """The part of a payment that is no VAT, in whole cents, half a cent rounded away from zero."""
    if total_cents == 0:
        return 0
    sign = -1 if paid_cents < 0 else 1
    return sign * ((2 * abs(paid_cents) * net_cents + total_cents) // (2 * total_cents))


def fees_paid(edition):
    """What came in for the invoices of an edition, less what went back, without VAT."""
    paid = Sum("payments__cents", filter=Q(payments__is_done=True))
    rows = Invoice.objects.filter(edition=edition, credits__isnull=True).annotate(paid=paid)
    rows = rows.filter(paid__isnull=False).values_list("paid", "net_cents", "vat_cents")
    return sum(net_of(cents, net_cents=net, total_cents=net + vat) for cents, net, vat in rows)


def read(edition):
    """The budget of an edition: two queries, however many lines there are."""
    rows = BudgetLine.objects.filter(edition=edition).select_related("partner")
    lines = [
        Amount(str(line), line.planned_cents, line.entered or 0, line)
        for line in rows.annotate(entered=Sum("entries__cents")).order_by("pk")
    ]
    fees = Amount(_("Fees paid, without VAT"), None, fees_paid(edition))
    income = (*(one for one in lines if one.line.is_income), fees)
    return Budget(income, tuple(one for one in lines if not one.line.is_income))

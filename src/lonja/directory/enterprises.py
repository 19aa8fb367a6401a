"""The size of an organisation in the directory: what it may count, and the arithmetic as pages show it."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory import sme
from lonja.directory.amounts import euros
from lonja.directory.models import EnterpriseFigures, FiguresReader, Organisation, Ownership

CLASSES = {
    "micro": gettext_lazy("Micro enterprise"),
    "small": gettext_lazy("Small enterprise"),
    "medium": gettext_lazy("Medium-sized enterprise"),
    "large": gettext_lazy("Large enterprise"),
    None: gettext_lazy("Not known yet"),
}
RELATIONS = {
    "own": gettext_lazy("Own figures"),
    "linked": gettext_lazy("Linked: over half, counts in full"),
    "partner": gettext_lazy("Partner: a quarter to half, counts by its share"),
    "through_partner": gettext_lazy("Linked to a partner, counts by the partner's share"),
}


def assess(organisation):
    """The `Assessment` of an organisation, and the organisations that it speaks of; four queries.

    It rests on what the organisation says itself and on what others let it read.
    """
    opened = FiguresReader.objects.filter(reader=organisation).values("organisation")
    read = Q(organisation=organisation.pk) | Q(organisation__in=opened)
    figures = {}
    for row in EnterpriseFigures.objects.filter(read):
        counted = sme.Figures(row.staff, row.turnover_cents, row.balance_cents)
        figures.setdefault(row.organisation_id, {})[row.year] = counted
    holdings = [
        sme.Holding(row.owner_id, row.owned_id, row.share, row.owner_kind, row.since, row.until)
        for row in Ownership.objects.filter(Q(declared_by=organisation) | Q(declared_by__in=opened))
    ]
    result = sme.assess(organisation.pk, figures, holdings)
    spoken_of = {line.enterprise for year in result.years for line in year.lines}
    return result, Organisation.objects.in_bulk(spoken_of)


def shown(result, names):
    """The arithmetic as rows for a page: the steps of the newest year, the ceilings, all years."""
    if not result.years:
        return None
    newest = result.years[0]
    return {
        "year": newest.year,
        "label": str(CLASSES[result.size]),
        "size": result.size,
        "is_sme": result.size in ("micro", "small", "medium"),
        "lines": [_line(line, names) for line in newest.lines],
        "missing": [names[line.enterprise] for line in newest.lines if line.figures is None],
        "total": _amounts(newest.total),
        "public_share": _number(newest.public_share) if newest.public_share else "",
        "is_public": newest.is_public,
        "ceilings": [_ceiling(ceiling, newest.total) for ceiling in sme.CEILINGS] if newest.total else [],
        "years": [
            {"year": year.year, "size": str(CLASSES[year.size]), "status": str(CLASSES[year.status])}
            for year in result.years
        ],
    }


def _line(line, names):
    return {
        "name": names[line.enterprise].name,
        "relation": str(RELATIONS[line.relation]),
        "percent": _("%(number)s %%") % {"number": _number(line.percent)},
        "figures": _amounts(line.figures),
        "counted": _amounts(line.counted),
    }


def _amounts(figures):
    """People, turnover and balance sheet total as people write them; None while not known."""
    if figures is None:
        return None
    return {
        "staff": _number(figures.staff),
        "turnover": euros(round(figures.turnover)),
        "balance": euros(round(figures.balance)),
    }


def _ceiling(ceiling, total):
    return {
        "label": str(CLASSES[ceiling.size]),
        "staff": _("under %(number)s") % {"number": ceiling.staff_under},
        "turnover": _("up to %(amount)s") % {"amount": euros(ceiling.turnover_up_to * 100)},
        "balance": _("up to %(amount)s") % {"amount": euros(ceiling.balance_up_to * 100)},
        "keeps_staff": total.staff < ceiling.staff_under,
        "keeps_turnover": total.turnover <= ceiling.turnover_up_to * 100,
        "keeps_balance": total.balance <= ceiling.balance_up_to * 100,
        "holds": ceiling.holds(total),
    }


def _number(value):
    """A number with at most two decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if not isinstance(value, Decimal) else value
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    decimals = max(0, -rounded.as_tuple().exponent)
    return number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)

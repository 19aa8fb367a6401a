"""Unmet needs by technology, sector, country and region, without a number that gives anybody away.

A need is unmet while it is published and open and nobody's interest in it was accepted. Countries
and their regions are protected together: what is hidden in a region does not follow from its country.
"""

from collections import Counter, defaultdict

from lonja.partnering.engine.secrecy import ALL, LEAST, Table, hidden
from lonja.partnering.lifecycle import OPENED
from lonja.partnering.models import NEEDS, Interest, Opportunity

# The list, and how many digits of its codes make a group.
ROWS = {
    "technology": ("een_technologies", 2),
    "detail": ("een_technologies", 5),
    "sector": ("een_markets", 2),
    "industry": ("sectoral_industries", None),
}
# Whose terms are read: those of the need, or those of the organisation that has it.
OF_ORGANISATION = {"industry"}
NOWHERE = ""
NUTS_2_LETTERS = 4
NUTS_COUNTRIES = {"EL": "GR", "UK": "GB"}  # the others are those of ISO 3166


def unmet(today):
    """Needs that are open and of which no interest was accepted."""
    met = Interest.objects.filter(state__in=OPENED).values("opportunity")
    return Opportunity.objects.filter(kind__in=NEEDS).open_on(today).exclude(pk__in=met)


def table(*, by, today, country=ALL):
    """Unmet needs by technology or sector, and by country; or by the regions of one country.

    Organisations are counted, each once in a cell: five needs of one house are no market, and five
    houses must stand behind a number that is shown.
    """
    counts, parents = counted(by=by, today=today)
    return hidden(counts, parents, of=country)


def counted(*, by, today):
    """(group, region) to the number of organisations, and each region's country.

    A region is written "ES/ES30"; its code is empty where the region of an organisation is not known.
    """
    scheme, digits = ROWS[by]
    term = f"{'organisation__' if by in OF_ORGANISATION else ''}described_by__term"
    rows = unmet(today).filter(**{f"{term}__scheme": scheme})
    columns = ["organisation", "organisation__region__code", "country", f"{term}__code"]
    seen = defaultdict(set)
    for organisation, region, country, code in rows.values_list(*columns).order_by():
        seen[code[:digits], region_of(country or NOWHERE, region)].add(organisation)
    counts = Counter({pair: len(houses) for pair, houses in seen.items()})
    return counts, {region: region.partition("/")[0] for _group, region in counts}


def region_of(country, region):
    """The region in which a need counts, as a column.

    >>> region_of("ES", "ES300"), region_of("GR", "EL30"), region_of("ES", "PT11"), region_of("ES", None)
    ('ES/ES30', 'GR/EL30', 'ES/', 'ES/')
    """
    code = (region or "")[:NUTS_2_LETTERS]
    land = NUTS_COUNTRIES.get(code[:2], code[:2])
    return f"{country}/{code}" if len(code) == NUTS_2_LETTERS and land == country else f"{country}/"


def code_of(column):
    """The code of a region from its column; empty where it is not known."""
    return column.partition("/")[2]


__all__ = ["ALL", "LEAST", "ROWS", "Table", "code_of", "hidden", "table"]

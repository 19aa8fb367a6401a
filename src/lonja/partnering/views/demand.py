"""The map of demand: what is looked for and not yet found, in numbers that name nobody."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import exports
from lonja.base.policy import open_to_all
from lonja.base.texts import worded
from lonja.directory import mapping
from lonja.directory.models import Term
from lonja.directory.places import countries, country_name
from lonja.partnering.engine import demand as engine
from lonja.ui.answers import page

TONES = ((25, "4"), (15, "3"), (9, "2"), (1, "1"))
SHOWN_ROWS = 40


@open_to_all("counts of at least five organisations; nobody can be found out from them")
@require_GET
def demand(request):
    """Unmet needs by technology or sector and by country or region, as a matrix and as a map."""
    by, country = asked(request), asked_country(request)
    found = read(by, country)
    names = labels(found, by)
    places = column_names(found, country)
    columns = [(column, places[column], inner(by, column, country)) for column in found.columns]
    context = {
        "by": by,
        "country": country,
        "country_name": country_name(country),
        "table": found,
        "columns": columns,
        "rows": [line(found, row, names) for row in ranked(found)[:SHOWN_ROWS]],
        "totals": [cell(found.column_totals[column]) for column in found.columns],
        "whole": cell(found.whole),
        "drawing": drawn(found, places, by, country),
        "least": engine.LEAST,
    }
    return page(request, "partnering/demand.html", context)


def asked(request):
    """What the rows are; technologies when the address does not say."""
    by = request.GET.get("by")
    return by if by in engine.ROWS else "technology"


def asked_country(request):
    """The country whose regions are the columns; empty for all countries."""
    country = request.GET.get("country", "")
    return country if country in countries() else ""


def read(by, country):
    """The table of all countries, or of the regions of one."""
    return engine.table(by=by, today=localdate(), country=country or engine.ALL)


def ranked(found):
    """The rows, those most asked for first; the unknown last."""
    return sorted(found.rows, key=lambda row: (-(found.row_totals[row] or 0), row))


def labels(found, by):
    """Names of the rows in the reader's language."""
    scheme = engine.ROWS[by][0]
    rows = Term.objects.filter(scheme=scheme, code__in=found.rows).order_by()
    return {code: worded(names).text or code for code, names in rows.values_list("code", "labels")}


def column_names(found, country):
    """Names of the countries, or of the regions of one, in the reader's language."""
    if not country:
        return {code: country_name(code) if code else _("Not stated") for code in found.columns}
    codes = [engine.code_of(column) for column in found.columns]
    rows = Term.objects.filter(scheme="regions", code__in=codes).order_by()
    known = {code: worded(names).text for code, names in rows.values_list("code", "labels")}
    return {
        column: known.get(code, code) if code else _("Region not stated")
        for column, code in zip(found.columns, codes, strict=True)
    }


def inner(by, column, country):
    """Where the regions of a country stand; empty for what has none."""
    return f"?by={by}&country={column}" if column and not country else ""


def line(found, row, names):
    """One row of the matrix."""
    return {
        "name": names.get(row, row),
        "code": row,
        "cells": [cell(found.cells.get((row, column), 0)) for column in found.columns],
        "total": cell(found.row_totals[row]),
    }


def cell(count):
    """A number as the page shows it, with its tone."""
    if count is None:
        return {"text": _("hidden"), "tone": "", "hidden": True}
    return {
        "text": str(count) if count else "–",
        "tone": next((tone for least, tone in TONES if count >= least), ""),
        "hidden": False,
    }


def drawn(found, names, by, country):
    """The map of Europe, or of one country, with the numbers that may be shown; none without any."""
    shown = {column: n for column, n in found.column_totals.items() if n and column.rstrip("/")}
    if not country:
        places = [
            mapping.Place(code, names[code], n, inner(by, code, ""), False) for code, n in shown.items()
        ]
        return mapping.draw(places, []) if places else None
    needs = f"{reverse('partnering:search')}?kind=need&country={country}"
    regions = [
        mapping.Place(engine.code_of(column), names[column], n, needs, False)
        for column, n in shown.items()
        if engine.code_of(column)
    ]
    land = mapping.Place(country, country_name(country), found.whole or 0, needs, True)
    return mapping.draw([land], regions) if regions else None


@open_to_all("the same counts as a table")
@require_GET
def demand_csv(request):
    """The matrix as CSV; a hidden number says so, so that nobody reads it as nothing."""
    by, country = asked(request), asked_country(request)
    found = read(by, country)
    names = labels(found, by)
    heads = [(engine.code_of(column) if country else column) or _("Not stated") for column in found.columns]
    rows = [
        [
            row,
            names.get(row, row),
            *[plain(found.cells.get((row, column), 0)) for column in found.columns],
            plain(found.row_totals[row]),
        ]
        for row in found.rows
    ]
    return exports.csv_response(_("map-of-demand"), [_("Code"), _("Name"), *heads, country or _("All")], rows)


def plain(count):
    """A number for a file; hidden ones as text, so that nobody reads them as nothing."""
    return _("hidden") if count is None else count

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
from lonja.directory.places import country_name
from lonja.partnering.engine import demand as engine
from lonja.ui.answers import page

TONES = ((25, "4"), (15, "3"), (9, "2"), (1, "1"))
SHOWN_ROWS = 40


@open_to_all("counts of at least five organisations; nobody can be found out from them")
@require_GET
def demand(request):
    """Unmet needs by technology or sector and by country, as a matrix and as bars by country."""
    by = asked(request)
    found = engine.table(by=by, today=localdate())
    names = labels(found, by)
    context = {
        "by": by,
        "table": found,
        "columns": [(code, country_name(code) if code else _("Not stated")) for code in found.columns],
        "rows": [line(found, row, names) for row in ranked(found)[:SHOWN_ROWS]],
        "totals": [cell(found.column_totals[column]) for column in found.columns],
        "whole": found.whole,
        "drawing": drawn(found),
        "least": engine.LEAST,
    }
    return page(request, "partnering/demand.html", context)


def asked(request):
    """What the rows are; technologies when the address does not say."""
    by = request.GET.get("by")
    return by if by in engine.ROWS else "technology"


def ranked(found):
    """The rows, those most asked for first; the unknown last."""
    return sorted(found.rows, key=lambda row: (-(found.row_totals[row] or 0), row))


def labels(found, by):
    """Names of the rows in the reader's language."""
    scheme = engine.ROWS[by][0]
    rows = Term.objects.filter(scheme=scheme, code__in=found.rows).order_by()
    return {code: worded(names).text or code for code, names in rows.values_list("code", "labels")}


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


def drawn(found):
    """The map of Europe with the countries whose numbers may be shown; none when there is no such."""
    needs = reverse("partnering:search")
    places = [
        mapping.Place(code, country_name(code), n, f"{needs}?kind=need&country={code}", False)
        for code, n in found.column_totals.items()
        if n and code
    ]
    return mapping.draw(places, []) if places else None


@open_to_all("the same counts as a table")
@require_GET
def demand_csv(request):
    """The matrix as CSV; a hidden number is an empty cell with a note in the last column."""
    by = asked(request)
    found = engine.table(by=by, today=localdate())
    names = labels(found, by)
    columns = [_("Code"), _("Name"), *[country or _("Not stated") for country in found.columns], _("All")]
    rows = [
        [
            row,
            names.get(row, row),
            *[plain(found.cells.get((row, column), 0)) for column in found.columns],
            plain(found.row_totals[row]),
        ]
        for row in found.rows
    ]
    return exports.csv_response(_("map-of-demand"), columns, rows)


def plain(count):
    """A number for a file; hidden ones as text, so that nobody reads them as nothing."""
    return _("hidden") if count is None else count

"""For policy makers: what came of the meetings by sector, region, type of organisation and level."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import exports
from lonja.base.policy import access
from lonja.impact import opendata, policies, policy_tables
from lonja.impact import policy_words as words
from lonja.impact.forms.policy import EditionsFilter
from lonja.partnering.engine import demand
from lonja.ui.answers import page

ROWS_PER_PAGE = 40


def asked(request):
    """(form, axis, wanted, reports) of an address: the published reports that it chooses."""
    published = list(policy_tables.published(request.user))
    form = EditionsFilter(request.GET, found=published)
    axis, wanted = form.chosen()
    return form, axis, wanted, policy_tables.chosen(published, **wanted)


def address(axis, wanted):
    """The part of an address that says what is looked at."""
    return "?" + urlencode({"by": axis, **wanted})


@access(policies.reports, "view")
@require_GET
def outcomes_by(request):
    """The outcomes of all published editions, or of some, by what the address says."""
    form, axis, wanted, found = asked(request)
    lines = policy_tables.lines(found, axis)
    names = words.names_of(axis, lines)
    codes = words.ranked(lines, names)
    paged = Paginator(codes, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    total = policy_tables.whole(found)
    context = {
        "form": form,
        "axis": axis,
        "is_chosen": bool(wanted),
        "tabs": [
            {"label": words.axis_label(each), "href": address(each, wanted), "current": each == axis}
            for each in policy_tables.AXES
        ],
        "figures": figures(axis, list(paged), lines, names, total) if codes else [],
        "page": paged,
        "unnamed": sorted(str(names[code]) for code in lines if code not in codes),
        "day": words.counted_on(lines.values()),
        "bare": [each.edition for each in found if not each.figures.get("by")],
        "editions": [each.edition for each in found if each.figures.get("by")],
        "here": address(axis, wanted),
        "licence": opendata.LICENCE,
        "licence_name": opendata.LICENCE_NAME,
    }
    return page(request, "impact/by.html", context)


def figures(axis, codes, lines, names, total, *, for_file=False):
    """The tables of the page; rows of which a table tells nothing are only in the files."""
    kinds = words.kinds_found([total, *(lines[code] for code in codes)])
    made = []
    if axis != "level":
        columns, rows = main_table(axis, codes, lines, names, total, linked=not for_file)
        made.append({"title": _("From the meeting to the outcome"), "columns": columns, "rows": rows})
    if axis != "level" and not for_file and (drawn := words.chart_table(axis, codes, lines, names)):
        made.append({"title": _("Meetings held, and how many became something"), **drawn})
    of_kinds = [code for code in codes if for_file or words.tells_kinds(lines[code])]
    of_money = [code for code in codes if for_file or words.tells_money(lines[code])]
    everything = (_("All meetings, each once"), total)
    tables = (
        (_("What came of them, by kind"), words.kind_columns, words.kind_row, of_kinds),
        (_("What it is worth, in euros"), words.value_columns, words.value_row, of_money),
    )
    for title, columns_of, row_of, told in tables:
        rows = [*((names[code], lines[code]) for code in told), everything]
        made.append(
            {
                "title": title,
                "columns": columns_of(axis, kinds),
                "rows": [row_of(label, line, kinds) for label, line in rows],
                "caption": _("Rows of which nothing may be told are left out.")
                if len(told) < len(codes)
                else "",
            }
        )
    return made


def main_table(axis, codes, lines, names, total, *, linked):
    """(columns, rows) of the main table, unmet needs beside it where they are counted alike."""
    needs = {}
    if axis == "sector":
        table = demand.table(by="industry", today=localdate())
        needs = words.needs_cells(table, {code: names[code] for code in codes}, linked=linked)
    rows = [
        words.main_row(
            words.anchored(code, names[code]) if linked else names[code], lines[code], needs.get(code)
        )
        for code in codes
    ]
    rows.append(words.main_row(_("All meetings, each once"), total, "–" if needs else None))
    return words.main_columns(axis, with_needs=bool(needs)), rows


@access(policies.reports, "view")
@require_GET
def outcomes_by_file(request, shape):
    """The tables of the page as a file: CSV has the first one, a workbook all of them."""
    _form, axis, _wanted, found = asked(request)
    lines = policy_tables.lines(found, axis)
    names = words.names_of(axis, lines)
    codes = words.ranked(lines, names) + [code for code in sorted(lines) if lines[code].is_hidden]
    total = policy_tables.whole(found)
    sheets = {
        str(each["title"]): (plain_columns(each["columns"]), each["rows"])
        for each in figures(axis, codes, lines, names, total, for_file=True)
    }
    name = _("outcomes-by-%(axis)s") % {"axis": words.axis_label(axis).lower()}
    if shape == "xlsx":
        return exports.xlsx_response(name, sheets)
    columns, rows = next(iter(sheets.values()))
    return exports.csv_response(name, columns, rows)


def plain_columns(columns):
    """Headings alone."""
    return [column["label"] if isinstance(column, dict) else column for column in columns]


@access(policies.reports, "view")
@require_GET
def open_data(request, shape):
    """Every published number by group, edition by edition, for machines."""
    _form, _axis, _wanted, found = asked(request)
    rows = policy_tables.open_rows(found)
    if shape == "csv":
        return exports.csv_response(_("outcomes-by-group"), policy_tables.COLUMNS, rows)
    described = opendata.description_of_groups(
        page_url=request.build_absolute_uri(),
        editions=[each.edition for each in found],
    )
    data = [dict(zip(policy_tables.COLUMNS, each, strict=True)) for each in rows]
    return JsonResponse({"dataset": described, "data": data}, json_dumps_params={"ensure_ascii": False})

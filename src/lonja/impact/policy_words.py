"""The outcomes by sector and other groups in words: the tables of the policy view."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory.models import Term
from lonja.directory.places import country_name
from lonja.impact.breakdown import ANY, KINDS
from lonja.impact.facts import SECTORS
from lonja.impact.presenting import kind_label, level_label, numeric, percent
from lonja.partnering.engine.demand import code_of

SCHEMES = {"sector": SECTORS, "region": "regions", "kind_of_actor": "actor_types"}
CHART_ROWS = 12


def axis_label(axis):
    """What the rows are."""
    return {
        "sector": _("Sector"),
        "region": _("Region"),
        "kind_of_actor": _("Type of organisation"),
        "level": _("Level"),
    }[axis]


def names_of(axis, codes):
    """Code to name, in the reader's language."""
    if axis == "level":
        return {code: level_label(code) for code in codes}
    inner = {code: code_of(code) if axis == "region" else code for code in codes}
    terms = Term.objects.filter(scheme=SCHEMES[axis], code__in=inner.values()).order_by()
    known = {code: worded(texts).text for code, texts in terms.values_list("code", "labels")}
    return {code: known.get(inner[code]) or _unnamed(axis, code) for code in codes}


def _unnamed(axis, code):
    country = code.partition("/")[0]
    if axis == "region" and country:
        return _("%(country)s, region not stated") % {"country": country_name(country)}
    return code.strip("/") or _("Not stated")


def ranked(lines, names):
    """Codes of the groups of which something is told, those with most meetings first."""
    open_ones = [code for code, line in lines.items() if not line.is_hidden]
    return sorted(
        open_ones,
        key=lambda code: (-lines[code].numbers["held"].shown, -_came(lines[code]).shown, names[code]),
    )


def _came(line):
    return line.numbers["materialised"]


def told(number):
    """A sum as the page shows it: exact, at least, or hidden."""
    if number.is_whole:
        return number_format(number.shown, force_grouping=True)
    if not number.shown:
        return _("hidden")
    return _("%(count)s or more") % {"count": number_format(number.shown, force_grouping=True)}


def share(part, whole):
    """A share of two sums; nothing when one of them is not whole."""
    if not (part.is_whole and whole.is_whole):
        return _("hidden")
    return percent(part.shown / whole.shown if whole.shown else None)


def main_columns(axis, *, with_needs):
    """The columns of the main table."""
    heads = [
        _("Meetings held"), _("Asked about"), _("Answered"), _("Response rate"), _("Became something"),
        _("At least"), _("At most"),
    ]  # fmt: skip
    heads += [_("Organisations that still look")] if with_needs else []
    return [axis_label(axis), *map(numeric, heads)]


def main_row(label, line, needs=None):
    """One group in the main table; `needs` is what stands in the last column."""
    held, answered = line.numbers["held"], line.numbers["answered"]
    row = [
        label, told(held), told(line.numbers["asked"]), told(answered), share(answered, held),
        told(_came(line)), share(_came(line), held), share(line.numbers["at_most"], held),
    ]  # fmt: skip
    return row if needs is None else [*row, needs]


def kinds_found(lines):
    """The kinds of outcome that some group has, in their order."""
    return [
        kind
        for kind in KINDS
        if any(line.kinds[kind].shown or not line.kinds[kind].is_whole for line in lines)
    ]


def kind_columns(axis, kinds):
    """The columns of the table of kinds."""
    return [axis_label(axis), *(numeric(kind_label(kind)) for kind in kinds), numeric(_("Became something"))]


def kind_row(label, line, kinds):
    """One group in the table of kinds."""
    return [label, *(told(line.kinds[kind]) for kind in kinds), told(_came(line))]


def value_columns(axis, kinds):
    """The columns of the table of money."""
    return [axis_label(axis), *(numeric(kind_label(kind)) for kind in kinds), numeric(_("Together"))]


def value_row(label, line, kinds):
    """One group in the table of money."""
    return [label, *(_money(line.low[kind], line.high[kind]) for kind in (*kinds, ANY))]


def _money(low, high):
    if low.is_whole and not high.shown:
        return "–"
    if low == high:
        return told(low)
    words = {"low": number_format(low.shown, force_grouping=True), "high": told(high)}
    return _("%(low)s to %(high)s") % words if low.shown or high.shown else _("hidden")


def needs_cells(table, names, *, linked):
    """Code to what the last column says of the organisations that still look, with the way to them."""
    address = reverse("partnering:demand") + "?by=industry"
    cells = {}
    for code, name in names.items():
        count = table.row_totals.get(code, 0)
        words = _("hidden") if count is None else number_format(count, force_grouping=True)
        cells[code] = (
            format_html(
                '<a href="{}#row-{}">{}<span class="visually-hidden"> ({})</span></a>',
                address,
                code,
                words,
                name,
            )
            if linked and code in table.row_totals
            else words
        )
    return cells


def anchored(code, name):
    """The name of a group, to which other pages can lead."""
    return format_html('<span id="row-{}">{}</span>', code or "unknown", name)


def tells_kinds(line):
    """Whether the number of some kind is told."""
    return any(line.kinds[kind].shown for kind in KINDS)


def tells_money(line):
    """Whether some sum of money is told."""
    return any(line.high[kind].shown for kind in (*KINDS, ANY))


def chart_table(axis, codes, lines, names):
    """Columns, rows and chart of the largest groups; none for a single one."""
    largest = [code for code in codes if lines[code].numbers["held"].shown][:CHART_ROWS]
    if len(largest) < 2:
        return None
    heads = [_("Meetings held"), _("Became something")]
    sums = [[lines[code].numbers["held"] for code in largest], [_came(lines[code]) for code in largest]]
    series = [
        {"name": head, "values": [each.shown for each in column]}
        for head, column in zip(heads, sums, strict=True)
    ]
    labels = [str(names[code]) for code in largest]
    return {
        "columns": [axis_label(axis), *map(numeric, heads)],
        "rows": [[label, told(held), told(came)] for label, held, came in zip(labels, *sums, strict=True)],
        "chart": {"kind": "bars", "labels": labels, "series": series},
    }


def counted_on(lines):
    """The day or days on which the numbers were counted."""
    days = sorted({day for line in lines for day in line.days})
    if not days:
        return ""
    first, last = (date_format(date.fromisoformat(day)) for day in (days[0], days[-1]))
    if first == last:
        return _("Counted on %(day)s.") % {"day": first}
    return _(
        "Counted between %(first)s and %(last)s: what has changed by less than five meetings keeps its "
        "earlier number."
    ) % {"first": first, "last": last}

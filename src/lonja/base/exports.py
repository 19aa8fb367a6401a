"""Tables that leave the house: CSV and XLSX that no spreadsheet program calculates.

A text that a spreadsheet would take for a formula gets a leading apostrophe; `restore`
takes it off when the table comes back, so that export, import, export gives the same.
"""

import csv
import math
import re
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from lonja.base.sheets import workbook_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]")
# No spreadsheet holds control characters; XML reads _x0041_ as a letter.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralise(value):
    """The value with a leading apostrophe when a spreadsheet would take its text for a formula."""
    return f"'{value}" if isinstance(value, str) and _DANGEROUS.match(value) else value


def restore(text):
    """The text without the apostrophe that `neutralise` gave it."""
    return text[1:] if _MARKED.match(text) else text


def csv_response(name, columns, rows, *, with_mark=True):
    """Answer with a CSV file, written row by row; the mark (BOM) tells spreadsheets that it is UTF-8."""
    response = StreamingHttpResponse(
        csv_lines(columns, rows, with_mark=with_mark), content_type="text/csv; charset=utf-8"
    )
    return _as_download(response, name, "csv")


def csv_lines(columns, rows, *, with_mark=False):
    """Yield the lines of a CSV file."""
    writer = csv.writer(_Echo())
    if with_mark:
        yield "\ufeff"
    yield writer.writerow([_plain(str(column)) for column in columns])
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def xlsx_response(name, sheets):
    """Answer with a workbook; `sheets` maps a name to (columns, rows)."""
    return _as_download(HttpResponse(xlsx_bytes(sheets), content_type=XLSX), name, "xlsx")


def table_response(name, sheet, columns, rows, *, shape):
    """Answer with one table, as CSV or as a workbook of one sheet."""
    return (
        csv_response(name, columns, rows) if shape == "csv" else xlsx_response(name, {sheet: (columns, rows)})
    )


def xlsx_bytes(sheets, *, widths=None):
    """The bytes of a workbook; `sheets` maps a name to (columns, rows), `widths` a name to column widths."""
    return workbook_bytes(
        (
            str(title),
            [_width(column, (widths or {}).get(title, {})) for column in columns],
            [_cell(str(column)) for column in columns],
            (tuple(map(_cell, row)) for row in rows),
        )
        for title, (columns, rows) in sheets.items()
    )


def _width(column, widths):
    return widths.get(column) or min(max(len(str(column)) + 4, 14), 40)


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line):
        return line


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _local(value).isoformat(" ", "minutes")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    return neutralise(_UNPRINTABLE.sub("", str(value)))


def _cell(value):
    """What stands in a cell: a text without letters that no spreadsheet holds, or a plain value."""
    if isinstance(value, datetime):
        return _local(value)
    if value is None or isinstance(value, bool | int) or _is_time(value):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return _UNPRINTABLE.sub("", neutralise(str(value)))


def _is_time(value):
    return hasattr(value, "isoformat")


def _local(moment):
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _as_download(response, name, ending):
    name = re.sub(r"[^\w.-]+", "-", name.removesuffix(f".{ending}")).strip("-.") or "table"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

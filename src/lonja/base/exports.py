"""Tables that leave the house: CSV and XLSX that no spreadsheet program calculates.

A text that a spreadsheet would take for a formula gets a leading apostrophe; `restore`
takes it off when the table comes back, so that export, import, export gives the same.
"""

import csv
import io
import re
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]")
# No spreadsheet holds control characters; XML reads _x0041_ as a letter.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


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
    book = Workbook(write_only=True)
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31].strip() or "Sheet")
        sheet.freeze_panes = "A2"
        for index, column in enumerate(columns, start=1):
            width = (widths or {}).get(title, {}).get(column) or min(max(len(str(column)) + 4, 14), 40)
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.append([_heading(sheet, column) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


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


def _heading(sheet, column):
    cell = _cell(sheet, str(column))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    if isinstance(value, datetime):
        value = _local(value)
    elif isinstance(value, str) or (
        value is not None and not isinstance(value, bool | int | float) and not _is_time(value)
    ):
        value = _ESCAPE_LIKE.sub("_x005F_", _UNPRINTABLE.sub("", neutralise(str(value))))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever its first letter
    return cell


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

"""Tables as a workbook: a bold heading that stays in sight, widths, and nothing that could be a formula."""

import io
import re
from datetime import date, datetime, time

from xlsxwriter import Workbook

# Rows pass through to the disk and never pile up; a text is a text whatever its first letter.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS = {datetime: "yyyy-mm-dd h:mm:ss", date: "yyyy-mm-dd", time: "h:mm:ss"}


def workbook_bytes(sheets):
    """The bytes of a workbook.

    Args:
        sheets: (name, widths of the columns, headings, rows) of each; a cell is a text, a number, a truth,
            a day, a moment, a time of day, or None.
    """
    buffer = io.BytesIO()
    names = set()
    with Workbook(buffer, _OPTIONS) as book:
        heading = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
        for name, widths, headings, rows in sheets:
            sheet = book.add_worksheet(_apart(name, names))
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            for column, text in enumerate(headings):
                sheet.write_string(0, column, text, heading)
            for number, row in enumerate(rows, start=1):
                _write_row(sheet, number, row, formats)
    return buffer.getvalue()


def _write_row(sheet, number, row, formats):
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(number, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, date | time):
            sheet.write_datetime(number, column, value, formats[type(value)])
        elif value is not None:
            sheet.write_number(number, column, value)


def _apart(name, taken):
    """A name as the format takes it, unlike those `taken`, to which it is added."""
    stem = name = re.sub(r"[\[\]:*?/\\]", " ", str(name))[:31].strip(" '") or "Sheet"
    number = 2
    while name.casefold() in taken:
        name, number = f"{stem[:27]} {number}", number + 1
    taken.add(name.casefold())
    return name

"""CSV as people save it: several encodings, separators and line ends."""

import codecs
import csv
import io
import re

from django.utils.translation import gettext as _

from lonja.base.imports.book import Book, Sheet
from lonja.base.imports.problems import Problem, Problems, Unreadable

SEPARATORS = ",;\t"
BINARY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def read(content, limits):
    """Read the bytes of a CSV file into a `Book` of one sheet without a name."""
    text = decode(content)
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise Unreadable(
            Problems(
                [Problem(row=row, message=_("There is a NUL character. Save the file again as CSV UTF-8."))]
            )
        )
    if BINARY.search(text):
        raise Unreadable(
            _("This is neither a CSV nor an XLSX file. Save your table as .xlsx or as CSV UTF-8.")
        )
    text, separator = separator_of(text)
    rows = _rows(text, separator, limits)
    if not any(any(cells) for cells in rows):
        raise Unreadable(_("The file is empty."))
    return Book([Sheet("", rows)])


def decode(content):
    """The text of the bytes: UTF-16 and UTF-8 by their marks, UTF-8 by its rules, else Western European."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(content, "utf-16")
    start = content[:400]
    if len(start) > 3 and start[1::2].count(0) > len(start) * 0.4:
        return _utf16(content, "utf-16-le")
    if len(start) > 3 and start[0::2].count(0) > len(start) * 0.4:
        return _utf16(content, "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _utf16(content, codec):
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise Unreadable(_("The text of this file is damaged. Save it again as CSV UTF-8.")) from None


def separator_of(text):
    """The text and its separator: as a first line `sep=;` says, else the most frequent in the heading."""
    told = re.match(r"sep=(.)\r?\n?", text)
    if told:
        return text[told.end() :], told[1]
    heading = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0])
    return text, max(SEPARATORS, key=heading.count)


def _rows(text, separator, limits):
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            _measure(cells, number, limits)
            rows.append(cells)
    except csv.Error as error:
        raise Unreadable(Problems([Problem(row=len(rows) + 1, message=_what(error))])) from None
    return rows


def _what(error):
    if "field larger" in str(error):
        return _("A cell is longer than any text we take. Is a quotation mark missing?")
    return _(
        'A quotation mark is opened and not closed, or stands in the middle of a cell. Write it twice: "".'
    )


def _measure(cells, number, limits):
    if number > limits.most_rows + 1:
        raise Unreadable(
            _("There are more than %(most)s rows. Split the file and bring its parts one after the other.")
            % {"most": limits.most_rows}
        )
    if len(cells) > limits.most_columns:
        raise Unreadable(
            Problems(
                [
                    Problem(
                        row=number,
                        message=_("There are more than %(most)s columns.") % {"most": limits.most_columns},
                    )
                ]
            )
        )
    if any(len(cell) > limits.most_letters for cell in cells):
        raise Unreadable(
            Problems(
                [
                    Problem(
                        row=number,
                        message=_("A cell has more than %(most)s letters.") % {"most": limits.most_letters},
                    )
                ]
            )
        )

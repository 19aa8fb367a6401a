"""XLSX workbooks, read as a stream of XML and never calculated.

A reader of our own: the fast ones allocate what a file claims to hold (four billion texts,
a cell in the last row) before they look, which ends the whole process. This one stops at the
first cell past a limit, knows where formulas stand, and takes no document type, so no entity.
"""

import math
import posixpath
import re
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from lonja.base.imports.archive import damaged, unpack
from lonja.base.imports.book import Book, Sheet
from lonja.base.imports.problems import Problem, Problems, Unreadable

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ROW = re.compile(r"[1-9][0-9]{0,6}")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = {"1", "true"}


def read(content, limits):
    """Read the bytes of an XLSX file into a `Book`."""
    parts = unpack(content, limits)
    contents = _Contents()
    _walk(parts.get("xl/workbook.xml", b""), contents)
    targets = _Targets()
    _walk(parts.get("xl/_rels/workbook.xml.rels", b""), targets)
    texts, styles = _Texts(), _Styles()
    for name, reader in (("xl/sharedstrings.xml", texts), ("xl/styles.xml", styles)):
        if name in parts:
            _walk(parts[name], reader)
    known = _Known(texts.all, styles.dates(), contents.epoch, limits)
    worksheets = [
        (name, shown, targets.all[key]) for name, shown, key in contents.sheets if key in targets.all
    ]
    sheets = [_sheet(name, parts.get(target), known) for name, shown, target in worksheets if shown]
    if not sheets:
        raise Unreadable(_("The workbook has no visible sheet with a table."))
    return Book(sheets, tuple(name for name, shown, _target in worksheets if not shown))


def _sheet(name, xml, known):
    if xml is None:
        raise damaged()
    cells = _Cells(name, known)
    _walk(xml, cells)
    return Sheet(name, cells.rows, frozenset(cells.formulas), frozenset(cells.errors))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cells of every sheet refer to."""

    texts: list
    dates: list
    epoch: object
    limits: object


def _walk(xml, reader):
    """Send one part through a reader with `start(tag, attributes)` and, if it wants, `end` and `text`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(tag, attributes):
        """The root decides whether tags have a prefix; nearly always they have none."""
        if ":" in tag:
            parser.StartElementHandler = lambda tag, attributes: reader.start(
                tag.rpartition(":")[2], attributes
            )
            parser.EndElementHandler = ends and (lambda tag: ends(tag.rpartition(":")[2]))
        else:
            parser.StartElementHandler, parser.EndElementHandler = reader.start, ends
        parser.StartElementHandler(tag, attributes)

    ends = getattr(reader, "end", None)
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = getattr(reader, "text", None)
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise damaged() from None


def _no_document_type(*_about):
    raise damaged()


class _Contents:
    """The workbook's own list: names of sheets, which are hidden, and where its days begin."""

    def __init__(self):
        self.sheets, self.epoch = [], CALENDAR_WINDOWS_1900

    def start(self, tag, attributes):
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            shown = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), shown, key))
        elif tag == "workbookPr" and attributes.get("date1904", "").lower() in TRUE:
            self.epoch = CALENDAR_MAC_1904


class _Targets:
    """Which part holds which worksheet."""

    def __init__(self):
        self.all = {}

    def start(self, tag, attributes):
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            self.all[attributes.get("Id", "")] = posixpath.normpath(path).lower()


class _Texts:
    """The shared texts, without the reading aids of Asian scripts."""

    def __init__(self):
        self.all, self.pieces, self.takes, self.aside = [], [], False, 0

    def start(self, tag, _attributes):
        if tag == "si":
            self.pieces = []
        self.takes = tag == "t" and not self.aside
        self.aside += tag == "rPh"

    def end(self, tag):
        self.takes = False
        self.aside -= tag == "rPh"
        if tag == "si":
            self.all.append(_unescaped("".join(self.pieces)))

    def text(self, piece):
        if self.takes:
            self.pieces.append(piece)


class _Styles:
    """Which styles show a number as a date, a time or a length of time."""

    def __init__(self):
        self.formats, self.numbers, self.inside = dict(BUILTIN_FORMATS), [], False

    def start(self, tag, attributes):
        if tag == "numFmt":
            self.formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            self.inside = tag == "cellXfs"
        elif tag == "xf" and self.inside:
            self.numbers.append(_whole(attributes.get("numFmtId", "0")))

    def dates(self):
        """For each style: None, "date" or "length"."""
        return [_kind(self.formats.get(number, "")) for number in self.numbers]


def _kind(written):
    if not is_date_format(written):
        return None
    return "length" if is_timedelta_format(written) else "date"


def _whole(written):
    if not written or not re.fullmatch(r"[0-9]{1,7}", written):
        raise damaged()
    return int(written)


def _unescaped(text):
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Cells:
    """The cells of one sheet, row by row."""

    def __init__(self, name, known):
        self.name, self.known = name, known
        self.rows, self.formulas, self.errors = [], set(), set()
        self.row = self.column = self.count = 0
        self.type = self.style = ""
        self.pieces, self.takes, self.aside = [], False, 0

    def start(self, tag, attributes):
        if tag == "v":
            self.takes = True
        elif tag == "c":
            self._move_to(attributes.get("r"))
            self.type, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces.clear()
        elif tag == "row":
            self.row, self.column = _row_number(attributes.get("r"), self.row + 1), 0
        elif tag == "f":
            self._measure()
            self.formulas.add((self.row, self.column))
        elif tag == "t":
            self.takes = not self.aside
        elif tag == "rPh":
            self.aside += 1

    def text(self, piece):
        if self.takes:
            self.pieces.append(piece)

    def end(self, tag):
        self.takes = False
        if tag == "c":
            if self.pieces:
                self._keep("".join(self.pieces))
        elif tag == "rPh":
            self.aside -= 1

    def _move_to(self, reference):
        if reference is None:
            self.column += 1
            return
        match = REFERENCE.fullmatch(reference)
        if not match:
            raise damaged()
        letters, row = match.groups()
        self.column, self.row = column_index_from_string(letters), int(row)

    def _keep(self, written):
        self._measure()
        if len(written) > self.known.limits.most_letters:
            self._refuse_long_text()
        value = self._value(written)
        while len(self.rows) < self.row:
            self.rows.append([])
        cells = self.rows[self.row - 1]
        if self.column == len(cells) + 1:
            cells.append(value)
            return
        cells.extend([""] * (self.column - len(cells)))
        cells[self.column - 1] = value

    def _refuse_long_text(self):
        message = _("A cell has more than %(most)s letters.") % {"most": self.known.limits.most_letters}
        raise Unreadable(Problems([Problem(self.name, self.row, "", message)]))

    def _measure(self):
        self.count += 1
        most = self.known.limits
        if self.row > most.most_rows + 1:
            message = _(
                "There are more than %(most)s rows. Split the file and bring its parts one after the other."
            )
            raise Unreadable(message % {"most": most.most_rows})
        if self.column > most.most_columns:
            raise Unreadable(_("There are more than %(most)s columns.") % {"most": most.most_columns})
        if self.count > most.most_cells:
            message = _(
                "There are more than %(most)s filled cells. Keep only the sheets and columns that are needed."
            )
            raise Unreadable(message % {"most": most.most_cells})

    def _value(self, written):
        match self.type:
            case "s":
                return self._shared(written)
            case "b":
                return written.strip().lower() in TRUE
            case "e":
                self.errors.add((self.row, self.column))
                return ""
            case "n":
                return self._number(written)
        return _unescaped(written)

    def _shared(self, written):
        place = int(written)
        if not 0 <= place < len(self.known.texts):
            raise damaged()
        text = self.known.texts[place]
        if len(text) > self.known.limits.most_letters:
            self._refuse_long_text()
        return text

    def _number(self, written):
        number = float(written)
        style = int(self.style or 0)
        kind = self.known.dates[style] if 0 <= style < len(self.known.dates) else None
        if kind is None or not math.isfinite(number):
            return number
        try:
            moment = from_excel(number, self.known.epoch, timedelta=kind == "length")
        except (OverflowError, ValueError):
            return number
        return moment.date() if kind == "date" and number.is_integer() and hasattr(moment, "date") else moment


def _row_number(written, following):
    if written is None:
        return following
    if not ROW.fullmatch(written):
        raise damaged()
    return int(written)

"""XLSX workbooks: measured before they are parsed, and never calculated.

The archive is unpacked by us under strict limits and packed again without what we do not
want (macros, links to other files), so that the fast parser sees nothing that was not measured.
"""

import io
import posixpath
import re
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lonja.base.imports.book import Book, Sheet
from lonja.base.imports.problems import Problem, Problems, Unreadable

WANTED = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/workbook\.xml"
    r"|xl/sharedStrings\.xml|xl/styles\.xml|xl/theme/[^/]+\.xml|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ROW = re.compile(r"[1-9][0-9]{0,6}")


def read(content, limits):
    """Read the bytes of an XLSX file into a `Book`."""
    parts = _unpack(content, limits)
    found = {name: _look(name, xml, limits) for name, xml in parts.items() if _is_sheet(name)}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_pack(parts)))
        return _book(workbook, _paths(parts), found, limits)
    except (CalamineError, OSError, ValueError):
        raise _damaged() from None


def _damaged():
    return Unreadable(
        _("The workbook is damaged. Open it in your spreadsheet program and save it again as .xlsx.")
    )


def _is_sheet(name):
    return name.lower().startswith("xl/worksheets/")


def _unpack(content, limits):
    """The parts that we want, each read to its declared end and no further."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_strange(entries, limits)
            return {
                entry.filename: archive.read(entry) for entry in entries if WANTED.fullmatch(entry.filename)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        raise _damaged() from None


def _refuse_strange(entries, limits):
    names = [entry.filename.lower() for entry in entries]
    if "xl/workbook.xml" not in names:
        raise Unreadable(
            _("This is neither a CSV nor an XLSX file. Save your table as .xlsx or as CSV UTF-8.")
        )
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("This workbook has macros. Save it as .xlsx (without macros)."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("This workbook has a password. Save it without one."))
    unpacked = sum(entry.file_size for entry in entries if WANTED.fullmatch(entry.filename))
    if len(entries) > limits.most_parts or unpacked > limits.most_unpacked_bytes:
        raise Unreadable(_("The workbook is too large once unpacked. Keep only the sheets that are needed."))
    if len(set(names)) != len(names):
        raise _damaged()
    if sum(map(_is_sheet, names)) > limits.most_sheets:
        raise Unreadable(_("The workbook has more than %(most)s sheets.") % {"most": limits.most_sheets})


def _pack(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class _Look:
    """Walks through one sheet's XML: how large is it, and where do formulas and errors stand?"""

    def __init__(self, limits):
        self.limits = limits
        self.formulas, self.errors = set(), set()
        self.row = self.column = self.cells = 0
        self.is_error = False

    def start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._move_to(attributes.get("r"))
            self.is_error = attributes.get("t") == "e"
        elif tag == "row":
            self.row, self.column = _row_number(attributes.get("r"), self.row + 1), 0
        elif tag in ("v", "is", "f"):
            self._measure()
            if tag == "f":
                self.formulas.add((self.row, self.column))
            elif self.is_error:
                self.errors.add((self.row, self.column))

    def _move_to(self, reference):
        if reference is None:
            self.column += 1
            return
        match = REFERENCE.fullmatch(reference)
        if not match:
            raise _damaged()
        self.column, self.row = column_index_from_string(match[1]), int(match[2])

    def _measure(self):
        self.cells += 1
        if self.row > self.limits.most_rows + 1:
            message = _(
                "There are more than %(most)s rows. Split the file and bring its parts one after the other."
            )
            raise Unreadable(message % {"most": self.limits.most_rows})
        if self.column > self.limits.most_columns:
            raise Unreadable(_("There are more than %(most)s columns.") % {"most": self.limits.most_columns})
        if self.cells > self.limits.most_cells:
            message = _(
                "There are more than %(most)s filled cells. Keep only the sheets and columns that are needed."
            )
            raise Unreadable(message % {"most": self.limits.most_cells})


def _row_number(written, following):
    if written is None:
        return following
    if not ROW.fullmatch(written):
        raise _damaged()
    return int(written)


def _no_doctype(*_args):
    raise _damaged()


def _look(name, xml, limits):
    """Measure one sheet before anything is built from it; a document type is never accepted."""
    look = _Look(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = look.start
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise _damaged() from None
    return look


def _paths(parts):
    """Sheet name → part name, as the workbook's own tables say."""
    targets, sheets = {}, {}

    def relation(tag, attributes):
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            )

    def sheet(tag, attributes):
        if tag.rpartition(":")[2] == "sheet":
            wanted = next((value for key, value in attributes.items() if key.endswith(":id")), None)
            sheets[attributes.get("name", "")] = targets.get(wanted, "")

    for name, handle in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.StartDoctypeDeclHandler = handle, _no_doctype
        try:
            parser.Parse(parts.get(name, b""), True)
        except expat.ExpatError:
            raise _damaged() from None
    return sheets


def _book(workbook, paths, found, limits):
    sheets, hidden = [], []
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            hidden.append(about.name)
            continue
        look = found.get(paths.get(about.name))
        if look is None:
            raise _damaged()
        rows = workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        _refuse_long_cells(about.name, rows, limits)
        sheets.append(Sheet(about.name, rows, frozenset(look.formulas), frozenset(look.errors)))
    if not sheets:
        raise Unreadable(_("The workbook has no visible sheet with a table."))
    return Book(sheets, tuple(hidden))


def _refuse_long_cells(name, rows, limits):
    for number, cells in enumerate(rows, start=1):
        if any(isinstance(cell, str) and len(cell) > limits.most_letters for cell in cells):
            message = _("A cell has more than %(most)s letters.") % {"most": limits.most_letters}
            raise Unreadable(Problems([Problem(name, number, "", message)]))

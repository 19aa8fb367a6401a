"""From cells to rows: headings found in any language, values parsed, every fault at its place."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from lonja.base.imports import values
from lonja.base.imports.book import plain
from lonja.base.imports.values import NotUnderstood


@dataclass(frozen=True, slots=True)
class Column:
    """One column that an importer knows: its headings, and how its cells are read."""

    name: str
    label: object
    required: bool = False
    parse: object = values.text()
    aliases: tuple = ()
    default: object = None


@dataclass(frozen=True, slots=True)
class Row:
    """The parsed values of one line, and its number in the spreadsheet."""

    number: int
    values: dict = field(default_factory=dict)
    sheet: str = ""

    def __getitem__(self, name):
        return self.values[name]

    def get(self, name, default=None):
        """The value of a column, or `default` when it is empty or absent."""
        value = self.values.get(name)
        return default if value is None or value == "" else value


@dataclass(frozen=True, slots=True)
class _Heading:
    """Where the heading row stands, how wide it is, which column stands where, and what it is called."""

    number: int
    width: int
    places: dict
    labels: dict  # translated once, not for every cell


def read_rows(sheet, columns, problems):
    """Read a sheet's rows; empty lines are skipped, faults go to `problems`.

    A row with a fault is still returned, with the default in the faulty cell, so that all
    faults are found in one go: whoever applies rows must first look at `problems`.
    """
    heading = _heading(sheet, columns, problems)
    if heading is None:
        return []
    rows = [_row(sheet, number, cells, heading, problems) for number, cells in _lines(sheet, heading)]
    if not rows:
        problems.add(_("There is a heading and no row below it."), sheet=sheet.name)
    return rows


def ignored_headings(sheet, columns):
    """Headings that no column knows, for an honest note: their cells are not read."""
    top = next((cells for cells in sheet.rows if _is_filled(cells)), [])
    known = {name for column in columns for name in _names(column)}
    return [str(cell) for cell in top if _is_filled([cell]) and plain(cell) not in known]


def present_columns(sheet, columns):
    """The names of the columns whose heading stands on a sheet."""
    top = next((cells for cells in sheet.rows if _is_filled(cells)), [])
    written = {plain(cell) for cell in top}
    return {column.name for column in columns if written & _names(column)}


def _names(column):
    """Every heading that means this column: its name, its label in each language, its aliases."""
    labels = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels.append(str(column.label))
    return {plain(text) for text in (column.name, *labels, *column.aliases)}


def _is_filled(cells):
    return any(cell is not None and str(cell).strip() for cell in cells)


def _heading(sheet, columns, problems):
    """The heading row, or None when there is none or a required column is missing."""
    top = next((index for index, cells in enumerate(sheet.rows) if _is_filled(cells)), None)
    if top is None:
        problems.add(_("The sheet is empty."), sheet=sheet.name)
        return None
    written = [plain(cell) for cell in sheet.rows[top]]
    places, is_complete = {}, True
    for column in columns:
        known = _names(column)
        at = [index for index, word in enumerate(written) if word in known]
        if len(at) > 1:
            message = _("The heading stands %(count)s times. Keep one of the columns.") % {"count": len(at)}
            problems.add(message, sheet=sheet.name, row=top + 1, column=str(column.label))
        if not at and column.required:
            message = _("The column is missing. Add it, or take the headings from the template.")
            problems.add(message, sheet=sheet.name, column=str(column.label))
            is_complete = False
        places[column] = at[0] if at else None
    width = max(index for index, cell in enumerate(sheet.rows[top]) if _is_filled([cell])) + 1
    labels = {column: str(column.label) for column in columns}
    return _Heading(top + 1, width, places, labels) if is_complete else None


def _lines(sheet, heading):
    """The lines below the heading that hold anything; a formula without a value is something too."""
    odd = {row for row, _column in sheet.formulas | sheet.errors}
    for number in range(heading.number + 1, max([len(sheet.rows), *odd]) + 1):
        cells = sheet.rows[number - 1] if number <= len(sheet.rows) else []
        if number in odd or _is_filled(cells):
            yield number, cells


def _row(sheet, number, cells, heading, problems):
    if _is_filled(cells[heading.width :]):
        message = _(
            "The row has more cells than the heading. Is a text with a comma missing its quotation marks?"
        )
        problems.add(message, sheet=sheet.name, row=number)
    parsed = {}
    for column, at in heading.places.items():
        cell = cells[at] if at is not None and at < len(cells) else ""
        place = {"sheet": sheet.name, "row": number, "column": heading.labels[column]}
        fault = _fault(sheet, number, at)
        if fault:
            problems.add(fault, **place)
        parsed[column.name] = column.default if fault else _parsed(column, cell, place, problems)
    return Row(number, parsed, sheet.name)


def _fault(sheet, number, at):
    """What keeps a cell from being read at all; empty when nothing does."""
    if at is not None and (number, at + 1) in sheet.formulas:
        return _("The cell holds a formula. Copy the column and paste it as values.")
    if at is not None and (number, at + 1) in sheet.errors:
        return _("The cell shows an error. Write its value.")
    return ""


def _parsed(column, cell, place, problems):
    if cell is None or (isinstance(cell, str) and not values.as_text(cell)):
        if column.required:
            problems.add(_("The cell is empty, and this column is needed."), **place)
        return column.default
    try:
        return column.parse(cell)
    except NotUnderstood as error:
        problems.add(str(error), **place)
    except ValidationError as error:
        problems.add(" ".join(error.messages), **place)
    return column.default

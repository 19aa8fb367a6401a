"""From cells to rows: headings found in any language, values parsed, every fault at its place."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
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


def read_rows(sheet, columns, problems):
    """Read a sheet's rows; empty lines are skipped, faults go to `problems`.

    A row with a fault is still returned, with the default in the faulty cell, so that all
    faults are found in one go: whoever applies rows must first look at `problems`.
    """
    top = next((index for index, cells in enumerate(sheet.rows) if _is_filled(cells)), None)
    if top is None:
        problems.add(_("The sheet is empty."), sheet=sheet.name)
        return []
    places = _places(sheet, top, columns, problems)
    if places is None:
        return []
    lines = enumerate(sheet.rows[top + 1 :], start=top + 2)
    rows = [_row(sheet, number, cells, places, problems) for number, cells in lines if _is_filled(cells)]
    if not rows:
        problems.add(_("There is a heading and no row below it."), sheet=sheet.name)
    return rows


def ignored_headings(sheet, columns):
    """Headings that no column knows, for an honest note: their cells are not read."""
    top = next((cells for cells in sheet.rows if _is_filled(cells)), [])
    known = {name for column in columns for name in _headings(column)}
    return [str(cell) for cell in top if _is_filled([cell]) and plain(cell) not in known]


def _headings(column):
    return {plain(text) for text in (column.name, column.label, *column.aliases)}


def _is_filled(cells):
    return any(cell is not None and str(cell).strip() for cell in cells)


def _places(sheet, top, columns, problems):
    """Column → index, from the heading row; None when a required column is missing."""
    found = {}
    for column in columns:
        known = _headings(column)
        at = [index for index, cell in enumerate(sheet.rows[top]) if plain(cell) in known]
        if len(at) > 1:
            message = _("The heading stands %(count)s times. Keep one of the columns.") % {"count": len(at)}
            problems.add(message, sheet=sheet.name, row=top + 1, column=str(column.label))
        if not at and column.required:
            problems.add(
                _("The column is missing. Add it, or take the headings from the template."),
                sheet=sheet.name,
                column=str(column.label),
            )
        found[column] = at[0] if at else None
    if any(at is None and column.required for column, at in found.items()):
        return None
    return found


def _row(sheet, number, cells, places, problems):
    _note_surplus(sheet, number, cells, problems)
    parsed = {}
    for column, at in places.items():
        cell = cells[at] if at is not None and at < len(cells) else ""
        place = {"sheet": sheet.name, "row": number, "column": str(column.label)}
        if at is not None and (number, at + 1) in sheet.formulas:
            problems.add(_("The cell holds a formula. Copy the column and paste it as values."), **place)
            parsed[column.name] = column.default
            continue
        parsed[column.name] = _parsed(column, cell, place, problems)
    return Row(number, parsed, sheet.name)


def _note_surplus(sheet, number, cells, problems):
    width = len(sheet.rows[next(i for i, line in enumerate(sheet.rows) if _is_filled(line))])
    if _is_filled(cells[width:]):
        problems.add(
            _("The row has more cells than the heading. Is a text with a comma missing its quotation marks?"),
            sheet=sheet.name,
            row=number,
        )


def _parsed(column, cell, place, problems):
    if cell is None or (isinstance(cell, str) and not cell.strip()):
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

"""Where an encounter comes from: a workbook, a folder of CSV files, or a JSON file."""

import json
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from lonja.base import imports
from lonja.base.imports import LIMITS, Book, Sheet, Unreadable


def read(path) -> Book:
    """The sheets of an encounter.

    Args:
        path: a workbook; a folder in which each CSV file is called like a sheet; or a JSON
            file that maps the names of sheets to lists of objects, whose names are headings.

    Raises:
        Unreadable: when it is none of these.
    """
    path = Path(path)
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() == ".json":
        return _of_json(path)
    return imports.read_book(path)


def _of_folder(folder) -> Book:
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv")
    if not files:
        raise Unreadable(_("There is no CSV file in the folder %(folder)s.") % {"folder": folder.name})
    return Book([sheet for file in files for sheet in _sheet_of(file)])


def _sheet_of(file):
    """The one sheet of a CSV file under the name of the file; an empty file has none."""
    if not file.read_bytes().strip():
        return []
    try:
        return [replace(sheet, name=file.stem) for sheet in imports.read_book(file).sheets]
    except Unreadable as error:
        named = imports.Problems(replace(problem, sheet=file.name) for problem in error.problems)
        raise Unreadable(named) from None


def _of_json(path) -> Book:
    content = path.read_bytes()
    if len(content) > LIMITS.most_bytes:
        raise Unreadable(
            _("The file is larger than %(most)s MB.") % {"most": LIMITS.most_bytes // 1024 // 1024}
        )
    try:
        told = json.loads(content)
    except UnicodeDecodeError:
        raise Unreadable(_("This file is not written in UTF-8.")) from None
    except RecursionError:
        raise Unreadable(_("This file is nested too deeply.")) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("This is not JSON: line %(line)s, column %(column)s.")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    if not isinstance(told, dict):
        raise Unreadable(_("The file must hold an object whose names are those of the sheets."))
    return Book([_sheet(name, rows) for name, rows in told.items()])


def _sheet(name, rows) -> Sheet:
    """A list of objects as a sheet: the first of them is row 2, below the headings."""
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(_("“%(name)s” must be a list of objects.") % {"name": name})
    if len(rows) > LIMITS.most_rows:
        raise Unreadable(
            _("“%(name)s” has more than %(most)s rows.") % {"name": name, "most": LIMITS.most_rows}
        )
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return Sheet(name, [headings, *([_cell(row.get(heading)) for heading in headings] for row in rows)])


def _cell(value):
    """Lists are several values in one cell; everything else stays as it is."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value

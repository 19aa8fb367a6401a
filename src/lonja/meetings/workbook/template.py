"""The workbook to fill in: a Read me, the headings with their explanations, and lists to choose from."""

import io

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lonja.meetings.workbook.columns import all_columns
from lonja.meetings.workbook.example import ROWS
from lonja.meetings.workbook.kinds import SHEETS

HEAD = PatternFill("solid", fgColor="0B5563")
HEAD_WORDS = Font(bold=True, color="FFFFFF")
OPTIONAL = PatternFill("solid", fgColor="DCE9EB")
MOST_ROWS = 20_000


def template_bytes():
    """An empty workbook with its headings in the reader's language."""
    return _bytes(rows={})


def example_bytes():
    """The same workbook with a small encounter in it, ready to be planned."""

    return _bytes(rows=ROWS)


def _bytes(rows):
    book = Workbook()
    book.remove(book.active)
    _read_me(book)
    for name, kind in SHEETS.items():
        sheet = book.create_sheet(str(kind.label)[:31])
        _headings(sheet, all_columns()[name])
        for cells in rows.get(name, ()):
            sheet.append(list(cells))
    book.active = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _headings(sheet, columns):
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 24
    for index, told in enumerate(columns, start=1):
        cell = sheet.cell(1, index, str(told.column.label))
        cell.fill = HEAD if told.column.required else OPTIONAL
        cell.font = HEAD_WORDS if told.column.required else Font(bold=True)
        cell.alignment = Alignment(vertical="center")
        cell.comment = Comment(_about(told), "Lonja", width=320, height=120)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = max(len(str(told.column.label)) + 4, 18)
        if told.choices:
            _offer(sheet, letter, told.choices)


def _offer(sheet, letter, choices):
    listed = ",".join(str(choice) for choice in choices)
    if len(listed) > 250 or any("," in str(choice) for choice in choices):
        return  # a spreadsheet holds no longer list; the Read me names them all
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{MOST_ROWS}")


def _about(told):
    needed = _("Needed.") if told.column.required else _("May stay empty.")
    parts = [str(told.about), needed]
    if told.choices:
        parts.append(
            _("Choose from: %(choices)s.") % {"choices": ", ".join(str(choice) for choice in told.choices)}
        )
    if told.example != "":
        parts.append(_("For example: %(example)s") % {"example": told.example})
    return " ".join(parts)


def _read_me(book):
    """One sheet that explains everything, language by language, the reader's own first."""
    sheet = book.create_sheet(_("Read me"))
    for letter, width in zip("ABCD", (26, 34, 16, 90)):
        sheet.column_dimensions[letter].width = width
    own = translation.get_language()
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != own)
    for code in codes:
        with translation.override(code):
            _explain(sheet)


def _explain(sheet):
    row = sheet.max_row + (2 if sheet.max_row > 1 else 0)
    sheet.cell(row, 1, _("How to fill in this workbook")).font = Font(bold=True, size=16)
    for sentence in (
        _("Each sheet is a table: one heading row, then one row for each thing. Dark headings are "
          "needed, light ones "
          "may stay empty. Do not rename the sheets or the headings; their order does not matter."),
        _("Write values, not formulas. All times are local time at the venue."),
        _("Nothing is changed before you have seen every problem by sheet, row and column."),
    ):  # fmt: skip
        row += 1
        sheet.cell(row, 1, sentence)
    row += 2
    for index, heading in enumerate((_("Sheet"), _("Column"), _("Needed?"), _("What to write")), start=1):
        cell = sheet.cell(row, index, heading)
        cell.font, cell.fill = HEAD_WORDS, HEAD
    for name, kind in SHEETS.items():
        row += 1
        sheet.cell(row, 1, str(kind.label)).font = Font(bold=True)
        about = sheet.cell(row, 4, str(kind.about))
        about.font, about.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        for told in all_columns()[name]:
            row += 1
            sheet.cell(row, 2, str(told.column.label))
            sheet.cell(row, 3, _("yes") if told.column.required else _("no"))
            sheet.cell(row, 4, _about(told)).alignment = Alignment(wrap_text=True, vertical="top")

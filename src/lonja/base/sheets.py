"""A workbook written straight into its archive: rows pass through and never pile up.

The library that reads and dresses workbooks spends a tenth of a millisecond on each cell; a table of
thousands of rows needs headings, widths, dates and texts only, and these are a few tags each.
"""

import io
import re
import zipfile
from datetime import date, datetime, time
from html import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Styles by their place in the list below: plain, heading, moment, day, time of day.
_HEADING, _MOMENT, _DAY, _CLOCK = 1, 2, 3, 4
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="3">\
<numFmt numFmtId="164" formatCode="yyyy-mm-dd h:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy-mm-dd"/>\
<numFmt numFmtId="166" formatCode="h:mm:ss"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_ROWS_AT_A_TIME = 500


def workbook_bytes(sheets):
    """The bytes of a workbook.

    Args:
        sheets: (name, widths of the columns, headings, rows) of each; a cell is a text, a number, a truth,
            a day, a moment, a time of day, or None. Texts hold no letter that XML does not know.
    """
    sheets = list(sheets)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        for number, (_name, widths, headings, rows) in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for text in _sheet(widths, headings, rows):
                    part.write(text.encode())
        for path, text in _frame(_apart(name for name, *_rest in sheets)):
            archive.writestr(path, text)
    return buffer.getvalue()


def _apart(names):
    """Names as the format takes them, no two alike."""
    taken = set()
    for name in names:
        stem = name = re.sub(r"[\[\]:*?/\\]", " ", str(name))[:31].strip(" '") or "Sheet"
        number = 2
        while name.casefold() in taken:
            name, number = f"{stem[:27]} {number}", number + 1
        taken.add(name.casefold())
        yield name


def _sheet(widths, headings, rows):
    letters = [get_column_letter(index) for index in range(1, len(headings) + 1)]
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
    )
    if widths:
        columns = (
            f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
            for index, width in enumerate(widths, start=1)
        )
        yield f"<cols>{''.join(columns)}</cols>"
    yield "<sheetData>" + _row(1, letters, headings, _HEADING)
    batch = []
    for number, row in enumerate(rows, start=2):
        if len(row) > len(letters):
            letters = [get_column_letter(index) for index in range(1, len(row) + 1)]
        batch.append(_row(number, letters, row))
        if len(batch) == _ROWS_AT_A_TIME:
            yield "".join(batch)
            batch = []
    yield "".join(batch) + "</sheetData></worksheet>"


def _row(number, letters, cells, style=0):
    told = "".join(
        _cell(f"{letter}{number}", value, style)
        for letter, value in zip(letters, cells)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{told}</row>'


def _cell(place, value, style):
    """One cell; a text is a text whatever its first letter, so nothing here can be a formula."""
    kind, styled = "", f' s="{style}"' if style else ""
    if isinstance(value, str):
        text = escape(value, quote=False)
        keep = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'<c r="{place}"{styled} t="inlineStr"><is><t{keep}>{text}</t></is></c>'
    if isinstance(value, bool):
        kind, value = ' t="b"', int(value)
    elif isinstance(value, datetime):
        styled, value = f' s="{_MOMENT}"', to_excel(value)
    elif isinstance(value, date):
        styled, value = f' s="{_DAY}"', to_excel(value)
    elif isinstance(value, time):
        styled, value = f' s="{_CLOCK}"', to_excel(value)
    return f'<c r="{place}"{styled}{kind}><v>{value!r}</v></c>'


def _frame(names):
    """Everything around the sheets: (path, text)."""
    names = list(names)
    numbers = range(1, len(names) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names)
    )
    ties = "".join(
        f'<Relationship Id="rId{n}" Type="{_TIES}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in numbers
    )
    last = len(names) + 1
    yield "xl/styles.xml", _STYLES
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_TIES}"><sheets>{listed}</sheets></workbook>',
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{ties}'
        f'<Relationship Id="rId{last}" Type="{_TIES}/styles" Target="styles.xml"/></Relationships>',
    )
    yield (
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_TIES}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{parts}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    )

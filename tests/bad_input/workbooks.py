"""XLSX files as the world sends them: bombs, tricks, damage, and what people do with colours.

Each case is (name, bytes, what a person must be told), as in `csvs`.
"""

import io
import random
import zipfile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "The workbook is damaged"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def plain(*rows, prepare=None):
    """A workbook with a heading and some rows."""
    book = Workbook()
    book.active.title = "People"
    for cells in (("name", "email", "day", "at", "number"), *rows):
        book.active.append(cells)
    if prepare:
        prepare(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(content, edit, *, method=zipfile.ZIP_DEFLATED):
    """The same archive after `edit(parts)` on a dict of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    edit(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def with_part(name, body):
    """A good workbook with one part added or replaced."""
    return changed(plain(("Ana",)), lambda parts: parts.update({name: body}))


def with_sheet(rows, before=""):
    """A workbook whose sheet is written by hand."""
    xml = f'{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(SHEET, xml.encode())


def cell(reference, text="x", kind="inlineStr"):
    """One cell of hand-written XML."""
    return f'<c r="{reference}" t="{kind}"><is><t>{text}</t></is></c>'


HEADING = f'<row r="1">{cell("A1", "name")}</row>'


def cases():
    """Every case, always the same ones."""
    yield "a good one", plain(("Ana", "ana@example.org")), ""
    yield from _bombs()
    yield from _places()
    yield from _tricks()
    yield from _damage()
    yield from _cells()


def _bombs():
    row = "<row>{}</row>".format('<c t="inlineStr"><is><t>a</t></is></c>' * 3)
    yield "200,000 rows in a small file", with_sheet(row * 200_000), "more than 20000 rows"
    yield "300 MB of nothing", with_part(SHEET, b" " * 300_000_000), "too large once unpacked"
    shared = f'<sst xmlns="{NAMESPACE}"><si><t>{"a" * 70_000_000}</t></si></sst>'.encode()
    yield "a shared text of 70 MB", with_part("xl/sharedStrings.xml", shared), "too large once unpacked"
    count = f'<sst xmlns="{NAMESPACE}" count="4294967295" uniqueCount="4294967295"></sst>'.encode()
    yield "a shared table that claims four billion texts", with_part("xl/sharedStrings.xml", count), ""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>'
    yield "a billion laughs", with_sheet(f'<row r="1">{cell("A1", "&e11;")}</row>', doctype), DAMAGED
    many = changed(plain(("Ana",)), lambda parts: parts.update({f"x/{n}": b"" for n in range(3000)}))
    yield "three thousand parts", many, "too large once unpacked"
    nested = "<row>" * 100_000
    yield "a hundred thousand levels", with_part(SHEET, f"<worksheet>{nested}".encode()), DAMAGED
    filled = f'<dimension ref="A1:XFD1048576"/><sheetData>{HEADING}</sheetData>'
    claim = f'<worksheet xmlns="{NAMESPACE}">{filled}</worksheet>'
    yield "a sheet that claims to be full", with_part(SHEET, claim.encode()), ""
    yield "a lie about its size", _lying(), ""


def _lying():
    """The directory says 10 bytes; the part has ten million."""
    content = bytearray(changed(plain(("Ana",)), lambda parts: parts.update({SHEET: b" " * 10_000_000})))
    true, told = (10_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    return bytes(content.replace(true, told))


def _places():
    far = f'{HEADING}<row r="1048576">{cell("A1048576")}</row>'
    yield "a cell in the last row", with_sheet(far), "more than 20000 rows"
    wide = f'<row r="1">{cell("A1", "name")}{cell("XFD1")}</row>'
    yield "a cell in the last column", with_sheet(wide), "more than 200 columns"
    for reference in ("A4294967295", "A0", "A-1", "ZZZZZ1", "1A", "", "a1", "$A$1", "A99999999999999999999"):
        yield f"a cell at {reference!r}", with_sheet(f'{HEADING}<row r="2">{cell(reference)}</row>'), DAMAGED
    for number in ("0", "-5", "4294967297", "x"):
        yield (
            f"a row called {number}",
            with_sheet(f'{HEADING}<row r="{number}"><c t="inlineStr"><is><t>x</t></is></c></row>'),
            DAMAGED,
        )
    yield "16,384 coloured columns", plain(("Ana",), prepare=_colour_everything), ""


def _colour_everything(book):
    for column in range(1, 16_385, 64):
        book.active.cell(2, column).number_format = "0.00"
    book.active.cell(1_048_576, 1).number_format = "0.00"


def _tricks():
    xxe = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield "a text from a file", with_sheet(f'<row r="1">{cell("A1", "&e;")}</row>', xxe), DAMAGED
    outside = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    yield "a document type from outside", with_sheet(HEADING, outside), DAMAGED
    yield "macros", with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "This workbook has macros"
    yield "a link to another workbook", with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), ""
    yield "a path that climbs out", with_part("../../evil.xml", b"<x/>"), ""
    yield "an absolute path", with_part("/etc/cron.d/evil", b"x"), ""
    yield "a hidden sheet", plain(("Ana",), prepare=_hide), "is hidden"
    yield "a formula", plain(("=1+1",)), "Sheet People, row 2, column Name: The cell holds a formula"
    yield (
        "a formula for another file",
        plain(("='[secret.xlsx]A'!A1",)),
        "row 2, column Name: The cell holds a formula",
    )
    yield (
        "an old .xls or a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "password or the old .xls",
    )
    yield "a CSV file called .xlsx", b"name\nAna\n", ""
    yield "a web page called .xlsx", b"<html><table><tr><td>name</td></tr></table></html>", ""
    yield "a PDF called .xlsx", b"%PDF-1.7\n\x01\x02\x03", "neither a CSV nor an XLSX file"
    yield "a Word document", changed(plain(), _become_word), "neither a CSV nor an XLSX file"
    yield "an encrypted part", _encrypted(), "has a password"
    twice = io.BytesIO(plain(("Ana",)))
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", b"<x/>")
    yield "the same part twice", twice.getvalue(), DAMAGED


def _hide(book):
    book.create_sheet("Other").append(["x"])
    book["People"].sheet_state = "veryHidden"
    book.active = 1


def _become_word(parts):
    del parts["xl/workbook.xml"]
    parts["word/document.xml"] = b"<x/>"


def _encrypted():
    content = bytearray(plain(("Ana",)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _damage():
    good = plain(("Ana",))
    yield "the first half", good[: len(good) // 2], DAMAGED
    yield "only its first letters", b"PK\x03\x04", DAMAGED
    yield "an empty archive", b"PK\x05\x06" + b"\x00" * 18, "neither a CSV nor an XLSX file"
    for name in (
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        SHEET,
        "xl/styles.xml",
        "[Content_Types].xml",
    ):
        yield (
            f"{name} cut short",
            changed(good, lambda parts, name=name: parts.update({name: parts[name][:-20]})),
            "",
        )
        yield f"{name} empty", changed(good, lambda parts, name=name: parts.update({name: b""})), ""
        if name != "xl/workbook.xml":
            yield f"{name} missing", changed(good, lambda parts, name=name: parts.pop(name)), ""
    yield (
        "a text that is not there",
        with_sheet(f'{HEADING}<row r="2"><c r="A2" t="s"><v>999999</v></c></row>'),
        "",
    )
    yield "a negative text", with_sheet(f'{HEADING}<row r="2"><c r="A2" t="s"><v>-1</v></c></row>'), ""
    yield (
        "a style that is not there",
        with_sheet(f'{HEADING}<row r="2"><c r="A2" s="99999"><v>5</v></c></row>'),
        "",
    )
    chance = random.Random(2026)
    for number in range(12):
        bent = bytearray(good)
        for _ in range(8):
            bent[chance.randrange(4, len(bent))] = chance.randrange(256)
        yield f"bent bytes {number}", bytes(bent), ""


def _cells():
    for value in ("1e999", "-1", "99999999999999999999", "NaN", "2958466", "x"):
        dated = f'<c r="C2" s="0"><v>{value}</v></c>'
        head = f'<row r="1">{cell("A1", "name")}{cell("C1", "day")}</row>'
        yield f"the day {value}", with_sheet(f'{head}<row r="2">{cell("A2", "Ana")}{dated}</row>'), ""
    yield "a cell of 60,000 letters", plain(("A" * 32_767,), prepare=None), ""
    long = cell("A2", "A" * 60_000)
    yield (
        "a cell longer than any",
        with_sheet(f'{HEADING}<row r="2">{long}</row>'),
        "row 2: A cell has more than 50000",
    )
    yield "an emoji and a bell", with_sheet(f'{HEADING}<row r="2">{cell("A2", "👩‍🔬_x0007_")}</row>'), ""
    yield "an escaped surrogate", with_sheet(f'{HEADING}<row r="2">{cell("A2", "_xD800_")}</row>'), ""
    yield "a truth that is none", with_sheet(f'{HEADING}<row r="2"><c r="A2" t="b"><v>7</v></c></row>'), ""
    yield (
        "a date that is none",
        with_sheet(f'{HEADING}<row r="2"><c r="A2" t="d"><v>2026-99-99</v></c></row>'),
        "",
    )
    yield "a kind that is none", with_sheet(f'{HEADING}<row r="2"><c r="A2" t="zz"><v>1</v></c></row>'), ""

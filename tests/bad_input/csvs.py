"""CSV files as the world sends them: broken, hostile, or only saved by another program.

Each case is (name, bytes, what a person must be told); an empty sentence means that the
file is fine or that any clear sentence will do.
"""

import random

HEAD = "name,email,day,at,number\n"
GOOD = "Ana Núñez,ana@example.org,31/12/2026,09:30,5\n"
QUOTE = "A quotation mark is opened"
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252")
STARTERS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "=cmd|'/c calc'!A0",
)
WORDS = {
    "emoji": "👩‍🔬🇪🇸",
    "combining": "e\u0301" * 20,
    "right to left": "\u202egnp.exe",
    "zero width": "A\u200bn\u200da",
    "replacement": "N\ufffdñez",
    "noncharacter": "a\uffffb",
    "line separator": "a\u2028b\u2029c",
    "full width": "Ａｎａ",
    "script": "<script>alert(1)</script>",
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "sql": "'; DROP TABLE accounts_user; --",
    "path": "../../../../etc/passwd",
    "format": "%s%s%n%(name)s{0}{name}",
    "spaces": " \t\u00a0 Ana \u3000",
}


def cases():
    """Every case, always the same ones."""
    yield from _encodings()
    yield from _shapes()
    yield from _quotes()
    yield from _words()
    yield from _values()
    yield from noise()


def _encodings():
    for codec in CODECS:
        yield f"saved as {codec}", (HEAD + GOOD).encode(codec), ""
        yield f"semicolons saved as {codec}", (HEAD + GOOD).replace(",", ";").encode(codec), ""
    yield "mixed encodings", (HEAD + GOOD).encode() + "Muñoz,,,,\n".encode("latin-1"), ""
    yield "half a UTF-16 letter", (HEAD + GOOD).encode("utf-16")[:-1], "The text of this file is damaged"
    yield "a lone UTF-16 surrogate", b"\xff\xfe" + HEAD.encode("utf-16-le") + b"\x00\xd8A\x00", "damaged"
    yield "a mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + (HEAD + GOOD).encode(), ""
    yield "a NUL", (HEAD + "A\x00na,,,,\n").encode(), "Row 2: There is a NUL character"
    yield "only NULs", b"\x00" * 500, ""
    yield "control characters", (HEAD + "A\x01na,,,,\n").encode(), "neither a CSV nor an XLSX file"


def _shapes():
    yield "nothing", b"", "The file is empty"
    yield "only a mark", b"\xef\xbb\xbf", "The file is empty"
    yield "only line ends", b"\n\r\n\r\n", "The file is empty"
    yield "only a heading", HEAD.encode(), "There is a heading and no row below it"
    yield "only separators", b",,,,\n,,,,\n", "The file is empty"
    yield "lone carriage returns", (HEAD + GOOD * 3).replace("\n", "\r").encode(), ""
    yield "mixed line ends", (HEAD + GOOD.replace("\n", "\r\n") + GOOD.replace("\n", "\r")).encode(), ""
    yield "no end of line", (HEAD + GOOD).rstrip().encode(), ""
    yield "tabs", (HEAD + GOOD).replace(",", "\t").encode(), ""
    yield "a hint for the separator", b"sep=;\n" + (HEAD + GOOD).replace(",", ";").encode(), ""
    yield "a short row", (HEAD + "Ana\n").encode(), ""
    yield "a long row", (HEAD + GOOD.strip() + ",more,and more\n").encode(), "Row 2: The row has more cells"
    yield (
        "a heading twice",
        ("name,name,email\n" + "Ana,Bo,\n").encode(),
        "Row 1, column Name: The heading stands 2",
    )
    yield "no needed heading", b"email\nana@example.org\n", "Column Name: The column is missing"
    yield "headings in Spanish", b"nombre;correo\nAna;ana@example.org\n", ""
    yield "empty lines between", (HEAD + "\n\n" + GOOD + "\n,,,,\n" + GOOD).encode(), ""
    yield "too many rows", HEAD.encode() + b"Ana,,,,\n" * 20_001, "more than 20000 rows"
    yield "too many columns", b",".join(b"c%d" % n for n in range(300)) + b"\n", "more than 200 columns"
    yield (
        "a cell of 60,000 letters",
        HEAD.encode() + b"A" * 60_000 + b",,,,\n",
        "Row 2: A cell has more than 50000",
    )
    yield "a cell of 9 MB", HEAD.encode() + b"A" * 9_000_000 + b"\n", "Row 2: A cell is longer"
    yield "11 MB", HEAD.encode() + b"Ana,,,,\n" * 1_400_000, "larger than 10 MB"
    yield "a million commas", HEAD.encode() + b"," * 1_000_000, "more than 200 columns"


def _quotes():
    yield "a quotation mark never closed", (HEAD + '"Ana,,,,\n' + GOOD).encode(), QUOTE
    yield "a quotation mark inside", (HEAD + '"Ana" Núñez,,,,\n').encode(), "Row 2: A quotation mark"
    yield "an ending quotation mark too many", (HEAD + GOOD + '"Ana""",,,,\n"').encode(), QUOTE
    yield "doubled quotation marks", (HEAD + '"Ana ""la jefa"" Núñez",,,,\n').encode(), ""
    yield "a line end in quotation marks", (HEAD + '"Ana\nNúñez",,,,\n').encode(), ""
    yield "a hundred thousand quotation marks", HEAD.encode() + b'"' * 100_001, ""


def _words():
    for name, word in WORDS.items():
        yield f"a cell with {name}", f'{HEAD}"{word}",,,,\n'.encode(), ""
        yield f"a heading with {name}", f'name,"{word}"\nAna,x\n'.encode(), ""
    for starter in STARTERS:
        yield f"a formula {starter!r}", f'{HEAD}"{starter}",,,,\n'.encode(), ""


def _values():
    place = "Row 2, column "
    for day in (
        "31/12/9999",
        "00/00/0000",
        "30/02/2026",
        "2026-13-01",
        "-1",
        "99999999999999999999",
        "１/１/２０２６",
    ):
        yield f"the day {day}", f"{HEAD}Ana,,{day},,\n".encode(), f"{place}Day: “"
    for at in ("24:00", "9:99", "-1:00", "noon", "99999999999"):
        yield f"the time {at}", f"{HEAD}Ana,,,{at},\n".encode(), f"{place}At: “"
    for number in ("NaN", "Infinity", "1e400", "0x10", "1,2,3", "9" * 4999, "１２", "1_000"):
        yield f"the number {number[:20]}", f'{HEAD}Ana,,,,"{number}"\n'.encode(), f"{place}Number: "
    yield "a decimal comma", f'{HEAD}Ana,,,,"3,5"\n'.encode(), f"{place}Number: “3,5” is not a whole number"


def noise():
    """Bytes and letters by chance, from a fixed seed."""
    chance = random.Random(2026)
    for number in range(20):
        yield f"noise {number}", bytes(chance.randrange(256) for _ in range(3000)), ""
    letters = HEAD * 3 + "\",;\t\r\n=+-@'ñ€0123456789" * 5
    for number in range(20):
        yield f"printable noise {number}", "".join(chance.choices(letters, k=3000)).encode(), ""

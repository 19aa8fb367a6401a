"""Tables as people save them are read alike, and every fault names its place."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from lonja.base import imports

COLUMNS = [
    imports.Column("name", gettext_lazy("name"), required=True, parse=imports.text(40), aliases=("nombre",)),
    imports.Column(
        "email", gettext_lazy("e-mail address"), parse=imports.email(), aliases=("correo", "e-mail")
    ),
    imports.Column("day", "Arrival", parse=imports.day(), aliases=("llegada",)),
]
PEOPLE = [("Ana Núñez", "ana@example.org"), ("Bo; the “second”", "bo@example.org")]


def read(content, columns=COLUMNS, sheet="people"):
    problems = imports.Problems()
    rows = imports.read_rows(imports.read_book(content).sheet(sheet), columns, problems)
    return rows, [str(problem) for problem in problems]


def workbook(rows, title="People", **more):
    book = Workbook()
    book.active.title = title
    for cells in rows:
        book.active.append(cells)
    for name, others in more.items():
        sheet = book.create_sheet(name)
        for cells in others:
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_csv(separator, ends="\n"):
    lines = [f"Name{separator}E-mail"] + [f'"{name}"{separator}{address}' for name, address in PEOPLE]
    return ends.join(lines) + ends


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_csv_is_read_alike_however_it_was_saved(separator, ends, encoding):
    rows, problems = read(as_csv(separator, ends).encode(encoding))

    assert problems == []
    assert [(row["name"], row["email"]) for row in rows] == PEOPLE
    assert [row.number for row in rows] == [2, 3]


def test_latin_1_letters_are_read():
    rows, _ = read("nombre;correo\nMuñoz;m@example.org\n".encode("latin-1"))

    assert rows[0]["name"] == "Muñoz"


def test_an_excel_hint_for_the_separator_is_followed():
    rows, problems = read("sep=;\nname;email\nAna, Bo y Cía;ana@example.org\n".encode())

    assert (rows[0]["name"], problems) == ("Ana, Bo y Cía", [])


def test_headings_are_found_in_each_language_in_any_order_case_and_dress():
    rows, problems = read(b"  CORREO *;Llegada;Nombre:\nana@example.org;1/2/2026;Ana\n")

    assert problems == []
    assert rows[0].values == {"name": "Ana", "email": "ana@example.org", "day": date(2026, 2, 1)}


def test_a_workbook_is_read_by_sheet_name_or_alias():
    content = workbook([("Name", "Arrival"), ("Ana", date(2026, 5, 1))], Orgs=[("Name",), ("CIC",)])
    book = imports.read_book(content)
    problems = imports.Problems()

    people = imports.read_rows(book.sheet("personas", aliases=("people",)), COLUMNS, problems)

    assert people[0].values == {"name": "Ana", "email": None, "day": date(2026, 5, 1)}
    assert [sheet.name for sheet in book.sheets] == ["People", "Orgs"]
    assert problems == []


def test_a_missing_sheet_is_named_beside_those_that_are_there():
    book = imports.read_book(workbook([("Name",), ("Ana",)], Orgs=[("Name",)]))

    with pytest.raises(imports.Unreadable, match="“tables” is missing. This file has: People, Orgs"):
        book.sheet("tables")
    assert book.sheet("tables", required=False) is None


def test_a_hidden_sheet_is_not_read_and_said_to_be_hidden():
    book = Workbook()
    book.active.append(["Name"])
    book.create_sheet("People").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)

    with pytest.raises(imports.Unreadable, match="“people” is hidden"):
        imports.read_book(buffer.getvalue()).sheet("people")


def test_row_numbers_are_those_of_the_spreadsheet_even_after_empty_lines():
    _, problems = read(workbook([(), ("Name", "Arrival"), (), ("Ana", "soon"), (), (None, "1/1/2026")]))

    assert problems == [
        "Sheet People, row 4, column Arrival: “soon” is not a day. Write it like 31/12/2026.",
        "Sheet People, row 6, column name: The cell is empty, and this column is needed.",
    ]


def test_all_faults_are_found_in_one_go():
    _, problems = read(b"name,email,arrival\n,not-an-address,32/01/2026\n" + b"x" * 60 + b",,\n")

    assert problems == [
        "Row 2, column name: The cell is empty, and this column is needed.",
        "Row 2, column e-mail address: Enter a valid email address.",
        "Row 2, column Arrival: “32/01/2026” is not a day. Write it like 31/12/2026.",
        "Row 3, column name: The text has 60 letters; at most 40 are possible.",
    ]


def test_a_missing_column_is_named_and_no_row_is_guessed():
    rows, problems = read(b"email\nana@example.org\n")

    assert rows == []
    assert problems == ["Column name: The column is missing. Add it, or take the headings from the template."]


def test_a_heading_that_stands_twice_is_named():
    _, problems = read(b"name,nombre\nAna,Bo\n")

    assert problems == ["Row 1, column name: The heading stands 2 times. Keep one of the columns."]


def test_a_row_with_too_many_cells_is_named_and_a_short_one_is_fine():
    rows, problems = read(b"name,email\nAna\nBo,bo@example.org,what,,\n")

    assert [row["name"] for row in rows] == ["Ana", "Bo"]
    assert problems == [
        "Row 3: The row has more cells than the heading. Is a text with a comma missing its quotation marks?"
    ]


def test_columns_nobody_asked_for_are_told():
    book = imports.read_book(b"name,shoe size,\nAna,42,\n")

    assert imports.columns.ignored_headings(book.sheet("people"), COLUMNS) == ["shoe size"]


def test_a_formula_is_never_calculated_and_named_by_its_place():
    rows, problems = read(
        workbook([("Name", "Shoe"), ("Ana", "=1+1"), ('=HYPERLINK("http://x.example")', 1)])
    )

    assert problems == [
        "Sheet People, row 3, column name: The cell holds a formula. Copy the column and paste it as values."
    ]
    assert [row["name"] for row in rows] == ["Ana", None]


def test_a_cell_with_an_error_is_named():
    book = Workbook()
    book.active.append(["Name"])
    book.active.append(["#N/A"])
    book.active["A2"].data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)

    book = imports.read_book(buffer.getvalue())
    problems = imports.Problems()

    imports.read_rows(book.sheet("people", or_only=True), COLUMNS, problems)

    said = [str(problem) for problem in problems]
    assert said == ["Sheet Sheet, row 2, column name: The cell shows an error. Write its value."]


def test_a_last_row_of_formulas_without_values_is_not_lost():
    _, problems = read(workbook([("Name", "Arrival"), ("Ana",), ("=A2", "=B2")]))

    said = "The cell holds a formula. Copy the column and paste it as values."
    assert problems == [f"Sheet People, row 3, column {column}: {said}" for column in ("name", "Arrival")]


def test_problems_speak_the_readers_language():
    with translation.override("es"):
        assert str(imports.Problem("People", 7, "E-mail", "x")) != ""
    with translation.override("en"):
        assert str(imports.Problem("People", 7, "E-mail", "x")) == "Sheet People, row 7, column E-mail: x"


def test_after_some_hundred_problems_only_their_number_is_kept():
    problems = imports.Problems()
    for number in range(620):
        problems.add("bad", row=number)

    assert len(problems) == 500
    assert problems.as_dicts()[-1]["message"] == "120 more problems are not listed; mend these first."


def test_an_upload_can_be_read_twice():
    upload = SimpleUploadedFile("people.csv", b"name\nAna\n")

    assert imports.read_book(upload) == imports.read_book(upload)


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\xef\xbb\xbf", b";;;\n;;\n"])
def test_an_empty_file_says_so(content):
    with pytest.raises(imports.Unreadable, match="The file is empty"):
        imports.read_book(content)


def test_a_heading_alone_is_a_problem():
    assert read(b"name,email\n")[1] == ["There is a heading and no row below it."]


LIMITS = imports.Limits(most_bytes=400, most_rows=3, most_columns=4, most_letters=20, most_cells=8)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\n" * 300, "The file is larger than 0 MB"),
        (b"name\n1\n2\n3\n4\n", "more than 3 rows"),
        (b"a,b,c,d,e\n", "Row 1: There are more than 4 columns"),
        (b"name\n" + b"x" * 21 + b"\n", "Row 2: A cell has more than 20 letters"),
    ],
)
def test_a_csv_file_past_a_limit_says_which(content, said):
    with pytest.raises(imports.Unreadable, match=said):
        imports.read_book(content, limits=LIMITS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[1]] * 5, "more than 3 rows"),
        ([[1, 2, 3, 4, 5]], "more than 4 columns"),
        ([[1, 2, 3]] * 3, "more than 8 filled cells"),
        ([["x" * 21]], "Sheet People, row 1: A cell has more than 20 letters"),
    ],
)
def test_a_workbook_past_a_limit_says_which(rows, said):
    limits = imports.Limits(most_rows=3, most_columns=4, most_letters=20, most_cells=8)

    with pytest.raises(imports.Unreadable, match=said):
        imports.read_book(workbook(rows), limits=limits)


def test_far_away_formatting_is_no_content():
    book = Workbook()
    book.active.append(["Name"])
    book.active.append(["Ana"])
    book.active["XFD1048576"].number_format = "0.00"
    buffer = io.BytesIO()
    book.save(buffer)

    assert len(imports.read_book(buffer.getvalue()).sheets[0].rows) == 2


def test_a_reference_beyond_any_sheet_is_refused():
    content = io.BytesIO(workbook([("Name",), ("Ana",)]))
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            body = old.read(entry).replace(b'r="A2"', b'r="A4294967290"')
            new.writestr(entry.filename, body)

    with pytest.raises(imports.Unreadable, match="damaged"):
        imports.read_book(changed.getvalue())


# Values


def parse(parser, cell):
    try:
        return parser(cell)
    except imports.NotUnderstood as error:
        return str(error)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("31-12-26", date(2026, 12, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31T00:00:00", date(2026, 12, 31)),
        (datetime(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (46387.0, date(2026, 12, 31)),
        (" 31/12/2026\u200b", date(2026, 12, 31)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_understood(cell, expected):
    assert imports.day()(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "29/02/2026",
        "12/31/2026",
        "31/12/9999",
        "1/1/1800",
        "tomorrow",
        "2026",
        True,
        5,
        -1.0,
        1e300,
        "99/99/9999",
    ],
)
def test_what_is_no_day_is_said_so(cell):
    assert "is not a day" in parse(imports.day(), cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9:30:00", time(9, 30)),
        ("9:30 PM", time(21, 30)),
        ("12:05 a. m.", time(0, 5)),
        (time(9, 30, 1), time(9, 30)),
        (0.5, time(12, 0)),
        (0.3958333333, time(9, 30)),
        (0, time(0, 0)),
    ],
)
def test_a_time_is_understood(cell, expected):
    assert imports.time_of_day()(cell) == expected


@pytest.mark.parametrize("cell", ["25:00", "9:61", "noon", "9", "13:00 pm", 1.5, True, ""])
def test_what_is_no_time_is_said_so(cell):
    assert "is not a time" in parse(imports.time_of_day(), cell)


@pytest.mark.parametrize(
    "cell", ["24/10/2026 09:30", "2026-10-24T09:30", datetime(2026, 10, 24, 9, 30), 46319.395833333336]
)
def test_a_moment_is_understood_in_its_time_zone(cell):
    assert imports.moment(ZoneInfo("Europe/Madrid"))(cell).astimezone(UTC) == datetime(
        2026, 10, 24, 7, 30, tzinfo=UTC
    )


def test_a_time_that_the_clock_change_skips_is_refused():
    assert "does not exist" in parse(imports.moment(ZoneInfo("Europe/Madrid")), "29/03/2026 02:30")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56 €", "1234.56"),
        ("-3", "-3"),
        (3.0, "3.0"),
        (0.1, "0.1"),
        ("1.234", "1.234"),
        ("40,416", "40.416"),
        ("1.234.567", "1234567"),
    ],
)
def test_a_number_is_understood(cell, expected):
    assert imports.number()(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", "abc", "1,2,3", "NaN", "inf", "1e999", "9" * 5000, True, "--1", "١٢"])
def test_what_is_no_number_is_said_so(cell):
    assert "is not a number" in parse(imports.number(), cell)


def test_whole_numbers_keep_their_range():
    assert imports.whole(1, 9)("7") == 7
    assert parse(imports.whole(), "7,5") == "“7,5” is not a whole number."
    assert parse(imports.whole(1, 9), "12") == "12 is not between 1 and 9."
    assert parse(imports.whole(least=1), "0") == "0 is too small; at least 1 is needed."
    assert parse(imports.whole(most=9), "12") == "12 is too large; at most 9 is possible."


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("sí", True), ("SI", True), ("x", True), ("✓", True), (True, True), ("No", False), ("-", False)],
)
def test_yes_and_no_are_understood(cell, expected):
    assert imports.truth()(cell) == expected


def test_a_choice_knows_codes_and_labels():
    helix = imports.choice({"company": "company", "Empresa": "company", "Universidad": "university"})

    assert helix("EMPRESA ") == "company"
    assert parse(helix, "church") == "“church” is not one of: company, Empresa, Universidad."


def test_several_values_stand_in_one_cell():
    assert imports.listed(imports.text())("a; b |a\nc;;") == ["a", "b", "c"]


def test_a_website_gets_its_scheme_and_a_script_is_refused():
    column = imports.Column("web", "Website", parse=imports.website())

    assert imports.website()("www.example.org") == "https://www.example.org"
    assert read(b"web\njavascript:alert(1)\n", [column])[1] == ["Row 2, column Website: Enter a valid URL."]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (28001.0, "28001"),
        (600123123.0, "600123123"),
        ("\u202eevil", "evil"),
        ("a\u200bb", "ab"),
        ("e\u0301", "é"),
        ("two\r\nlines", "two\nlines"),
        ("'=1+1", "=1+1"),
        ("'quoted'", "'quoted'"),
        (True, "TRUE"),
        (datetime(2026, 1, 2), "2026-01-02"),
        ("👩‍🔬", "👩‍🔬"),
    ],
)
def test_a_cell_becomes_the_text_a_person_sees(cell, expected):
    assert imports.as_text(cell) == expected

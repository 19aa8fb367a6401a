"""What leaves as a table comes back the same, and no spreadsheet calculates it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.base import exports, imports

# Whatever a person can have typed into a field of ours; line ends are one letter there.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=30
) | st.sampled_from(
    [
        "=1+1",
        "+34 600",
        "-5",
        "@ana",
        "'=x",
        "''=x",
        "\t=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "_x0041_",
        "'",
        " =1",
        'a"b',
        "a;b",
    ]
)
TABLES = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8)


def table_of(sheet, rows):
    """The texts of a table that has come back, with the empty cells that a file leaves out."""
    cells = [[exports.restore(str(cell)) for cell in line] for line in sheet.rows[1:]]
    padded = [tuple((line + ["", ""])[:2]) for line in cells]
    return padded + [("", "")] * (len(rows) - len(padded))


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_a_csv_table_comes_back_the_same(rows):
    content = "".join(exports.csv_lines(["first", "second"], rows, with_mark=True)).encode()

    assert table_of(imports.read_book(content).sheet("any"), rows) == rows


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_a_workbook_comes_back_the_same(rows):
    content = exports.xlsx_bytes({"Sheet": (["first", "second"], rows)})

    assert table_of(imports.read_book(content).sheet("sheet"), rows) == [
        tuple(text.replace("\ufffe", "").replace("\uffff", "") for text in row) for row in rows
    ]


@given(TEXTS)
def test_neutralising_is_undone_exactly(text):
    assert exports.restore(exports.neutralise(text)) == text


@pytest.mark.parametrize(
    "starter", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b=", "'="]
)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(starter):
    text = f"{starter}cmd|'/c calc'!A0"

    assert exports.neutralise(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", "a=b", 5, -5, -1.5, None, True, "'quoted'"])
def test_other_values_stay_as_they_are(value):
    assert exports.neutralise(value) == value


def test_a_workbook_holds_no_formula_even_when_a_text_begins_like_one():
    content = exports.xlsx_bytes({"Sheet": (["=name"], [["=1+1"], ["{=1}"]])})

    sheet = imports.read_book(content).sheet("sheet")

    assert sheet.formulas == frozenset()
    assert sheet.rows == [["'=name"], ["'=1+1"], ["{=1}"]]


def test_dates_numbers_and_moments_stay_what_they_are():
    row = [date(2026, 5, 1), 3, 2.5, None, True, datetime(2026, 5, 1, 10, 0, tzinfo=UTC)]

    sheet = imports.read_book(exports.xlsx_bytes({"S": (list("abcdef"), [row])})).sheets[0]
    lines = list(exports.csv_lines(list("abcdef"), [row]))

    assert sheet.rows[1] == [date(2026, 5, 1), 3.0, 2.5, "", True, datetime(2026, 5, 1, 12, 0)]
    assert lines == ["a,b,c,d,e,f\r\n", "2026-05-01,3,2.5,,yes,2026-05-01 12:00\r\n"]


def test_control_characters_and_half_surrogates_do_not_leave():
    rows = [["a\x00b\x1fc\ud800d"]]

    assert imports.read_book(exports.xlsx_bytes({"S": (["x"], rows)})).sheets[0].rows[1] == ["abcd"]
    assert list(exports.csv_lines(["x"], rows))[1] == "abcd\r\n"


def test_a_csv_answer_is_streamed_as_a_download():
    response = exports.csv_response("Organisations of Año 2026", ["Name"], ([name] for name in ["Ána"]))

    assert b"".join(response.streaming_content).decode() == "\ufeffName\r\nÁna\r\n"
    assert (
        response["Content-Disposition"] == "attachment; filename*=UTF-8''Organisations-of-A%C3%B1o-2026.csv"
    )
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_workbook_answer_names_its_sheets_within_the_rules_of_the_format():
    response = exports.xlsx_response(
        "agenda.xlsx", {"People/orgs: all [2026] with a very long name": (["x"], [[1]])}
    )

    assert imports.read_book(response.content).sheets[0].name == "People orgs  all  2026  with a"
    assert response["Content-Disposition"].endswith("agenda.xlsx")

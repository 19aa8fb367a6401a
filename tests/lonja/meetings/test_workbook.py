"""A workbook is read with every fault at its place, and comes back planned."""

import io
from collections import Counter

import pytest
from django.utils import translation
from openpyxl import load_workbook

from lonja.base import imports
from lonja.base.imports import Unreadable
from lonja.base.imports.book import plain
from lonja.meetings import engine
from lonja.meetings.workbook import example_bytes, read_encounter
from lonja.meetings.workbook.cells import in_all_languages
from lonja.meetings.workbook.columns import all_columns
from lonja.meetings.workbook.kinds import SHEETS
from tests.lonja.meetings.encounters import DAY, filled, like_2018, saved, small


def read(content, **more):
    return read_encounter(imports.read_book(content), **more)


def told(content):
    return [str(problem) for problem in read(content)[1]]


def test_a_workbook_that_fits_has_no_problem_and_says_everything():
    encounter, problems = read(filled(**small()))

    assert list(problems) == []
    assert [slot.starts_at.isoformat() for slot in encounter.slots][:2] == [
        "2018-11-15T08:00:00+00:00",
        "2018-11-15T08:15:00+00:00",
    ]
    assert [table.number for table in encounter.tables] == [1, 2]
    assert [organisation.name for organisation in encounter.organisations] == [
        "Metalurgia Ruidera",
        "Talleres Nervión",
    ]
    assert encounter.people[2].participant_type == "investor"
    assert encounter.requests[0].text == "Welding robots"
    assert encounter.registrations == [("jon@example.org", "K1")]


def test_three_planted_errors_are_named_by_sheet_row_and_column():
    rows = small(tables=[(-3, None, None, None, None)])
    rows["requests"][1] = ("eva@example.org", "anna@example.org", 2, None, None)
    rows["people"][3] = ("ana@example.org", "Leo Prat", "", None, None, None, None, None, None)
    rows["requests"].pop()

    assert told(filled(**rows)) == [
        "Sheet Tables, row 2, column Table number: There is no table -3: tables are counted from 1.",
        "Sheet People, row 5, column E-mail: “ana@example.org” stands in row 2 already.",
        "Sheet Requests, row 3, column Who is asked: Nobody on the sheet People has the e-mail "
        "anna@example.org. "
        "Did you mean ana@example.org?",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"requests": [("ana@example.org", "ana@example.org", 1, None, None)]},
            "Sheet Requests, row 2, column Who is asked: A request to oneself. Write the e-mail of "
            "another person.",
        ),
        (
            {"slots": [(DAY, "09:00", "10:00", None), (DAY, "09:30", "11:00", None)]},
            "Sheet Slots, row 3, column Begins: This stretch begins before the one before it has ended.",
        ),
        (
            {"slots": [(DAY, "10:00", "09:00", None)]},
            "Sheet Slots, row 2, column Ends: This ends before it begins.",
        ),
        (
            {"slots": [(DAY, "09:00", "09:40", None)]},
            "Sheet Slots, row 2, column Ends: 2 meetings of 15 minutes do not fill this stretch: "
            "some minutes are left over. Let it end earlier or later.",
        ),
        (
            {"registrations": [("jon@example.org", "K9")]},
            "Sheet Talk registrations, row 2, column Talk: No talk has the code “K9”. Did you mean “K1”?",
        ),
        (
            {"event": [("Small", "Mars/Olympus", 15, None, None, None, None)]},
            "Sheet Event, row 2, column Time zone: No time zone is called “Mars/Olympus”. Write it like "
            "Europe/Madrid.",
        ),
        (
            {"tables": [(1, None, None, None, None), ("1-2", None, None, None, None)]},
            "Sheet Tables, row 3, column Table number: Table 1 stands in row 2 already.",
        ),
    ],
)
def test_each_fault_is_said_at_its_place(changes, problem):
    assert told(filled(**small(**changes))) == [problem]


def test_a_time_far_from_the_event_is_a_problem():
    rows = small()
    rows["people"][0] = ("ana@example.org", "Ana", "", None, "31/12/2081 10:00", None, None, None, None)

    assert told(filled(**rows)) == [
        "Sheet People, row 2, column Arrives: 31/12/2081 10:00 is outside the event, which is on 2018-11-15."
    ]


def test_a_formula_is_never_calculated():
    book = load_workbook(io.BytesIO(filled(**small())))
    book["Requests"]["C2"] = "=1+1"

    assert told(saved(book)) == [
        "Sheet Requests, row 2, column Priority: The cell holds a formula. Copy the column and paste it "
        "as values."
    ]


def test_the_same_two_people_twice_become_one_request():
    rows = small()
    rows["requests"] = [
        ("ana@example.org", "jon@example.org", 3, "Waiting for an answer", None),
        ("jon@example.org", "ana@example.org", 1, "Waiting for an answer", "Pumps"),
    ]

    encounter, problems = read(filled(**rows))

    assert list(problems) == []
    assert [(r.sender, r.priority, r.state, r.text) for r in encounter.requests] == [
        ("ana@example.org", 1, "accepted", "Pumps")
    ]
    assert encounter.notes == [
        "Sheet Requests, row 3: jon@example.org and ana@example.org have another request; the two count "
        "as one."
    ]


def test_a_missing_sheet_is_named():
    book = load_workbook(io.BytesIO(filled(**small())))
    del book["People"]

    with pytest.raises(Unreadable, match="“People” is missing"):
        read(saved(book))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_is_understood_in_each_language_whoever_reads_it(language):
    with translation.override(language):
        content = example_bytes()
    with translation.override("en"):
        encounter, problems = read(content)

    assert list(problems) == []
    assert len(encounter.requests) == 8


def test_slots_on_the_day_the_clocks_go_back_are_neither_lost_nor_doubled():
    rows = small(slots=[("2026-10-25", "01:00", "04:00", 30)], talks=[], registrations=[])
    rows["people"] = [line[:4] + (None,) * 5 for line in rows["people"]]

    encounter, problems = read(filled(**rows))

    assert list(problems) == []
    starts = [slot.starts_at for slot in encounter.slots]
    assert len(starts) == len(set(starts)) == 8  # four hours by the sun, three by the clock
    assert sorted(starts) == starts


def test_the_2018_edition_is_planned_and_the_checker_finds_nothing():
    encounter, problems = read(filled(**like_2018()))
    floor = engine.floor_of(encounter)

    draft = engine.plan_floor(floor, seed=7, effort="quick")

    assert list(problems) == []
    assert (len(encounter.people), len(encounter.slots), len(encounter.tables), len(encounter.talks)) == (
        350,
        32,
        24,
        6,
    )
    assert len(floor.requests) == 590
    assert engine.broken_rules(floor, draft.placed) == []
    assert len(draft.placed) + len(draft.missed) == 590
    assert len(draft.placed) >= 560


def test_no_heading_and_no_sheet_means_two_things_in_any_language():
    sheets = [plain(name) for kind in SHEETS.values() for name in in_all_languages(kind.label)]
    doubled = {
        kind: [heading for heading, count in Counter(headings(columns)).items() if count > 1]
        for kind, columns in all_columns().items()
    }

    assert {name: count for name, count in Counter(sheets).items() if count > 1} == {}
    assert {kind: found for kind, found in doubled.items() if found} == {}
    assert [name for kind in SHEETS.values() for name in in_all_languages(kind.label) if len(name) > 31] == []


def headings(columns):
    """Every heading of a sheet, folded; a column that is called the same in two languages counts once."""
    return [
        heading
        for told in columns
        for heading in {plain(text) for text in (told.column.name, *in_all_languages(told.column.label))}
    ]

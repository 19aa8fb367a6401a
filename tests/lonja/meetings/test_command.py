"""`lonja plan` turns a workbook into an agenda, without a database."""

import json

import icalendar
from openpyxl import load_workbook

from lonja.meetings.command import main
from tests.lonja.meetings.encounters import filled, like_2018, small


def rows_of(path, sheet):
    return list(load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True))


def test_a_right_workbook_gives_an_agenda_with_every_person_and_table(tmp_path, capsys):
    source, agenda = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(filled(**small()))

    code = main([str(source), "--out", str(agenda), "--seed", "3"])

    assert code == 0
    assert "3 of 3 accepted requests have a place." in capsys.readouterr().out
    assert len(rows_of(agenda, "Meetings")) == 3
    assert len(rows_of(agenda, "Agenda per person")) == 7  # two lines for each meeting, one for the talk
    assert len(rows_of(agenda, "Table cards")) == 3
    assert ("Seed", 3) in rows_of(agenda, "Summary")


def test_a_wrong_workbook_is_told_line_by_line_and_nothing_is_written(tmp_path, capsys):
    source, agenda = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    rows = small()
    rows["requests"][0] = ("ana@example.org", "nobody@example.com", 1, None, None)
    source.write_bytes(filled(**rows))

    code = main([str(source), "--out", str(agenda)])

    assert code == 1
    assert "Sheet Requests, row 2, column Who is asked" in capsys.readouterr().err
    assert not agenda.exists()


def test_an_unplaced_request_says_why_and_what_would_help(tmp_path):
    source, agenda = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    rows = small(registrations=[], talks=[])
    rows["people"][0] = ("ana@example.org", "Ana Ruiz", "", None, None, "09:30", None, None, None)
    rows["people"][1] = ("jon@example.org", "Jon", "", None, "09:30", None, None, None, None)
    rows["requests"] = [("ana@example.org", "jon@example.org", 1, None, None)]
    source.write_bytes(filled(**rows))

    main([str(source), "--out", str(agenda)])

    (line,) = rows_of(agenda, "Unplaced")
    assert line[5] == "The two are never here at the same time."
    assert line[6] == "It would fit at 15/11/2018 09:00 if Jon were here then."


def test_the_same_workbook_and_seed_give_the_same_agenda(tmp_path):
    source = tmp_path / "in.xlsx"
    source.write_bytes(filled(**like_2018(people=60, organisations=40, requests=90)))

    for name in ("a.xlsx", "b.xlsx"):
        main([str(source), "--out", str(tmp_path / name), "--seed", "11", "--effort", "quick"])

    assert rows_of(tmp_path / "a.xlsx", "Meetings") == rows_of(tmp_path / "b.xlsx", "Meetings")


def test_a_script_gets_json_and_each_person_a_calendar_file(tmp_path, capsys):
    source = tmp_path / "in.xlsx"
    source.write_bytes(filled(**small()))

    main([str(source), "--out", str(tmp_path / "out.xlsx"), "--json", "--ics", str(tmp_path / "ics")])

    report = json.loads(capsys.readouterr().out)
    assert (report["problems"], report["figures"]["placed"]) == ([], 3)
    files = sorted((tmp_path / "ics").glob("*.ics"))
    assert [path.name for path in files][0] == "0001-ana-example-org.ics"
    ana = icalendar.Calendar.from_ical(files[0].read_bytes())
    assert sorted(str(event["summary"]) for event in ana.events) == [
        "Eva Lomas",
        "Jon Etxeberria (Talleres Nervión)",
    ]


def test_a_missing_file_is_a_misuse(tmp_path, capsys):
    assert main([str(tmp_path / "none.xlsx"), "--out", str(tmp_path / "out.xlsx")]) == 2
    assert main([]) == 2
    assert "--out" in capsys.readouterr().err


def test_formulas_in_names_come_back_as_text(tmp_path):
    source, agenda = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    rows = small()
    rows["people"][0] = ("ana@example.org", "'=HYPERLINK(1)", "@firm", None, None, None, None, None, None)
    source.write_bytes(filled(**rows))

    main([str(source), "--out", str(agenda)])

    names = {line[1] for line in rows_of(agenda, "Agenda per person")}
    assert "'=HYPERLINK(1)" in names
    assert all(
        cell.data_type != "f" for line in load_workbook(agenda)["Meetings"].iter_rows() for cell in line
    )


def test_an_agenda_that_cannot_be_written_is_said_without_a_traceback(tmp_path, capsys):
    source = tmp_path / "in.xlsx"
    source.write_bytes(filled(**small()))

    assert main([str(source), "--out", str(tmp_path / "nowhere" / "out.xlsx")]) == 2
    assert "The agenda could not be written: No such file or directory." in capsys.readouterr().err


def test_a_file_that_is_no_workbook_is_told_as_such(tmp_path, capsys):
    source = tmp_path / "in.xlsx"
    source.write_bytes(b"name;surname\nAna;Ruiz\n")

    assert main([str(source), "--out", str(tmp_path / "out.xlsx")]) == 1
    assert "An encounter needs several sheets." in capsys.readouterr().err

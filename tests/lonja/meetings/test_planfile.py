"""What `lonja plan` reads, beside the workbook, and what it says when something fixed cannot be."""

import csv
import json
import signal
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lonja.meetings import engine
from lonja.meetings.command import StopKey, main
from lonja.meetings.planfile import plan_file
from lonja.meetings.workbook.columns import all_columns
from tests.lonja.meetings.encounters import filled, small
from tests.lonja.meetings.test_command import rows_of

HALL = {"registrations": [], "talks": []}
ANA, JON, EVA, LEO = (f"{name}@example.org" for name in ("ana", "jon", "eva", "leo"))


def request(sender, recipient, *, fixed_at=None, table=None, after=None):
    return (sender, recipient, 1, None, None, fixed_at, table, after)


def written(tmp_path, **rows):
    path = tmp_path / "in.xlsx"
    path.write_bytes(filled(**small(**HALL | rows)))
    return path


def planned(path, tmp_path, *options):
    """The exit code, and the agenda if there is one."""
    agenda = tmp_path / "out.xlsx"
    code = main([str(path), "--out", str(agenda), "--effort", "quick", *options])
    return code, agenda


def test_addresses_of_remote_meetings_come_in_and_go_out_with_the_workbook(tmp_path):
    tables = [("1", None, None, None, None, "https://meet.example.org/table-{table}")]
    own = (*request(EVA, LEO), "https://meet.example.org/eva-leo")
    path = written(tmp_path, tables=tables, requests=[request(ANA, JON), own])

    _code, agenda = planned(path, tmp_path)

    assert {line[-1] for line in rows_of(agenda, "Meetings")} == {
        "https://meet.example.org/table-1", "https://meet.example.org/eva-leo"
    }  # fmt: skip


def test_an_organisation_asks_an_organisation_and_the_planner_chooses_who_sits(tmp_path, capsys):
    # Ana and Leo come for one firm; Leo arrives when the only slot left for Jon is over.
    requests = [request("Metalurgia Ruidera", "Talleres Nervión"), request(f"{EVA}; {LEO}", JON)]
    path = written(tmp_path, requests=requests)

    code, agenda = planned(path, tmp_path)

    assert code == 0, capsys.readouterr().err
    asks = {line[4] for line in rows_of(agenda, "Meetings")}
    assert len(rows_of(agenda, "Meetings")) == 2
    assert asks <= {"Ana Ruiz", "Leo Prat", "Eva Lomas"}
    lines = {(line[1], line[6]) for line in rows_of(agenda, "Agenda per person")}
    assert {(one, "Jon Etxeberria") for one in asks} <= lines


def test_a_request_that_nobody_of_an_organisation_can_hold_names_them_all(tmp_path):
    rows = small()["people"]
    away = [(*line[:6], "09:15-10:00", None, None) if line[0] in (ANA, LEO) else line for line in rows]
    path = written(tmp_path, people=away, requests=[request("Metalurgia Ruidera", EVA)])

    _code, agenda = planned(path, tmp_path)

    (line,) = rows_of(agenda, "Unplaced")
    assert line[:2] == ("Ana Ruiz / Leo Prat", "Metalurgia Ruidera")
    assert line[5:] == (
        "The two are never here at the same time.",
        "It would fit at 15/11/2018 09:00 if Eva Lomas were here then.",
    )


FAULTS = [
    ([request("Talleres Nervion S", ANA)], "Did you mean “Talleres Nervión”?"),
    ([request(ANA, "Nobody Ltd")], "column Who is asked: Nobody comes for “Nobody Ltd”."),
    ([request(ANA, JON, fixed_at="09:07")], "row 2, column Fixed at: No slot begins then."),
    ([request(ANA, JON, table=1)], "A table is fixed only together with a time."),
    ([request(ANA, JON, fixed_at="09:00", table=9)], "There is no table 9."),
    ([request(ANA, JON, after=7)], "column After row: There is no request in row 7."),
    (
        [request(LEO, JON, fixed_at="09:00")],
        "Sheet Requests, row 2: It is fixed to a time at which one of its people is not here.",
    ),
    (
        [request(ANA, JON, fixed_at="09:15"), request(ANA, EVA, fixed_at="09:15")],
        "Sheet Requests, row 3: Two meetings of one person are fixed to the same time.",
    ),
    (
        [request(ANA, JON, after=3), request(ANA, EVA, after=4), request(LEO, JON, after=2)],
        "Sheet Requests, row 4: Each of these meetings would have to come after the others",
    ),
    (
        [request(ANA, JON, fixed_at="09:30"), request(ANA, EVA, fixed_at="09:15", after=2)],
        "Sheet Requests, row 3: It comes after a meeting that is fixed to the same time or a later one.",
    ),
]


@pytest.mark.parametrize(("requests", "said"), FAULTS)
def test_what_cannot_be_is_told_with_its_row(tmp_path, capsys, requests, said):
    code, agenda = planned(written(tmp_path, requests=requests), tmp_path)

    assert code == 1
    assert said in capsys.readouterr().err
    assert not agenda.exists()


def test_a_fixed_meeting_is_held_where_it_is_fixed_and_orders_hold(tmp_path):
    requests = [request(ANA, JON, fixed_at="09:30", table=2), request(ANA, EVA, after=2)]

    _code, agenda = planned(written(tmp_path, requests=requests), tmp_path)

    lines = [(line[1], str(line[3]), line[6]) for line in rows_of(agenda, "Meetings")]
    assert lines == [("09:30", "2", "Jon Etxeberria"), ("09:45", lines[1][1], "Eva Lomas")]


def as_tables():
    """The small encounter as (heading, rows) by sheet, as a folder of CSV files would hold it."""
    rows = small(**HALL)
    columns = all_columns()
    return {
        name: (
            [told.column.name for told in columns[name]],
            [[_plain(cell) for cell in line] for line in lines],
        )
        for name, lines in rows.items()
        if lines
    }


def _plain(cell):
    return "" if cell is None else str(cell)


def test_a_folder_of_csv_files_is_planned_like_the_workbook(tmp_path):
    folder = tmp_path / "encounter"
    folder.mkdir()
    for name, (heading, lines) in as_tables().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *lines])

    code, agenda = planned(folder, tmp_path)
    _code, other = planned(written(tmp_path), tmp_path / "..")

    assert code == 0
    assert rows_of(agenda, "Meetings") == rows_of(other, "Meetings")


def test_a_json_file_is_planned_like_the_workbook(tmp_path):
    path = tmp_path / "encounter.json"
    told = {
        name: [dict(zip(heading, line)) for line in lines] for name, (heading, lines) in as_tables().items()
    }
    told["requests"][0]["sender"] = [ANA, LEO]
    path.write_text(json.dumps(told), encoding="utf-8")

    code, agenda = planned(path, tmp_path)

    assert code == 0
    assert len(rows_of(agenda, "Meetings")) == 3


BAD_FILES = {
    "{": "This is not JSON: line 1, column 2.",
    "[]": "The file must hold an object whose names are those of the sheets.",
    '{"people": 3}': "“people” must be a list of objects.",
    '{"people": []}': "The sheet “Slots” is missing.",
}


@pytest.mark.parametrize("content", BAD_FILES)
def test_a_json_file_of_another_shape_is_told_as_such(tmp_path, capsys, content):
    path = tmp_path / "encounter.json"
    path.write_text(content, encoding="utf-8")

    code, _agenda = planned(path, tmp_path)

    assert code == 1
    assert BAD_FILES[content] in capsys.readouterr().err


def test_a_folder_without_tables_is_told_as_such(tmp_path, capsys):
    folder = tmp_path / "empty"
    folder.mkdir()

    assert planned(folder, tmp_path)[0] == 1
    assert "There is no CSV file in the folder empty." in capsys.readouterr().err


def test_a_misspelt_aim_is_told_with_the_one_that_was_meant(tmp_path, capsys):
    path = written(tmp_path)

    assert planned(path, tmp_path, "--aims", "wieght,idle")[0] == 2
    assert "“wieght” is not an aim. Did you mean “weight”?" in capsys.readouterr().err
    assert planned(path, tmp_path, "--aims", "idle,idle")[0] == 2
    assert "The aim “idle” is named twice." in capsys.readouterr().err
    assert planned(path, tmp_path, "--aims", "idle,weight")[0] == 0


def test_a_misspelt_aim_in_the_workbook_is_told_with_its_row(tmp_path, capsys):
    event = (*small()["event"][0], "weight; idel")

    code, _agenda = planned(written(tmp_path, event=[event]), tmp_path)

    assert code == 1
    assert "Sheet Event, row 2, column Aims: “idel” is not one of: weight" in capsys.readouterr().err


def test_the_stop_key_keeps_the_best_plan_so_far(tmp_path):
    presses = []

    def press(_share, stage):
        # Once only: the planner may tell of a stage several times, and a second press ends all.
        if stage == "polishing" and not presses:
            presses.append(stage)
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with StopKey() as stop:
        report = plan_file(
            written(tmp_path),
            tmp_path / "out.xlsx",
            effort="thorough",
            progress=press,
            cancelled=stop.is_pressed,
        )

    assert (report.figures["cut_short"], report.figures["placed"]) == (True, 3)
    assert ("Stopped early", "yes: the best plan found until then") in rows_of(
        tmp_path / "out.xlsx", "Summary"
    )
    assert signal.getsignal(signal.SIGINT) is before


def test_stopping_before_there_is_a_plan_writes_nothing(tmp_path):
    with pytest.raises(engine.Cancelled):
        plan_file(written(tmp_path), tmp_path / "out.xlsx", cancelled=lambda: True)

    assert not (tmp_path / "out.xlsx").exists()


def test_broken_rules_say_nothing_of_requests_without_a_place():
    floor = engine.Floor(
        people=(1, 2, 3),
        slots=(engine.FloorSlot("s", *_hour(), 0),),
        tables=(engine.FloorTable("t"),),
        requests=(engine.FloorRequest("a", 1, 2), engine.FloorRequest("b", 1, 3)),
    )
    held = engine.Placed("a", "s", "t", 1, 2)

    assert engine.broken_rules(floor, [held]) == []
    assert engine.broken_rules(floor, [replace(held, recipient=3)]) == [
        "participant 2 sits in meeting 0 on side 1 and may not"
    ]
    assert len(engine.broken_rules(floor, [replace(held, recipient=9)])) == 1


def _hour():
    return datetime(2027, 1, 1, 9, tzinfo=UTC), datetime(2027, 1, 1, 10, tzinfo=UTC)

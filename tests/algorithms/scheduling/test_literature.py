"""Instances of the literature: read, solved, and their optimum proven."""

import json

import numpy as np
import pytest
from hypothesis import given, settings

from lonja.algorithms.errors import InvalidProblem, UnreadableInstance
from lonja.algorithms.scheduling import Aim, bench, bench_table, solve
from lonja.algorithms.scheduling.exact import certify
from lonja.algorithms.scheduling.measure import breaks, idle_slots
from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.racing import race
from lonja.algorithms.scheduling.readers import read_dzn
from lonja.algorithms.testing.meetings import Event, generate
from lonja.algorithms.testing.strategies import problems
from tests.algorithms.scheduling import brute
from tests.algorithms.scheduling.factories import make_problem
from tests.algorithms.scheduling.test_properties import FEW

SMALL_EVENT = """
nBusiness = 3;
nMeetings = 3;
nTables = 1;
nTotalSlots = 4;
nMorningSlots = 2;

requested = [|1, 2,1,
|1, 3,2,
|2, 3,3,
|];

meetingsxBusiness = [{1,2,3},{1,2,4},{1,3,4}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0},{0,1},{0}];
fixed = [0,4,0];
precedences = [{},{},{1}];
"""


def test_a_small_event_is_read():
    problem = read_dzn(SMALL_EVENT)

    assert problem.pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert problem.session.tolist() == [0, 0, 1, 1]
    assert problem.allowed.astype(int).tolist() == [[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1]]
    assert np.argwhere(~problem.available).tolist() == [[1, 0]]
    assert problem.locked.tolist() == [-1, 3, -1]
    assert problem.before.tolist() == [[0, 2]]
    assert problem.must.all()


def test_its_optimum_is_proven():
    proof = certify(read_dzn(SMALL_EVENT))

    assert proof.plan.slot.tolist() == [1, 3, 2]
    assert proof.breaks == 1


def test_a_file_without_its_tables_is_refused():
    with pytest.raises(UnreadableInstance, match="the file does not say nTables"):
        read_dzn(SMALL_EVENT.replace("nTables", "tables"))


def test_an_event_that_cannot_hold_all_meetings_is_infeasible():
    problem = make_problem(((0, 1), (0, 2)), slots=1, tables=2, must=[True, True])

    assert not certify(problem).is_feasible


def test_a_certificate_needs_all_meetings_to_be_a_must():
    with pytest.raises(InvalidProblem, match="all meetings to be a must"):
        certify(make_problem())


@settings(FEW, max_examples=12)
@given(problems(max_people=4, max_meetings=4, max_slots=4, rules=False))
def test_the_certificate_matches_brute_force(problem):
    given = {name: getattr(problem, name) for name in ("pairs", "weight", "available", "tables")}
    problem = MeetingProblem(**given, session=np.zeros(problem.slots), must=np.ones(problem.meetings))
    whole = [slot for slot in brute.feasible(problem) if (slot >= 0).all()]

    proof = certify(problem, spread=1)

    fair = [one for one in (breaks(problem, Plan(slot, slot)) for slot in whole) if np.ptp(one) <= 1]
    assert proof.breaks == min((int(one.sum()) for one in fair), default=-1)


def test_annealing_reaches_the_proven_optimum_of_a_small_event():
    problem = read_dzn(SMALL_EVENT)

    plan = solve(problem, aims=[Aim.BREAKS], effort=2000)

    assert plan.value(Aim.BREAKS).value == certify(problem).breaks


def test_the_benchmark_writes_one_row_for_each_instance(tmp_path, capsys):
    (tmp_path / "small.dzn").write_text(SMALL_EVENT)
    (tmp_path / "published.csv").write_text("instance,fairness_d,optimum_breaks\nsmall.dzn,2,1\n")
    out = tmp_path / "rows.json"

    code = bench.main([str(tmp_path), "--sizes", "--seconds", "60", "--effort", "quick", "--json", str(out)])

    (row,) = json.loads(out.read_text())
    assert code == 0
    assert tuple(row) == bench.COLUMNS
    assert (row["instance"], row["placed"], row["breaks"], row["published"]) == ("small.dzn", 3, 1, 1)
    assert row["proven"] is True
    assert "small.dzn" in capsys.readouterr().out


ODD_RING = """
nBusiness = 3; nMeetings = 3; nTables = 2; nTotalSlots = 2; nMorningSlots = 1;
requested = [|1, 2,3, |1, 3,3, |2, 3,3, |];
forbidden = [{0},{0},{0}]; fixed = [0,0,0]; precedences = [{},{},{}];
"""


def test_the_benchmark_says_that_an_event_cannot_hold_all_meetings(tmp_path):
    (tmp_path / "ring.dzn").write_text(ODD_RING)
    out = tmp_path / "rows.json"

    bench.main([str(tmp_path), "--sizes", "--effort", "quick", "--json", str(out)])

    (row,) = json.loads(out.read_text())
    assert (row["breaks"], row["proven"], row["requests"]) == ("UNSAT", True, 3)


def test_figures_of_several_runs_are_medians_with_their_ranges():
    runs = [{"instance": "x", "idle_slots": idle, "proven": True} for idle in (5, 9, 6)]

    assert bench_table.median(runs) == {"instance": "x", "idle_slots": 6, "proven": True}
    assert bench_table.ranges(runs)["idle_slots"] == "5-9"


def test_ours_and_a_plain_annealing_race_from_one_plan():
    problem = generate(Event(60, 150, 16), seed=2)
    start = solve(problem, effort=0)

    race_rows = race(problem, start, seed=0)

    rough = idle_slots(problem, start).sum()
    assert [name for name, _, _ in race_rows] == [
        "plain annealing",
        "ours at half its cpu",
        "ours at its cpu",
    ]
    assert all(idle < rough / 2 for _, idle, _ in race_rows)

"""A problem that contradicts itself is refused, with the rows at fault."""

import numpy as np
import pytest

from lonja.algorithms.errors import InvalidProblem
from tests.algorithms.scheduling.factories import make_problem

LINE = ((0, 1), (1, 2), (2, 3))
ALL = np.ones((4, 2), bool)
BUT_TWO = np.array([[1, 1], [1, 1], [0, 1], [1, 1]], bool)

REFUSED = {
    "pairs has shape": {"pairs": [[0, 1, 2]]},
    "pairs names a participant that does not exist: row 0": {"pairs": [[0, 9]]},
    "pairs lets somebody meet herself: rows 0, 1": {"pairs": [[0, 0], [1, 1]]},
    "pairs does not fit int32: row 0": {"pairs": [[0.5, 1]]},
    "weight has shape": {"weight": [1, 1]},
    "weight is under 1: row 2": {"weight": [1, 1, 0]},
    "weight holds <U1, expected numbers": {"weight": ["a", "b", "c"]},
    "available is missing": {"available": None},
    "tables has shape": {"tables": np.ones((1, 3), bool)},
    "session falls from slot to slot: row 1": {"session": [1, 0]},
    "day falls from slot to slot: row 1": {"session": [0, 1], "day": [1, 0]},
    "a session runs over into the next day after slot: row 0": {"day": [0, 1]},
    "table_host names nobody who exists: row 0": {"table_host": [7]},
    "allowed has shape": {"allowed": [[True, True]]},
    "locked names a slot that does not exist: row 1": {"locked": [-1, 2, -1]},
    "locked where one of its people is away: row 1": {"available": BUT_TWO, "locked": [-1, 0, -1]},
    "locked where allowed forbids it: row 0": {
        "allowed": [[0, 1], [1, 1], [1, 1]],
        "locked": [0, -1, -1],
    },
    "locked though its people must never meet: row 0": {"never": [[1, 0]], "locked": [0, -1, -1]},
    "locked_table is given for a meeting that is not locked: row 0": {"locked_table": [0, -1, -1]},
    "locked_table names no table that exists: row 0": {
        "locked": [0, -1, -1],
        "locked_table": [1, -1, -1],
    },
    "two meetings of one person locked in one slot: rows 0, 1": {
        "tables": np.ones((2, 2), bool),
        "locked": [0, 0, -1],
    },
    "more meetings locked in a slot than tables open: rows 0, 2": {"locked": [0, -1, 0]},
    "two meetings locked at one table in one slot: rows 0, 2": {
        "tables": np.ones((2, 2), bool),
        "locked": [0, -1, 0],
        "locked_table": [1, -1, 1],
    },
    "locked at a table that is closed then: row 0": {
        "tables": [[0, 1]],
        "locked": [0, -1, -1],
        "locked_table": [0, -1, -1],
    },
    "locked at a table whose host does not take part: row 0": {
        "table_host": [3],
        "locked": [0, -1, -1],
        "locked_table": [0, -1, -1],
    },
    "locked away from the table of its host: row 0": {
        "tables": np.ones((2, 2), bool),
        "table_host": [1, -1],
        "locked": [0, -1, -1],
        "locked_table": [1, -1, -1],
    },
    "locked where no table of its host is open: row 0": {
        "tables": [[0, 1]],
        "table_host": [0],
        "locked": [0, -1, -1],
    },
    "before names a meeting that does not exist: row 0": {"before": [[0, 3]]},
    "before runs in a circle through the meetings of: rows 0, 1, 2": {"before": [[0, 1], [1, 2], [2, 0]]},
    "before is broken by locked meetings: row 0": {"before": [[0, 2]], "locked": [1, -1, 0]},
    "least is negative: row 0": {"least": [-1, 0, 0, 0]},
    "most is under least: row 1": {"least": [0, 2, 0, 0], "most": [9, 1, 9, 9]},
    "more meetings locked than most allows, participant: row 0": {
        "most": [0, 1, 1, 1],
        "locked": [0, -1, -1],
    },
    "locked without a pause, participant: row 1": {"most_in_a_row": 1, "locked": [0, 1, -1]},
    "most_in_a_row is -1": {"most_in_a_row": -1},
    "never names a participant that does not exist: row 0": {"never": [[0, 4]]},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_contradiction_is_refused_with_the_rows_at_fault(sentence):
    with pytest.raises(InvalidProblem) as refusal:
        make_problem(**({"pairs": LINE, "people": 4} | REFUSED[sentence]))

    assert str(refusal.value).startswith(sentence)


def test_many_rows_at_fault_are_counted():
    with pytest.raises(InvalidProblem, match="rows 0, 1, 2, 3, 4 and 5 more"):
        make_problem([(0, 1)] * 10, weight=np.zeros(10))


def test_what_is_left_out_restricts_nothing():
    problem = make_problem(LINE)

    assert problem.allowed.all()
    assert problem.locked.tolist() == [-1, -1, -1]
    assert problem.most.min() == np.iinfo(np.int32).max


def test_a_problem_keeps_its_own_copy_of_the_arrays():
    weight = np.ones(3, np.int32)
    problem = make_problem(LINE, weight=weight)

    weight[0] = 5

    assert problem.weight.tolist() == [1, 1, 1]
    assert not problem.weight.flags.writeable


def test_an_event_without_requests_is_a_problem_too():
    assert make_problem((), people=3).meetings == 0

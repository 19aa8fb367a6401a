"""The checker finds a wrong plan of each kind, and says so in a sentence."""

import numpy as np
import pytest

from lonja.algorithms.scheduling import Plan, Reason, Unplaced, violations
from tests.algorithms.scheduling.factories import make_problem

FOUR = ((0, 1), (1, 2), (2, 3), (0, 3))


def make_plan(slot, table=None, unplaced=()):
    slot = np.array(slot, np.int16)
    table = np.where(slot >= 0, np.arange(len(slot)), -1) if table is None else np.array(table)
    reasons = tuple(Unplaced(meeting, Reason.NO_SHARED_GAP) for meeting in unplaced)
    return Plan(slot=slot, table=table.astype(np.int32), unplaced=reasons)


def make_room(**rules):
    """Four meetings in a circle, four slots, four tables: [0, 1, 0, 1] is a plan."""
    return make_problem(FOUR, **({"slots": 4, "tables": 4} | rules))


def closed(*where):
    mask = np.ones((4, 4), bool)
    mask[where] = False
    return mask


WRONG = {
    "the plan speaks of 3 meetings, the problem of 4": ({}, [0, 1, 0], None, ()),
    "meeting 3 is in slot 4, which does not exist": ({}, [0, 1, 0, 4], None, ()),
    "meeting 3 is at table 4, which does not exist": ({}, [0, 1, 0, 1], [0, 1, 2, 4], ()),
    "meeting 3 has table 1 but no slot": ({}, [0, 1, 0, -1], [0, 1, 2, 1], (3,)),
    "meeting 3 is in slot 1 without a table": ({}, [0, 1, 0, 1], [0, 1, 2, -1], ()),
    "participant 3 is away in slot 0, when meeting 2 is held": (
        {"available": closed(3, 0)},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "participant 1 has meetings 0 and 1 in slot 0": ({}, [0, 0, 1, 2], None, ()),
    "meeting 2 is not allowed in slot 0": ({"allowed": closed(2, 0)}, [0, 1, 0, 1], None, ()),
    "meeting 1 brings together people who must never meet": (
        {"never": [[2, 1]]},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "meeting 2 is locked in slot 3 and stands in slot 0": (
        {"locked": [-1, -1, 3, -1]},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "table 2 is closed in slot 0, when meeting 2 sits there": (
        {"tables": closed(2, 0)},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "meetings 0 and 2 share table 1 in slot 0": ({}, [0, 1, 0, 1], [1, 1, 1, 2], ()),
    "meeting 3 sits at table 3 without its host 2": (
        {"table_host": [-1, -1, 2, 2]},
        [-1, -1, 0, 1],
        [-1, -1, 2, 3],
        (0, 1),
    ),
    "meeting 1 sits at table 1, away from the table of its host": (
        {"table_host": [-1, -1, 2, -1]},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "meeting 0 is locked at table 3 and sits at table 0": (
        {"locked": [0, -1, -1, -1], "locked_table": [3, -1, -1, -1]},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "meeting 1 is not held before meeting 0": ({"before": [[1, 0]]}, [0, 1, 0, 1], None, ()),
    "participant 2 has 2 meetings, at most 1 allowed": (
        {"most": [2, 2, 1, 2]},
        [0, 1, 0, 1],
        None,
        (),
    ),
    "participant 0 has no pause from slot 0 on in session 0": (
        {"most_in_a_row": 1},
        [0, -1, -1, 1],
        None,
        (1, 2),
    ),
    "meeting 3 is not placed, and no reason is given": ({}, [0, 1, 0, -1], None, ()),
    "meeting 3 is placed, and a reason against it is given": ({}, [0, 1, 0, 1], None, (3,)),
    "a reason is given twice for one meeting": ({}, [0, 1, 0, -1], None, (3, 3)),
}


def test_a_right_plan_breaks_nothing():
    assert list(violations(make_room(), make_plan([0, 1, 0, 1]))) == []


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_plan_is_found(sentence):
    rules, slot, table, unplaced = WRONG[sentence]

    found = list(violations(make_room(**rules), make_plan(slot, table, unplaced)))

    assert sentence in found


def test_a_pause_across_sessions_needs_no_gap():
    problem = make_room(most_in_a_row=1, session=[0, 1, 1, 1])

    found = list(violations(problem, make_plan([0, 1, 0, 1])))

    assert found == []

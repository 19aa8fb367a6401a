"""Which table: people stay where they sit as far as that can be."""

from itertools import permutations, product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.algorithms.scheduling import MeetingProblem, Plan, solve
from lonja.algorithms.scheduling.measure import table_moves
from lonja.algorithms.scheduling.seating import fewest_changes, seat
from lonja.algorithms.testing.meetings import Event, generate
from tests.algorithms.scheduling.factories import make_problem

FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@st.composite
def seatings(draw):
    """A few meetings that have slots already, and not many tables."""
    slots, people, tables = draw(st.integers(2, 3)), draw(st.integers(3, 6)), draw(st.integers(2, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pairs, at = [], []
    for slot in range(slots):
        order = rng.permutation(people)
        for k in range(int(rng.integers(1, min(tables, people // 2) + 1))):
            pairs.append(order[2 * k : 2 * k + 2])
            at.append(slot)
    return make_problem(np.array(pairs), people=people, slots=slots, tables=tables), np.array(at, np.int16)


def changes(problem, slot, table):
    return table_moves(problem, Plan(slot=slot, table=np.asarray(table, np.int32)))[0]


def fewest_by_trying(problem, slot):
    """The fewest changes over every seating."""
    rows = [np.flatnonzero(slot == at) for at in range(problem.slots)]
    best, table = problem.meetings * 4, np.zeros(problem.meetings, np.int32)
    for choice in product(*(permutations(range(len(problem.tables)), len(here)) for here in rows)):
        for here, places in zip(rows, choice):
            table[here] = places
        best = min(best, changes(problem, slot, table))
    return best


@FEW
@given(seatings())
def test_few_meetings_are_seated_as_well_as_can_be(case):
    problem, slot = case

    table = seat(problem, slot, np.zeros(problem.meetings, np.int32))

    best = fewest_by_trying(problem, slot)
    assert changes(problem, slot, table) == best
    assert fewest_changes(problem, slot) <= best


def test_of_two_who_come_from_different_tables_only_one_can_stay():
    # 0-1 and 2-3 meet first, then 0-2 and 1-3: each of the two later meetings joins both tables.
    problem = make_problem(((0, 1), (2, 3), (0, 2), (1, 3)), slots=2, tables=2)

    slot = np.array([0, 0, 1, 1], np.int16)

    assert changes(problem, slot, seat(problem, slot, np.zeros(4, np.int32))) == 2
    assert fewest_changes(problem, slot) == 2


def test_people_come_from_different_times_to_one_table():
    # 0 sits there in the first slot, 1 in the second: nobody has to walk for the third.
    problem = make_problem(((0, 2), (1, 3), (0, 1)), slots=3, tables=2)

    slot = np.arange(3, dtype=np.int16)

    assert changes(problem, slot, seat(problem, slot, np.zeros(3, np.int32))) == 0


def test_hosts_never_change_their_table():
    event = generate(Event(60, 200, 12), seed=1)
    hosts = np.argsort(-np.bincount(event.pairs.ravel()), kind="stable")[:6]
    names = ("pairs", "weight", "available", "session")
    problem = MeetingProblem(
        **{name: getattr(event, name) for name in names},
        tables=np.ones((6 + len(event.tables), 12), bool),
        table_host=np.append(hosts, np.full(len(event.tables), -1)),
    )

    plan = solve(problem, effort=10_000)

    host = np.full(problem.people, 6)
    host[hosts] = np.arange(6)
    # Where two hosts meet, one visits the other: the first table wins.
    first = host[problem.pairs].min(axis=1)
    hosted = (plan.slot >= 0) & (first < 6)
    assert hosted.any()
    assert np.array_equal(plan.table[hosted], first[hosted])


def test_changes_of_table_stay_under_two_fifths_at_a_small_event():
    problem = generate(Event(350, 590), seed=1)

    plan = solve(problem, effort=200_000)

    moved, transitions = table_moves(problem, plan)
    assert moved <= 0.40 * transitions
    assert fewest_changes(problem, plan.slot) <= moved

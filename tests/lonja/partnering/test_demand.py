"""The map of demand: small numbers stay hidden, and cannot be computed from those shown."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.partnering.engine.demand import LEAST, hidden, table
from tests.factories import make_interest, make_opportunity, make_organisation, make_term

CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 12), min_size=1
)


def solvable(made):
    """The hidden cells whose number follows from the totals, by filling in again and again."""
    known = {(r, c): made.cells.get((r, c), 0) for r in made.rows for c in made.columns}
    known |= {(r, "*"): made.row_totals[r] for r in made.rows}
    known |= {("*", c): made.column_totals[c] for c in made.columns} | {("*", "*"): made.whole}
    lines = [[(r, c) for c in (*made.columns, "*")] for r in (*made.rows, "*")]
    lines += [[(r, c) for r in (*made.rows, "*")] for c in (*made.columns, "*")]
    found, moved = [], True
    while moved:
        moved = False
        for *inside, total in lines:
            secret = [pair for pair in (*inside, total) if known[pair] is None]
            if len(secret) == 1:
                rest = sum(known[pair] for pair in inside if pair != secret[0])
                known[secret[0]] = rest if secret[0] == total else known[total] - rest
                found.append(secret[0])
                moved = True
    return found


@given(CELLS)
@settings(max_examples=60, deadline=None)
def test_no_small_number_is_shown_or_follows_from_the_totals(counts):
    made = hidden(Counter(counts))

    totals = [*made.row_totals.values(), *made.column_totals.values(), made.whole or None]
    assert all(shown is None or shown >= LEAST for shown in (*made.cells.values(), *totals))
    assert solvable(made) == []


def test_a_lonely_small_number_takes_neighbours_with_it():
    made = hidden(Counter({("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}))

    assert made.hidden == 4
    assert made.row_totals == {"a": 12, "b": 15}


def test_a_single_small_cell_hides_the_totals_too():
    made = hidden(Counter({("a", "x"): 3}))

    assert made.cells == {("a", "x"): None}
    assert (made.row_totals, made.column_totals, made.whole) == ({"a": None}, {"x": None}, None)


@pytest.mark.django_db
def test_five_needs_of_one_organisation_are_one():
    term = make_term("een_technologies", "04001003")
    shouting = make_organisation()
    for _need in range(5):
        make_opportunity(shouting, kind="TR", terms=[term])

    assert table(by="technology", today=date.today()).cells == {("04", "ES"): None}


@pytest.mark.django_db
def test_needs_that_found_somebody_are_not_counted(client):
    term = make_term("een_technologies", "04001003")
    make_term("een_technologies", "04", labels={"en": "Energy"})
    needs = [make_opportunity(kind="TR", terms=[term]) for _need in range(6)]
    assert table(by="technology", today=date.today()).cells == {("04", "ES"): 6}

    make_interest(needs[0], state="accepted")

    assert table(by="technology", today=date.today()).cells == {("04", "ES"): 5}
    table_out = b"".join(client.get("/demand/map-of-demand.csv").streaming_content).decode()
    assert "04,Energy,5,5" in table_out

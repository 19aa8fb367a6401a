"""The map of demand: small numbers stay hidden, and cannot be computed from those shown."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.partnering.engine.demand import LEAST, hidden, region_of, table
from lonja.partnering.engine.secrecy import Secrets
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


REGIONS = {"ES/ES30": "ES", "ES/ES52": "ES", "ES/": "ES", "PT/PT11": "PT", "PT/PT17": "PT", "FR/": "FR"}
REGIONAL = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(sorted(REGIONS))), st.integers(1, 12), min_size=1
)


def determined(made):
    """The hidden numbers that the equations of the table leave no freedom."""
    secret = sorted(made.secret, key=str)
    place = {pair: number for number, pair in enumerate(secret)}
    system = np.zeros((len(made.equations), len(secret)))
    for row, (inside, total) in enumerate(made.equations.values()):
        for pair, sign in (*((pair, 1) for pair in inside), (total, -1)):
            if pair in place:
                system[row, place[pair]] += sign
    _left, values, right = np.linalg.svd(system)
    free = right[(values > 1e-9).sum() :]
    return [pair for pair, number in place.items() if not np.abs(free[:, number]).max(initial=0) > 1e-9]


@given(REGIONAL)
@settings(max_examples=80, deadline=None)
def test_nothing_hidden_follows_from_countries_and_their_regions_together(counts):
    made = Secrets(Counter(counts), REGIONS)

    assert all(pair in made.secret for pair, n in made.entries.items() if 0 < n < LEAST)
    assert determined(made) == []
    for inside, total in made.equations.values():
        mine = [made.entries[pair] for pair in inside if pair in made.secret]
        assert total in made.secret or not mine or sum(mine) >= LEAST


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


@pytest.mark.django_db
def test_needs_are_told_by_region_and_a_region_of_one_is_not(client):
    term = make_term("een_technologies", "04001003")
    make_term("een_technologies", "04", labels={"en": "Energy"})
    homes = {code: make_term("regions", code, labels={"en": code}) for code in ("ES300", "ES52", "ES61")}
    for code, count in (("ES300", 7), ("ES52", 6), ("ES61", 1)):
        for _house in range(count):
            make_opportunity(make_organisation(region=homes[code]), kind="TR", terms=[term])
    make_opportunity(make_organisation(), kind="TR", country="PT", terms=[term])

    made = table(by="technology", today=date.today(), country="ES")
    page = client.get("/demand/?country=ES").content.decode()
    file = b"".join(client.get("/demand/map-of-demand.csv?country=ES").streaming_content).decode()

    assert made.columns == ["ES/ES30", "ES/ES52", "ES/ES61"]
    assert made.cells["04", "ES/ES30"] == 7
    assert made.cells["04", "ES/ES61"] is None
    assert sum(count is None for count in made.cells.values()) == 2
    assert "The regions of Spain" in page
    assert "Code,Name,ES30,ES52,ES61,ES" in file


def test_a_region_outside_the_country_of_the_need_is_not_told():
    assert [region_of("ES", "ES300"), region_of("GR", "EL30"), region_of("ES", "PT11")] == [
        "ES/ES30",
        "GR/EL30",
        "ES/",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("country", ["", "ES"])
def test_the_map_needs_few_queries(client, rows, country, django_assert_num_queries):
    term = make_term("een_technologies", "04001003")
    region = make_term("regions", "ES30", extra={"latitude": "40.4", "longitude": "-3.7"})
    for _house in range(5 + rows):
        make_opportunity(make_organisation(region=region), kind="TR", terms=[term])

    with django_assert_num_queries(5 if country else 2):
        assert client.get(f"/demand/?country={country}").status_code == 200

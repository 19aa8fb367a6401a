"""Unmet needs by technology, sector and region, with small numbers hidden so that none can be found out.

A need is unmet while it is published and open and nobody's interest in it was accepted. Cells with
one to four are hidden. A hidden cell could still be computed from the totals when it is alone
in its row or column; in general it can exactly when it is a bridge of the graph whose nodes
are rows and columns and whose links are the hidden cells. So further cells are hidden until
there is no bridge, and until the hidden ones of each line sum up to five at least.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from lonja.algorithms.network import bridges, graph_from
from lonja.partnering.lifecycle import OPENED
from lonja.partnering.models import NEEDS, Interest, Opportunity

LEAST = 5
# The list, and how many digits of its codes make a group.
ROWS = {
    "technology": ("een_technologies", 2),
    "detail": ("een_technologies", 5),
    "sector": ("een_markets", 2),
}
NOWHERE = ""
ALL = "*"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column; none where a number stays hidden.

    Attributes:
        cells: (row, column) to a count, or none when hidden; pairs left out are 0.
        row_totals, column_totals: none when even the total stays hidden.
        whole: all mentions together, none when hidden.
    """

    rows: list
    columns: list
    cells: dict
    row_totals: dict
    column_totals: dict
    whole: int | None

    @property
    def hidden(self):
        """How many cells are hidden."""
        return sum(1 for count in self.cells.values() if count is None)


def unmet(today):
    """Needs that are open and of which no interest was accepted."""
    met = Interest.objects.filter(state__in=OPENED).values("opportunity")
    return Opportunity.objects.filter(kind__in=NEEDS).open_on(today).exclude(pk__in=met)


def table(*, by, today):
    """Unmet needs by technology or sector, and by country.

    Organisations are counted, each once in a cell: five needs of one house are no market, and five
    houses must stand behind a number that is shown.
    """
    scheme, digits = ROWS[by]
    rows = unmet(today).filter(described_by__term__scheme=scheme)
    columns = ["pk", "organisation", "country", "described_by__term__code"]
    seen = defaultdict(set)
    for _pk, organisation, country, code in rows.values_list(*columns).order_by():
        seen[code[:digits], country or NOWHERE].add(organisation)
    counts = Counter({pair: len(houses) for pair, houses in seen.items()})
    return hidden(counts)


def hidden(counts):
    """The table of these counts with everything hidden that must be.

    >>> from collections import Counter
    >>> made = hidden(Counter({("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}))
    >>> made.cells["a", "x"], made.hidden, made.row_totals["a"]
    (None, 4, 12)
    """
    rows = sorted({row for row, _column in counts})
    columns = sorted({column for _row, column in counts})
    entries = with_totals(counts, rows, columns)
    secret = {pair for pair, count in entries.items() if 0 < count < LEAST}
    protect(entries, secret, rows, columns)
    told = {pair: (None if pair in secret else count) for pair, count in entries.items()}
    return Table(
        rows,
        columns,
        {pair: n for pair, n in told.items() if ALL not in pair and (n is None or n)},
        {row: told[row, ALL] for row in rows},
        {column: told[ALL, column] for column in columns},
        told.get((ALL, ALL)),
    )


def with_totals(counts, rows, columns):
    """Every cell with the totals of rows and columns as a row and a column of their own.

    Totals are sums of the cells: an organisation with needs in two groups counts in both.
    """
    entries = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    entries |= {(row, ALL): sum(entries[row, column] for column in columns) for row in rows}
    edge = [*rows, ALL] if rows else []
    entries |= {
        (ALL, column): sum(entries[row, column] for row in rows)
        for column in ([*columns, ALL] if edge else [])
    }
    return entries


def protect(entries, secret, rows, columns):
    """Hide further numbers until none can be computed."""
    while line := exposed(entries, secret, rows, columns):
        # The total of totals tells least, so it is given up first; then the smallest number.
        candidates = [pair for pair in line if pair not in secret]
        secret.add(min(candidates, key=lambda pair: (pair != (ALL, ALL), entries[pair], str(pair))))


def exposed(entries, secret, rows, columns):
    """The numbers of a line in which a hidden one could be found out; empty when there is none."""
    if not secret:
        return []
    lines = [[(row, column) for column in (*columns, ALL)] for row in (*rows, ALL)]
    lines += [[(row, column) for row in (*rows, ALL)] for column in (*columns, ALL)]
    for line in lines:
        *inside, total = line
        mine = [pair for pair in inside if pair in secret]
        alone = len(mine) + (total in secret) == 1
        narrow = mine and total not in secret and sum(entries[pair] for pair in mine) < LEAST
        if (alone or narrow) and any(pair not in secret for pair in line):
            return line
    graph, names = graph_from(
        [*(("row", row) for row in (*rows, ALL)), *(("column", column) for column in (*columns, ALL))],
        [(("row", row), ("column", column), 1.0) for row, column in sorted(secret, key=str)],
    )
    for one, other in bridges(graph).links:
        row, column = (names[one][1], names[other][1])
        open_ones = [(row, each) for each in (*columns, ALL)] + [(each, column) for each in (*rows, ALL)]
        if any(pair not in secret for pair in open_ones):
            return open_ones
    return []

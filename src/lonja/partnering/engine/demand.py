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
ROWS = {"technology": ("een_technologies", 2), "sector": ("een_markets", 1)}
NOWHERE = ""


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
    scheme, level = ROWS[by]
    rows = unmet(today).filter(described_by__term__scheme=scheme)
    columns = ["pk", "organisation", "country", "described_by__term__code"]
    seen = defaultdict(set)
    for _pk, organisation, country, code in rows.values_list(*columns).order_by():
        seen[group(code, level), country or NOWHERE].add(organisation)
    counts = Counter({pair: len(houses) for pair, houses in seen.items()})
    return hidden(counts)


def group(code, level):
    """The group of a code: its first digits, by the level of the list that the map shows."""
    return code[:2] if level == 1 or len(code) < 5 else code[:5]


def hidden(counts):
    """The table of these counts with everything hidden that must be.

    >>> from collections import Counter
    >>> made = hidden(Counter({("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}))
    >>> made.cells["a", "x"], made.hidden, made.row_totals["a"]
    (None, 4, 12)
    """
    rows = sorted({row for row, _column in counts})
    columns = sorted({column for _row, column in counts})
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    secret = {pair for pair, count in whole.items() if 0 < count < LEAST}
    totals_hidden = protect(whole, secret, rows, columns)
    cells = {
        pair: (None if pair in secret else count) for pair, count in whole.items() if count or pair in secret
    }
    # Totals are sums of the cells: an organisation with needs in two groups counts in both.
    row_totals = {row: sum(whole[row, column] for column in columns) for row in rows}
    column_totals = {column: sum(whole[row, column] for row in rows) for column in columns}
    total = sum(row_totals.values())
    if totals_hidden:
        row_totals, column_totals = dict.fromkeys(rows), dict.fromkeys(columns)
        total = total if total >= LEAST and len(secret) > 1 else None
    return Table(rows, columns, cells, row_totals, column_totals, total)


def protect(whole, secret, rows, columns):
    """Hide further cells until none can be computed; whether the totals must be hidden too."""
    while line := exposed(whole, secret, rows, columns):
        candidates = sorted((whole[pair], pair) for pair in line if pair not in secret)
        if not candidates:
            return True
        secret.add(candidates[0][1])
    return False


def exposed(whole, secret, rows, columns):
    """The cells of a line in which a hidden one could be found out; empty when there is none."""
    if not secret:
        return []
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    for line in lines:
        mine = [pair for pair in line if pair in secret]
        if mine and (len(mine) < 2 or sum(whole[pair] for pair in mine) < LEAST):
            return line
    graph, names = graph_from(
        [*(("row", row) for row in rows), *(("column", column) for column in columns)],
        [(("row", row), ("column", column), 1.0) for row, column in sorted(secret)],
    )
    for one, other in bridges(graph).links:
        row, column = (names[one][1], names[other][1])
        return [(row, each) for each in columns] + [(each, column) for each in rows]
    return []

"""Tables of counts with small numbers hidden so that none can be found out.

Cells with one to four are hidden. A hidden number could still be computed from the totals when
the equations of the table leave it no freedom: each total is the sum of its row, of its column,
or of the parts of a column (a country is the sum of its regions). Every number stands in two of
these equations at most, once those that follow from others are left out; so the hidden numbers
are links between equations, and one of them is determined exactly when its link is a bridge.
Further numbers are hidden until there is no bridge, and until the hidden ones of each equation
sum up to five at least.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from lonja.algorithms.network import bridges, graph_from

LEAST = 5
ALL = "*"
ROOT = ("all",)


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


class Secrets:
    """Every number of a table with its sums, and which of them stay secret.

    Attributes:
        entries: (row, column) to its number, sums included.
        secret: the pairs that nobody is told.
    """

    def __init__(self, counts, parents):
        """Count the sums, and hide what must be hidden.

        Args:
            parents: column to the column that it is a part of; those left out are part of the whole.
        """
        self.rows = sorted({row for row, _column in counts})
        self.parts = {column: parents.get(column, ALL) for column in sorted({c for _row, c in counts})}
        self.entries = sums(counts, self.rows, self.parts)
        self.equations = equations(self.rows, self.parts)
        self.secret = {pair for pair, count in self.entries.items() if 0 < count < LEAST}
        self.protect()

    def ends(self, pair):
        """The two equations that a number stands in, those that follow from others left out."""
        row, column = pair
        if column in self.parts:
            return ("sum", row, self.parts[column]), ("column", column)
        return (("sum", row, column), ROOT) if column == ALL else (("sum", row, column), ("sum", row, ALL))

    def protect(self):
        """Hide further numbers until none can be computed."""
        before = -1
        while len(self.secret) != before:
            before = len(self.secret)
            for inside, total in self.equations.values():
                self.settle(inside, total)
            self.close_bridges()

    def settle(self, inside, total):
        """Hide more of one sum until its hidden numbers neither are one nor stay under five."""
        while True:
            mine = [pair for pair in inside if pair in self.secret]
            alone = len(mine) + (total in self.secret) == 1
            narrow = mine and total not in self.secret and sum(self.entries[pair] for pair in mine) < LEAST
            if not (alone or narrow) or not self.hide_cheapest([*inside, total]):
                return

    def close_bridges(self):
        """Give every hidden number that could be computed a second way round."""
        links = [(*self.ends(pair), 1.0) for pair in sorted(self.secret, key=str)]
        nodes = sorted({end for one, other, _weight in links for end in (one, other)})
        graph, names = graph_from(nodes, links)
        touched = set()
        for ends in bridges(graph).links:
            one, other = (names[end] for end in ends)
            if {one, other} & touched:
                continue
            pairs = [pair for end in (one, other) for side in self.around(end) for pair in side]
            if self.hide_cheapest(pairs):
                touched |= {one, other}

    def around(self, end):
        """The numbers of one equation."""
        if end == ROOT:
            return [[(row, ALL) for row in (*self.rows, ALL)]]
        inside, total = self.equations[end]
        return [inside, [total]]

    def hide_cheapest(self, pairs):
        """Hide one more of these numbers; whether there was any left."""
        # The total of totals tells least, so it is given up first; then the smallest number.
        open_ones = [pair for pair in pairs if pair not in self.secret]
        if open_ones:
            self.secret.add(min(open_ones, key=lambda p: (p != (ALL, ALL), self.entries[p], str(p))))
        return bool(open_ones)

    def table(self, of=ALL):
        """The table of the parts of one column, as it may be told."""
        columns = [column for column, parent in self.parts.items() if parent == of]
        if of == ALL:
            columns = sorted({*columns, *(parent for parent in self.parts.values() if parent != ALL)})
        told = {pair: (None if pair in self.secret else n) for pair, n in self.entries.items()}
        rows = [row for row in self.rows if self.entries[row, of]]
        cells = {(row, column): told[row, column] for row in rows for column in columns}
        return Table(
            rows,
            columns,
            {pair: n for pair, n in cells.items() if n is None or n},
            {row: told[row, of] for row in rows},
            {column: told[ALL, column] for column in columns},
            told.get((ALL, of)),
        )


def sums(counts, rows, parts):
    """Every number with the sums of rows, columns and countries.

    Totals are sums of the cells: an organisation with needs in two groups counts in both.
    """
    entries = Counter()
    for row in rows:
        for column, parent in parts.items():
            count = counts.get((row, column), 0)
            for where in dict.fromkeys((column, parent, ALL)):
                entries[row, where] += count
                entries[ALL, where] += count
    return dict(entries)


def equations(rows, parts):
    """The name of each sum to its parts and its total."""
    inside = defaultdict(list)
    for column, parent in parts.items():
        inside[parent].append(column)
    if upper := sorted(parent for parent in inside if parent != ALL):
        inside[ALL] = sorted({*inside[ALL], *upper})
    found = {
        ("sum", row, parent): ([(row, column) for column in columns], (row, parent))
        for row in (*rows, ALL)
        for parent, columns in inside.items()
    }
    found |= {
        ("column", column): ([(row, column) for row in rows], (ALL, column))
        for column in {*parts, *inside} - {ALL}
    }
    if rows:
        found["column", ALL] = ([(row, ALL) for row in rows], (ALL, ALL))
    return found


def hidden(counts, parents=None, *, of=ALL):
    """The table of these counts with everything hidden that must be.

    Args:
        parents: column to the column that it is a part of, as a region is of a country.
        of: the column whose parts are the columns of the table.

    >>> from collections import Counter
    >>> made = hidden(Counter({("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}))
    >>> made.cells["a", "x"], made.hidden, made.row_totals["a"]
    (None, 4, 12)
    """
    return Secrets(counts, parents or {}).table(of)

"""Which of many overlapping counts may be told together. Pure: sets and numbers in, names out.

Each meeting is in one state, and each count says how many meetings of a row are in some states.
Somebody who knows who met whom knows every row; the states are what must stay secret. By adding
and subtracting the counts that are told, such a reader finds out exactly what lies in the space that
they span. So counts are given up until no secret lies there, whatever axis, total or earlier
publication its parts come from. docs/algorithms/outcomes.md explains it with an example.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

LEAST = 5
_RIDGE, _NOTHING, _PART = 1e-8, 1e-4, 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A count, or the change of one between two publications.

    Attributes:
        name: how the caller calls it.
        unit: what is given up together with it.
        rows: for each meeting, 1 where it belongs to the row (-1 where it is taken off).
        weights: for each state, how often a meeting in it counts.
        count: the number itself.
        cost: the higher, the later it is given up; None when it has been told already.
    """

    name: tuple
    unit: tuple
    rows: np.ndarray
    weights: np.ndarray
    count: int
    cost: int | None = 0


def given_up(cells, secrets, *, knows_whole=True):
    """Units of the cells that must not be told, lest a secret follow from the others.

    Args:
        secrets: cells that nobody may compute; those that follow from what was told before are past help.
        knows_whole: whether a reader knows that each meeting is in exactly one of the states.
    """
    alike = _alike(cells)
    cells, secrets = [each[0] for each in alike], [each[0] for each in _alike(secrets)]
    if not cells:
        return set()
    products = _products([*cells, *secrets], _possible(cells), knows_whole)
    known, sought = np.arange(len(cells)), np.arange(len(cells), len(products))
    sought = sought[np.diag(products)[sought] > _NOTHING]
    lost = set()
    while len(known) and len(sought):
        more = set()
        for parts in _parts(products, known, sought):
            _give_up([cells[place] for place in known[parts]], more)
        if not more:
            break
        lost |= more
        # Whoever gives up one of several counts of the same meetings gives up all of them.
        lost |= {cell.unit for same in alike if same[0].unit in lost for cell in same}
        known = np.array([place for place in known if cells[place].unit not in lost], dtype=int)
    return lost


def _alike(cells):
    """The cells in groups that count the same meetings; what is told already, or is dearest, comes first."""
    groups = defaultdict(list)
    for cell in cells:
        groups[cell.rows.tobytes(), cell.weights.tobytes()].append(cell)
    return [
        sorted(group, key=lambda cell: (cell.cost is not None, -(cell.cost or 0)))
        for group in groups.values()
    ]


def _possible(cells):
    """For each meeting and state, whether the counts of none leave it possible."""
    possible = np.ones((len(cells[0].rows), len(cells[0].weights)), dtype=bool)
    for cell in cells:
        if cell.count == 0 and (cell.weights >= 0).all() and (cell.rows >= 0).all():
            possible[np.ix_(cell.rows > 0, cell.weights > 0)] = False
    return possible


def _products(cells, possible, knows_whole):
    """How far each cell goes into the direction of each other."""
    rows, row_of = _distinct(cells)
    weights = np.array([cell.weights for cell in cells], dtype=float)
    made = np.zeros((len(cells), len(cells)))
    counted = rows.any(axis=0)
    rows = rows[:, counted]
    patterns, which = np.unique(possible[counted], axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        mine = rows[:, which.ravel() == number]
        active = np.flatnonzero(mine.any(axis=1)[row_of])
        left = weights[np.ix_(active, pattern)]
        if knows_whole:
            left = left - left.mean(axis=1, keepdims=True)
        of_rows = mine @ mine.T
        made[np.ix_(active, active)] += of_rows[np.ix_(row_of[active], row_of[active])] * (left @ left.T)
    return made


def _distinct(cells):
    """The rows that the cells are made of, each once, and which of them each cell has."""
    places, rows = {}, []
    for cell in cells:
        if places.setdefault(id(cell.rows), len(rows)) == len(rows):
            rows.append(cell.rows)
    return np.array(rows, dtype=float), np.array([places[id(cell.rows)] for cell in cells])


def _parts(products, known, sought):
    """Of each secret that follows from what is known: places of the cells from which it follows."""
    told = products[np.ix_(known, known)] + _RIDGE * np.eye(len(known))
    towards = products[np.ix_(known, sought)]
    shares = np.linalg.solve(told, towards)
    distance = np.diag(products)[sought] - (towards * shares).sum(axis=0)
    follows = distance < _NOTHING * np.maximum(1, np.diag(products)[sought] * 1e-3)
    return [np.flatnonzero(np.abs(shares[:, place]) > _PART) for place in np.flatnonzero(follows)]


def _give_up(leading, more):
    """Add the cheapest unit of those that lead to a secret, unless one of them is given up already."""
    open_ones = [cell for cell in leading if cell.cost is not None]
    if open_ones and not any(cell.unit in more for cell in open_ones):
        more.add(
            min(open_ones, key=lambda cell: (cell.cost, not cell.count, abs(cell.count), cell.name)).unit
        )

"""Small numbers hidden so that no subtraction brings them back. Pure: numbers in, numbers out.

Published figures are tied together by sums (held = answered + unanswered; materialised = the
types together). A hidden figure is found out exactly when these equations, with the shown
figures filled in, have one solution for it only: when its unit vector lies in the row space
of the equations over the hidden figures. So further figures are hidden until none is found
out, and until the hidden parts of each shown sum make five or more together.
"""

import numpy as np

LEAST = 5


def hide(figures, sums):
    """The figures with None for each that stays hidden.

    Args:
        figures: counts by name.
        sums: (total, parts) by name: the parts add up to the total.

    >>> hide({"all": 20, "a": 9, "b": 8, "c": 3}, [("all", ("a", "b", "c"))])
    {'all': 20, 'a': 9, 'b': None, 'c': None}
    """
    hidden = {name for name, count in figures.items() if 0 < count < LEAST}
    while (more := _next(figures, sums, hidden)) is not None:
        hidden.add(more)
    return {name: None if name in hidden else count for name, count in figures.items()}


def _next(figures, sums, hidden):
    """The figure to hide next; None when nothing can be found out."""
    for total, parts in sums:
        inside = [part for part in parts if part in hidden]
        narrow = inside and total not in hidden and sum(figures[part] for part in inside) < LEAST
        if narrow:
            return _cheapest(figures, [(total, parts)], hidden)
    found = _found_out(sums, hidden)
    if not found:
        return None
    # Where all figures beside one are hidden already, another one that is found out leads to it.
    lines = [line for line in sums if found & {line[0], *line[1]}]
    return _cheapest(figures, lines, hidden)


def _cheapest(figures, lines, hidden):
    """The smallest part still shown that is not nothing; a total when no part is left, nothing at last."""
    parts = [part for _total, parts in lines for part in parts if part not in hidden]
    totals = [total for total, _parts in lines if total not in hidden]
    something = [name for name in parts if figures[name]] or [name for name in totals if figures[name]]
    return min(something or parts or totals, key=lambda name: (figures[name], name))


def _found_out(sums, hidden):
    """The hidden figures that the equations determine."""
    names = sorted(hidden)
    place = {name: column for column, name in enumerate(names)}
    rows = []
    for total, parts in sums:
        row = np.zeros(len(names))
        for name, sign in ((total, 1.0), *((part, -1.0) for part in parts)):
            if name in place:
                row[place[name]] += sign
        if row.any():
            rows.append(row)
    if not rows:
        return set()
    matrix = np.array(rows)
    _left, sizes, directions = np.linalg.svd(matrix)
    free = directions[(sizes > 1e-9).sum() :]
    return {name for name in names if np.abs(free[:, place[name]]).max(initial=0) < 1e-9}

"""A round of a report as figures by axis and group: what pages, files and open data show. Pure."""

from collections import defaultdict

from lonja.impact.breakdown import ALL, ANY, TOLD, Ledger, part_of
from lonja.impact.disclosure import LEAST
from lonja.impact.facts import AXES


def told_figures(rounds, *, as_of, before):
    """The last round as figures by axis and code; what was not counted anew stays as it was `before`.

    A number that stays hidden is None; each part says on which day it was counted.
    """
    ledger = Ledger(rounds)
    told = {part_of((*unit, name)) for unit, names in rounds[-1].told.items() for name in names}
    made = {axis: {} for axis in ("all", *AXES, "level")}
    for unit in ledger.units:
        axis, code = unit
        line = before.get(axis, {}).get(code, {})
        if (*unit, "numbers") in told or "numbers" not in line:
            line = line | {"numbers": _numbers(ledger, unit, as_of)}
        if (*unit, "numbers" if unit == ALL else "kinds") in told or "kinds" not in line:
            line = line | {"kinds": _kinds(ledger, unit, as_of), "value": _value(ledger, unit, as_of)}
        made[axis][code] = line
    return made


def _numbers(ledger, unit, as_of):
    counts = {name: _told(ledger, unit, name) for name in TOLD}
    contradicted = ledger.count(unit, "contradicted", len(ledger.rounds) - 1)
    return {"as_of": as_of, **counts, "at_most": _at_most(counts, contradicted)}


def _kinds(ledger, unit, as_of):
    return {"as_of": as_of, **{kind: _told(ledger, unit, f"kind:{kind}") for kind in ledger.kinds}}


def _told(ledger, unit, measure):
    """A number of the last round; None when it stays hidden."""
    last = len(ledger.rounds) - 1
    return ledger.count(unit, measure, last) if measure in ledger.rounds[-1].told.get(unit, ()) else None


def _value(ledger, unit, as_of):
    """The smaller and the larger sum of money of each kind, in thousands; None when it stays hidden."""
    last, told = len(ledger.rounds) - 1, ledger.rounds[-1].values.get(unit, ())
    money = defaultdict(lambda: (0, 0))
    for is_in, past in zip(ledger.rows[unit], ledger.past, strict=True):
        fact = past[last]
        if is_in and fact and fact.valued and (unit[0] != "level" or fact.level == unit[1]):
            for kind in (fact.kind, ANY):
                money[kind] = (money[kind][0] + fact.low, money[kind][1] + fact.high)
    return {"as_of": as_of} | {
        kind: [thousands(cents) for cents in money[kind]] if kind in told or kind not in money else None
        for kind in (*ledger.kinds, ANY)
    }


def _at_most(counts, contradicted):
    """How many meetings may have become something, at most; contradictions are rounded up to a five."""
    if None in (counts["held"], counts["answered"], counts["materialised"]):
        return None
    open_ones = LEAST * max(1, -(-contradicted // LEAST))
    return min(counts["held"], counts["materialised"] + counts["held"] - counts["answered"] + open_ones)


def thousands(cents):
    """Cents as whole thousands of euros."""
    return round(cents / 100_000) * 1000

"""The table of `lonja bench meetings`: its columns, medians and ranges."""

import statistics

COLUMNS = (
    "instance", "requests", "placed", "placed_bound", "weight", "weight_bound", "idle_slots", "breaks",
    "published", "proven", "fairness_d", "cpu_seconds", "wall_seconds", "peak_mb",
)  # fmt: skip
# Printed only: breaks of the heuristic alone, cpu until the weight stood, and how many times that
# cpu a baseline took for its weight (with + when it had not reached ours).
ASIDE = ("annealed", "weight_cpu", "times")


def head() -> dict:
    """The row of the names of the columns."""
    return {name: name for name in (*COLUMNS, *ASIDE)}


def median(rows) -> dict:
    """Of each figure its median; what is no figure as in the first run, proven only if always."""
    middle = dict(rows[0])
    for name in middle:
        values = [row.get(name) for row in rows]
        if all(type(value) in (int, float) for value in values):
            middle[name] = statistics.median(values)
    return middle | {"proven": all(row["proven"] for row in rows)}


def ranges(rows) -> dict:
    """Of each figure that varies, the lowest and the highest."""
    spread: dict = {"instance": f"  range of {len(rows)} runs"}
    for name in (*COLUMNS[1:], *ASIDE):
        values = [row.get(name) for row in rows]
        if all(type(value) in (int, float) for value in values) and min(values) < max(values):
            spread[name] = f"{min(values)}-{max(values)}"
    return spread


def line(row) -> str:
    """One line of the printed table."""
    values = [row.get(name) for name in (*COLUMNS, *ASIDE)]
    first, *rest = ("" if value is None else str(value) for value in values)
    return f"{first:<34}" + "".join(f"{value:>13}" for value in rest)

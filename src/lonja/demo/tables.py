"""The demo's own tables, read from the files beside the code."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def rows(name):
    """The rows of one table, each a mapping from column to text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def both(row, column):
    """One text in both languages, from the columns `…_en` and `…_es`; empty when the row has none."""
    texts = {language: row[f"{column}_{language}"] for language in ("en", "es")}
    return texts if any(texts.values()) else {}

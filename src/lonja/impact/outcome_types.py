"""What can come of a meeting: a short list of our own, in both languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lonja.base.texts import worded

FILE = Path(__file__).resolve().parent / "data" / "outcome_types.csv"


@dataclass(frozen=True, slots=True)
class OutcomeType:
    """One kind of outcome.

    Attributes:
        counts: whether a meeting with it has materialised; an open enquiry has not.
    """

    code: str
    counts: bool
    labels: dict

    @property
    def label(self):
        """Its name in the reader's language."""
        return worded(self.labels).text


@cache
def outcome_types():
    """The types by code, in the order of the list."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: OutcomeType(
                row["code"], row["counts"] == "yes", {"en": row["label_en"], "es": row["label_es"]}
            )
            for row in csv.DictReader(lines)
        }


def label_of(code):
    """The name of a type; the code itself when the list does not know it."""
    known = outcome_types().get(code)
    return known.label if known else code


def choices(*, counts=None):
    """(code, label) of the types, or of those that count (or do not) only."""
    return [
        (each.code, each.label)
        for each in outcome_types().values()
        if counts is None or each.counts == counts
    ]

"""The controlled lists that ship with Lonja are whole: no database is needed to see it."""

import csv
import re

import pytest

from lonja.directory.models import TermStatus
from lonja.directory.services.taxonomies import SHIPPED

LISTS = sorted(path for path in SHIPPED.glob("*.csv") if path.name != "schemes.csv")
# What a text looks like after it was read in the wrong encoding.
MANGLED = re.compile("[ÃÂ\ufffd]|â€|\\?[a-z ]")


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_list_is_described_and_every_description_has_its_list():
    described = read(SHIPPED / "schemes.csv")

    assert sorted(row["scheme"] for row in described) == [path.stem for path in LISTS]
    assert [row["scheme"] for row in described if not all(row.values())] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_code_stands_once_and_below_its_parent(path):
    seen = set()

    for row in read(path):
        assert row["code"]
        assert row["code"] not in seen
        assert not row["parent"] or row["parent"] in seen
        seen.add(row["code"])


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_term_has_a_clean_label_in_both_languages(path):
    labels = [row[column] for row in read(path) for column in ("label_en", "label_es")]

    assert [label for label in labels if not label or label != label.strip()] == []
    assert [label for label in labels if MANGLED.search(label)] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_term_says_how_sure_it_is(path):
    rows = read(path)

    assert {row["status"] for row in rows} <= set(TermStatus.values)
    assert {row["selectable"] for row in rows} <= {"yes", "no"}


def test_the_lists_are_complete():
    sizes = {path.stem: len(read(path)) for path in LISTS}

    assert (sizes["nace"], sizes["een_technologies"], sizes["sectoral_industries"]) == (1047, 493, 51)
    assert sum(row["level"] == "4" for row in read(SHIPPED / "nace.csv")) == 651

"""No table, however bad, breaks the reader; each is read, or refused with a sentence."""

import resource
import time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from lonja.base import imports
from tests.bad_input import csvs, workbooks

COLUMNS = [
    imports.Column("name", "Name", required=True, parse=imports.text(100_000), aliases=("nombre",)),
    imports.Column("email", "E-mail", parse=imports.email(), aliases=("correo",)),
    imports.Column("day", "Day", parse=imports.day()),
    imports.Column("at", "At", parse=imports.time_of_day()),
    imports.Column("number", "Number", parse=imports.whole(0, 1000)),
    imports.Column("moment", "Moment", parse=imports.moment(ZoneInfo("Europe/Madrid"))),
    imports.Column("web", "Web", parse=imports.website()),
    imports.Column("truth", "Truth", parse=imports.truth()),
]
MOST_SECONDS = 2
MOST_GROWTH_KB = 256 * 1024
CASES = [*csvs.cases(), *workbooks.cases()]


def said_about(content):
    """Everything that a person is told about a table; nothing when it is fine."""
    problems = imports.Problems()
    try:
        sheet = imports.read_book(content).sheet("people", or_only=True)
        imports.read_rows(sheet, COLUMNS, problems)
    except imports.Unreadable as error:
        return [str(problem) for problem in error.problems]
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("content", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_bad_table_is_read_or_refused_with_a_sentence(content, expected):
    began = time.process_time()
    said = said_about(content)
    seconds = time.process_time() - began

    assert seconds < MOST_SECONDS
    assert all(len(sentence) > 10 for sentence in said)
    if expected:
        assert any(expected in sentence for sentence in said), said[:3]


def test_the_corpus_is_as_large_as_promised():
    assert len(CASES) >= 160
    assert sum(content.startswith(b"PK") for _, content, _ in CASES) >= 60


def test_the_corpus_is_the_same_each_time():
    assert list(csvs.noise()) == list(csvs.noise())


def test_bombs_do_not_fill_the_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _, content, _ in CASES:
        said_about(content)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH_KB


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sentences_are_said_in_each_language(language):
    with translation.override(language):
        said = said_about(b"name,email\n,nonsense\n")

    assert len(said) == 2

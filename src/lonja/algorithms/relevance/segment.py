"""A shelf of statements: who said them, and which terms stand in which. Never changed once made."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from lonja.algorithms.relevance import text
from lonja.algorithms.relevance.encoders import Encoder
from lonja.algorithms.relevance.evidence import Evidence, Kind, Taxonomy
from lonja.algorithms.relevance.vocabulary import Forms

KINDS = tuple(Kind)
HEADLINE_COUNTS = 2  # a word of the headline weighs as two of the body
CONCEPT = "#"  # before a code; before a stem stands its language and a colon


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """R statements over V terms, and the words behind the terms.

    Attributes:
        keys: (R,) the statements, in the order given.
        owners: (R,) the owners of each.
        kinds: (R,) uint8; position in `KINDS`.
        language: (R,) int16; position in `languages`.
        languages: the language codes met.
        weights: (R,) float32; the weight of each statement.
        lengths: (R,) float32; how many words, the headline counted twice.
        digests: (R,) uint64; fingerprint of each statement.
        vocabulary: the V terms, "en:storag" or "#code", to their column.
        counts: (R, V) by column; float32, how often a term stands in a statement.
        forms: for each language the written words; with them, `stems` leads to their terms.
        rows: each key to its row.
        owned: each owner to its rows.
        vectors: (R, d) float16, unit length; the headline in the encoder's space, or None.
    """

    keys: tuple[str, ...]
    owners: tuple[tuple[str, ...], ...]
    kinds: np.ndarray
    language: np.ndarray
    languages: tuple[str, ...]
    weights: np.ndarray
    lengths: np.ndarray
    digests: np.ndarray
    vocabulary: dict[str, int]
    counts: sp.csc_array
    forms: dict[str, Forms]
    rows: dict[str, int]
    owned: dict[str, list[int]]
    vectors: np.ndarray | None

    def posting(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows in which a term stands, rising, and how often."""
        column = self.vocabulary.get(term)
        if column is None:
            return NO_ROWS, NO_COUNTS
        start, stop = self.counts.indptr[column : column + 2]
        return self.counts.indices[start:stop], self.counts.data[start:stop]


NO_ROWS, NO_COUNTS = np.zeros(0, np.int32), np.zeros(0, np.float32)


def build(statements: Sequence[Evidence], *, taxonomy: Taxonomy, encoder: Encoder | None) -> Segment:
    """Return the shelf of these statements. Cost: O(words)."""
    languages = tuple(sorted({s.language for s in statements}))
    place = {code: i for i, code in enumerate(languages)}
    seen: dict[str, dict[str, str]] = {code: {} for code in languages}
    vocabulary: dict[str, int] = {}
    starts, columns, values = (
        array("q", [0]),
        array("i"),
        array("f"),
    )  # a list of numbers takes four times as much
    lengths = np.zeros(len(statements), np.float32)
    for row, statement in enumerate(statements):
        counted = count_words(statement, seen[statement.language])
        lengths[row] = sum(counted.values())
        for code, share in taxonomy.spread(statement.concepts).items():
            counted[CONCEPT + code] = share
        columns.extend(vocabulary.setdefault(term, len(vocabulary)) for term in counted)
        values.extend(counted.values())
        starts.append(len(columns))
    by_row = sp.csr_array(
        (np.asarray(values), np.asarray(columns), np.asarray(starts)),
        shape=(len(statements), len(vocabulary)),
    )
    return Segment(
        keys=tuple(s.key for s in statements),
        owners=tuple(s.owners for s in statements),
        kinds=np.array([KINDS.index(s.kind) for s in statements], np.uint8),
        language=np.array([place[s.language] for s in statements], np.int16),
        languages=languages,
        weights=np.array([s.weight for s in statements], np.float32),
        lengths=lengths,
        digests=np.array([fingerprint(s) for s in statements], np.uint64),
        vocabulary=vocabulary,
        counts=sorted_columns(by_row),
        forms={code: Forms(words) for code, words in seen.items()},
        rows={s.key: row for row, s in enumerate(statements)},
        owned=rows_by_owner(s.owners for s in statements),
        vectors=encoded(statements, encoder),
    )


def count_words(statement: Evidence, seen: dict[str, str]) -> dict[str, float]:
    """Return how often each term stands in a statement; remember the written words in `seen`."""
    counted: dict[str, float] = {}
    for written, times in ((statement.headline, HEADLINE_COUNTS), (statement.body, 1)):
        for word, number in Counter(text.words(written)).items():
            if word not in seen:
                seen[word] = term_key(word, statement.language)
            if term := seen[word]:
                counted[term] = counted.get(term, 0.0) + times * number
    return counted


def term_key(word: str, language: str) -> str:
    """Return the term of a folded word under its language, "" for a word that says nothing.

    >>> term_key("pumps", "en"), term_key("the", "en")
    ('en:pump', '')
    """
    stem = text.term_of(word, language)
    return f"{language}:{stem}" if stem else ""


def sorted_columns(by_row: sp.csr_array) -> sp.csc_array:
    """Return the counts by term, the rows of each term rising."""
    by_term = by_row.tocsc()
    by_term.sort_indices()
    return by_term


def rows_by_owner(owners: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """Return for each owner the rows it speaks in, rising."""
    owned: dict[str, list[int]] = {}
    for row, names in enumerate(owners):
        for name in names:
            owned.setdefault(name, []).append(row)
    return owned


def fingerprint(statement: Evidence) -> int:
    """Return 64 bits that change when anything in the statement does."""
    return int.from_bytes(hashlib.blake2b(repr(statement).encode(), digest_size=8).digest(), "big")


def encoded(statements: Sequence[Evidence], encoder: Encoder | None) -> np.ndarray | None:
    """Return the headlines in the encoder's space, in half precision."""
    if encoder is None or not statements:
        return None
    vectors = encoder.encode([s.headline for s in statements], [s.language for s in statements])
    return vectors.astype(np.float16)


def merge(shelves: Iterable[tuple[Segment, np.ndarray]]) -> Segment:
    """Return one shelf with the rows of several that still count.

    Args:
        shelves: each a segment and (R,) bool, its rows to keep.
    """
    kept = [(segment, np.flatnonzero(alive)) for segment, alive in shelves]
    vocabulary: dict[str, int] = {}
    languages = tuple(sorted({code for segment, _ in kept for code in segment.languages}))
    blocks = []
    for segment, rows in kept:
        columns = np.array([vocabulary.setdefault(t, len(vocabulary)) for t in segment.vocabulary], np.int32)
        block = segment.counts.tocsr()[rows]
        blocks.append((block.data, columns[block.indices], np.diff(block.indptr)))
    starts = np.concatenate([[0], np.cumsum(np.concatenate([sizes for _, _, sizes in blocks]))])
    by_row = sp.csr_array(
        (np.concatenate([b[0] for b in blocks]), np.concatenate([b[1] for b in blocks]), starts),
        shape=(len(starts) - 1, len(vocabulary)),
    )
    keys = tuple(segment.keys[r] for segment, rows in kept for r in rows)
    place = [np.array([languages.index(c) for c in s.languages], np.int16) for s, _ in kept]
    vectors = [s.vectors[rows] for s, rows in kept if s.vectors is not None]
    owners = tuple(segment.owners[r] for segment, rows in kept for r in rows)
    return Segment(
        keys=keys,
        owners=owners,
        kinds=np.concatenate([s.kinds[rows] for s, rows in kept]),
        language=np.concatenate([p[s.language[rows]] for p, (s, rows) in zip(place, kept)]),
        languages=languages,
        weights=np.concatenate([s.weights[rows] for s, rows in kept]),
        lengths=np.concatenate([s.lengths[rows] for s, rows in kept]),
        digests=np.concatenate([s.digests[rows] for s, rows in kept]),
        vocabulary=vocabulary,
        counts=sorted_columns(by_row),
        forms={
            code: Forms([f for s, _ in kept if code in s.forms for f in s.forms[code].forms])
            for code in languages
        },
        rows={key: row for row, key in enumerate(keys)},
        owned=rows_by_owner(owners),
        vectors=np.concatenate(vectors) if vectors else None,
    )

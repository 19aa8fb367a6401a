"""All statements that can be found: a snapshot that never changes, and how to make the next one."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance import segment as segments
from lonja.algorithms.relevance.encoders import Encoder
from lonja.algorithms.relevance.evidence import Evidence, Taxonomy
from lonja.algorithms.relevance.lexicon import NO_LEXICON, Lexicon
from lonja.algorithms.relevance.segment import Segment
from lonja.algorithms.relevance.vocabulary import slips

# BM25 as measured on the public set; the curve is flat around them.
SATURATION, LENGTH_SHARE = 1.5, 0.75
MOST_SHELVES = 6
SMALL = 0.2  # shelves smaller than this share of the largest are merged when there are many
WIDE = (1 << 64) - 1
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A segment, which of its rows still count, and what they add up to.

    Attributes:
        alive: (R,) bool; rows neither removed nor replaced.
        held: (V,) int64; living rows in which each term stands.
        shared: whether everybody may see these rows.
    """

    segment: Segment
    alive: np.ndarray
    held: np.ndarray
    shared: bool

    @classmethod
    def of(cls, segment: Segment, *, alive: np.ndarray, shared: bool) -> "Shelf":
        """Count the living rows of a segment."""
        counts = segment.counts
        living = np.concatenate([[0], np.cumsum(alive[counts.indices])])
        return cls(segment, alive, living[counts.indptr[1:]] - living[counts.indptr[:-1]], shared)

    def without(self, keys: set[str]) -> "Shelf":
        """Return this shelf with the rows of these keys no longer counting; itself when none is here."""
        gone = [self.segment.rows[key] for key in sorted(keys) if key in self.segment.rows]
        if not any(self.alive[gone]):
            return self
        alive = self.alive.copy()
        alive[gone] = False
        return Shelf.of(self.segment, alive=alive, shared=self.shared)


@dataclass(frozen=True, slots=True)
class Language:
    """What the shared statements of one language weigh together."""

    statements: int = 0
    words: float = 0.0

    @property
    def usual_length(self) -> float:
        """Words of an average statement; 1 when there is none."""
        return self.words / self.statements if self.statements else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A snapshot of all statements. Readers keep theirs while the next one is made.

    Two snapshots with the same statements answer alike and bear the same version, in
    whatever order and in however many steps they were filled.

    Attributes:
        shelves: segments with what still counts of them.
        lexicon: translations between the languages of the statements.
        taxonomy: parents of concept codes.
        encoder: reads headlines across languages; None for words and concepts alone.
        version: 16 hexadecimal digits that change with any statement.
        languages: sums for each language, of shared statements.
        memory: answers that many asks need again; never part of the meaning of a snapshot.
    """

    shelves: tuple[Shelf, ...] = ()
    lexicon: Lexicon = NO_LEXICON
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    encoder: Encoder | None = None
    version: str = "0" * 16
    languages: dict[str, Language] = field(default_factory=dict)
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return sum(int(shelf.alive.sum()) for shelf in self.shelves)

    def __contains__(self, key: str) -> bool:
        return any(
            key in shelf.segment.rows and shelf.alive[shelf.segment.rows[key]] for shelf in self.shelves
        )

    def updated(self, *, add: Sequence[Evidence] = (), remove: Iterable[str] = ()) -> "Index":
        """Return the next snapshot; a statement whose key is known replaces the former one.

        Args:
            add: new or changed statements.
            remove: keys that no longer count; unknown keys are passed over.

        Raises:
            InvalidProblem: when one key is added twice.

        Cost: O(words added + rows), and O(all words) once in a while when small shelves are merged.
        """
        keys = {statement.key for statement in add}
        if len(keys) != len(add):
            raise InvalidProblem("one key is added twice")
        shelves = [shelf.without(keys | set(remove)) for shelf in self.shelves]
        for shared in (True, False):
            rows = [statement for statement in add if statement.shared is shared]
            if rows:
                made = segments.build(rows, taxonomy=self.taxonomy, encoder=self.encoder)
                shelves.append(Shelf.of(made, alive=np.ones(len(rows), bool), shared=shared))
            shelves = tidied(shelves, shared=shared)
        kept = tuple(shelf for shelf in shelves if shelf.alive.any())
        return replace(self, shelves=kept, version=version_of(kept), languages=weigh(kept), memory={})

    def held(self, term: str) -> int:
        """Return how many shared statements hold the term."""
        return sum(
            int(shelf.held[column])
            for shelf in self.shelves
            if shelf.shared and (column := shelf.segment.vocabulary.get(term)) is not None
        )

    def rarity(self, held: float) -> float:
        """Return what it tells that a statement is one of `held`: ln(1 + (n - held + 1/2) / (held + 1/2))."""
        count = sum(language.statements for language in self.languages.values())
        return float(np.log1p((count - min(held, count) + 0.5) / (held + 0.5)))

    def alike(
        self, word: str, language: str, *, least: float, most: int, own: frozenset[str] = frozenset()
    ) -> list[tuple[str, str, float]]:
        """Return (form, term, likeness) of words in use that look like this one, the likest first.

        Args:
            own: terms of statements that are not shared and that the asker may see (`terms_of`).
        """
        asked = (word, language, least, most)
        if asked not in self.memory:
            if len(self.memory) > REMEMBERED:
                self.memory.clear()
            self.memory[asked] = self._alike(word, language, least=least, most=most)
        found: list[tuple[str, str, float]] = self.memory[asked]
        if not own:
            return found
        hidden = self._alike(word, language, least=least, most=most, own=own)
        told = {form: (form, term, likeness) for form, term, likeness in (*found, *hidden)}
        return sorted(told.values(), key=lambda item: (-item[2], item[0]))[:most]

    def _alike(
        self, word: str, language: str, *, least: float, most: int, own: frozenset[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """Look among the shared words; with `own`, among these of the others only."""
        found: dict[str, tuple[str, float]] = {}
        for shelf in self.shelves:
            forms = shelf.segment.forms.get(language)
            if forms is None or shelf.shared is (own is not None):
                continue
            # among hidden words all are looked at, so that those of others crowd nothing out
            seen = 2 * most if own is None else len(forms.forms)
            for form, likeness in forms.alike(word, least=least, most=seen):
                term = segments.term_key(form, language)
                column = shelf.segment.vocabulary.get(term)
                if column is not None and shelf.held[column] and (own is None or term in own):
                    found[form] = (term, likeness)
        ranked = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
        return [(form, term, likeness) for form, (term, likeness) in ranked[:most]]

    def terms_of(self, keys: frozenset[str]) -> frozenset[str]:
        """Return the terms of these statements, as far as they are not shared.

        Cost: O(their words), after one turn of each hidden shelf.
        """
        if not keys:
            return frozenset()
        asked = ("terms of", keys)
        if asked not in self.memory:
            found: set[str] = set()
            for shelf in (shelf for shelf in self.shelves if not shelf.shared):
                segment = shelf.segment
                rows = [
                    row for key in keys if (row := segment.rows.get(key)) is not None and shelf.alive[row]
                ]
                if rows:
                    names = list(segment.vocabulary)  # in the order of their columns
                    found |= {names[column] for column in np.unique(segment.counts.tocsr()[rows].indices)}
            self.memory[asked] = frozenset(found)
        own: frozenset[str] = self.memory[asked]
        return own

    def suggest(self, word: str, language: str, *, most: int = 5) -> list[str]:
        """Return words in use that the writer may have meant: at most two slips away, or begun.

        Fewer slips come first, then the word that more shared statements hold, then the alphabet.
        A word of four letters or fewer may bear one slip only.
        """
        allowed = 1 if len(word) <= 4 else 2
        ranked = []
        for form, term, _ in self.alike(word, language, least=0.25, most=60):
            wrong = 0 if form.startswith(word) else slips(word, form, most=allowed)
            if form != word and wrong <= allowed:
                ranked.append((wrong, -self.held(term), form))
        return [form for _, _, form in sorted(ranked)[:most]]

    def norms(self, shelf: Shelf) -> np.ndarray:
        """Return (R,) float64; by how much the length of each row dampens its counts."""
        found = self.memory.get(id(shelf))
        if found is None:
            usual = np.array(
                [self.languages.get(c, Language()).usual_length for c in shelf.segment.languages]
            )
            relative = shelf.segment.lengths / usual[shelf.segment.language]
            found = self.memory[id(shelf)] = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative)
        norms: np.ndarray = found
        return norms


def version_of(shelves: Iterable[Shelf]) -> str:
    """Return the sum of all living fingerprints, which no order changes."""
    total = sum(int(shelf.segment.digests[shelf.alive].sum(dtype=np.uint64)) for shelf in shelves)
    return f"{total & WIDE:016x}"


def weigh(shelves: Iterable[Shelf]) -> dict[str, Language]:
    """Return the sums of shared, living rows for each language."""
    found: dict[str, Language] = {}
    for shelf in shelves:
        if not shelf.shared:
            continue
        for position, code in enumerate(shelf.segment.languages):
            rows = shelf.alive & (shelf.segment.language == position)
            so_far = found.get(code, Language())
            added = float(shelf.segment.lengths[rows].sum(dtype=np.float64))
            found[code] = Language(so_far.statements + int(rows.sum()), so_far.words + added)
    return {code: found[code] for code in sorted(found) if found[code].statements}


def tidied(shelves: list[Shelf], *, shared: bool) -> list[Shelf]:
    """Return the shelves with the small ones merged, when there are too many."""
    mine = [shelf for shelf in shelves if shelf.shared is shared and shelf.alive.any()]
    others = [shelf for shelf in shelves if shelf.shared is not shared]
    if len(mine) <= MOST_SHELVES:
        return others + mine
    largest = max(len(shelf.segment.keys) for shelf in mine)
    small = [shelf for shelf in mine if len(shelf.segment.keys) < SMALL * largest]
    chosen = (
        mine if sum(len(shelf.segment.keys) for shelf in small) > SMALL * largest or len(small) < 2 else small
    )
    merged = segments.merge((shelf.segment, shelf.alive) for shelf in chosen)
    rest = [shelf for shelf in mine if all(shelf is not other for other in chosen)]
    return [*others, *rest, Shelf.of(merged, alive=np.ones(len(merged.keys), bool), shared=shared)]

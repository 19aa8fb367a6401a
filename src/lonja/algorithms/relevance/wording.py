"""From what is asked to the terms that may answer, in each language of the index."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from lonja.algorithms.relevance import text
from lonja.algorithms.relevance.evidence import Ask
from lonja.algorithms.relevance.index import Index
from lonja.algorithms.relevance.segment import CONCEPT, term_key

SLIP = 0.5  # likeness of a misspelt word
COUSIN = 0.45  # likeness of the same word in a related language, when no translation is known
SURE_COUSIN = 0.6  # and beside a translation
FEW = 3
TELLING = 12  # words of a long ask for which cousins are sought
SHORTEST = 4  # shorter words have too many look-alikes


class How(Enum):
    """Why a statement answers."""

    SAME = "same word"
    TRANSLATED = "translation"
    ALIKE = "similar word"
    CONCEPT = "same field"
    MEANING = "similar meaning"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term that would answer.

    Attributes:
        asked: the word as it was asked, folded; for a concept, its code.
        term: the term of the index.
        weight: how much of the asked word it stands for, times how often it was asked.
        how: same, translated, alike or concept.
        found: what a reader would be shown: the code, the word alike or the term.
    """

    asked: str
    term: str
    weight: float
    how: How
    found: str


def wanted_words(index: Index, ask: Ask) -> list[Wanted]:
    """Return the terms that stand for the words asked, word by word, language by language."""
    spoken = sorted(set(index.languages).union(*(s.segment.languages for s in index.shelves if ask.granted)))
    found: list[Wanted] = []
    counted = {
        word: times
        for word, times in Counter(text.words(ask.text)).items()
        if not ask.language or text.term_of(word, ask.language)
    }
    telling = most_telling(index, ask, list(counted))
    for word, times in counted.items():
        for language in spoken:
            if ask.language in ("", language) or not language:
                found.extend(own_words(index, ask, word, times=times, language=language))
            else:
                found.extend(
                    foreign_words(index, ask, word, times=times, language=language, cousins=word in telling)
                )
    return found


def most_telling(index: Index, ask: Ask, asked: list[str]) -> set[str]:
    """Return the rarest words of a long ask: only for these are cousins in other languages sought."""
    if len(asked) <= TELLING:
        return set(asked)
    return set(sorted(asked, key=lambda word: index.held(term_key(word, ask.language)))[:TELLING])


def own_words(index: Index, ask: Ask, word: str, *, times: int, language: str) -> list[Wanted]:
    """Return the word itself, or the words in use that it may be a slip of."""
    term = term_key(word, language)
    own = index.terms_of(ask.granted)
    if not term:
        return []
    if in_use(index, term, own=own):
        return [Wanted(word, term, float(times), How.SAME, word)]
    if len(word) < SHORTEST:
        return []
    alike = index.alike(word, language, least=SLIP, most=FEW, own=own)
    return shared_out(
        word, times, {t: (form, likeness**2, How.ALIKE) for form, t, likeness in reversed(alike)}
    )


def foreign_words(
    index: Index, ask: Ask, word: str, *, times: int, language: str, cousins: bool
) -> list[Wanted]:
    """Return what the lexicon says for the word, and words in use that look like cousins of it."""
    own = index.terms_of(ask.granted)
    stem = text.term_of(word, ask.language)
    told = index.lexicon.translate(stem, ask.language, language)
    known = {
        f"{language}:{target}": (target, share, How.TRANSLATED)
        for target, share in told
        if in_use(index, f"{language}:{target}", own=own)
    }
    if cousins and len(word) >= SHORTEST:
        least = SURE_COUSIN if known else COUSIN
        for form, term, likeness in index.alike(word, language, least=least, most=FEW, own=own):
            if likeness > known.get(term, ("", 0.0, How.ALIKE))[1]:
                known[term] = (form, likeness, How.ALIKE)
    return shared_out(word, times, known)


def shared_out(word: str, times: int, known: dict[str, tuple[str, float, How]]) -> list[Wanted]:
    """Return the terms with weights that together do not exceed the word they stand for."""
    whole = max(1.0, sum(share for _, share, _ in known.values()))
    return [
        Wanted(word, term, times * share / whole, how, form) for term, (form, share, how) in known.items()
    ]


def wanted_concepts(index: Index, ask: Ask) -> list[Wanted]:
    """Return the codes asked and their ancestors."""
    spread = index.taxonomy.spread(ask.concepts)
    return [Wanted(code, CONCEPT + code, share, How.CONCEPT, code) for code, share in spread.items()]


def in_use(index: Index, term: str, *, own: frozenset[str]) -> bool:
    """Whether a living statement that counts for this asker holds the term."""
    return term in own or index.held(term) > 0

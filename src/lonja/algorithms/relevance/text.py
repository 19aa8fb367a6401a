"""From what people write to the terms that are counted: folding, words, stems, grams, language."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.stopwords import STOPWORDS

STEMMERS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sv": "swedish",
}  # fmt: skip

WORD = re.compile(r"[^\W_]+")
SIGNS = str.maketrans({"+": "", "&": ""})
# "I+D+i", "R&D" and "C++" would fall apart into letters that mean nothing.
JOINED = re.compile(r"\b[a-z](?:[+&][a-z])+\b|\bc\+\+")
GREEK, CYRILLIC = re.compile(r"[\u0370-\u03ff]"), re.compile(r"[\u0400-\u04ff]")
SPANISH_NOUN = re.compile(r"([cs])ion$")


def fold(text: str) -> str:
    """Return the text in small letters without accents, so that `Energía` equals `energia`.

    >>> fold("Energía · I+D")
    'energia · id'
    """
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if "+" in text or "&" in text:
        text = JOINED.sub(lambda found: found[0].replace("c++", "cpp").translate(SIGNS), text)
    return text


def words(text: str) -> list[str]:
    """Return the folded words of two characters and more, in their order.

    >>> words("The cold chain, from A to B-1")
    ['the', 'cold', 'chain', 'from', 'to']
    """
    return [word for word in WORD.findall(fold(text)) if len(word) > 1]


@cache
def stemmer_of(language: str) -> Any:
    # By module: the package's own door hands over to a C library where one is installed,
    # and two machines would disagree.
    name = STEMMERS[language]
    return getattr(import_module(f"snowballstemmer.{name}_stemmer"), f"{name.title()}Stemmer")()


@lru_cache(maxsize=1 << 18)
def term_of(word: str, language: str) -> str:
    """Return the stem of a folded word, or "" when the word says nothing in this language.

    >>> term_of("batteries", "en"), term_of("baterias", "es"), term_of("the", "en")
    ('batteri', 'bateri', '')
    """
    if word in STOPWORDS.get(language, ()):
        return ""
    if language not in STEMMERS:
        return word
    if language == "es":
        word = SPANISH_NOUN.sub(r"\1ión", word)  # the Spanish rules wait for this accent
    return fold(stemmer_of(language).stemWord(word))


def terms(text: str, language: str) -> list[str]:
    """Return the stems of the words that carry meaning, in their order, repeated as often as written.

    Args:
        text: what somebody wrote.
        language: two-letter code; words of a language without stemmer stay as they are.

    Cost: O(length of the text); stems are remembered.
    Source: M. F. Porter, "Snowball: a language for stemming algorithms", 2001.

    >>> terms("Storage of renewable energies", "en")
    ['storag', 'renew', 'energi']
    """
    return [term for word in words(text) if (term := term_of(word, language))]


def grams(word: str, *, shortest: int = 2, longest: int = 4) -> list[str]:
    """Return the distinct letter groups of one word, its borders marked, in their order.

    >>> grams("red", shortest=3, longest=3)
    ['<re', 'red', 'ed>']
    """
    if not 1 <= shortest <= longest:
        raise InvalidProblem(f"grams from {shortest} to {longest}: expected 1 <= shortest <= longest")
    marked = f"<{word}>"
    return list(
        dict.fromkeys(
            marked[start : start + size]
            for size in range(shortest, longest + 1)
            for start in range(max(1, len(marked) - size + 1))
        )
    )


def language_of(text: str, *, default: str = "en", among: tuple[str, ...] = ("en", "es")) -> str:
    """Return the language that the small words of a text speak for; `default` when they are silent.

    Greek and Cyrillic letters decide at once; otherwise each stop word of a language is one
    vote, and a letter that only Spanish has counts three. Ties go to `default`, then to the
    first of `among`. Short texts are often silent: let people choose, and use this to preset.

    >>> language_of("almacenamiento de energía"), language_of("battery"), language_of("φωτονική")
    ('es', 'en', 'el')
    """
    if GREEK.search(text):
        return "el"
    if CYRILLIC.search(text):
        return "bg"
    votes = dict.fromkeys((default, *among), 0)
    for word in words(text):
        for code in votes:
            votes[code] += word in STOPWORDS.get(code, ())
    if "es" in votes:
        lowered = text.casefold()
        votes["es"] += 3 * any(sign in lowered for sign in "ñ¿¡") + any(sign in lowered for sign in "áéíóú")
    return max(votes, key=lambda code: votes[code])


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the words of the phrase stand in the text, one after the other.

    >>> holds_phrase("The Cold-Chain of food", "cold chain"), holds_phrase("chain of cold", "cold chain")
    (True, False)
    """
    wanted = WORD.findall(fold(phrase))
    return f" {' '.join(wanted)} " in f" {' '.join(WORD.findall(fold(text)))} "

"""In which language is a text, and which other texts say almost the same?"""

from lonja.algorithms.relevance import language_of, likeness_of
from lonja.algorithms.relevance.text import terms

NEAR_IDENTICAL = 0.6
FEW_LETTERS = 80


def detected_language(text, *, declared, among):
    """The language that a text is written in; what was declared when it is too short to tell."""
    if len(text) < FEW_LETTERS:
        return declared
    return language_of(text, default=declared, among=tuple(among))


def near_identical(text, language, others):
    """The keys of those texts that share most of their words with this one, likest first.

    Args:
        text: the text to compare.
        language: its two-letter code.
        others: (key, text) pairs in the same language.
    """
    own = frozenset(terms(text, language))
    if not own or not others:
        return []
    sets = [own, *(frozenset(terms(other, language)) for _key, other in others)]
    # Only the row of the own text is needed: each pair is compared by itself.
    shares = [likeness_of([own, each])[0, 1] for each in sets[1:]]
    found = [(share, place) for place, share in enumerate(shares) if share >= NEAR_IDENTICAL]
    return [others[place][0] for share, place in sorted(found, key=lambda pair: (-pair[0], pair[1]))]

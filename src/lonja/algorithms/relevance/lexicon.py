"""Which words of one language say what words of another say, learnt from labels in both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance import text

ROUNDS = 8
LEAST = 0.1  # weaker translations are noise of the counting
MOST = 4  # translations kept for one term
NOTHING = ""  # stands on the source side for words that translate no word

Pairs = list[tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations of terms between languages.

    Attributes:
        translations: for (from, to), the terms of the language `from`, each with up to four
            pairs (term of the language `to`, probability), the likeliest first.
    """

    translations: Mapping[tuple[str, str], Mapping[str, tuple[tuple[str, float], ...]]]

    def __post_init__(self) -> None:
        for (source, target), table in self.translations.items():
            if source == target:
                raise InvalidProblem(f"a lexicon translates between two languages, not {source} to itself")
            for term, found in table.items():
                if any(not 0 < share <= 1 for _, share in found):
                    raise InvalidProblem(f"{source} to {target}: {term} has a share outside 0 to 1")

    def translate(self, term: str, source: str, target: str) -> tuple[tuple[str, float], ...]:
        """Return (term, probability) pairs; nothing for a term or a pair of languages not known."""
        return self.translations.get((source, target), {}).get(term, ())


NO_LEXICON = Lexicon({})


def build_lexicon(labels: Iterable[Mapping[str, str]], languages: Sequence[str] = ("en", "es")) -> Lexicon:
    """Return the translations of terms that best explain labels given in several languages.

    Each label set is taken as a sentence and its translation, without order: the share of
    "chain" in translating "cadena" is raised in every round by the labels in which both stand
    and no other word explains them better (expectation maximisation, model 1).

    Args:
        labels: one mapping per concept, language to label: `{"en": "Cold chain", "es": "Cadena de frío"}`.
        languages: the languages to connect, each with each.

    Raises:
        InvalidProblem: when a language is named twice.

    Cost: O(rounds * labels * words²) for each ordered pair of languages.
    Source: P. F. Brown et al., "The mathematics of statistical machine translation",
    Computational Linguistics 19(2), 1993, model 1.

    >>> lexicon = build_lexicon([{"en": "cold chain", "es": "cadena de frío"}, {"en": "cold", "es": "frío"}])
    >>> [term for term, _ in lexicon.translate("caden", "es", "en")]
    ['chain']
    """
    if len(set(languages)) != len(languages):
        raise InvalidProblem(f"languages {languages} name one language twice")
    labels = list(labels)
    stems = {code: [text.terms(label.get(code, ""), code) for label in labels] for code in languages}
    return Lexicon(
        {
            (source, target): _model_one([p for p in zip(stems[source], stems[target]) if p[0] and p[1]])
            for source in languages
            for target in languages
            if source != target
        }
    )


def _model_one(pairs: Pairs) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each source word its translations and their shares, the likeliest first."""
    links, origins, words = _links(pairs)
    link = np.array([number for number, _ in links], np.int64)  # (K,) which (origin, word) each link is
    seat = np.array([place for _, place in links], np.int64)  # (K,) which written target word it explains
    origin = np.array([o for o, _ in origins], np.int64)  # (L,) source word of each distinct link
    share = np.ones(len(origins))
    for _ in range(ROUNDS if len(links) else 0):
        part = share[link]
        part = part / np.bincount(seat, part)[seat]
        count = np.bincount(link, part, minlength=len(origins))
        share = np.minimum(1.0, count / np.bincount(origin, count)[origin])
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), value in zip(origins, share):
        if source and value >= LEAST:
            found[words[source]].append((words[target], float(value)))
    return {
        word: tuple(sorted(told, key=lambda t: (-t[1], t[0]))[:MOST]) for word, told in sorted(found.items())
    }


def _links(pairs: Pairs) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[str]]:
    """Return every (distinct link, target seat), the distinct (source, target) links, and the words.

    Word 0 stands for nothing; one number serves a word in both languages.
    """
    words: dict[str, int] = {NOTHING: 0}
    distinct: dict[tuple[int, int], int] = {}
    links: list[tuple[int, int]] = []
    seat = 0
    for source, target in pairs:
        from_words = [*(words.setdefault(word, len(words)) for word in source), 0]
        for word in target:
            to_word = words.setdefault(word, len(words))
            links.extend((distinct.setdefault((o, to_word), len(distinct)), seat) for o in from_words)
            seat += 1
    return links, list(distinct), list(words)

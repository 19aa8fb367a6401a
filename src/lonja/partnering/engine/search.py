"""One box: everybody and everything that answers, in one list, counted, ordered and explained."""

from collections import Counter
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from lonja.algorithms.relevance import (
    Answers,
    Ask,
    How,
    Recipe,
    Span,
    fold,
    holds_phrase,
    language_of,
    marked_words,
    passage,
)
from lonja.partnering.engine import index, index_files, index_sources

GROUPS = ("kind", "country", "type", "actor", "technology", "sector", "market", "size")
MOST_OPTIONS = 12
LEAST_MEANING = 0.28  # likeness of headlines from which one says the same in other words
ALL = Recipe(statements=1_000_000, meaning=1.0, least_meaning=LEAST_MEANING)
EARTH_KM = 6371
READ = (index_files, index_sources)  # being read, they register what there is to find


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    Attributes:
        text: words as typed; "between quotation marks" they must stand so.
        language: of the words; empty to be guessed.
        chosen: group of choices to the values chosen.
        sort: fit, new, name or near.
        near: a place; its distance orders the list when sort is near.
    """

    text: str = ""
    language: str = ""
    chosen: dict = field(default_factory=dict)
    sort: str = "fit"
    near: str = ""

    @property
    def words(self):
        """The text without quotation marks."""
        return " ".join(self.text.replace("“", '"').replace("”", '"').replace('"', " ").split())

    @property
    def phrases(self):
        """What stands between quotation marks."""
        parts = self.text.replace("“", '"').replace("”", '"').split('"')
        return [part.strip() for part in parts[1::2] if part.strip()]


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a query, before any of it is shown.

    Attributes:
        keys: all things found and allowed by the choices, in order.
        counts: group of choices to value to how many things it would leave.
        is_loose: whether no thing held every word, so that these hold some.
        meant: words in use that the reader may have meant, by the word she wrote.
        answers: what explains; none when there were no words.
    """

    snapshot: index.Snapshot
    keys: list
    counts: dict
    is_loose: bool = False
    meant: dict = field(default_factory=dict)
    answers: Answers | None = None
    distances: dict = field(default_factory=dict)


def find(query, *, actor, language):
    """Everything that answers, for one reader.

    Args:
        language: the reader's, when the words do not tell theirs.
    """
    snapshot = index.current()
    grants = index.granted(snapshot, actor)
    answers, is_loose, ranked = answer(snapshot, query, grants, language)
    cards = [snapshot.cards[key] for key in ranked if key in snapshot.cards]
    if query.phrases:
        cards = [card for card in cards if all(says(card, phrase) for phrase in query.phrases)]
    fitting, counts = counted(cards, query.chosen)
    distances = distances_from(snapshot, query.near, fitting) if query.sort == "near" else {}
    return Found(
        snapshot,
        [card.key for card in ordered(fitting, query, distances)],
        counts,
        is_loose,
        meant(snapshot, query, language) if is_loose or len(cards) < 3 else {},
        answers,
        distances,
    )


def answer(snapshot, query, grants, language):
    """What explains, whether it is loose, and the keys of all that answer, the best first."""
    if not query.words:
        cards = sorted(index.readable(snapshot, grants), key=lambda card: (-card.made_at, card.key))
        return None, False, [card.key for card in cards]
    spoken = query.language or language_of(query.words, default=language)
    ask = Ask(query.words, language=spoken, granted=grants, every_word=True)
    strict = Answers(snapshot.index, ask, recipe=ALL)
    if strict.ranked:
        return strict, False, [key for key, _score in strict.ranked]
    loose = Answers(snapshot.index, Ask(query.words, language=spoken, granted=grants), recipe=ALL)
    return loose, bool(loose.ranked), [key for key, _score in loose.ranked]


def says(card, phrase):
    """Whether the words of the phrase stand in a text of the card, one after the other."""
    return any(holds_phrase(part, phrase) for pair in card.texts.values() for part in pair)


def counted(cards, chosen):
    """The cards that fit every choice, and for each group what its options would leave."""
    fitting, counts = [], {group: Counter() for group in GROUPS}
    for card in cards:
        missing = [
            group for group, values in chosen.items() if not values & frozenset(values_of(card, group))
        ]
        if not missing:
            fitting.append(card)
        if len(missing) > 1:
            continue
        for group in missing or GROUPS:
            counts[group].update(values_of(card, group))
    return fitting, counts


def values_of(card, group):
    """The values of a card in one group of choices."""
    return (card.kind,) if group == "kind" else card.facets.get(group, ())


def ordered(cards, query, distances):
    """The cards in the order asked for; by fit they are already."""
    if query.sort == "new":
        return sorted(cards, key=lambda card: (-card.made_at, card.key))
    if query.sort == "name":
        return sorted(cards, key=lambda card: (card.name, card.key))
    if query.sort == "near":
        return sorted(cards, key=lambda card: distances.get(card.key, float("inf")))
    return cards


def distances_from(snapshot, near, cards):
    """Kilometres from a place to each card that has one."""
    here = snapshot.places.get(near)
    if here is None:
        return {}
    return {
        card.key: kilometres(here, snapshot.places[card.place])
        for card in cards
        if card.place in snapshot.places
    }


def kilometres(one, other):
    """The way over the earth between two places, each latitude and longitude in degrees.

    >>> kilometres((40.4, -3.7), (41.4, 2.2))
    508
    """
    north, east, south, west = (radians(value) for value in (*one, *other))
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin((west - east) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(half)))


def meant(snapshot, query, language):
    """For each word that nobody uses, the word in use that the reader may have meant.

    Only what everybody may read is looked through: a suggestion must not tell of hidden rows.
    """
    found = {}
    for word in dict.fromkeys(fold(query.words).split()):
        known = (language, *sorted(set(snapshot.index.languages) - {language}))
        if len(word) < 4 or any(is_used(snapshot, word, code) for code in known):
            continue
        for code in known:
            suggestions = snapshot.index.suggest(word, code, most=1)
            if suggestions:
                found[word] = suggestions[0]
                break
    return found


def is_used(snapshot, word, language):
    """Whether a public statement in this language holds exactly this word."""
    return any(
        form == word for form, _term, likeness in snapshot.index.alike(word, language, least=0.99, most=1)
    )


@dataclass(frozen=True, slots=True)
class Because:
    """Why a thing was found: a passage of a text with what answers marked.

    Attributes:
        key: the thing whose text it is; its own, or an offer or need that speaks for it.
        title: the marked headline.
        spans: the marked passage of the body.
        language: of the text.
        others: words that stand for what was asked: (asked, found, how).
    """

    key: str
    title: list
    spans: list
    language: str
    others: list


def explained(found, keys, *, language):
    """For each of these things, why it was found, in the language that answers best for this reader."""
    if found.answers is None:
        return {}
    hits = found.answers.explained(keys)
    return {hit.owner: because(found.snapshot, hit, language) for hit in hits}


def because(snapshot, hit, language):
    """The passage that explains one hit.

    Among the statements that answer, one in the reader's language is taken when it answers
    nearly as well as the best.
    """
    best = hit.because[0]
    for other in hit.because:
        if other.key.endswith(f"/{language}") and other.part >= 0.4 * hit.because[0].part:
            best = other
            break
    own, _slash, spoken = best.key.rpartition("/")
    card = snapshot.cards.get(own)
    headline, body = card.texts.get(spoken, ("", "")) if card else ("", "")
    title = marked_words(headline, spoken, best.matches)
    spans = passage(marked_words(plain(body), spoken, best.matches))
    others = stand_ins([*title, *spans])
    if all(match.how is How.MEANING for match in best.matches):
        others = [("", "", "meaning")]
    return Because(own, title, spans if body and spoken else [], spoken, others)


def stand_ins(spans):
    """(asked, found, how) of words that answer without being the word asked, each once."""
    found = {}
    for span in spans:
        if span.how in (How.TRANSLATED, How.ALIKE) and fold(span.text) != span.asked:
            found.setdefault((span.asked, fold(span.text)), (span.asked, span.text, span.how.name.lower()))
    return list(found.values())[:4]


def plain(markdown):
    """A text without the marks of Markdown, in one line."""
    return " ".join(markdown.replace("#", " ").replace("*", "").replace("`", "").split())


__all__ = ["Because", "Found", "Query", "Span", "explained", "find"]

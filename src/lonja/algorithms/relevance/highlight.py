"""Which words of a text answer, so that a reader sees why it was found."""

from collections.abc import Iterable
from dataclasses import dataclass

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.search import Match
from lonja.algorithms.relevance.text import WORD, fold, term_of
from lonja.algorithms.relevance.wording import How


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, and whether it answers; `asked` names the word for which it stands."""

    text: str
    asked: str = ""
    how: How | None = None


def marked_words(text: str, language: str, matches: Iterable[Match]) -> list[Span]:
    """Return the text cut into pieces, those that answer marked; the pieces joined are the text.

    A piece answers when its word, folded and stemmed for the language, is what a match found.

    Cost: O(length of the text).

    >>> found = [Match("frio", "cold", How.TRANSLATED, 1.0)]
    >>> [(span.text, span.asked) for span in marked_words("Cold chain", "en", found)]
    [('Cold', 'frio'), (' chain', '')]
    """
    wanted: dict[str, Match] = {}
    for match in matches:
        if match.how in (How.SAME, How.ALIKE):
            wanted.setdefault(term_of(match.found, language) or match.found, match)
            wanted.setdefault(match.found, match)
        elif match.how is How.TRANSLATED:
            wanted.setdefault(match.found, match)
    spans: list[Span] = []
    end = 0
    for found in WORD.finditer(text):
        word = fold(found[0])
        match = wanted.get(word) or wanted.get(term_of(word, language))
        if match is None:
            continue
        if found.start() > end:
            spans.append(Span(text[end : found.start()]))
        spans.append(Span(found[0], match.asked, match.how))
        end = found.end()
    if end < len(text):
        spans.append(Span(text[end:]))
    return spans


def passage(spans: list[Span], *, letters: int = 220) -> list[Span]:
    """Return the part of a marked text, cut at words, that holds the most marked pieces.

    Raises:
        InvalidProblem: when letters is below 20.

    >>> cut = passage([Span("a " * 60), Span("cold", "frio", How.TRANSLATED), Span(" b" * 60)], letters=40)
    >>> [span.text.strip() for span in cut if span.asked], len("".join(span.text for span in cut)) < 60
    (['cold'], True)
    """
    if letters < 20:
        raise InvalidProblem(f"letters is {letters}, expected at least 20")
    whole = "".join(span.text for span in spans)
    if len(whole) <= letters:
        return spans
    start = best_start(spans, letters=letters)
    if start:
        start = whole.find(" ", start) + 1
    end = (
        len(whole) if start + letters >= len(whole) else max(whole.rfind(" ", 0, start + letters), start + 1)
    )
    found = [*cut(spans, start, end)]
    before = [Span("… ")] if start else []
    after = [Span(" …")] if end < len(whole) else []
    return [*before, *found, *after]


def best_start(spans: list[Span], *, letters: int) -> int:
    """Return where the part with the most distinct asked words begins; a little before the first of them."""
    places: list[tuple[int, str]] = []
    at = 0
    for span in spans:
        if span.asked:
            places.append((at, span.asked))
        at += len(span.text)
    lead = letters // 4
    best, most = 0, 0
    for first, _ in places:
        inside = len({asked for place, asked in places if first <= place < first + letters - lead})
        if inside > most:
            best, most = first, inside
    return max(0, best - lead)


def cut(spans: list[Span], start: int, end: int) -> Iterable[Span]:
    """Yield the pieces between two places."""
    at = 0
    for span in spans:
        piece = span.text[max(0, start - at) : max(0, end - at)]
        if piece:
            yield Span(piece, span.asked, span.how)
        at += len(span.text)

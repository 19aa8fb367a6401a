"""Who answers an ask, in which order, and exactly why."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance import text
from lonja.algorithms.relevance.evidence import Ask, Kind
from lonja.algorithms.relevance.index import SATURATION, Index, Shelf
from lonja.algorithms.relevance.segment import KINDS, Segment
from lonja.algorithms.relevance.wording import How, Wanted, wanted_concepts, wanted_words

DIGITS = 9  # beyond them two machines may differ
ENOUGH = 20  # statements from which on there is a usual likeness


@dataclass(frozen=True, slots=True)
class Recipe:
    """How evidence adds up. The defaults were chosen on the public set of the benchmark.

    Attributes:
        words, concepts, meaning: weight of each list, its best statement being 1.
        least_meaning: likeness of headlines, 0 to 1, below which meaning counts nothing.
        sharpness: power of a statement's value; more trusts the best statements more.
        fading: what the next best statement of the same owner counts, against the one before.
        statements: how many of the best statements vote.
    """

    words: float = 1.0
    concepts: float = 0.5
    meaning: float = 0.5
    sharpness: float = 2.0
    fading: float = 0.7
    statements: int = 80
    least_meaning: float = 0.0

    def __post_init__(self) -> None:
        if min(self.words, self.concepts, self.meaning) < 0 or self.words + self.concepts + self.meaning <= 0:
            raise InvalidProblem("the weights of words, concepts and meaning must be >= 0 and not all 0")
        if self.sharpness <= 0 or not 0 < self.fading <= 1 or self.statements < 1:
            raise InvalidProblem("expected sharpness > 0, 0 < fading <= 1 and statements >= 1")


@dataclass(frozen=True, slots=True)
class Match:
    """One cause of a hit: what was asked, what was found, and its part of the score."""

    asked: str
    found: str
    how: How
    part: float


@dataclass(frozen=True, slots=True)
class Found:
    """One statement that answers, with its part of its owner's score, and what the part is made of."""

    key: str
    kind: Kind
    part: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One owner that answers. `score` is the sum of the parts of `because`, which is the sum of theirs."""

    owner: str
    score: float
    because: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A statement among the best, before it votes."""

    shelf: Shelf
    place: int
    value: float

    @property
    def key(self) -> str:
        """The statement's key."""
        return self.shelf.segment.keys[self.place]


def search(index: Index, ask: Ask, *, count: int = 20, recipe: Recipe = Recipe()) -> list[Hit]:  # noqa: B008
    """Return the owners that answer best, the best first, each with its reasons.

    Every statement gets a value: `words * BM25 + concepts * shared codes + meaning * likeness`,
    each list divided by its best. The best statements, to the power `sharpness` and times their
    weight, vote for their owners; the next of one owner counts `fading` of the one before.
    Equal scores are ordered by the owner's name.

    Args:
        index: the snapshot to search.
        ask: what is looked for, and what the asker may see.
        count: how many owners to return.
        recipe: the weights.

    Raises:
        InvalidProblem: when count is below 1.

    Cost: O(statements that hold an asked term + statements in the index / a very small constant).
    Source: S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond",
    FnTIR 3(4), 2009; voting: K. Balog et al., "Expertise retrieval", FnTIR 6(2-3), 2012.
    """
    if count < 1:
        raise InvalidProblem(f"count is {count}, expected at least 1")
    answers = Answers(index, ask, recipe=recipe)
    return answers.explained([owner for owner, _ in answers.ranked[:count]])


class Answers:
    """Everybody who answers one ask, in order; reasons are told for those who will be shown.

    Attributes:
        ranked: (owner, score) pairs, the best first; equal scores by the owner's name.
    """

    def __init__(self, index: Index, ask: Ask, *, recipe: Recipe = Recipe()) -> None:  # noqa: B008
        self.scan = Scan(index, ask, recipe)
        self.rows = self.scan.best(recipe.statements)
        self.votes: dict[str, list[tuple[int, float]]] = defaultdict(list)  # (position in rows, share)
        for position, row in enumerate(self.rows):
            for owner in self.scan.owners(row.shelf.segment.owners[row.place]):
                self.votes[owner].append((position, recipe.fading ** len(self.votes[owner])))
        scores = {
            o: fsum(share * self.rows[i].value for i, share in given) for o, given in self.votes.items()
        }
        self.ranked = sorted(scores.items(), key=lambda pair: (-round(pair[1], DIGITS), pair[0]))

    def explained(self, owners: Sequence[str]) -> list[Hit]:
        """Return these owners, in the order given, with what their scores are made of.

        Cost: O(statements of these owners * terms asked).
        """
        needed = sorted({position for owner in owners for position, _ in self.votes[owner]})
        told = dict(zip(needed, self.scan.explained([self.rows[position] for position in needed])))
        hits = []
        for owner in owners:
            because = tuple(faded(told[position], share) for position, share in self.votes[owner])
            score = fsum(share * self.rows[position].value for position, share in self.votes[owner])
            hits.append(Hit(owner, score, because))
        return hits


def matching(index: Index, ask: Ask) -> list[str]:
    """Return the keys of all statements that answer at all, in order: for counts and facets."""
    scan = Scan(index, ask, Recipe())
    return sorted(
        shelf.segment.keys[place] for shelf, values in scan.values() for place in np.flatnonzero(values > 0)
    )


def faded(found: Found, share: float) -> Found:
    """Return the same reason, counting only a share of it."""
    if share == 1:
        return found
    matches = tuple(Match(m.asked, m.found, m.how, m.part * share) for m in found.matches)
    return Found(found.key, found.kind, found.part * share, matches)


def marked(segment: Segment, rows: list[int]) -> np.ndarray:
    """Return (R,) bool, True at these rows."""
    found = np.zeros(len(segment.keys), bool)
    found[rows] = True
    return found


class Scan:
    """One pass over the shelves for one ask; kept until its best statements are explained."""

    def __init__(self, index: Index, ask: Ask, recipe: Recipe) -> None:
        self.index, self.ask, self.recipe = index, ask, recipe
        self.granted = bool(ask.granted)
        self.words = wanted_words(index, ask)
        self.concepts = wanted_concepts(index, ask)
        self.rarity = self.rarities()
        self.shelves = [shelf for shelf in index.shelves if shelf.shared or self.granted]
        self.may = [self.allowed(shelf) for shelf in self.shelves]
        self.norms = [index.norms(shelf) for shelf in self.shelves]
        self.meaning = self.likenesses()
        self.lists = [self.scored(position) for position in range(len(self.shelves))]
        # (shelf) of three arrays; the best of each list over all shelves becomes 1
        self.tops = [
            max((float(lists[i].max()) for lists in self.lists if len(lists[i])), default=0.0)
            for i in range(3)
        ]

    def rarities(self) -> dict[str, float]:
        """Return how rare each asked word or code is, all terms that stand for it taken together.

        One rarity for a word and its translations keeps a language with few statements from
        looking rare itself (A. Pirkola, SIGIR 1998).
        """
        held: dict[str, float] = defaultdict(float)
        times = Counter(text.words(self.ask.text))
        for wanted in self.words:
            held[wanted.asked] += wanted.weight / times[wanted.asked] * self.index.held(wanted.term)
        for wanted in self.concepts:
            held[wanted.term] = self.index.held(wanted.term)
        return {name: self.index.rarity(number) for name, number in held.items()}

    def scored(self, position: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (R,) values by words, by concepts and by meaning, 0 where the asker may not look."""
        shelf, norm, may = self.shelves[position], self.norms[position], self.may[position]
        words, concepts = np.zeros(len(norm)), np.zeros(len(norm))
        for wanted in self.words:
            rows, counts = shelf.segment.posting(wanted.term)
            words[rows] += self.by_word(wanted, counts, norm[rows])
        for wanted in self.concepts:
            rows, counts = shelf.segment.posting(wanted.term)
            concepts[rows] += wanted.weight * self.rarity[wanted.term] * counts
        if self.ask.every_word:
            may &= self.has_every_word(shelf)
        return words * may, concepts * may, self.meaning[position] * may

    def by_word(self, wanted: Wanted, counts: np.ndarray, norms: np.ndarray) -> np.ndarray:
        """Return BM25 of one term in the rows that hold it."""
        counts = counts.astype(np.float64)
        return wanted.weight * self.rarity[wanted.asked] * counts * (SATURATION + 1) / (counts + norms)

    def likenesses(self) -> list[np.ndarray]:
        """Return for each shelf (R,) likeness to the headline: 0 as of a usual statement, 1 the same."""
        encoder = self.index.encoder
        if encoder is None or not self.ask.text or not self.recipe.meaning:
            return [np.zeros(len(shelf.alive)) for shelf in self.shelves]
        asked = encoder.encode([self.ask.text], [self.ask.language])[0]
        # rounded, because a product of matrices depends in its last digits on their size
        found = [
            np.round(np.asarray(shelf.segment.vectors, np.float32) @ asked, 6).astype(np.float64)
            for shelf in self.shelves
        ]
        everybody = [likeness[shelf.alive] for shelf, likeness in zip(self.shelves, found) if shelf.shared]
        shared = np.concatenate([np.zeros(0), *everybody])
        usual = round(float(shared.mean()), 6) if len(shared) >= ENOUGH else 0.0
        near = [np.clip((likeness - usual) / max(1e-6, 1 - usual), 0, 1) for likeness in found]
        return [np.where(likeness >= self.recipe.least_meaning, likeness, 0.0) for likeness in near]

    def has_every_word(self, shelf: Shelf) -> np.ndarray:
        """Return (R,) bool; True where each asked word, or what stands for it, is held."""
        asked = [
            w
            for w in text.words(self.ask.text)
            if not self.ask.language or text.term_of(w, self.ask.language)
        ]
        holds = {word: np.zeros(len(shelf.alive), bool) for word in asked}
        for wanted in self.words:
            holds[wanted.asked][shelf.segment.posting(wanted.term)[0]] = True
        return np.logical_and.reduce([np.ones(len(shelf.alive), bool), *holds.values()])

    def allowed(self, shelf: Shelf) -> np.ndarray:
        """Return (R,) bool; living rows of the kinds, owners and grants asked for."""
        kinds = np.array([kind in self.ask.kinds for kind in KINDS])
        may: np.ndarray = shelf.alive & kinds[shelf.segment.kinds]
        segment = shelf.segment
        if not shelf.shared:
            may &= marked(segment, [segment.rows[key] for key in self.ask.granted if key in segment.rows])
        if self.ask.among is not None:
            may &= marked(segment, [row for owner in self.ask.among for row in segment.owned.get(owner, ())])
        for owner in self.ask.without:
            for row in segment.owned.get(owner, ()):
                may[row] &= bool(self.owners(segment.owners[row]))
        return may

    def owners(self, owners: tuple[str, ...]) -> list[str]:
        """Return those of the owners that may answer."""
        among, without = self.ask.among, self.ask.without
        return [o for o in owners if o not in without and (among is None or o in among)]

    def scales(self) -> list[float]:
        """Return by what each list is multiplied, so that its best counts its weight."""
        weights = (self.recipe.words, self.recipe.concepts, self.recipe.meaning)
        return [weight / top if top > 0 else 0.0 for weight, top in zip(weights, self.tops)]

    def values(self) -> list[tuple[Shelf, np.ndarray]]:
        """Return for each shelf (R,) the weighted sum of the lists, the best of each being 1."""
        scales = self.scales()
        return [
            (shelf, np.round(sum(scale * values for scale, values in zip(scales, lists)), DIGITS))
            for shelf, lists in zip(self.shelves, self.lists)
        ]

    def best(self, count: int) -> list[Row]:
        """Return the best statements by value to the sharpness times weight, then by key."""
        rows: list[Row] = []
        for shelf, fused in self.values():
            values = fused**self.recipe.sharpness * shelf.segment.weights
            if len(values) > count:
                floor = np.partition(values, -count)[-count]
                places = np.flatnonzero((values >= floor) & (values > 0))
            else:
                places = np.flatnonzero(values > 0)
            rows.extend(Row(shelf, int(place), float(values[place])) for place in places)
        rows.sort(key=lambda row: (-round(row.value, DIGITS), row.key))
        return rows[:count]

    def explained(self, rows: list[Row]) -> list[Found]:
        """Return each statement with its matches, whose parts add up to its value."""
        matches: list[list[Match]] = [[] for _ in rows]
        for position, shelf in enumerate(self.shelves):
            mine = [i for i, row in enumerate(rows) if row.shelf is shelf]
            if mine:
                self.explain_shelf(position, rows, mine, matches)
        told = []
        for row, causes in zip(rows, matches):
            causes.sort(key=lambda m: (-round(m.part, DIGITS), m.asked, m.found))
            scale = row.value / fsum(m.part for m in causes)
            parts = tuple(Match(m.asked, m.found, m.how, scale * m.part) for m in causes)
            told.append(Found(row.key, KINDS[row.shelf.segment.kinds[row.place]], row.value, parts))
        return told

    def explain_shelf(
        self, position: int, rows: list[Row], mine: list[int], matches: list[list[Match]]
    ) -> None:
        """Add what each asked term gives to each of my rows, which lie on one shelf."""
        segment, norm = self.shelves[position].segment, self.norms[position]
        places = np.array([rows[i].place for i in mine])
        scales = self.scales()
        for wanted in (*self.words, *self.concepts):
            holding, counts = segment.posting(wanted.term)
            if not len(holding):
                continue
            at = np.minimum(np.searchsorted(holding, places), len(holding) - 1)
            here = np.flatnonzero(holding[at] == places)
            held = counts[at[here]]
            if wanted.how is How.CONCEPT:
                parts = scales[1] * wanted.weight * self.rarity[wanted.term] * held
            else:
                parts = scales[0] * self.by_word(wanted, held, norm[places[here]])
            for row, part in zip(here.tolist(), parts.tolist()):
                matches[mine[row]].append(Match(wanted.asked, wanted.found, wanted.how, part))
        for i in mine:
            meaning = scales[2] * float(self.lists[position][2][rows[i].place])
            if meaning > 0:
                matches[i].append(Match(self.ask.text, rows[i].key, How.MEANING, meaning))

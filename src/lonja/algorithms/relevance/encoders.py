"""Turning short texts of any language into points of one space: the interface, and our own encoder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.text import grams, words

WIDTH = 1 << 17  # columns into which letter groups and words are thrown
RIDGE = 0.3
STEPS = 30


class Encoder(Protocol):
    """What any encoder promises."""

    @property
    def identity(self) -> str:
        """Name and version; vectors of different identities are never compared."""
        ...

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Return (n, d) float32 of unit length; zeros for a text or language it cannot read."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ConceptEncoder:
    """Reads short labels in the languages it was taught; far from them it knows little.

    Attributes:
        identity: name, size and fingerprint of the labels taught.
        rarity: (WIDTH,) float32; how rare each feature was.
        weights: (WIDTH, d) float32; from features to the space.
    """

    identity: str
    rarity: np.ndarray
    weights: np.ndarray

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Return (n, d) float32 of unit length; zeros for a text without a known letter group."""
        if len(texts) != len(languages):
            raise InvalidProblem(f"{len(texts)} texts with {len(languages)} languages")
        return unit(np.asarray(weighed(features(texts), self.rarity) @ self.weights))


def teach(
    labels: Sequence[Mapping[str, str]], *, dimensions: int = 256, guides: Sequence[Encoder] = ()
) -> ConceptEncoder:
    """Return an encoder under which the labels of one concept, in any language, meet.

    Each concept gets a point, and ridge regression learns to reach it from the concept's label
    in one language alone. The points are the leading singular vectors, times the root of their
    strength, of what is known of the concepts: with guides, their vectors of each concept's
    label in one language they can read; without, the letter groups and words of its labels in
    all languages, added up.

    Args:
        labels: one mapping per concept, language to label.
        dimensions: of the space; fewer than there are concepts.
        guides: encoders that know what the labels mean; needed for teaching only.

    Raises:
        InvalidProblem: when there are too few concepts for the dimensions.

    Cost: O(steps * labels * letter groups * dimensions); 2,400 concepts in two languages take
    seconds, 8,500 in 23 languages minutes.
    Source: for the ridge regression by conjugate gradients, M. R. Hestenes and E. Stiefel,
    J. Res. NBS 49(6), 1952; for the space, S. T. Dumais et al., "Automatic cross-language
    retrieval using latent semantic indexing", AAAI 1997.
    """
    if not 1 <= dimensions < len(labels):
        raise InvalidProblem(
            f"{dimensions} dimensions for {len(labels)} concepts, expected at least 1 and fewer"
        )
    rows = [
        (concept, label) for concept, told in enumerate(labels) for _, label in sorted(told.items()) if label
    ]
    concept = np.array([row for row, _ in rows])
    raw = features([label for _, label in rows])
    rarity = rarity_of(raw)
    known = weighed(raw, rarity)
    if guides:
        points = leading(guided(labels, guides), dimensions)
    else:
        gather = sp.csr_array(
            (np.ones(len(rows), np.float32), (concept, np.arange(len(rows)))), shape=(len(labels), len(rows))
        )
        points = leading(gather @ known, dimensions)
    told = [sorted(label.items()) for label in labels], [guide.identity for guide in guides]
    name = f"concepts-{dimensions}-{crc32(repr(told).encode()):08x}"
    return ConceptEncoder(name, rarity, ridge(known, points[concept]))


def guided(labels: Sequence[Mapping[str, str]], guides: Sequence[Encoder]) -> np.ndarray:
    """Return (n, d) what the guides together make of each concept's label, English if there is one."""
    chosen = [min(told, key=lambda code: (code != "en", code)) for told in labels]
    texts = [told[code] for told, code in zip(labels, chosen)]
    read = [guide.encode(texts, chosen) for guide in guides]
    return np.hstack([unit(vectors - vectors.mean(0)) for vectors in read])


def leading(points: sp.csr_array | np.ndarray, dimensions: int) -> np.ndarray:
    """Return (n, dimensions) float32 of unit length; the strongest directions, weak ones lifted by the root.

    Fewer dimensions come back when the points span no more.
    """
    most = min(dimensions, min(points.shape) - 1)
    left, strength, _ = svds(
        points.astype(np.float64), k=most, v0=np.ones(min(points.shape)), solver="arpack"
    )
    order = np.argsort(-strength, kind="stable")
    return unit((left[:, order] * np.sqrt(strength[order])).astype(np.float32))


def features(texts: Sequence[str]) -> sp.csr_array:
    """Return (n, WIDTH) float32; damped counts of the words and letter groups of each text."""
    remembered: dict[str, list[int]] = {}
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for text in texts:
        counted: dict[int, int] = {}
        for word in words(text):
            if word not in remembered:
                parts = [f"={word}", *grams(word, shortest=3, longest=5)]
                remembered[word] = [crc32(part.encode()) % WIDTH for part in parts]
            for column in remembered[word]:
                counted[column] = counted.get(column, 0) + 1
        columns.extend(counted)
        values.extend(counted.values())
        starts.append(len(columns))
    damped = 1 + np.log(np.asarray(values, np.float32))
    return sp.csr_array(
        (damped, np.asarray(columns, np.int32), np.asarray(starts)), shape=(len(texts), WIDTH)
    )


def rarity_of(raw: sp.csr_array) -> np.ndarray:
    """Return (WIDTH,) float32; log of how few texts hold a feature, 0 for features never met."""
    held = np.bincount(raw.indices, minlength=WIDTH)
    return np.where(held > 0, np.log((1 + raw.shape[0]) / (1 + held)) + 1, 0).astype(np.float32)


def weighed(raw: sp.csr_array, rarity: np.ndarray) -> sp.csr_array:
    """Return the features times their rarity, each row of unit length."""
    rows = np.repeat(np.arange(raw.shape[0]), np.diff(raw.indptr))
    values = raw.data * rarity[raw.indices]
    length = np.sqrt(np.bincount(rows, values**2, minlength=raw.shape[0]))
    return sp.csr_array(
        (values / np.maximum(length, 1e-9)[rows], raw.indices, raw.indptr), shape=raw.shape, dtype=np.float32
    )


def ridge(known: sp.csr_array, wanted: np.ndarray) -> np.ndarray:
    """Return (WIDTH, d) float32; the weights that lead from rows to points, all columns at once."""
    turned = known.T.tocsr()
    weights = np.zeros((known.shape[1], wanted.shape[1]), np.float32)
    rest = turned @ wanted
    step, size = rest.copy(), (rest**2).sum(0)
    for _ in range(STEPS):
        moved = turned @ (known @ step) + RIDGE * step
        pace = size / np.maximum((step * moved).sum(0), 1e-12)
        weights += pace * step
        rest -= pace * moved
        left = (rest**2).sum(0)
        step, size = rest + left / np.maximum(size, 1e-12) * step, left
    return weights


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return the vectors at length 1; zeros stay zeros."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(length > 1e-9, length, 1)).astype(np.float32)

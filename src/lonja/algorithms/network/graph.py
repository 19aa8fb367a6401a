"""Who works with whom: a graph made from links, checked once."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, shortest_path

from lonja.algorithms.errors import InvalidProblem


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """N nodes and L undirected links between two different nodes, each pair once.

    Attributes:
        nodes: how many nodes there are.
        pairs: (L, 2) int64, the smaller node first, in rising order.
        weight: (L,) float64, > 0; how strong each link is.
    """

    nodes: int
    pairs: np.ndarray
    weight: np.ndarray

    def __post_init__(self) -> None:
        pairs = np.array(self.pairs, np.int64).reshape(-1, 2)
        weight = np.array(self.weight, np.float64)
        if weight.shape != (len(pairs),) or not (weight > 0).all() or not np.isfinite(weight).all():
            raise InvalidProblem(f"{len(pairs)} links need as many weights > 0")
        if len(pairs) and (pairs.min() < 0 or pairs.max() >= self.nodes):
            raise InvalidProblem(f"a link leads outside the {self.nodes} nodes")
        if (pairs[:, 0] == pairs[:, 1]).any():
            raise InvalidProblem(f"node {int(pairs[pairs[:, 0] == pairs[:, 1]][0, 0])} is linked to itself")
        pairs = np.sort(pairs, axis=1)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        pairs, weight = pairs[order], weight[order]
        if (np.diff(pairs[:, 0] * self.nodes + pairs[:, 1]) == 0).any():
            raise InvalidProblem("a pair is linked twice: add the weights up first")
        for name, array in (("pairs", pairs), ("weight", weight)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def matrix(self) -> sp.csr_array:
        """Return (N, N) the weights, both ways."""
        one, other = self.pairs.T
        rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
        return sp.csr_array((np.tile(self.weight, 2), (rows, columns)), shape=(self.nodes, self.nodes))

    def neighbours(self) -> list[list[int]]:
        """Return for each node those it is linked to, rising."""
        matrix = self.matrix()
        matrix.sort_indices()
        return [matrix.indices[a:b].tolist() for a, b in zip(matrix.indptr, matrix.indptr[1:])]

    def components(self) -> np.ndarray:
        """Return (N,) the connected part of each node, numbered by their first node."""
        return connected_components(self.matrix(), directed=False)[1].astype(np.int64)

    def distances(self) -> np.ndarray:
        """Return (N, N) links on the shortest way; infinite where there is none. Cost: O(N * L)."""
        return np.asarray(shortest_path(self.matrix(), directed=False, unweighted=True))


def graph_from[Name: Hashable](
    names: Iterable[Name], links: Iterable[tuple[Name, Name, float]]
) -> tuple[Graph, list[Name]]:
    """Return the graph of named links and the names in the order of its nodes; repeated pairs add up.

    Raises:
        InvalidProblem: when a link names somebody unknown or herself.

    >>> graph, names = graph_from(["A", "B", "C"], [("A", "B", 1), ("B", "A", 2)])
    >>> graph.pairs.tolist(), graph.weight.tolist()
    ([[0, 1]], [3.0])
    """
    order = list(dict.fromkeys(names))
    place = {name: i for i, name in enumerate(order)}
    total: dict[tuple[int, int], float] = {}
    for one, other, weight in links:
        if one not in place or other not in place:
            raise InvalidProblem(f"the link {one} to {other} names somebody unknown")
        pair = (min(place[one], place[other]), max(place[one], place[other]))
        total[pair] = total.get(pair, 0.0) + weight
    pairs = np.array(sorted(total), np.int64).reshape(-1, 2)
    return Graph(len(order), pairs, np.array([total[pair] for pair in sorted(total)])), order

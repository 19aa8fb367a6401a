"""Which nodes belong together: groups with more links inside than chance would give."""

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.network.graph import Graph

GAIN = 1e-10  # smaller gains are rounding
LEVELS, SWEEPS = 20, 50

Links = list[dict[int, float]]


def communities(graph: Graph, *, detail: float = 1.0) -> np.ndarray:
    """Return (N,) the community of each node, numbered by size, then by first node.

    Nodes move, in their order, to the neighbouring community that raises the modularity
    most; communities then become nodes, and so on until nothing helps. At the end a community
    whose members do not hang together is split.

    Args:
        graph: the links.
        detail: above 1 for more and smaller communities, below for fewer.

    Raises:
        InvalidProblem: when detail is not above 0.

    Cost: about O(links * levels).
    Source: V. Blondel et al., "Fast unfolding of communities in large networks",
    J. Stat. Mech. P10008, 2008, without its random order.

    >>> two = [[0, 1], [0, 2], [1, 2], [3, 4], [3, 5], [4, 5], [2, 3]]
    >>> communities(Graph(6, np.array(two), np.ones(7))).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    if not detail > 0:
        raise InvalidProblem(f"detail is {detail}, expected above 0")
    links: Links = [{} for _ in range(graph.nodes)]
    for (one, other), weight in zip(graph.pairs.tolist(), graph.weight.tolist()):
        links[one][other] = links[other][one] = weight
    found = list(range(graph.nodes))
    own = [0.0] * graph.nodes  # weight inside each node, counted both ways
    for _ in range(LEVELS):
        label = moved(links, own, detail)
        if len(set(label)) == len(links):
            break
        links, own, label = folded(links, own, label)
        found = [label[place] for place in found]
    return by_size(connected(graph, found))


def moved(links: Links, own: list[float], detail: float) -> list[int]:
    """Return the community of each node after moving nodes one by one while modularity rises."""
    label = list(range(len(links)))
    strength = [sum(near.values()) + own[i] for i, near in enumerate(links)]
    total = list(strength)
    whole = sum(strength) or 1.0
    for _ in range(SWEEPS):
        still = True
        for node, near in enumerate(links):
            to: dict[int, float] = {label[node]: 0.0}
            for other, weight in near.items():
                to[label[other]] = to.get(label[other], 0.0) + weight
            home = label[node]
            total[home] -= strength[node]
            gain = {c: weight - detail * total[c] * strength[node] / whole for c, weight in to.items()}
            best = max(sorted(gain), key=lambda c: gain[c])
            if gain[best] <= gain[home] + GAIN:
                best = home
            label[node], still = best, still and best == home
            total[best] += strength[node]
        if still:
            break
    return label


def folded(links: Links, own: list[float], label: list[int]) -> tuple[Links, list[float], list[int]]:
    """Return communities as nodes, the weight inside each, and the new number of each old node."""
    number = {old: new for new, old in enumerate(dict.fromkeys(label))}
    label = [number[old] for old in label]
    joined: Links = [{} for _ in number]
    inside = [0.0] * len(number)
    for node, near in enumerate(links):
        inside[label[node]] += own[node]
        for other, weight in near.items():
            if label[node] == label[other]:
                inside[label[node]] += weight
            else:
                row = joined[label[node]]
                row[label[other]] = row.get(label[other], 0.0) + weight
    return joined, inside, label


def connected(graph: Graph, label: list[int]) -> list[int]:
    """Return the communities with those split that do not hang together."""
    near = graph.neighbours()
    found = [-1] * graph.nodes
    for start in range(graph.nodes):
        if found[start] >= 0:
            continue
        found[start] = start
        queue = [start]
        for node in queue:
            for other in near[node]:
                if found[other] < 0 and label[other] == label[node]:
                    found[other] = start
                    queue.append(other)
    return found


def by_size(label: list[int]) -> np.ndarray:
    """Return the same communities, numbered from the largest; equal ones by their first node."""
    codes, first, number, sizes = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(codes), np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(codes))
    found: np.ndarray = rank[number]
    return found


def modularity(graph: Graph, label: np.ndarray, *, detail: float = 1.0) -> float:
    """Return how much more weight lies inside the communities than chance would put there.

    `sum over communities of inside / whole - detail * (strength / (2 * whole))²`, at most 1.

    Source: M. Newman and M. Girvan, Physical Review E 69, 026113, 2004.
    """
    if label.shape != (graph.nodes,):
        raise InvalidProblem(f"label has shape {label.shape}, expected {(graph.nodes,)}")
    whole = float(graph.weight.sum())
    if whole == 0:
        return 0.0
    size = int(label.max()) + 1
    one, other = label[graph.pairs].T
    inside = np.bincount(one[one == other], graph.weight[one == other], minlength=size)
    strength = np.bincount(label[graph.pairs].ravel(), np.repeat(graph.weight, 2), minlength=size)
    return float((inside / whole - detail * (strength / (2 * whole)) ** 2).sum())

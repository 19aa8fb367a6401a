"""On whom and on what does the network hang, and what would one more link connect?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.network.graph import Graph

LARGEST = 3000  # nodes up to which all distances are kept at once
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Bridges:
    """What cannot be taken away without tearing the network.

    Attributes:
        links: pairs without which two parts lose touch.
        nodes: nodes without which their part falls apart.
    """

    links: tuple[tuple[int, int], ...]
    nodes: tuple[int, ...]


def bridges(graph: Graph) -> Bridges:
    """Return the links and nodes on which the network hangs.

    Cost: O(N + L). Source: J. Hopcroft and R. Tarjan, CACM 16(6), 1973, without recursion.

    >>> bridges(Graph(4, np.array([[0, 1], [0, 2], [1, 2], [2, 3]]), np.ones(4)))
    Bridges(links=((2, 3),), nodes=(2,))
    """
    near = graph.neighbours()
    seen, low = [-1] * graph.nodes, [0] * graph.nodes
    links: list[tuple[int, int]] = []
    nodes: set[int] = set()
    clock = 0
    for root in range(graph.nodes):
        if seen[root] >= 0:
            continue
        seen[root] = low[root] = clock = clock + 1
        children = 0
        stack = [(root, -1, iter(near[root]))]
        while stack:
            node, parent, others = stack[-1]
            other = next(others, None)
            if other is None:
                stack.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    if low[node] > seen[parent]:
                        links.append((min(parent, node), max(parent, node)))
                    if parent != root and low[node] >= seen[parent]:
                        nodes.add(parent)
            elif seen[other] < 0:
                seen[other] = low[other] = clock = clock + 1
                children += node == root
                stack.append((other, node, iter(near[other])))
            elif other != parent:
                low[node] = min(low[node], seen[other])
        if children > 1:
            nodes.add(root)
    return Bridges(tuple(sorted(links)), tuple(sorted(nodes)))


def betweenness(graph: Graph) -> np.ndarray:
    """Return (N,) the share of shortest ways between two others that lead over each node.

    0 to 1; several equally short ways share. Links count alike, whatever their weight.

    Cost: O(N * L). Source: U. Brandes, "A faster algorithm for betweenness centrality",
    J. Mathematical Sociology 25(2), 2001.

    >>> betweenness(Graph(3, np.array([[0, 1], [1, 2]]), np.ones(2))).tolist()
    [0.0, 1.0, 0.0]
    """
    near = graph.neighbours()
    total = [0.0] * graph.nodes
    for source in range(graph.nodes):
        order, ways, before = shortest_ways(near, source)
        share = [0.0] * graph.nodes
        for node in reversed(order):
            for earlier in before[node]:
                share[earlier] += ways[earlier] / ways[node] * (1 + share[node])
            if node != source:
                total[node] += share[node]
    others = (graph.nodes - 1) * (graph.nodes - 2)
    return np.array(total) / max(1, others)


def shortest_ways(near: list[list[int]], source: int) -> tuple[list[int], list[float], list[list[int]]]:
    """Return the nodes from near to far, the number of shortest ways to each, and those before it."""
    distance, ways = [-1] * len(near), [0.0] * len(near)
    before: list[list[int]] = [[] for _ in near]
    distance[source], ways[source] = 0, 1.0
    order = [source]
    for node in order:
        for other in near[node]:
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                order.append(other)
            if distance[other] == distance[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    return order, ways, before


@dataclass(frozen=True, slots=True)
class NewLink:
    """What a link between two nodes would change.

    Attributes:
        pair: the two nodes.
        connects: pairs of nodes that had no way to each other and then have one.
        nearness: how much the nearness of the network grows, 0 to 1; nearness is the mean of
            1 / distance over all pairs.
        shortens: pairs that come nearer, those newly connected included.
    """

    pair: tuple[int, int]
    connects: int
    nearness: float
    shortens: int


def what_links_add(graph: Graph, pairs: Iterable[tuple[int, int]]) -> list[NewLink]:
    """Return what each of these links alone would add, the greatest gain in nearness first.

    With one link a-b more, the way from u to v is the shorter of the old one and
    `d(u, a) + 1 + d(b, v)`, or the other way round. Equal gains stay in the order given.

    Raises:
        InvalidProblem: when a pair is linked already, is one node, or the graph has over 3,000 nodes.

    Cost: O(N * L) once, then O(N²) for each pair.
    Source: for nearness as a measure, V. Latora and M. Marchiori, Phys. Rev. Lett. 87, 198701, 2001.
    """
    if graph.nodes > LARGEST:
        raise InvalidProblem(f"{graph.nodes} nodes, at most {LARGEST}: ask for one part of the network")
    there = {(int(one), int(other)) for one, other in graph.pairs}
    distance = graph.distances()
    all_pairs = max(1, graph.nodes * (graph.nodes - 1))
    found = []
    for one, other in pairs:
        if one == other or (min(one, other), max(one, other)) in there:
            raise InvalidProblem(f"{one} and {other} are linked already, or the same")
        over = distance[:, one][:, None] + 1 + distance[other][None, :]
        new = np.minimum(distance, np.minimum(over, over.T))
        nearer = new < distance
        gain = float((1 / new[nearer]).sum() - (1 / distance[nearer]).sum()) / all_pairs
        fresh = int((nearer & np.isinf(distance)).sum()) // 2
        found.append(NewLink((one, other), fresh, round(gain, DIGITS), int(nearer.sum()) // 2))
    return sorted(found, key=lambda link: -link.nearness)


def best_links(graph: Graph, label: np.ndarray, *, count: int = 10, most: int = 20) -> list[NewLink]:
    """Return the links between two communities that would add most.

    Each of the `most` largest communities is represented by its node with the most links, the
    first of equals; pairs already linked are left out.

    Args:
        graph: the links.
        label: (N,) the community of each node, the largest numbered 0.
        count: how many links to return.
        most: how many communities to look at.
    """
    if label.shape != (graph.nodes,) or count < 1 or most < 2:
        raise InvalidProblem(f"label has shape {label.shape}, count is {count}, most is {most}")
    degree = np.bincount(graph.pairs.ravel(), minlength=graph.nodes)
    speakers = []
    for code in range(min(most, int(label.max(initial=-1)) + 1)):
        inside = np.flatnonzero(label == code)
        speakers.append(int(inside[np.argmax(degree[inside])]))
    there = {(int(one), int(other)) for one, other in graph.pairs}
    pairs = [(min(a, b), max(a, b)) for i, a in enumerate(speakers) for b in speakers[i + 1 :]]
    return what_links_add(graph, [pair for pair in pairs if pair not in there])[:count]

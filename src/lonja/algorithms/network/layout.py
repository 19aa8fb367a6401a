"""Where to draw the nodes, so that those who belong together lie together."""

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.network.graph import Graph

LARGEST = 1200  # nodes up to which every pair repels
TURN = np.pi * (3 - np.sqrt(5))  # the golden angle: neighbours on the spiral never line up


def layout(graph: Graph, label: np.ndarray, *, steps: int = 120) -> np.ndarray:
    """Return (N, 2) float, places within -1 to 1, the same on every call.

    Links pull, all nodes push each other away, and the allowed step shrinks until it is still.
    The start is a spiral in the order of the communities, so nothing is left to chance. Above
    1,200 nodes the communities are placed so, and their members in a disc around each.

    Args:
        graph: the links.
        label: (N,) the community of each node, numbered from 0.
        steps: how long to settle.

    Raises:
        InvalidProblem: when label does not fit the graph, or steps is negative.

    Cost: O(steps * N²) up to 1,200 nodes.
    Source: T. Fruchterman and E. Reingold, Software: Practice and Experience 21(11), 1991.
    """
    if label.shape != (graph.nodes,) or steps < 0:
        raise InvalidProblem(f"label has shape {label.shape}, expected {(graph.nodes,)}; steps is {steps}")
    if graph.nodes == 0:
        return np.zeros((0, 2))
    if graph.nodes <= LARGEST:
        order = np.argsort(label, kind="stable")
        start = np.empty((graph.nodes, 2))
        start[order] = spiral(graph.nodes)
        return framed(settled(graph, start, steps=steps))
    return framed(by_community(graph, label, steps=steps))


def spiral(count: int) -> np.ndarray:
    """Return (count, 2) points that fill the unit disc evenly, from its middle."""
    radius = np.sqrt((np.arange(count) + 0.5) / max(1, count))
    angle = TURN * np.arange(count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def settled(graph: Graph, place: np.ndarray, *, steps: int) -> np.ndarray:
    """Return the places after pulling and pushing."""
    room = 1 / np.sqrt(graph.nodes)  # the distance at which a link is at rest
    one, other = graph.pairs.T
    strength = np.minimum(3.0, graph.weight / graph.weight.mean()) if len(graph.weight) else graph.weight
    for step in range(steps):
        apart = place[:, None, :] - place[None, :, :]  # (N, N, 2)
        square = (apart**2).sum(axis=2)
        push = room**2 / np.maximum(square, 1e-6)
        force = (apart * push[:, :, None]).sum(axis=1)
        along = place[other] - place[one]
        pull = along * (np.sqrt((along**2).sum(axis=1)) * strength / room)[:, None]
        np.add.at(force, one, pull)
        np.add.at(force, other, -pull)
        force -= 0.5 * place  # keeps parts without links on the page
        length = np.sqrt((force**2).sum(axis=1, keepdims=True))
        warmth = 0.2 * (1 - step / steps) ** 2
        place = place + force / np.maximum(length, 1e-9) * np.minimum(length, warmth)
    return place


def by_community(graph: Graph, label: np.ndarray, *, steps: int) -> np.ndarray:
    """Return places where each community is a disc, and the discs lie by their links."""
    size = np.bincount(label)
    ends = np.sort(label[graph.pairs], axis=1)
    between = ends[:, 0] != ends[:, 1]
    pairs, which = np.unique(ends[between], axis=0, return_inverse=True)
    weight = np.bincount(which.ravel(), graph.weight[between], minlength=len(pairs))
    count = min(len(size), LARGEST)
    inner = (pairs < count).all(axis=1)
    small = Graph(count, pairs[inner], weight[inner])
    middle = np.concatenate([settled(small, spiral(count), steps=steps), 1.4 * spiral(len(size) - count)])
    radius = 0.9 * np.sqrt(size / size.sum())
    place = np.empty((graph.nodes, 2))
    for code, around in enumerate(middle):
        inside = np.flatnonzero(label == code)
        place[inside] = around + radius[code] * spiral(len(inside))
    return place


def framed(place: np.ndarray) -> np.ndarray:
    """Return the places moved and scaled into -1 to 1, rounded so that pictures compare."""
    middle = (place.max(axis=0) + place.min(axis=0)) / 2
    reach = float(np.abs(place - middle).max())
    return np.round((place - middle) / (reach or 1.0), 4)

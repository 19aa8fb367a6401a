"""What does the ecosystem look like: who works with whom, and what holds it together?

>>> from lonja.algorithms.network import best_links, bridges, communities, graph_from
>>> links = [("A", "B", 1), ("B", "C", 1), ("A", "C", 1), ("D", "E", 1)]
>>> graph, names = graph_from("ABCDE", links)
>>> label = communities(graph)
>>> label.tolist()
[0, 0, 0, 1, 1]
>>> best_links(graph, label)[0].connects
6
"""

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.network.bridges import (
    Bridges,
    NewLink,
    best_links,
    betweenness,
    bridges,
    what_links_add,
)
from lonja.algorithms.network.communities import communities, modularity
from lonja.algorithms.network.graph import Graph, graph_from
from lonja.algorithms.network.layout import layout

__all__ = [
    "Bridges",
    "Graph",
    "InvalidProblem",
    "NewLink",
    "best_links",
    "betweenness",
    "bridges",
    "communities",
    "graph_from",
    "layout",
    "modularity",
    "what_links_add",
]

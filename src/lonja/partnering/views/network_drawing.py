"""Where the picture of the network draws what: numbers for a template, no markup."""

from dataclasses import dataclass
from math import sqrt

WIDTH, HEIGHT, MARGIN = 1100, 760, 60
NAMED = 26  # nodes with a name of their own in the picture, at most; the table names all
LETTERS = 26  # of a name that the picture has room for
LETTER_WIDTH, NAME_HEIGHT = 6.4, 15  # as the style sheet sets names


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as it is drawn."""

    node: object
    x: float
    y: float
    radius: float
    is_named: bool

    @property
    def label_y(self):
        """Where its name stands: a little above it."""
        return self.y - self.radius - 5


@dataclass(frozen=True, slots=True)
class Line:
    """A link as it is drawn."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    is_bridge: bool = False
    is_new: bool = False


def drawing(picture):
    """Dots and lines in the units of the picture."""
    ranked = sorted(picture.nodes, key=lambda node: (not node.is_cluster, -node.links, node.name))
    place = {node.key: where(node) for node in picture.nodes}
    named = with_room(ranked, place)
    lines = [
        Line(
            *place[link.one.key],
            *place[link.other.key],
            width=round(min(4.0, 0.8 + 0.5 * link.weight), 2),
            is_bridge=link.is_bridge and min(link.one.links, link.other.links) > 1,
        )
        for link in picture.links
    ]
    lines += [
        Line(*place[link.one.key], *place[link.other.key], width=2.0, is_new=True) for link in picture.new[:3]
    ]
    dots = [
        Dot(node, *place[node.key], round(radius(node), 1), node.key in named) for node in reversed(ranked)
    ]
    return {"width": WIDTH, "height": HEIGHT, "lines": lines, "dots": dots}


def with_room(ranked, place):
    """The keys of those whose name fits without touching another, clusters and the most linked first."""
    taken, named = [], set()
    for node in ranked:
        x, y = place[node.key]
        half = LETTER_WIDTH * min(len(node.name), LETTERS) / 2
        top = y - radius(node) - 5
        box = (x - half, top - NAME_HEIGHT, x + half, top)
        if len(named) < NAMED and not any(overlap(box, other) for other in taken):
            taken.append(box)
            named.add(node.key)
    return named


def overlap(one, other):
    """Whether two boxes (left, top, right, bottom) share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def where(node):
    """The place of a node in the picture."""
    return (
        round(MARGIN + (node.x + 1) / 2 * (WIDTH - 2 * MARGIN), 1),
        round(MARGIN + (node.y + 1) / 2 * (HEIGHT - 2 * MARGIN), 1),
    )


def radius(node):
    """How large a node is drawn: clusters larger, and all by the number of their links."""
    return (7 if node.is_cluster else 4) + 1.6 * sqrt(node.links)

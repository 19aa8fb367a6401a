"""Who works with whom: links that both sides confirmed, drawn, explained, and one more of them tried.

A higher domain that knows of work done together (meetings held, projects) registers it with
`links`. Nothing is a link that the reader may not see: neither its two ends nor the fact itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from django.utils.translation import gettext_lazy as _

from lonja.algorithms.network import best_links, betweenness, bridges, communities, graph_from, layout
from lonja.directory import policies as directory
from lonja.directory.models.links import LinkState
from lonja.partnering import policies
from lonja.partnering.policies.alliances import parties

MOST_NODES = 400
PICTURES_KEPT = 32
_kinds = {}
_places = {}


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of work together.

    Attributes:
        label: what it is called in the table.
        weight: what one link counts.
        read: from an actor to pairs of keys ("cluster:3", "organisation:7"), as often as it happened.
    """

    name: str
    label: object
    weight: float
    read: Callable


def links(name, *, label, weight, read):
    """Register a kind of link, at start-up."""
    _kinds[name] = LinkKind(name, label, weight, read)


def confirmed_links(actor):
    """Clusters that both say that they work together."""
    rows = directory.cluster_links.scope(actor).filter(state=LinkState.MUTUAL)
    return [(f"cluster:{one}", f"cluster:{other}") for one, other in rows.values_list("cluster", "other")]


def memberships(actor):
    """Active members and their clusters."""
    rows = directory.memberships.scope(actor).active().values_list("organisation", "cluster")
    return [(f"organisation:{one}", f"cluster:{other}") for one, other in rows]


def opened_interests(actor):
    """Organisations that met through an offer or need, both of which the reader may name."""
    known = policies.opportunities.scope(actor, "identify").values("pk")
    rows = policies.interests.scope(actor).opened().filter(opportunity__in=known)
    return [
        (f"organisation:{one}", f"organisation:{other}")
        for one, other in rows.values_list("organisation", "opportunity__organisation")
        if one != other
    ]


def alliance_parties(actor):
    """Parties to an alliance, each with those who lead it."""
    rows = parties.scope(actor).filter(state="confirmed")
    rows = rows.values_list("cluster", "organisation", "alliance__coordinator")
    return [
        (f"cluster:{cluster}" if cluster else f"organisation:{organisation}", f"cluster:{lead}")
        for cluster, organisation, lead in rows
        if cluster != lead
    ]


links("link", label=_("Confirmed link"), weight=3.0, read=confirmed_links)
links("membership", label=_("Membership"), weight=1.0, read=memberships)
links("interest", label=_("Accepted interest"), weight=2.0, read=opened_interests)
links("alliance", label=_("Alliance"), weight=3.0, read=alliance_parties)


@dataclass(frozen=True, slots=True)
class Node:
    """One cluster or organisation in the picture; x and y within -1 to 1."""

    key: str
    name: str
    href: str
    accent: str
    x: float
    y: float
    links: int
    community: int
    between: float
    is_hinge: bool

    @property
    def is_cluster(self):
        """Whether it is a cluster."""
        return self.key.startswith("cluster:")


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the picture."""

    one: Node
    other: Node
    kinds: tuple
    weight: float
    is_bridge: bool


@dataclass(frozen=True, slots=True)
class NewLink:
    """What one more link would do."""

    one: Node
    other: Node
    connects: int
    shortens: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The network as one reader sees it."""

    nodes: list = field(default_factory=list)
    links: list = field(default_factory=list)
    new: list = field(default_factory=list)
    communities: list = field(default_factory=list)
    left_out: int = 0


def read(actor, *, kinds=()):
    """Pair of keys to the names of the kinds that link it and their weight together."""
    found = {}
    for kind in _kinds.values():
        if kinds and kind.name not in kinds:
            continue
        for one, other in kind.read(actor):
            names, weight = found.get((min(one, other), max(one, other)), ((), 0.0))
            names = names if kind.name in names else (*names, kind.name)
            found[min(one, other), max(one, other)] = (names, weight + kind.weight)
    return found


def picture(actor, *, kinds=(), whole=False):
    """The network for this reader.

    Args:
        whole: also organisations that hang on one node alone; without it the picture shows
            only what connects.
    """
    pairs = read(actor, kinds=kinds)
    rows = rows_of({key for pair in pairs for key in pair}, actor)
    pairs = {pair: told for pair, told in pairs.items() if pair[0] in rows and pair[1] in rows}
    names, left_out = shown_names(pairs, whole)
    pairs = {pair: told for pair, told in pairs.items() if pair[0] in names and pair[1] in names}
    if not names:
        return Picture()
    graph, order = graph_from(
        sorted(names), [(*pair, weight) for pair, (_kinds, weight) in sorted(pairs.items())]
    )
    return drawn(graph, order, rows, pairs, left_out)


def shown_names(pairs, whole):
    """The keys in the picture, and how many are left out: those with one link, then the least linked."""
    degree = {}
    for pair in pairs:
        for key in pair:
            degree[key] = degree.get(key, 0) + 1
    names = {key for key, n in degree.items() if whole or n > 1 or key.startswith("cluster:")}
    if len(names) > MOST_NODES:
        ranked = sorted(names, key=lambda key: (not key.startswith("cluster:"), -degree[key], key))
        names = set(ranked[:MOST_NODES])
    return names, len(degree) - len(names)


def rows_of(keys, actor):
    """The clusters and organisations behind the keys that this actor may see."""
    numbers = {"cluster": [], "organisation": []}
    for key in keys:
        kind, _colon, pk = key.partition(":")
        numbers[kind].append(int(pk))
    found = {}
    for kind, policy in (("cluster", directory.clusters), ("organisation", directory.organisations)):
        columns = (
            ["slug", "name", "acronym", "accent"] if kind == "cluster" else ["slug", "name", "short_name"]
        )
        rows = policy.scope(actor).filter(pk__in=numbers[kind]).only(*columns)
        found |= {f"{kind}:{row.pk}": row for row in rows}
    return found


def placed(graph, order, label):
    """The places of the nodes: a second of work for hundreds, so each process keeps the last pictures."""
    seal = blake2b(
        repr((order, graph.pairs.tolist(), graph.weight.tolist())).encode(), digest_size=16
    ).digest()
    if seal not in _places:
        if len(_places) >= PICTURES_KEPT:
            _places.clear()
        _places[seal] = layout(graph, label).tolist()
    return _places[seal]


ACCENTS = ("sea", "clay", "olive", "silk", "indigo", "saffron", "pine", "slate")


def drawn(graph, order, rows, pairs, left_out):
    """The picture of a graph."""
    label = communities(graph)
    places = placed(graph, order, label)
    between = betweenness(graph)
    weak = bridges(graph)
    hinges = set(weak.nodes)
    degree = [len(near) for near in graph.neighbours()]
    nodes = [
        Node(
            key,
            short(rows[key]),
            rows[key].get_absolute_url(),
            ACCENTS[int(label[place]) % len(ACCENTS)],
            round(places[place][0], 4),
            round(places[place][1], 4),
            degree[place],
            int(label[place]) + 1,
            float(between[place]),
            place in hinges and degree[place] > 1,
        )
        for place, key in enumerate(order)
    ]
    number = {key: place for place, key in enumerate(order)}
    thin = {tuple(sorted(pair)) for pair in weak.links}
    lines = [
        Link(
            nodes[number[one]],
            nodes[number[other]],
            tuple(_kinds[name].label for name in names),
            weight,
            tuple(sorted((number[one], number[other]))) in thin,
        )
        for (one, other), (names, weight) in sorted(pairs.items())
    ]
    new = [
        NewLink(nodes[link.pair[0]], nodes[link.pair[1]], link.connects, link.shortens)
        for link in (best_links(graph, label, count=5) if graph.nodes > 2 else [])
    ]
    return Picture(nodes, lines, new, groups(nodes), left_out)


def short(row):
    """The name that a picture has room for."""
    return getattr(row, "acronym", "") or getattr(row, "short_name", "") or row.name


def groups(nodes):
    """The communities, largest first, each with its nodes by the number of their links."""
    found = {}
    for node in sorted(nodes, key=lambda node: (-node.links, node.name)):
        found.setdefault(node.community, []).append(node)
    return [found[number] for number in sorted(found)]


def worked_with(subjects, actor):
    """(kind, number) of everybody linked to one of these, as this actor may see."""
    own = {f"{kind}:{pk}" for kind, pk in subjects}
    found = set()
    for one, other in read(actor):
        found |= {other} if one in own else set()
        found |= {one} if other in own else set()
    return {(key.partition(":")[0], int(key.partition(":")[2])) for key in found - own}


def kinds():
    """The kinds of links, by name."""
    return _kinds

"""The network: worked examples, properties, brute force, refusals."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.algorithms.network import (
    Graph,
    InvalidProblem,
    best_links,
    betweenness,
    bridges,
    communities,
    graph_from,
    layout,
    modularity,
    what_links_add,
)


def make_graph(nodes, *pairs):
    return Graph(nodes, np.array(pairs).reshape(-1, 2), np.ones(len(pairs)))


# two triangles, held together by one link, and somebody alone
TWO = make_graph(7, (0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3))


@st.composite
def graphs(draw, *, most=7):
    """Any graph of up to `most` nodes."""
    nodes = draw(st.integers(1, most))
    every = list(combinations(range(nodes), 2))
    pairs = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    return make_graph(nodes, *pairs)


def test_two_triangles_are_two_communities_and_hang_on_one_link():
    label = communities(TWO)

    assert label.tolist() == [0, 0, 0, 1, 1, 1, 2]
    assert modularity(TWO, label) == pytest.approx(2 * (3 / 7 - (7 / 14) ** 2))
    assert bridges(TWO).links == ((2, 3),)
    assert bridges(TWO).nodes == (2, 3)


def test_betweenness_as_worked_by_hand():
    star = make_graph(4, (0, 1), (0, 2), (0, 3))
    square = make_graph(4, (0, 1), (1, 2), (2, 3), (0, 3))

    assert betweenness(star).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert betweenness(square) == pytest.approx([1 / 6] * 4)


def test_one_more_link_connects_the_one_who_stands_alone():
    link = what_links_add(TWO, [(0, 5), (2, 6)])[0]

    # from 6: 2 at one step, 0, 1 and 3 at two, 4 and 5 at three
    assert (link.pair, link.connects, link.shortens) == ((2, 6), 6, 6)
    assert link.nearness == pytest.approx(2 * (1 + 3 / 2 + 2 / 3) / 42)
    assert [found.pair for found in best_links(TWO, communities(TWO))] == [(2, 6), (3, 6)]


def test_links_told_twice_add_up():
    graph, names = graph_from("xyz", [("z", "x", 1.0), ("x", "z", 0.5)])

    assert names == ["x", "y", "z"]
    assert graph.pairs.tolist() == [[0, 2]]
    assert graph.weight.tolist() == [1.5]


@given(graphs(most=6))
@settings(max_examples=40, deadline=None)
def test_communities_hang_together_and_are_close_to_the_best_of_all(graph):
    label = communities(graph)

    found = modularity(graph, label)
    best = max(modularity(graph, np.array(way)) for way in partitions(graph.nodes))
    assert found >= best - 0.1
    for code in range(label.max() + 1):
        inside = np.flatnonzero(label == code)
        assert len(set(part_of(graph, inside.tolist()))) == 1
    assert (np.diff(np.bincount(label)) <= 0).all()


def partitions(count):
    """Every way to put `count` nodes into groups."""
    if count == 0:
        yield []
        return
    for shorter in partitions(count - 1):
        for code in range(max(shorter, default=-1) + 2):
            yield [*shorter, code]


def part_of(graph, nodes):
    """The connected part of each of these nodes when only they are left."""
    parts = {node: node for node in nodes}
    for _ in nodes:
        for one, other in graph.pairs.tolist():
            if one in parts and other in parts:
                parts[one] = parts[other] = min(parts[one], parts[other])
    return [parts[node] for node in nodes]


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_bridges_agree_with_taking_each_away(graph):
    pairs = [tuple(pair) for pair in graph.pairs.tolist()]
    every = list(range(graph.nodes))
    parts = len(set(part_of(graph, every)))

    links = [
        p
        for p in pairs
        if len(set(part_of(make_graph(graph.nodes, *(q for q in pairs if q != p)), every))) > parts
    ]
    nodes = []
    for node in every:
        rest = [other for other in every if other != node]
        alone = not any(node in pair for pair in pairs)
        if len(set(part_of(graph, rest))) > parts - alone:
            nodes.append(node)

    assert bridges(graph).links == tuple(links)
    assert bridges(graph).nodes == tuple(nodes)


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_betweenness_agrees_with_counting_every_way(graph):
    distance, near = graph.distances(), graph.neighbours()

    def ways(one, other):
        if one == other:
            return [[one]]
        before = [n for n in near[other] if distance[one, n] + 1 == distance[one, other]]
        return [[*way, other] for n in before for way in ways(one, n)]

    expected = np.zeros(graph.nodes)
    for one, other in combinations(range(graph.nodes), 2):
        found = ways(one, other) if np.isfinite(distance[one, other]) else []
        for way in found:
            expected[way[1:-1]] += 1 / len(found)
    pairs = (graph.nodes - 1) * (graph.nodes - 2) / 2

    assert betweenness(graph) == pytest.approx(expected / max(1, pairs) if pairs else expected)


@given(graphs(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_a_link_adds_agrees_with_adding_it(graph, data):
    there = {tuple(pair) for pair in graph.pairs.tolist()}
    free = [pair for pair in combinations(range(graph.nodes), 2) if pair not in there]
    if not free:
        return
    pair = data.draw(st.sampled_from(free))

    link = what_links_add(graph, [pair])[0]

    before, after = graph.distances(), make_graph(graph.nodes, *there, pair).distances()
    upper = np.triu_indices(graph.nodes, 1)
    count = graph.nodes * (graph.nodes - 1) / 2
    assert link.connects == (np.isinf(before[upper]) & np.isfinite(after[upper])).sum()
    assert link.shortens == (after[upper] < before[upper]).sum()
    assert link.nearness == pytest.approx(
        ((1 / after[upper]).sum() - (1 / before[upper]).sum()) / count, abs=1e-8
    )


def test_the_picture_is_the_same_each_time_and_keeps_communities_together():
    label = communities(TWO)
    place = layout(TWO, label)

    assert np.array_equal(place, layout(TWO, label))
    assert np.abs(place).max() == 1.0
    inside = np.linalg.norm(place[0] - place[1])
    across = np.linalg.norm(place[0] - place[4])
    assert inside < across
    assert len({tuple(row) for row in place.tolist()}) == 7


def test_a_large_network_is_drawn_by_its_communities():
    ring = [(i, (i + 1) % 13 + 13 * (i // 13)) if i % 13 < 12 else (i, i - 12) for i in range(1300)]
    graph = make_graph(1300, *ring, *((13 * k, 13 * k + 13) for k in range(99)))
    label = np.arange(1300) // 13

    place = layout(graph, label, steps=20)

    assert place.shape == (1300, 2)
    assert np.abs(place).max() == 1.0
    assert np.linalg.norm(place[0] - place[6]) < 0.5


def test_an_empty_network_is_no_problem():
    nobody = make_graph(0)

    assert communities(nobody).tolist() == []
    assert bridges(nobody).links == ()
    assert layout(nobody, communities(nobody)).shape == (0, 2)
    assert modularity(make_graph(2), np.array([0, 1])) == 0.0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Graph(2, np.array([[0, 1]]), np.array([0.0])), "weights > 0"),
        (lambda: make_graph(2, (0, 2)), "outside"),
        (lambda: make_graph(2, (1, 1)), "node 1 is linked to itself"),
        (lambda: make_graph(2, (0, 1), (1, 0)), "twice"),
        (lambda: graph_from("ab", [("a", "c", 1)]), "unknown"),
        (lambda: communities(TWO, detail=0), "detail"),
        (lambda: modularity(TWO, np.zeros(2, int)), "label"),
        (lambda: layout(TWO, np.zeros(2, int)), "label"),
        (lambda: what_links_add(TWO, [(0, 1)]), "linked already"),
        (lambda: what_links_add(TWO, [(6, 6)]), "the same"),
        (lambda: what_links_add(make_graph(3001), [(0, 1)]), "at most 3000"),
        (lambda: best_links(TWO, communities(TWO), count=0), "count"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(InvalidProblem, match=says):
        wrong()

"""The network: only confirmed links between those whom the reader may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lonja.partnering.engine import network
from lonja.partnering.views.network_drawing import drawing
from tests.factories import (
    make_cluster,
    make_interest,
    make_membership,
    make_opportunity,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def drawn(actor=STRANGER, **more):
    """The names of the linked pairs."""
    return {frozenset({link.one.name, link.other.name}) for link in network.picture(actor, **more).links}


def test_members_and_clusters_are_drawn_and_hidden_ones_are_not():
    cluster, hidden = make_cluster("Grid"), make_cluster("Secret", is_public=False)
    firm = make_organisation("Firm")
    make_membership(firm, cluster)
    make_membership(firm, hidden)
    make_membership(make_organisation("Private", is_public=False), cluster)

    assert drawn(whole=True) == {frozenset({"Firm", "Grid"})}


def test_an_accepted_interest_is_for_its_two_sides_alone():
    one, other = make_organisation("One"), make_organisation("Other")
    make_interest(make_opportunity(one, kind="BO"), other, state="accepted")

    assert drawn(whole=True) == set()


def test_one_more_link_joins_what_is_apart(client):
    for name in ("North", "South"):
        cluster = make_cluster(name)
        for number in range(3):
            make_membership(make_organisation(f"{name} {number}"), cluster)

    best = network.picture(STRANGER, whole=True).new[0]
    page = client.get("/network/?whole=yes").content.decode()

    assert ({best.one.name, best.other.name}, best.connects) == ({"North", "South"}, 16)
    assert "<svg" in page
    assert "its part would fall apart" in page


def test_no_two_names_of_the_picture_touch():
    for name in ("Grid of the whole northern coast", "Water", "Wine and vinegar of the high plain"):
        cluster = make_cluster(name)
        for number in range(12):
            make_membership(make_organisation(f"{name} {number}"), cluster)

    dots = [dot for dot in drawing(network.picture(STRANGER, whole=True))["dots"] if dot.is_named]

    boxes = [(dot.x, dot.label_y, 3.2 * min(len(dot.node.name), 26)) for dot in dots]
    touching = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if abs(one[0] - other[0]) < one[2] + other[2] and abs(one[1] - other[1]) < 15
    ]
    assert len(dots) >= 6
    assert touching == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_needs_few_queries(client, rows, django_assert_num_queries):
    cluster = make_cluster("Grid")
    for _row in range(rows):
        make_membership(make_organisation(), cluster)

    client.force_login(make_user())

    with django_assert_num_queries(9):
        assert client.get("/network/?whole=yes").status_code == 200

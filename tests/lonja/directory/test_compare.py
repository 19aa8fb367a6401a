"""Profiles side by side: differences marked, four at most, only what one may see."""

import re

import pytest
from django.test import Client

from tests.factories import make_membership, make_organisation, make_term

pytestmark = pytest.mark.django_db


def lines_of(text):
    """Each line of the comparison by its label: whether it differs."""
    found = re.findall(r'<tr( class="differs")?><th scope="row">([^<]+?)\s*(?:<|$)', text)
    return {label.strip(): bool(differs) for differs, label in found}


def test_differences_are_marked_and_can_be_shown_alone(client):
    term, other = make_term("sectoral_industries", "S1"), make_term("sectoral_industries", "S2")
    one, two = (
        make_organisation("One", slug="one", size="small"),
        make_organisation("Two", slug="two", size="large"),
    )
    for row, chosen in ((one, [term]), (two, [term, other])):
        for each in chosen:
            row.described_by.create(term=each)

    text = client.get("/organisations/compare/?compare=one&compare=two").content.decode()
    only = client.get("/organisations/compare/?compare=one&compare=two&differences=1").content.decode()

    assert lines_of(text) == {"Size": True, "Country": False, "Sector": True}
    assert lines_of(only) == {"Size": True, "Sector": True}
    assert re.findall(r'only-some">(Term S\d)', text) == ["Term S2"]


def test_four_fit_and_the_way_back_keeps_the_search(client):
    for number in range(5):
        make_organisation(f"Row {number}", slug=f"row-{number}")
    query = "&".join(f"compare=row-{number}" for number in range(5))

    text = client.get(f"/organisations/compare/?{query}&q=row").content.decode()

    assert re.findall(r'<th scope="col"><a href="[^"]+">([^<]+)', text) == [f"Row {n}" for n in range(4)]
    assert "Four fit side by side" in text
    assert re.search(r'href="/organisations/\?compare=row-0[^"]*q=row"', text)


def test_nobody_compares_what_is_hidden(world):
    make_membership(world.fellow, world.private_cluster)
    address = "/organisations/compare/?compare=private-one&compare=fellow&compare=public-one"
    seen = {}
    for name in ("anonymous", "outsider", "manager", "manager_b", "auditor", "former"):
        client = Client()
        if world.principals[name].is_authenticated:
            client.force_login(world.principals[name])
        text = client.get(address).content.decode()
        seen[name] = ("Private One" in text, "Cluster P" in text)

    hidden, shown = (False, False), (True, True)
    assert seen == {
        "anonymous": hidden, "outsider": hidden, "manager_b": hidden, "former": hidden,
        "manager": shown, "auditor": shown,
    }  # fmt: skip


def test_clusters_stand_side_by_side_too(client, world):
    text = client.get("/clusters/compare/?compare=a&compare=b&compare=p").content.decode()

    assert re.findall(r'<th scope="col"><a href="[^"]+">([^<]+)', text) == ["Cluster A", "Cluster B"]
    assert lines_of(text) == {"Registered members": True, "Country": False}
    assert "Nothing is chosen yet" in client.get("/clusters/compare/").content.decode()

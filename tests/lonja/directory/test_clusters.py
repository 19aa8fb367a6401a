"""Clusters: what they say beside what their register says."""

import re

import pytest
from django.test import Client

from lonja.directory import composition, presenting
from lonja.directory.models import Cluster, ClusterStatement, ClusterTarget
from tests.factories import (
    make_cluster,
    make_contact,
    make_membership,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def kinds():
    return {
        helix: make_term("actor_types", helix[:3].upper(), extra={"helix": helix})
        for helix in ("industry", "academia", "government")
    }


def test_the_composition_is_counted_from_active_members_by_helix_and_size():
    cluster, kind = make_cluster(), kinds()
    for helix, size in (("industry", "small"), ("industry", "large"), ("academia", "large")):
        make_membership(make_organisation(actor_type=kind[helix], size=size), cluster)
    make_membership(make_organisation(), cluster)
    make_membership(make_organisation(actor_type=kind["government"]), cluster, status="applied")

    counted = composition.read(cluster)

    assert counted.total == 4
    assert counted.by_helix == {"industry": 2, "academia": 1, "": 1}
    assert [row[1:] for row in counted.table] == [[0, 1, 0, 1, 0, 2], [0, 0, 0, 1, 0, 1], [0, 0, 0, 0, 1, 1]]


def test_private_members_are_counted_but_not_named(client):
    cluster = make_cluster()
    make_membership(make_organisation("Seen"), cluster)
    make_membership(make_organisation("Unseen", is_public=False), cluster)

    page = client.get(f"/clusters/{cluster.slug}/organisations/").content.decode()

    assert re.findall(r'row-title"><a [^>]*>([^<]+)<', page) == ["Seen"]
    assert "One more member prefers not to be shown." in page
    assert composition.read(cluster).total == 2


@pytest.mark.parametrize(
    ("declared", "qualifier", "registered", "shown", "gap"),
    [
        (175, "exact", 2, "175", "173 declared members are not in the register yet."),
        (750, "over", 749, "more than 750", "1 declared member is not in the register yet."),
        (2, "about", 2, "about 2", "The register holds exactly the declared number."),
        (1, "up_to", 3, "up to 1", "The register holds 2 members more than declared."),
        (None, "exact", 3, "", ""),
    ],
)
def test_declared_and_registered_stand_side_by_side(declared, qualifier, registered, shown, gap):
    cluster = Cluster(declared_members=declared, declared_members_qualifier=qualifier)

    assert presenting.declared(declared, qualifier) == shown
    assert presenting.gap(registered, cluster) == gap


@pytest.mark.parametrize(
    ("written", "precision", "shown"),
    [
        ("2007", "end", "end of 2007"),
        ("2019-11", "exact", "November 2019"),
        ("2014-03-21", "about", "about"),
        ("2014-02-30", "exact", "2014-02-30"),
        ("", "exact", ""),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(written, precision, shown):
    assert presenting.known_date(written, precision).startswith(shown)


def test_the_profile_shows_every_part_that_the_cluster_filled(client):
    cluster = make_cluster(
        "Smart", acronym="SCC", mission={"en": "Better cities"}, strategy={"es": "Cooperar"}
    )
    ClusterStatement.objects.create(
        cluster=cluster, kind="strength", heading={"en": "Lobby"}, text={"en": "Known"}
    )
    ClusterStatement.objects.create(cluster=cluster, kind="area", heading={"en": "E-health"})
    ClusterTarget.objects.create(cluster=cluster, country="KR", scope="international")
    ClusterTarget.objects.create(cluster=cluster, country="GB", scope="european")
    cluster.described_by.create(term=make_term("sectoral_industries", labels={"en": "Steel"}))
    cluster.described_by.create(term=make_term("activities", labels={"en": "Fairs"}), scope="international")
    make_contact(cluster, "+34 600 000 000", kind="phone", label="Manager", visibility="public")

    address = cluster.get_absolute_url()
    page = "".join(
        client.get(f"{address}{part}").content.decode() for part in ("", "strategy/", "cooperation/")
    )

    for text in (
        "Better cities",
        "Cooperar",
        "Lobby",
        "E-health",
        "South Korea",
        "United Kingdom",
        "Steel",
        "Fairs",
        "+34 600",
    ):
        assert text in page
    assert page.index("South Korea") < page.index("Fairs") < page.index("United Kingdom")


def test_managers_publish_their_own_cluster_only():
    manager, other = make_user(), make_user()
    cluster = make_cluster(manager=manager, is_public=False)
    make_cluster(manager=other)

    stranger = signed_in(other).post(f"/clusters/{cluster.slug}/show/", {"public": "yes"})
    own = signed_in(manager).post(f"/clusters/{cluster.slug}/show/", {"public": "yes"})

    assert (stranger.status_code, own.status_code) == (404, 303)
    cluster.refresh_from_db()
    assert cluster.is_public is True


def test_clusters_are_found_by_word_and_sorted_by_members(client):
    small, large = make_cluster("Energía"), make_cluster("Salud")
    make_membership(cluster=small)
    for _number in range(2):
        make_membership(cluster=large)

    by_members = client.get("/clusters/?sort=members").content.decode()
    by_word = client.get("/clusters/?q=energia").content.decode()

    assert by_members.index("Salud") < by_members.index("Energía")
    assert ("Energía" in by_word, "Salud" in by_word) == (True, False)


@pytest.mark.parametrize("rows", [1, 30])
def test_cluster_pages_need_few_queries_however_much_they_show(rows, django_assert_max_num_queries):
    manager = make_user()
    cluster = make_cluster(manager=manager, promoter=make_organisation())
    kind = make_term("actor_types", "UNI", extra={"helix": "academia"})
    for number in range(rows):
        make_membership(make_organisation(actor_type=kind), cluster)
        make_membership(cluster=make_cluster())
        ClusterStatement.objects.create(cluster=cluster, kind="goal", heading={"en": f"Goal {number}"})
        cluster.described_by.create(term=make_term("sectoral_industries"))
        make_contact(cluster, visibility="public")
    client = signed_in(manager)
    client.get("/clusters/")  # the index is read once, when something has changed

    for address, most in (
        ("/clusters/", 8),
        (f"/clusters/{cluster.slug}/", 12),
        (f"/clusters/{cluster.slug}/strategy/", 12),
        (f"/clusters/{cluster.slug}/cooperation/", 12),
        (f"/clusters/{cluster.slug}/organisations/", 8),
        (f"/clusters/{cluster.slug}/members/", 11),
        ("/taxonomies/", 5),
        ("/taxonomies/sectoral_industries/", 5),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_data_dictionary_shows_codes_below_their_headings_and_marks_what_is_provisional(client):
    top = make_term("steel", "01", labels={"en": "Metals"})
    make_term("steel", "0101", parent=top, level=2, labels={"en": "Iron"}, status="provisional")
    make_term("steel", "0102", parent=top, level=2, labels={"en": "Copper"})
    top.scheme.status = "verified"
    top.scheme.save()

    page = client.get("/taxonomies/steel/?q=iron").content.decode()

    assert re.findall(r"<code>(\d+)</code>", page) == ["01", "0101"]
    assert "Provisional" in page
    assert client.get("/taxonomies/nothing/").status_code == 404

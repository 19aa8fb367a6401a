"""What the pages of a profile show: numbers side by side, honest languages, nothing that is hidden."""

import json
import re

import pytest
from django.test import Client

from lonja.accounts.models import Role
from lonja.base.imports import flow
from lonja.directory import composition
from lonja.directory.models import (
    ClusterGrant,
    ClusterStatement,
    EditingRule,
    ProposedChange,
    TeamRole,
)
from lonja.directory.profile_page import ProfilePage, counted_groups
from lonja.ui.sharing import share_links
from tests.factories import (
    make_cluster,
    make_contact,
    make_membership,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_declared_numbers_stand_beside_the_register_with_the_difference():
    cluster = make_cluster(declared_members=5, declared_members_qualifier="over", declared_smes=1)
    sme = make_term("actor_types", "SME", extra={"helix": "industry"})
    university = make_term("actor_types", "UNI", extra={"helix": "academia"})
    for kind, size in (
        (sme, "small"),
        (sme, "micro"),
        (sme, "large"),
        (sme, "unknown"),
        (university, "unknown"),
    ):
        make_membership(make_organisation(actor_type=kind, size=size), cluster)

    counted = counted_groups(composition.read(cluster))
    rows = ProfilePage(cluster, actor=make_user()).declared_beside_counted

    assert counted == {"members": 5, "smes": 2, "large": 1, "research": 1, "others": 1}
    assert [(row["declared"], row["counted"], row["difference"]) for row in rows[:3]] == [
        ("more than 5", 5, "0"), ("1", 2, "+1"), ("", 1, ""),
    ]  # fmt: skip


def test_a_list_in_one_language_says_so_once(client):
    cluster = make_cluster()
    for name in ("Uno", "Dos"):
        ClusterStatement.objects.create(cluster=cluster, kind="strength", heading={"es": name})

    english = client.get(cluster.get_absolute_url()).content.decode()
    spanish = client.get(f"/es{cluster.get_absolute_url()}").content.decode()

    assert english.count("Not translated yet; shown in Spanish.") == 1
    assert 'lang="es"' in english
    assert "worded-note" not in spanish


def test_sharing_is_plain_links_and_the_preview_is_only_public(client):
    public, private = make_cluster("Open & true"), make_cluster(manager=make_user(), is_public=False)
    manager = Client()
    manager.force_login(private.grants.get().user)

    shown = client.get(public.get_absolute_url()).content.decode()
    own = manager.get(private.get_absolute_url()).content.decode()

    links = share_links(public.name, public.get_absolute_url())["links"]
    hosts = {href.split("/")[2] for _label, href in links if href.startswith("https")}
    assert hosts == {"www.linkedin.com", "share.joinmastodon.org", "x.com"}
    assert '<meta property="og:title" content="Open &amp; true">' in shown
    assert ("og:title" in own, "linkedin" in own, "application/ld+json" in own) == (False, False, False)


def test_linked_data_names_fields_and_services_and_no_person(client):
    cluster = make_cluster("Smart", summary={"en": "</script>"})
    cluster.described_by.create(term=make_term("sectoral_industries", labels={"en": "Steel"}))
    cluster.described_by.create(term=make_term("support_services", labels={"en": "Advice"}))
    role = TeamRole.objects.create(cluster=cluster, title={"en": "Manager"}, name="Ana", shows_name=True)
    make_contact(cluster, "+34 600 000 000", kind="phone", visibility="public", team_role=role)

    page = client.get(cluster.get_absolute_url()).content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    data = json.loads(block)
    assert (data["knowsAbout"], data["makesOffer"][0]["itemOffered"]["name"]) == (["Steel"], "Advice")
    assert ("Ana" in block, "600" in block) == (False, False)


@pytest.mark.parametrize(
    "part", ["strategy/", "cooperation/", "print/", "profile.json", "profile.csv", "profile.pdf"]
)
def test_a_private_profile_is_unknown_in_every_form(client, part):
    private = make_cluster(is_public=False)

    answer = client.get(f"{private.get_absolute_url()}{part}")

    assert answer.status_code == client.get(f"/clusters/nobody/{part}").status_code == 404


def test_a_brought_profile_waits_for_the_second_manager():
    first, second = make_user(), make_user()
    cluster = make_cluster(manager=first)
    ClusterGrant.objects.create(user=second, role=Role.CLUSTER_MANAGER, cluster=cluster)
    EditingRule.objects.create(cluster=cluster)
    text = b"Areas of specialisation of the cluster not covered above:\nMills, Weirs\n"

    run = flow.start("cluster-profile", text, name="p.txt", actor=first, target=str(cluster.pk))
    flow.check(run, actor=first)
    flow.apply(run, actor=first)

    assert (cluster.statements.count(), ProposedChange.objects.get().proposed_by) == (0, first)

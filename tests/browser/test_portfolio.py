"""A city's portfolio of clusters, and one of them on its way from an idea to its constitution."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from lonja.directory.models import Cluster, ClusterStatement, Promotion, StatementKind, Term
from tests.factories import make_cluster, make_membership, make_organisation, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Cybersecurity", "Fintech & Insurtech", "Big Data & AI", "Construction", "Circular Economy")
GROUPS = {
    "Cybersecurity": ["Training", "Research", "Business development", "Dissemination"],
    "Big Data & AI": ["Projects", "Data", "Talent", "Communication", "Financing", "Legal issues"],
}
DOCUMENT = {"name": "study.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a study"}
EXPLORED = "Exploration and analysis of the potential"


@pytest.fixture
def city(transactional_db):
    """A council that promotes five clusters, the manager of one, and a region that belongs to all."""
    call_command("load_taxonomies", verbosity=0)
    official, manager = make_user(name="Clara Vega"), make_user(name="Ana Robles")
    council = make_organisation("City Council", slug="council", admin=official)
    region = make_organisation("Community of Madrid", slug="region")
    define = Term.objects.get(scheme="lifecycle_stages", code="DEFINE")
    declared = {"Big Data & AI": (27, "exact"), "Fintech & Insurtech": (100, "over")}
    for number, name in enumerate(NAMES):
        members, qualifier = declared.get(name, (None, "exact"))
        cluster = make_cluster(
            name,
            slug=f"cluster-of-{number}",
            promoter=council,
            manager=manager if name == "Cybersecurity" else None,
            stage=define if name == "Circular Economy" else None,
            declared_members=members,
            declared_members_qualifier=qualifier,
        )
        make_membership(region, cluster)
        if name != "Cybersecurity":
            Promotion.objects.create(cluster=cluster, organisation=council)
        for position, group in enumerate(GROUPS.get(name, [])):
            ClusterStatement.objects.create(
                cluster=cluster, kind=StatementKind.GROUP, position=position, heading={"en": group}
            )
    return official, manager


def row_of(tab, name):
    return tab.get_by_role("row", name=re.compile(name))


def enter_stage(tab, stage, day, *, document=None):
    """Fill in the form of the next stage and send it."""
    tab.goto("/clusters/cluster-of-0/stages/")
    tab.get_by_role("combobox", name=re.compile("^Stage")).select_option(label=stage)
    tab.get_by_label("Reached on").fill(day)
    if document:
        tab.get_by_label("Evidence document").set_input_files(document)
    tab.get_by_role("button", name="Enter the stage").click()


def test_the_portfolio_shows_five_clusters_with_stage_members_and_groups(page, axe, city):
    official, _manager = city
    tab = page("/organisations/council/portfolio/", user=official)
    expect(row_of(tab, "Cybersecurity")).to_have_count(0)

    tab.get_by_role("button", name=re.compile("Yes, we promote it.*Cybersecurity")).click()

    expect(row_of(tab, "Cybersecurity")).to_contain_text("4 working groups")
    expect(row_of(tab, "Big Data")).to_contain_text("27")
    expect(row_of(tab, "Big Data")).to_contain_text("6 working groups")
    expect(row_of(tab, "Fintech")).to_contain_text("more than 100")
    expect(row_of(tab, "Circular Economy")).to_contain_text("Lines of action")
    tab.get_by_text("6 working groups").click()
    expect(tab.get_by_text("Legal issues")).to_be_visible()
    assert axe(tab) == []

    stranger = page("/organisations/region/", color_scheme="dark", width=390)
    for name in NAMES:
        expect(stranger.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_a_cluster_moves_on_with_its_evidence_only_and_tracks_whom_it_would_win(page, axe, city):
    _official, manager = city
    tab = page("/clusters/cluster-of-0/stages/", user=manager)
    enter_stage(tab, EXPLORED, "2018")

    enter_stage(tab, "Lines of action or first strategic plan defined", "2019")
    expect(tab.get_by_text(f"“{EXPLORED}” has no evidence document yet")).to_be_visible()
    tab.problems.clear()  # the browser reports the refusal as an error of the network
    tab.get_by_role(
        "link", name=re.compile("Look|See|evidence|Hand in|Continue|Go", re.IGNORECASE)
    ).first.click()
    tab.get_by_label("Evidence document").set_input_files(DOCUMENT)
    tab.get_by_role("button", name="Save").click()
    enter_stage(tab, "Lines of action or first strategic plan defined", "2019", document=DOCUMENT)
    enter_stage(tab, "Public presentation", "2019-10-28", document=DOCUMENT)
    enter_stage(tab, "Legal constitution (non-profit association)", "2020")

    expect(tab.locator(".stage")).to_have_count(4)
    expect(tab.locator(".stage").nth(2)).to_contain_text("28")
    assert axe(tab) == []
    assert Cluster.objects.get(slug="cluster-of-0").stage.code == "CONSTITUTE"

    for name in ("INCIBE", "Cybersecurity Business Group"):
        make_organisation(name)
        tab.goto("/clusters/cluster-of-0/members/")
        tab.locator("#id_organisation").fill(name)
        tab.locator("#id_status").select_option(label="Prospect")
        tab.get_by_role("button", name="Add", exact=True).click()
    tab.goto("/clusters/cluster-of-0/pipeline/")
    expect(tab.get_by_role("link", name="INCIBE")).to_be_visible()
    expect(tab.get_by_role("link", name="Cybersecurity Business Group")).to_be_visible()

    stranger = page("/clusters/cluster-of-0/stages/", color_scheme="dark", width=390)
    expect(stranger.get_by_text("28 October 2019")).to_be_visible()
    expect(stranger.get_by_text("study.pdf")).to_have_count(0)
    assert axe(stranger) == []

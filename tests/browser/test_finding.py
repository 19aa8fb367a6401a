"""Finding partners in a real browser: the smart-grid alliance, the one box, both schemes, no JavaScript."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from lonja.partnering.alliances_chains import stages_of
from lonja.partnering.engine import index
from lonja.partnering.models import AllianceParty
from lonja.partnering.services import alliances
from tests.factories import (
    make_cluster,
    make_membership,
    make_opportunity,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 7, 16, tzinfo=UTC)
COVERED = {
    "Solartys": "04005004",
    "Lineas": "04001004",
    "Redes": "04002013",
    "Contadores": "09001004",
    "Eficiencia": "04007001",
}


@pytest.fixture
def grid(transactional_db):
    """Five clusters along the smart grid, none of which stores electricity, and two who could."""
    index.forget()
    manager = make_user(name="Ana Robles")
    labels = {"04001003": {"en": "Storage of electricity, batteries"}, "04002013": {"en": "Smart grids"}}
    codes = {
        code: make_term("een_technologies", code, labels=labels.get(code, {"en": f"Technology {code}"}))
        for code in (*COVERED.values(), "04001003")
    }
    clusters = [make_cluster(name, manager=manager, accent="pine") for name in COVERED]
    for cluster, code in zip(clusters, COVERED.values(), strict=True):
        cluster.described_by.create(term=codes[code])
    store = make_cluster("Pilas del Sur", country="PT")
    store.described_by.create(term=codes["04001003"])
    make_cluster("Redes del Tajo").described_by.create(term=codes["04002013"])
    smart = make_organisation(
        "Baterías Segunda Vida", summary={"es": "Almacenamiento de energía con baterías"}
    )
    smart.described_by.create(term=codes["04001003"])
    alliance = alliances.found(
        facts={"name": {"en": "Smart grid"}, "aim": {}, "is_public": True, "countries_wanted": 0},
        coordinator=clusters[0],
        stages=stages_of("smart-grid", codes),
        actor=manager,
        now=NOW,
    )
    for cluster in clusters[1:]:
        party = alliances.invite(alliance, cluster=cluster, actor=manager)
        alliances.answer(party, verb="confirm", actor=manager, now=NOW)
    return alliance, manager


def test_an_alliance_finds_the_hole_in_its_chain_and_who_closes_it(page, grid):
    alliance, manager = grid
    tab = page(f"/alliances/{alliance.slug}/", user=manager)
    storage = tab.locator(".chain-stage", has_text="Storage")
    expect(storage).to_have_attribute("data-cover", "missing")
    expect(tab.locator(".chain-stage[data-cover='missing']")).to_have_count(1)

    tab.get_by_role("link", name="Edit the stage Distribution").click()
    tab.get_by_label("How many should cover it").select_option(label="Two, one in reserve")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("link", name="Close the gaps").click()
    by_gap = tab.get_by_role("region", name="Gap by gap")
    for code, cluster in (("04001003", "Pilas del Sur"), ("04002013", "Redes del Tajo")):
        expect(by_gap.get_by_text(code)).to_be_visible()
        expect(by_gap.get_by_role("link", name=cluster)).to_be_visible()
    way = tab.locator(".way", has_text="Pilas del Sur").first
    way.get_by_role("button", name="Invite Pilas del Sur").click()

    expect(tab.locator(".card", has_text="Pilas del Sur")).to_contain_text("Invited")
    assert AllianceParty.objects.filter(cluster__name="Pilas del Sur", state="invited").exists()


def test_an_english_question_finds_a_spanish_firm_with_and_without_javascript(page, grid):
    for javascript in (True, False):
        tab = page("/search/", javascript=javascript)
        tab.locator("#id_q").fill("energy storage")
        tab.locator("#id_q").press("Enter")

        result = tab.locator(".result", has_text="Baterías Segunda Vida")
        expect(result.locator("mark").first).to_be_visible()
        expect(result).to_contain_text("is Spanish for")


def test_a_need_of_one_cluster_is_answered_by_a_firm_of_the_next(page, grid):
    fintech, machine = make_organisation("Fintech", admin=(user := make_user())), make_organisation("AI Firm")
    make_membership(fintech, make_cluster("Fintech cluster"))
    make_membership(machine, make_cluster("AI cluster"))
    make_opportunity(fintech, kind="TR", title={"en": "Fraud detection by machine learning wanted"})
    make_opportunity(machine, kind="TO", title={"en": "Machine learning that detects fraud"})

    tab = page(f"/organisations/{fintech.slug}/partners/", user=user)

    fit = tab.locator(".fit", has_text="AI Firm")
    expect(fit.get_by_role("link", name="Its offer “Machine learning that detects fraud”")).to_be_visible()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_of_finding_is_accessible(page, grid, axe, color_scheme, width):
    alliance, manager = grid
    paths = [
        "/search/?q=storage",
        "/alliances/",
        f"/alliances/{alliance.slug}/",
        f"/alliances/{alliance.slug}/gaps/",
        "/demand/",
        "/network/?whole=yes",
        f"/clusters/{alliance.coordinator.slug}/partners/",
    ]
    tab = page(paths[0], user=manager, color_scheme=color_scheme, width=width)
    for path in paths:
        tab.goto(path)
        assert axe(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")

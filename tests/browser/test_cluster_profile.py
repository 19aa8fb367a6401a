"""A profile in a real browser: brought as text, counted, confirmed, assessed, given out."""

import json
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from lonja.directory.models import Cluster
from tests.factories import make_cluster, make_user
from tests.lonja.directory.test_profile_exchange import PRINTED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMBERS = """Name;Kind of actor;Size
Ñublense de Molinos;SME;small
Universidad del Río;UNI;
Óptica Ibáñez;SME;micro
Presas y Esclusas;LARGE;large
{double}
"""


@pytest.fixture
def valley(transactional_db):
    """A cluster with an empty profile, and one that it works with, each with its manager."""
    call_command("load_taxonomies", verbosity=0)
    manager, neighbour = make_user(name="Ana Robles"), make_user(name="Iker Soto")
    make_cluster("River Tools Cluster", slug="river", manager=manager, declared_members=30)
    make_cluster("Cluster of Weirs", slug="weirs", manager=neighbour)
    return manager, neighbour


def bring_text(tab):
    """Paste the printed text, look at what would land where, and apply it."""
    tab.goto("/clusters/river/edit/")
    tab.get_by_role("link", name="Bring a profile").click()
    tab.get_by_label("Text of the profile").fill(PRINTED)
    tab.get_by_role("button", name="See what would change").click()


def bring_members(tab, table):
    """Bring a table of members as far as its dry run."""
    tab.goto(f"/imports/members/new/?for={Cluster.objects.get(slug='river').pk}")
    upload = {"name": "members.csv", "mimeType": "text/csv", "buffer": table.encode()}
    tab.locator("input[type=file]").set_input_files(upload)
    tab.get_by_role("button", name="Check the table").click()


def test_a_profile_from_its_printed_text_to_a_confirmed_link_and_an_assessment(page, valley):
    manager, neighbour = valley
    tab = page("/clusters/river/", user=manager)

    bring_text(tab)
    expect(tab.get_by_text("Unheard-of Industries")).to_be_visible()
    expect(tab.get_by_role("row", name=re.compile("Management team"))).to_contain_text("+34 600 00 00 02")
    expect(tab.get_by_role("row", name=re.compile("Target countries outside Europe"))).to_contain_text(
        "Korea"
    )
    tab.get_by_role("button", name="Apply it").click()
    tab.get_by_role("link", name="See the profile").click()
    expect(tab.get_by_role("heading", name="Influence")).to_be_visible()

    tab.goto("/clusters/river/complete/")
    expect(tab.get_by_role("heading", name="What is missing")).to_be_visible()
    expect(tab.locator(".missing-line").first).to_be_visible()

    bring_members(tab, MEMBERS.format(double="Optica Ibanez;SME;micro"))
    expect(tab.get_by_text("names the same organisation")).to_be_visible()
    assert Cluster.objects.get(slug="river").memberships.count() == 0
    bring_members(tab, MEMBERS.format(double=""))
    tab.get_by_role("button", name=re.compile("Apply")).click()
    tab.goto("/clusters/river/organisations/")
    declared = tab.get_by_role("table", name="Declared and counted")
    expect(declared.get_by_role("row", name=re.compile("All members"))).to_contain_text("30")
    expect(declared.get_by_role("row", name=re.compile("All members"))).to_contain_text("4")
    expect(declared.get_by_role("row", name=re.compile("SMEs"))).to_contain_text("2")

    other = page("/clusters/weirs/links/", user=neighbour)
    other.get_by_role("button", name=re.compile("^Confirm")).click()
    tab.goto("/clusters/river/links/")
    expect(tab.get_by_role("listitem").filter(has_text="Cluster of Weirs")).to_contain_text("Mutual")
    expect(tab.get_by_role("listitem").filter(has_text="Wasserrad")).to_contain_text("Claimed")

    tab.goto("/clusters/river/assessment/")
    tab.locator("form[action$='/assessment/begin/'] button").click()
    expect(tab.locator(".indicator").first).to_be_visible()
    expect(tab.get_by_text("What the register says").first).to_be_visible()

    document = tab.request.get("/clusters/river/profile.json")
    data = json.loads(document.text())
    assert (data["format"], len(data["strengths"]), data["cooperation"]["international"]["countries"]) == (
        "lonja-cluster-profile", 2, ["KR"],
    )  # fmt: skip
    tab.goto("/clusters/river/print/")
    expect(tab.get_by_role("heading", name="Management team")).to_be_visible()


PAGES = [
    "/clusters/river/", "/clusters/river/strategy/", "/clusters/river/cooperation/",
    "/clusters/river/organisations/", "/clusters/river/print/", "/clusters/river/edit/",
    "/clusters/river/edit/team/", "/clusters/river/edit/focus/", "/clusters/river/edit/programmes/",
    "/clusters/river/edit/import/",
]  # fmt: skip


@pytest.mark.parametrize(("language", "scheme"), [("", "light"), ("/es", "dark")])
def test_pages_of_a_profile_are_accessible_and_fit_a_phone(page, axe, valley, language, scheme):
    manager, _neighbour = valley
    tab = page("/clusters/river/", user=manager, color_scheme=scheme)
    bring_text(tab)
    tab.get_by_role("button", name="Apply it").click()
    faults = {}

    for address in PAGES:
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.goto(f"{language}{address}")
        faults[address] = axe(tab)
        tab.set_viewport_size({"width": 390, "height": 844})
        faults[f"{address} narrow"] = axe(tab)
        faults[f"{address} width"] = tab.evaluate("Math.max(0, document.documentElement.scrollWidth - 390)")

    assert {address: found for address, found in faults.items() if found} == {}
    assert tab.locator("html").get_attribute("lang") == ("es" if language else "en")


def test_lines_are_added_and_moved_without_javascript(page, valley):
    manager, _neighbour = valley
    tab = page("/clusters/river/edit/strengths/", user=manager, javascript=False)

    tab.get_by_label("Heading (English)").fill("Second")
    tab.get_by_role("button", name="Add a line").click()
    tab.get_by_label("Heading (English)").nth(1).fill("First")
    tab.get_by_role("button", name="Move up").click()
    tab.get_by_role("button", name="Save", exact=True).click()

    tab.goto("/clusters/river/")
    expect(tab.locator(".statements-strength h3")).to_have_text(["First", "Second"])

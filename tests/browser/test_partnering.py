"""Two strangers become partners: from an anonymous need to a project that both confirm."""

import re

import pytest
from playwright.sync_api import expect

from lonja.partnering.models import Interest, Opportunity
from tests.factories import (
    LETTERS,
    make_cluster,
    make_contact,
    make_interest,
    make_membership,
    make_opportunity,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Learning machine that tells which invoice will be paid late"


@pytest.fixture
def city(transactional_db):
    """A fintech and an AI firm, each in a cluster of its own, and the lists that the form shows."""
    for scheme, code, name in (
        ("een_technologies", "01003003", "Artificial Intelligence"),
        ("een_markets", "09", "Other"),
        ("een_sector_groups", "SG08", "ICT Industry and Services"),
        ("sdg", "9", "Industry and Innovation"),
        ("een_partnership_types", "OUTSOURCING", "Outsourcing agreement"),
        ("organisation_sizes", "SMALL", "Small enterprise"),
    ):
        make_term(scheme, code, labels={"en": name, "es": name})
    fintech, maker = make_user(name="Lucía Prado"), make_user(name="Tomás Arce")
    bank = make_organisation("Facturas al Día", admin=fintech, slug="facturas-al-dia")
    firm = make_organisation("Mantenimiento Norte", admin=maker, slug="mantenimiento-norte")
    council = make_user(name="Marta Vidal")
    make_membership(bank, make_cluster("Fintech Cluster", manager=council))
    make_membership(firm, make_cluster("AI Cluster", manager=council))
    make_contact(bank, "lucia@facturas.example.org")
    return fintech, maker, council


def write_the_need(tab):
    """Fill the form of a business request, mend what the check finds, save, publish."""
    tab.get_by_role("link", name="Business request").click()
    tab.get_by_label("Title (English)").fill(f"{TITLE} at Facturas al Día")
    tab.get_by_label("Summary (English)").fill(LETTERS[:200])
    for label in ("Description", "Technical specification or expertise sought", "Role of the partner"):
        tab.get_by_label(f"{label} (English)").fill(LETTERS)
    for label in ("Other", "ICT Industry and Services", "Industry and Innovation"):
        tab.get_by_label(label, exact=True).check()
    for label in ("Outsourcing agreement", "Small enterprise"):
        tab.get_by_label(label, exact=True).check()
    tab.get_by_label("Anonymous until we accept an interest").check()
    tab.get_by_role("button", name="Check the text").click()
    expect(tab.locator("#quality")).to_contain_text("gives you away: it names Facturas al Día")
    tab.get_by_label("Title (English)").fill(TITLE)
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.get_by_role("button", name="Publish").click()
    expect(tab.get_by_text("It is now: Published.")).to_be_visible()


def test_an_ai_firm_answers_the_need_of_a_fintech_and_both_confirm_a_project(page, city):
    fintech, maker, council = city
    bank = page("/partnering/new/", user=fintech)
    write_the_need(bank)

    firm = page("/partnering/", user=maker)
    firm.get_by_label("Words").fill("invoice")
    firm.get_by_role("link", name=TITLE).click()
    expect(firm.get_by_text("Anonymous until an interest is accepted")).to_be_visible()
    assert "Facturas" not in firm.content()
    firm.get_by_role("link", name="I am interested").click()
    firm.get_by_label("Message").fill("Our model names the three facts behind each warning. Half an hour?")
    firm.get_by_label(re.compile("If they accept")).check()
    firm.get_by_role("button", name="Send").click()
    expect(firm.get_by_text("Your interest is sent.")).to_be_visible()

    bank.goto("/partnering/interests/")
    bank.get_by_role("link", name="Mantenimiento Norte").click()
    bank.get_by_role("link", name="Accept", exact=True).click()
    bank.get_by_role("button", name="Accept").click()
    bank.get_by_role("link", name="Open the conversation").click()
    bank.get_by_label("Message").fill("Tuesday at ten?")
    bank.get_by_role("button", name="Send").click()

    firm.goto("/partnering/conversations/")
    firm.get_by_role("link", name="Facturas al Día").click()
    expect(firm.get_by_text("Tuesday at ten?")).to_be_visible()
    expect(firm.get_by_text("lucia@facturas.example.org")).to_be_visible()
    firm.get_by_role("link", name="The interest it began with").click()
    firm.get_by_role("link", name="We have met").click()
    firm.get_by_role("button", name="We have met").click()
    firm.get_by_role("link", name="We have an agreement").click()
    firm.get_by_label("A project together").check()
    firm.get_by_label("Name of the project or contract").fill("Late payers")
    firm.get_by_role("button", name="We have an agreement").click()
    expect(firm.get_by_text("Waits for the other side to confirm")).to_be_visible()

    bank.goto(Interest.objects.get().get_absolute_url())
    bank.get_by_role("button", name="Confirm the agreement").click()
    expect(bank.locator("main")).to_contain_text("Confirmed by both sides")

    figures = page("/partnering/results/", user=council)
    for row in ("Fintech Cluster", "AI Cluster", "All of them, each agreement once"):
        expect(figures.get_by_role("row", name=row).get_by_role("cell").last).to_have_text("1")


def test_an_alliance_finds_storage_by_its_technology_code_without_javascript(page):
    storage = make_term("een_technologies", "04001003", labels={"en": "Storage of electricity"})
    found = make_opportunity(terms=[storage], title={"en": "Batteries beside solar roofs"})
    make_opportunity(title={"en": "Wine presses"})
    tab = page("/partnering/", javascript=False)

    tab.locator("summary", has_text="Technology fields").click()
    tab.get_by_label("Storage of electricity").check()
    tab.get_by_role("button", name="Search", exact=True).last.click()

    expect(tab.get_by_role("link", name="Batteries beside solar roofs")).to_have_attribute(
        "href", found.get_absolute_url()
    )
    expect(tab.get_by_role("link", name="Wine presses")).to_have_count(0)


@pytest.mark.parametrize(("color_scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_can_be_used_by_everybody(page, city, axe, color_scheme, width):
    fintech, _maker, _council = city
    organisation = fintech.organisation_grants.get().organisation
    need = make_opportunity(organisation, kind="BR")
    interest = make_interest(need)
    paths = [
        *("/partnering/", "/partnering/new/", "/partnering/new/BR/", "/partnering/mine/"),
        *(need.get_absolute_url(), "/partnering/interests/", interest.get_absolute_url()),
        *(f"{interest.get_absolute_url()}decline/", "/partnering/conversations/", "/partnering/mandates/"),
        "/partnering/blocks/",
    ]
    tab = page("/partnering/", user=fintech, color_scheme=color_scheme, width=width)
    faults = []
    for path in paths:
        tab.goto(path)
        faults += [f"{path} {fault}" for fault in axe(tab)]
        faults += [f"{path} is too wide"] * tab.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert (faults, Opportunity.objects.count()) == ([], 1)

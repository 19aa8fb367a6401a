"""Two participants at once: browse, wish, ask, decline with a colleague who accepts, say when one is free."""

import pytest
from playwright.sync_api import expect

from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_slots,
    make_tables,
    make_user,
)

# Several browsers at once: SQLite in memory, as the tests have it, refuses readers while one writes.
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HERE = "/events/fair/2018/"


@pytest.fixture
def hall():
    edition = make_edition(make_event("Regional fair", slug="fair"), slug="2018")
    make_slots(edition, 4)
    make_tables(edition, 2)
    house = make_organisation("Talleres Nervión", is_public=True, country="ES")
    people = [("Ana Ruiz", make_organisation("Metalurgia Ruidera")), ("Jon Etxeberria", house)]
    return [
        make_participation(edition, user=make_user(name=name), name=name, organisation=of)
        for name, of in [*people, ("Eva Lomas", house)]
    ]


def test_from_the_wish_to_the_colleague_who_accepts(hall, page, axe):
    ana, jon, eva = (page(f"{HERE}people/", user=one.person.user) for one in hall)

    assert axe(ana) == []
    ana.get_by_label("Name or organisation").fill("jon")
    ana.locator("#people").get_by_role("button", name="Search").click()
    ana.get_by_role("link", name="Ask Jon Etxeberria for a meeting").click()
    ana.get_by_label("What you would like to talk about").fill("Welding robots")
    ana.get_by_role("button", name="Keep as a draft").click()
    expect(ana.get_by_role("heading", name="My wish list, not sent yet")).to_be_visible()
    ana.get_by_role("button", name="Send them all").click()
    expect(ana.get_by_text("Waiting for an answer")).to_be_visible()
    assert axe(ana) == []

    jon.goto(f"{HERE}requests/")
    jon.get_by_role("link", name="Decline the request of Ana Ruiz").click()
    assert axe(jon) == []
    jon.get_by_role("link", name="Propose a colleague instead").click()
    jon.get_by_label("Eva Lomas").check()
    jon.get_by_role("button", name="Pass the request on").click()
    expect(jon.get_by_text("Eva Lomas is asked now, and answers.")).to_be_visible()

    eva.goto(f"{HERE}requests/")
    expect(eva.get_by_text("Passed on by Jon Etxeberria.")).to_be_visible()
    eva.get_by_role("button", name="Accept the request of Ana Ruiz").click()
    ana.goto(f"{HERE}requests/")
    expect(ana.get_by_role("heading", name="Eva Lomas")).to_be_visible()
    expect(ana.get_by_text("Accepted", exact=True)).to_be_visible()

    eva.goto(f"{HERE}availability/")
    assert axe(eva) == []
    eva.get_by_label("09:15").focus()
    eva.keyboard.press("Space")
    eva.get_by_role("button", name="Save").focus()
    eva.keyboard.press("Enter")
    expect(eva.get_by_label("09:15")).not_to_be_checked()

"""Pages that belong together lead to each other."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from lonja.accounts.models import Role
from lonja.events.models import EventGrant
from lonja.ui.sections import ORGANISING, SECTIONS, TAKING_PART
from tests.factories import make_edition, make_event, make_participation, make_user

pytestmark = pytest.mark.django_db


def shown(response):
    """Address → whether it is the current one, of the tabs of a section."""
    text = response.content.decode()
    if "<section-tabs" not in text:
        return {}
    tabs = text.split("<section-tabs", 1)[1].split("</nav>", 1)[0]
    return {
        line.split('"', 1)[0]: "aria-current" in line.split(">", 1)[0] for line in tabs.split('href="')[1:]
    }


def test_each_tab_leads_to_a_page_that_exists():
    missing = []
    for section in SECTIONS:
        for tab in section.tabs:
            try:
                reverse(tab.page, args=["a", "b"])
            except NoReverseMatch:
                missing.append(tab.page)

    assert missing == []


def test_the_pages_below_a_tab_exist():
    known = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
    }

    assert [
        name for section in SECTIONS for tab in section.tabs for name in tab.below if name not in known
    ] == []


def pages_of(section, edition):
    """The addresses of the tabs that a section has at an edition."""
    here = [edition.event.slug, edition.slug]
    return [reverse(tab.page, args=here) for tab in section.tabs if tab.fits(edition.event)]


@pytest.mark.parametrize("kind", ["encounter", "conference", "mission", "study_visit", "workshop", "closing"])
def test_whoever_organises_finds_every_page_of_the_organiser_from_each(client, kind):
    edition = make_edition(make_event(kind=kind))
    organiser = make_user()
    EventGrant.objects.create(event=edition.event, user=organiser, role=Role.EVENT_ORGANISER)
    client.force_login(organiser)
    addresses = pages_of(ORGANISING, edition)

    tabs = {address: shown(client.get(address)) for address in addresses}

    assert tabs == {address: {other: other == address for other in addresses} for address in addresses}


@pytest.mark.parametrize("kind", ["encounter", "mission", "study_visit", "workshop"])
def test_whoever_takes_part_finds_her_pages_from_each(client, kind):
    edition = make_edition(make_event(kind=kind))
    user = make_user()
    make_participation(edition, user=user)
    client.force_login(user)
    addresses = pages_of(TAKING_PART, edition)

    tabs = {address: shown(client.get(address)) for address in addresses}

    assert tabs == {address: {other: other == address for other in addresses} for address in addresses}


def test_where_nobody_sits_at_a_table_no_tab_speaks_of_meetings():
    names = [
        str(tab.label)
        for section in SECTIONS
        for tab in section.tabs
        if tab.fits(make_event(kind="study_visit"))
    ]

    assert names == [
        "Registration", "My journey", "My agenda",
        "Desk", "Registrations", "Programme", "Delegations", "Check-in", "Messages", "Money", "Outputs",
    ]  # fmt: skip


def test_who_only_takes_part_is_not_led_to_the_pages_of_the_organiser(client):
    edition = make_edition(make_event(kind="workshop"))
    user = make_user()
    make_participation(edition, user=user)
    client.force_login(user)

    response = client.get(reverse("events:outputs", args=[edition.event.slug, edition.slug]))

    assert (response.status_code, shown(response)) == (200, {})


def test_a_public_page_has_no_tabs(client):
    assert shown(client.get(make_edition().get_absolute_url())) == {}

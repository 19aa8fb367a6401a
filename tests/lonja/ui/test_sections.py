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


def pages_of(section, event):
    """The pages to which a section leads at an event, and those among them that have its tabs."""
    tabs = [tab for tab in section.tabs if tab.fits(event)]
    return [tab.page for tab in tabs], [tab.page for tab in tabs if not tab.is_shared]


@pytest.mark.parametrize("kind", ["encounter", "conference", "mission", "study_visit", "workshop", "closing"])
def test_whoever_organises_finds_every_page_of_the_organiser_from_each(client, kind):
    edition = make_edition(make_event(kind=kind))
    organiser = make_user()
    EventGrant.objects.create(event=edition.event, user=organiser, role=Role.EVENT_ORGANISER)
    client.force_login(organiser)
    led_to, own = (
        [reverse(name, args=[edition.event.slug, edition.slug]) for name in names]
        for names in pages_of(ORGANISING, edition.event)
    )

    tabs = {address: shown(client.get(address)) for address in led_to}

    assert tabs == {
        address: {other: other == address for other in led_to} if address in own else {} for address in led_to
    }


@pytest.mark.parametrize("kind", ["encounter", "mission", "study_visit", "workshop"])
def test_whoever_takes_part_finds_her_pages_from_each(client, kind):
    edition = make_edition(make_event(kind=kind))
    user = make_user()
    make_participation(edition, user=user)
    client.force_login(user)
    names, _own = pages_of(TAKING_PART, edition.event)
    addresses = [reverse(name, args=[edition.event.slug, edition.slug]) for name in names]

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


def test_a_public_page_has_no_tabs(client):
    assert shown(client.get(make_edition().get_absolute_url())) == {}

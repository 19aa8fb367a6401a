"""The directory in a real browser: narrowing, editing, revealing, on both schemes and without JavaScript."""

import re
from importlib import import_module
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import expect

from lonja.directory.models import Affiliation, ClusterStatement, ClusterTarget, Organisation
from tests.factories import (
    make_cluster,
    make_contact,
    make_membership,
    make_organisation,
    make_person,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(tab, user):
    """Give the tab a session of that person, as the sign-in page would."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session.session_key,
        "url": urljoin(tab.url, "/"),
    }
    tab.context.add_cookies([cookie])


@pytest.fixture
def town(transactional_db):
    """A small ecosystem with something on each page."""
    user = make_user(name="Ana Robles")
    sme = make_term("actor_types", "SME", labels={"en": "SME", "es": "Pyme"}, extra={"helix": "industry"})
    uni = make_term(
        "actor_types", "UNI", labels={"en": "University", "es": "Universidad"}, extra={"helix": "academia"}
    )
    steel = make_term(
        "sectoral_industries", "TC09", labels={"en": "Construction products", "es": "Construcción"}
    )
    top = make_term(
        "een_technologies", "01", labels={"en": "Electronics", "es": "Electrónica"}, selectable=False
    )
    make_term(
        "een_technologies",
        "01001",
        labels={"en": "Smart grids", "es": "Redes"},
        parent=top,
        level=2,
        status="provisional",
    )
    cluster = make_cluster(
        "Smart City Cluster", slug="smart", manager=user, accent="pine", mission={"en": "Better cities"},
        declared_members=175, strategy={"es": "Cooperar"},
    )  # fmt: skip
    ClusterStatement.objects.create(
        cluster=cluster, kind="strength", heading={"en": "Lobby"}, text={"en": "Known."}
    )
    ClusterTarget.objects.create(cluster=cluster, country="KR", scope="international")
    for number, name in enumerate(["Óptica Ibáñez", "Aceros Ñuble", "Universidad de Ávila"]):
        row = make_organisation(
            name, slug=f"o{number}", admin=user, actor_type=uni if number == 2 else sme, city="Ávila",
            summary={"es": "Una frase"}, description={"es": "**Texto**"}, website="https://example.org",
        )  # fmt: skip
        row.described_by.create(term=steel)
        make_membership(row, cluster, status="applied" if number == 1 else "active")
    make_contact(Organisation.objects.get(slug="o0"), "open@example.org", visibility="public")
    make_person("Íñigo Olmo", organisation=Organisation.objects.get(slug="o0"), is_public=True)
    Affiliation.objects.update(is_public=True)
    return user


PUBLIC = [
    "/organisations/",
    "/organisations/o0/",
    "/clusters/",
    "/clusters/smart/",
    "/clusters/smart/organisations/",
]
DICTIONARY = ["/taxonomies/", "/taxonomies/een_technologies/", "/organisations/?q=nobody"]
SIGNED_IN = [
    "/organisations/o0/edit/",
    "/organisations/o0/people/",
    "/clusters/smart/edit/",
    "/clusters/smart/members/",
    "/clusters/smart/apply/",
    "/people/me/",
    "/imports/organisations/new/",
]


@pytest.mark.parametrize(("language", "scheme"), [("", "light"), ("/es", "dark")])
def test_axe_finds_nothing_and_nothing_overflows(page, axe, town, language, scheme):
    tab = page(f"{language}/organisations/", color_scheme=scheme)
    faults = {}

    for address in [*PUBLIC, *DICTIONARY, *SIGNED_IN]:
        if address == SIGNED_IN[0]:
            sign_in(tab, town)
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.goto(f"{language}{address}")
        faults[address] = axe(tab)
        tab.set_viewport_size({"width": 390, "height": 844})
        faults[f"{address} narrow"] = axe(tab)
        faults[f"{address} width"] = tab.evaluate("Math.max(0, document.documentElement.scrollWidth - 390)")

    assert {address: found for address, found in faults.items() if found} == {}


def test_a_choice_narrows_the_list_in_place_and_stays_in_the_address(page, town):
    tab = page("/organisations/")

    tab.get_by_role("checkbox", name="Academia").or_(
        tab.get_by_role("checkbox", name=re.compile("academia"))
    ).check()

    expect(tab.get_by_role("status").filter(has_text="One organisation found")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"helix=academia"))
    expect(tab.get_by_role("checkbox", name=re.compile("academia", re.IGNORECASE))).to_be_checked()
    tab.reload()
    expect(tab.locator(".row-title")).to_have_text(["Universidad de Ávila"])


def test_typing_searches_and_keeps_the_cursor(page, town):
    tab = page("/organisations/")

    tab.locator("#id_q").press_sequentially("optica iba", delay=30)

    expect(tab.locator(".row-title")).to_have_text(["Óptica Ibáñez"])
    expect(tab.locator("#id_q")).to_be_focused()
    expect(tab.locator("#id_q")).to_have_value("optica iba")


def test_without_javascript_the_same_search_works(page, town):
    tab = page("/organisations/", javascript=False)

    tab.locator("#id_q").fill("optica")
    tab.locator("#browse").get_by_role("button", name="Search").click()

    assert tab.url.endswith("?q=optica&sort=name")
    expect(tab.locator(".row-title")).to_have_text(["Óptica Ibáñez"])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stranger_gets_an_e_mail_address_by_pressing_for_it(page, town, javascript):
    tab = page("/organisations/o0/", javascript=javascript)
    assert "open@example.org" not in tab.content()

    tab.get_by_role("button", name="Show the e-mail address").click()

    expect(tab.get_by_role("link", name="open@example.org")).to_be_visible()


def test_a_manager_confirms_an_application_with_the_keyboard_alone(page, town):
    tab = page("/clusters/smart/")
    sign_in(tab, town)
    tab.goto("/clusters/smart/members/?status=applied")

    tab.get_by_role("button", name=re.compile("Confirm.*Aceros Ñuble")).focus()
    tab.keyboard.press("Enter")

    row = tab.get_by_role("row", name=re.compile("Aceros Ñuble"))
    expect(row.get_by_text("Active", exact=True)).to_be_visible()


def test_faults_of_a_long_form_lead_to_their_fields(page, town):
    tab = page("/organisations/o0/")
    sign_in(tab, town)
    tab.goto("/organisations/o0/edit/")

    tab.get_by_label("Founded", exact=True).fill("1912-13")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("link", name=re.compile("Founded"))).to_be_visible()
    tab.problems.clear()  # the browser notes the 422 itself
    tab.get_by_role("link", name=re.compile("Founded")).click()

    expect(tab.get_by_label("Founded", exact=True)).to_be_focused()
    expect(tab.get_by_label("Founded", exact=True)).to_have_value("1912-13")

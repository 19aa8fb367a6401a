"""The frame of each page, and the pages for when something did not work."""

import pytest
from django.test import RequestFactory

from lonja.base.errors import Refused
from lonja.ui.errors import server_error
from lonja.ui.middleware import RefusalMiddleware
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_menu_marks_the_place_and_the_places_below_it(client):
    page = client.get("/organisations/").content.decode()

    assert '<a href="/organisations/" aria-current="page">Directory</a>' in page
    menu = page.split('<nav class="', 1)[1].split("</nav>")[0]
    assert menu.count('aria-current="page"') == 1


def test_the_language_links_lead_to_this_page_with_its_words(client):
    page = client.get("/about/?from=mail").content.decode()

    assert '<a href="/es/about/?from=mail" hreflang="es" lang="es"' in page
    assert '<a href="/about/?from=mail" hreflang="en" lang="en" aria-current="true"' in page


def test_an_unknown_address_offers_a_way_out_in_both_languages(client):
    missing = client.get("/nowhere/")

    assert missing.status_code == 404
    assert "We cannot find this page" in missing.content.decode()
    assert '<a href="/es/" hreflang="es"' in missing.content.decode()


def test_the_page_of_our_own_fault_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        broken = server_error(RequestFactory().get("/"))

    assert broken.status_code == 500
    assert broken.content.decode().count("<h1>Something broke on our side</h1>") == 1


def test_a_refusal_repeats_the_reason_and_the_way_on(rf):
    request = rf.get("/", headers={"HX-Request": "true"})
    refused = Refused("This call closed on 3 March.", remedy="You can still read it.", href="/calls/1/")

    answer = RefusalMiddleware(None).process_exception(request, refused)

    said = answer.content.decode()
    assert answer.status_code == 409
    assert '<p class="notice-title">This call closed on 3 March.</p>' in said
    assert '<a href="/calls/1/">You can still read it.</a>' in said
    assert "<html" not in said


def test_a_stranger_gets_no_cookie_for_reading(client):
    assert dict(client.get("/about/").cookies) == {}


def test_somebody_who_signed_in_finds_their_own_places(client):
    client.force_login(make_user(name="Inés Roldán"))

    page = client.get("/about/").content.decode()

    assert [f'href="{place}"' in page for place in ("/events/mine/", "/people/me/", "/account/")] == [
        True
    ] * 3
    assert '<span class="avatar" aria-hidden="true">IR</span>' in page

"""Where a sign-in leads, and which hosts are believed."""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.lonja.accounts.steps import newest_mail, sign_in

pytestmark = pytest.mark.django_db

HOSTS = [
    "evil.example",
    "evil.example:443",
    "user@evil.example",
    "evil.example\\@localhost",
    "localhost.evil.example",
]
LEADS = ["//", "///", "/\\", "\\\\", "http://", "https://", "http:///", "HTTP://", "http:\\\\", "https:/\\"]
ELSEWHERE = [lead + host for host in HOSTS for lead in LEADS] + [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "mailto:a@example.org",
    "ftp://localhost/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "\x00//evil.example",
    "http://[::1",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_target_leads_to_another_site(target):
    user = make_user()

    response = sign_in(Client(), user, query_params={"next": target})

    assert response.status_code in (302, 400)
    assert response.headers.get("Location", "/") == "/"


def test_a_target_on_this_site_is_kept_through_a_code(client):
    user = make_user()
    response = client.post("/account/sign-in/code/?next=/account/roles/", {"email": user.email})
    confirm = response.headers["Location"]
    code = newest_mail(user.email).text.split("?code=")[1].split()[0]

    response = client.post(confirm, {"code": code})

    assert response.headers["Location"] == "/account/roles/"


def test_the_front_page_after_signing_in_speaks_the_language_of_the_person(client):
    user = make_user(language="es")

    assert sign_in(client, user).headers["Location"] == "/es/"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_a_forged_host_reaches_no_message(header, settings):
    settings.SITE_URL = "https://lonja.example.org"
    settings.ALLOWED_HOSTS = ["testserver"]
    user = make_user()

    response = Client().post(
        "/account/sign-in/code/", {"email": user.email}, headers={header: "evil.example"}
    )

    if header == "Host":
        assert response.status_code == 400
    else:
        mail = newest_mail(user.email)
        assert "https://lonja.example.org/account/sign-in/code/confirm/" in mail.text
        assert "evil" not in mail.text + response.headers["Location"]

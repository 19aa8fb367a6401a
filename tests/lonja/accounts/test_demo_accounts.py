"""The ready-made accounts of the demo, and that no other mode shows them."""

import subprocess
import sys

import pytest

from tests.factories import make_user
from tests.lonja.accounts.steps import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db

ACCOUNTS = [
    {"email": "organiser@example.org", "password": PASSWORD, "name": "Olga Orden", "role": "Event organiser"}
]


def test_the_sign_in_page_shows_no_ready_made_account(client, settings):
    settings.DEMO_ACCOUNTS = "tests.lonja.accounts.test_demo_accounts.ACCOUNTS"

    page = client.get("/account/sign-in/").content.decode()

    assert "Olga Orden" not in page
    assert PASSWORD not in page


def test_in_the_demo_one_press_signs_in(client, settings):
    settings.DEMO = True
    settings.DEMO_ACCOUNTS = "tests.lonja.accounts.test_demo_accounts.ACCOUNTS"
    make_user("organiser@example.org")

    page = client.get("/account/sign-in/").content.decode()
    client.post("/account/sign-in/", {"login": ACCOUNTS[0]["email"], "password": ACCOUNTS[0]["password"]})

    assert 'Sign in <span class="visually-hidden">as Olga Orden</span>' in page
    assert is_signed_in(client)


@pytest.mark.parametrize(("mode", "named"), [("demo", True), ("development", False), ("test", False)])
def test_only_the_settings_of_the_demo_name_accounts(mode, named, tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", "from lonja.config import settings; print(settings.DEMO_ACCOUNTS)"],
        env={"LONJA_MODE": mode, "LONJA_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert bool(asked.stdout.strip()) == named

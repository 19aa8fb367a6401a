"""Signing in, signing up, and choosing a new password."""

import time

import pytest
from django.test import Client

from lonja.accounts.models import User
from lonja.base.models import AuditEntry, OutboxMail
from tests.factories import make_user
from tests.lonja.accounts.steps import PASSWORD, code_in, is_signed_in, newest_mail, sign_in

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another-good-long-password"


def sign_up(client, email="new@example.org", **fields):
    data = {"email": email, "name": "Nina Nueva", "language": "es", "password1": "", **fields}
    return client.post("/account/sign-up/", data)


def ask_for_code(client, email):
    return client.post("/account/sign-in/code/", {"email": email})


def give_code(client, code):
    return client.post("/account/sign-in/code/confirm/", {"code": code})


def test_a_password_lets_in(client):
    user = make_user()

    response = sign_in(client, user)

    assert response.status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_answers_422_and_repeats_the_address(client):
    user = make_user()

    response = sign_in(client, user, "wrong")

    assert response.status_code == 422
    assert user.email in response.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_stays_outside(client):
    user = make_user(is_active=False)

    response = sign_in(client, user)

    assert response.headers["Location"] == "/account/closed/"
    assert not is_signed_in(client)


def test_a_code_lets_in_once(client):
    user = make_user()
    ask_for_code(client, user.email)
    code = code_in(newest_mail(user.email))

    give_code(client, code)
    assert is_signed_in(client)

    client.post("/account/sign-out/")
    give_code(client, code)
    assert not is_signed_in(client)


def test_a_code_serves_only_the_browser_that_asked_for_it(client):
    user = make_user()
    ask_for_code(client, user.email)
    elsewhere = Client()

    response = give_code(elsewhere, code_in(newest_mail(user.email)))

    assert response.headers["Location"] == "/account/sign-in/code/"
    assert not is_signed_in(elsewhere)


def test_a_code_grows_too_old(client, monkeypatch):
    user = make_user()
    ask_for_code(client, user.email)
    code = code_in(newest_mail(user.email))

    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    give_code(client, code)

    assert not is_signed_in(client)


def test_the_third_wrong_code_ends_the_attempt(client):
    user = make_user()
    ask_for_code(client, user.email)
    code = code_in(newest_mail(user.email))

    for _ in range(3):
        give_code(client, "BBBB-BBBB")
    give_code(client, code)

    assert not is_signed_in(client)


def test_the_address_in_the_message_fills_the_code_in_but_does_not_spend_it(client):
    user = make_user()
    ask_for_code(client, user.email)
    code = code_in(newest_mail(user.email))

    page = client.get(f"/account/sign-in/code/confirm/?code={code}").content.decode()

    assert f'value="{code}"' in page
    assert not is_signed_in(client)
    assert f"/account/sign-in/code/confirm/?code={code}" in newest_mail(user.email).text


@pytest.mark.parametrize("password", ["", NEW_PASSWORD], ids=["without password", "with password"])
def test_a_new_person_confirms_the_address_and_is_in(client, password):
    sign_up(client, password1=password)
    assert not is_signed_in(client)

    mail = newest_mail("new@example.org")
    client.post("/account/email/confirm/", {"code": code_in(mail)})

    user = User.objects.get(email="new@example.org")
    assert is_signed_in(client)
    assert (user.name, user.language, user.has_usable_password()) == ("Nina Nueva", "es", bool(password))
    assert mail.language == "es"
    assert AuditEntry.objects.filter(action="account.opened", object_id=str(user.pk)).count() == 1


def test_extra_fields_at_sign_up_change_nothing(client):
    sign_up(client, is_superuser="1", is_active="", id="1", joined_at="2001-01-01")

    user = User.objects.get(email="new@example.org")
    assert (user.is_superuser, user.is_active) == (False, True)


def test_capitals_make_no_second_account(client):
    make_user("ana@example.org")

    sign_up(client, "ANA@example.org")

    assert User.objects.filter(email__iexact="ana@example.org").count() == 1


def test_a_new_password_by_code_replaces_the_old_one(client):
    user = make_user()
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(newest_mail(user.email))})

    client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD})

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert client.get("/account/password/reset/complete/").headers["Location"] == "/account/password/reset/"


def test_a_weak_new_password_is_refused(client):
    user = make_user()
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(newest_mail(user.email))})

    response = client.post("/account/password/reset/complete/", {"password1": "1234567890"})

    user.refresh_from_db()
    assert response.status_code == 422
    assert user.check_password(PASSWORD)


def test_codes_for_one_purpose_do_not_serve_another(client):
    user = make_user()
    ask_for_code(client, user.email)
    for_entry = code_in(newest_mail(user.email))
    client.post("/account/password/reset/", {"email": user.email})
    for_reset = code_in(newest_mail(user.email))

    assert give_code(client, for_reset).status_code == 422
    assert client.post("/account/password/reset/confirm/", {"code": for_entry}).status_code == 422
    assert not is_signed_in(client)


def test_a_password_set_by_a_stranger_dies_when_the_owner_comes(client):
    stranger, owner = Client(), Client()
    sign_up(stranger, "owner@example.org", password1=NEW_PASSWORD)

    ask_for_code(owner, "owner@example.org")
    give_code(owner, code_in(newest_mail("owner@example.org")))

    assert is_signed_in(owner)
    assert not User.objects.get(email="owner@example.org").check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    "hostile",
    [
        "a\x00b@example.org",
        "a@example.org\r\nBcc: x@example.org",
        "<b>@example.org",
        "x" * 300 + "@example.org",
    ],
)
def test_hostile_addresses_get_an_answer_and_no_mail(client, hostile):
    for address, data in (
        ("/account/sign-in/", {"login": hostile, "password": "x"}),
        ("/account/sign-in/code/", {"email": hostile}),
        ("/account/password/reset/", {"email": hostile}),
        ("/account/sign-up/", {"email": hostile, "name": "N", "language": "en"}),
    ):
        assert client.post(address, data).status_code == 422
    assert OutboxMail.objects.count() == 0

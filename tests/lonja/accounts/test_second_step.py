"""The second step: an authenticator app and recovery codes."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.factories import make_user
from tests.lonja.accounts.steps import PASSWORD, is_signed_in, newest_mail, sign_in

pytestmark = pytest.mark.django_db


def shown_by_the_app(secret):
    """The six digits that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def protected(client):
    """A person who has just set up an app, the browser, the app's secret and the recovery codes."""
    user = make_user()
    sign_in(client, user)
    client.post("/account/confirm/?next=/account/security/app/", {"password": PASSWORD})
    secret = client.get("/account/security/app/").context["form"].secret
    client.post("/account/security/app/", {"code": shown_by_the_app(secret)})
    codes = client.get("/account/security/recovery-codes/").context["unused_codes"]
    client.post("/account/sign-out/")
    return user, client, secret, codes


def test_the_password_alone_is_not_enough_any_more(protected):
    user, browser, _, _ = protected

    response = sign_in(browser, user)

    assert response.headers["Location"] == "/account/sign-in/second-step/"
    assert not is_signed_in(browser)


def test_a_code_by_mail_alone_is_not_enough_either(protected):
    user, browser, _, _ = protected
    browser.post("/account/sign-in/code/", {"email": user.email})
    code = newest_mail(user.email).text.split("?code=")[1].split()[0]

    response = browser.post("/account/sign-in/code/confirm/", {"code": code})

    assert response.headers["Location"] == "/account/sign-in/second-step/"
    assert not is_signed_in(browser)


def test_the_code_of_the_app_completes_the_entry(protected, monkeypatch):
    user, browser, secret, _ = protected
    sign_in(browser, user)

    # The code that switched the app on was used up by that; the next half minute has another.
    later = time.time() + 60
    monkeypatch.setattr("time.time", lambda: later)
    browser.post("/account/sign-in/second-step/", {"code": shown_by_the_app(secret)})

    assert is_signed_in(browser)


def test_a_recovery_code_lets_in_once(protected):
    user, browser, _, codes = protected
    elsewhere = Client()
    for place in (browser, elsewhere):
        sign_in(place, user)
        place.post("/account/sign-in/second-step/", {"code": codes[0]})

    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)


def test_recovery_codes_stay_in_no_cache(protected):
    user, browser, _, codes = protected
    sign_in(browser, user)
    browser.post("/account/sign-in/second-step/", {"code": codes[0]})
    browser.post("/account/confirm/?next=/account/", {"password": PASSWORD})

    shown = browser.get("/account/security/recovery-codes/")
    saved = browser.get("/account/security/recovery-codes/file/")

    assert codes[1] in shown.content.decode()
    assert codes[1] in saved.content.decode()
    assert ["no-store" in answer.headers["Cache-Control"] for answer in (shown, saved)] == [True, True]


def test_a_wrong_code_answers_422(protected):
    user, browser, _, _ = protected
    sign_in(browser, user)

    response = browser.post("/account/sign-in/second-step/", {"code": "000000"})

    assert response.status_code == 422
    assert not is_signed_in(browser)


def test_the_database_does_not_hold_the_secrets_in_the_clear(protected):
    _, _, secret, codes = protected

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert codes[0] not in stored


def test_a_former_key_of_the_installation_still_opens_the_secrets(protected, settings):
    user, browser, _, codes = protected
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-of-this-installation"
    sign_in(browser, user)

    browser.post("/account/sign-in/second-step/", {"code": codes[0]})

    assert is_signed_in(browser)


@pytest.mark.django_db(transaction=True)
def test_the_person_hears_of_it_by_mail(protected):
    user, _, _, _ = protected

    mail = newest_mail(user.email)

    assert mail.subject == "Lonja: Second step switched on"
    assert "127.0.0.1" in mail.text


def test_nobody_changes_the_protection_at_an_open_screen(client):
    user = make_user()
    sign_in(client, user)
    client.post("/account/sign-out/")
    client.force_login(user)

    response = client.get("/account/security/app/")

    assert response.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fsecurity%2Fapp%2F"

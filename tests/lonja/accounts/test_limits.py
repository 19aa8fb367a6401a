"""How often somebody may try."""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.lonja.accounts.steps import is_signed_in, sign_in

pytestmark = pytest.mark.django_db


def test_after_five_wrong_passwords_the_right_one_waits(client):
    user = make_user()
    for _ in range(5):
        sign_in(client, user, "wrong")

    response = sign_in(client, user)

    assert response.status_code == 422
    assert "Too many attempts" in response.content.decode()
    assert not is_signed_in(client)


def test_forged_forwarding_headers_buy_no_new_attempts():
    answers = []
    for turn in range(12):
        forged = {"headers": {"X-Forwarded-For": f"203.0.113.{turn}", "X-Real-IP": f"203.0.113.{turn}"}}
        answers.append(
            Client().post("/account/sign-in/", {"login": f"p{turn}@example.org", "password": "x"}, **forged)
        )

    assert "Too many attempts" not in answers[0].content.decode()
    assert "Too many attempts" in answers[-1].content.decode()


def test_a_proxy_of_ours_may_say_whom_it_speaks_for(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for turn in range(12):
        forwarded = {"headers": {"X-Forwarded-For": f"198.51.100.9, 203.0.113.{turn}"}}
        answer = Client().post(
            "/account/sign-in/", {"login": f"p{turn}@example.org", "password": "x"}, **forwarded
        )

    assert "Too many attempts" not in answer.content.decode()


def test_too_many_requests_for_codes_answer_429(client):
    statuses = [
        client.post("/account/password/reset/", {"email": "ana@example.org"}).status_code for _ in range(6)
    ]

    assert statuses == [302] * 5 + [429]

"""A stranger learns from no page whether an address has an account."""

import re
import statistics
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.test import Client, override_settings

from lonja.base.models import OutboxMail
from tests.factories import make_user

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "sign in": ("/account/sign-in/", {"login": "{email}", "password": "not-the-password"}),
    "code": ("/account/sign-in/code/", {"email": "{email}"}),
    "reset": ("/account/password/reset/", {"email": "{email}"}),
    "sign up": (
        "/account/sign-up/",
        {"email": "{email}", "name": "N", "language": "en", "password1": "a-good-long-password"},
    ),
}


def ask(question, email):
    """Ask from a new browser; return the answers and the work they were, in processor seconds."""
    address, data = QUESTIONS[question]
    client = Client()
    client.get(address)
    begun = time.process_time()
    first = client.post(address, {name: value.format(email=email) for name, value in data.items()})
    seconds = time.process_time() - begun
    followed = client.get(first.headers["Location"]) if first.status_code == 302 else first
    wrong = (
        client.post(first.headers["Location"], {"code": "BBBB-BBBB"}) if first.status_code == 302 else first
    )
    shown = [_plain(answer.content.decode(), email) for answer in (first, followed, wrong)]
    return (
        first.status_code,
        first.headers.get("Location"),
        followed.status_code,
        wrong.status_code,
        shown,
    ), seconds


def _plain(page, email):
    page = page.replace(email, "EMAIL").replace(email.split("@")[0], "EMAIL")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page)


@pytest.mark.parametrize("question", QUESTIONS)
@override_settings(ACCOUNT_RATE_LIMITS=False)
def test_known_and_unknown_addresses_get_the_same_answer(question):
    make_user("known-one@example.org")

    known, _ = ask(question, "known-one@example.org")
    mails_to_known = OutboxMail.objects.count()
    unknown, _ = ask(question, "nobody-one@example.org")

    assert known == unknown
    assert OutboxMail.objects.count() == 2 * mails_to_known


class SomeWork(PBKDF2PasswordHasher):
    """As the real one but quicker: long enough to be missed, short enough to be repeated."""

    iterations = 150_000


@pytest.mark.parametrize("question", QUESTIONS)
@override_settings(
    ACCOUNT_RATE_LIMITS=False, PASSWORD_HASHERS=["tests.lonja.accounts.test_sameness.SomeWork"]
)
def test_known_and_unknown_addresses_cost_the_same_work(question):
    make_user("known-one@example.org")
    hashes, spent = [], {"known-one@example.org": [], "nobody-{}@example.org": []}

    for turn in range(7):
        begun = time.process_time()
        make_password("a-good-long-password")
        hashes.append(time.process_time() - begun)
        for email, seconds in spent.items():
            seconds.append(ask(question, email.format(turn))[1])

    known, unknown = (statistics.median(seconds) for seconds in spent.values())
    # Rows written for a new account count for little beside the hash of its password.
    assert abs(known - unknown) < statistics.median(hashes) / 2

"""One's own account: name, sessions, password, and the ids of sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from lonja.base import worker
from lonja.base.models import AuditEntry
from tests.factories import make_user
from tests.lonja.accounts.steps import PASSWORD, code_in, is_signed_in, newest_mail, sign_in

pytestmark = pytest.mark.django_db

PAGES = [
    "/account/",
    "/account/profile/",
    "/account/roles/",
    "/account/browsers/",
    "/account/email/",
    "/account/password/",
    "/account/security/",
    "/account/security/keys/",
]


def entered(user):
    """A browser in which `user` is signed in by the page."""
    browser = Client()
    sign_in(browser, user)
    return browser


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_about_oneself_open_for_oneself_and_send_strangers_to_sign_in(address, language):
    own = entered(make_user())

    assert own.get(language + address).status_code == 200
    assert (
        Client().get(language + address).headers["Location"].startswith(f"{language}/account/sign-in/?next=")
    )


def test_name_and_language_are_changed_and_the_next_page_speaks_it():
    user = make_user(name="Before")
    browser = entered(user)

    response = browser.post("/account/profile/", {"name": "Ana Díaz", "language": "es", "is_superuser": "1"})

    user.refresh_from_db()
    assert response.headers["Location"] == "/es/account/"
    assert (user.name, user.language, user.is_superuser) == ("Ana Díaz", "es", False)
    assert AuditEntry.objects.filter(action="account.edited", actor_id=user.pk).count() == 1


def test_an_unknown_language_is_refused():
    user = make_user()

    response = entered(user).post("/account/profile/", {"name": "Ana", "language": "xx"})

    user.refresh_from_db()
    assert response.status_code == 422
    assert user.language == "en"


def test_one_session_can_be_ended():
    user = make_user()
    here, there = entered(user), entered(user)
    other = UserSession.objects.get(session_key=there.session.session_key)

    here.post(f"/account/browsers/{other.pk}/end/")

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_nobody_ends_the_session_of_somebody_else():
    user, stranger = make_user(), make_user()
    there = entered(user)
    session = UserSession.objects.get(user=user)

    assert entered(stranger).post(f"/account/browsers/{session.pk}/end/").status_code == 404
    assert Client().post(f"/account/browsers/{session.pk}/end/").status_code == 404
    assert is_signed_in(there)


def test_all_other_sessions_can_be_ended():
    user = make_user()
    here, there, yonder = entered(user), entered(user), entered(user)

    here.post("/account/browsers/others/end/")

    assert [is_signed_in(browser) for browser in (here, there, yonder)] == [True, False, False]


def test_a_new_password_ends_the_other_sessions():
    user = make_user()
    here, there = entered(user), entered(user)

    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": "another-good-long-password"})

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert newest_mail(user.email).subject == "Lonja: Your password was changed"
    entry = AuditEntry.objects.filter(action__startswith="account.password").get()
    assert (entry.action, entry.actor_id, entry.detail) == ("account.password_changed", user.pk, {})


def test_the_session_id_changes_on_entry_and_on_leaving(client):
    user = make_user()
    client.get("/account/sign-in/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    sign_in(client, user)
    inside = client.session.session_key
    client.post("/account/sign-out/")

    assert len({before, inside, client.session.session_key}) == 3
    assert not client.session.exists(inside)


def test_the_session_id_changes_when_one_shows_again_who_one_is():
    user = make_user()
    browser = entered(user)
    before = browser.session.session_key

    browser.post("/account/confirm/?next=/account/", {"password": PASSWORD})

    after = browser.session.session_key
    assert after != before
    assert not browser.session.exists(before)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [after]


def test_a_new_address_holds_when_its_code_is_given_and_needs_the_password_again():
    user = make_user("old@example.org")
    browser = entered(user)
    first = browser.post("/account/email/", {"email": "new@example.org", "action_add": "1"}, follow=True)
    assert first.redirect_chain[0][0].startswith("/account/confirm/")

    browser.post("/account/confirm/?next=/account/email/", {"password": PASSWORD})
    browser.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "old@example.org"

    browser.post("/account/email/confirm/", {"code": code_in(newest_mail("new@example.org"))})
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert newest_mail("old@example.org").subject == "Lonja: Your e-mail address was changed"


def test_sessions_that_have_run_out_are_forgotten():
    browser = entered(make_user())
    kept = entered(make_user())
    Session.objects.filter(pk=browser.session.session_key).update(expire_date="2020-01-01T00:00Z")

    worker.sweep()

    assert list(Session.objects.values_list("pk", flat=True)) == [kept.session.session_key]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_account_page_needs_few_queries(rows, django_assert_max_num_queries):
    user = make_user()
    browser = entered(user)
    UserSession.objects.bulk_create(
        UserSession(user=user, ip="192.0.2.1", session_key=f"key{n}", user_agent="x") for n in range(rows - 1)
    )

    with django_assert_max_num_queries(12):
        browser.get("/account/")

"""Who holds a session, and until when."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(make_user())
    return client


def who(client):
    return client.get("/").wsgi_request.user


def test_a_session_tells_who_holds_it(signed_in):
    assert who(signed_in).pk == int(signed_in.session["_auth_user_id"])


def test_a_session_ends_at_its_moment(signed_in):
    Session.objects.update(expire_date=timezone.now())

    assert who(signed_in).is_anonymous
    assert Session.objects.count() == 1, "the sweep removes it, no page"


def test_an_account_that_is_closed_holds_no_session(signed_in):
    user = who(signed_in)
    user.is_active = False
    user.save()

    assert who(signed_in).is_anonymous


def test_a_key_that_nobody_was_given_opens_nothing(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    assert who(client).is_anonymous

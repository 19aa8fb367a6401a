"""Rate limits: counted alike on every process, and no forged header slips past."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from lonja.base import limits
from lonja.base.models import RateCount
from tests.factories import make_user
from tests.races import race

pytestmark = pytest.mark.django_db
NOON = 1_790_000_040  # the start of a minute


@limits.limited("sample", 2, per=60)
def sample(request):
    return HttpResponse("fine")


def ask(user=None, **headers):
    request = RequestFactory().get("/sample/", **{"REMOTE_ADDR": "192.0.2.1", **headers})
    request.user = user or AnonymousUser()
    return sample(request)


@pytest.fixture
def still(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: NOON + 15.0)


def test_so_many_in_a_period_and_then_again_in_the_next():
    within = [limits.allow("search", 3, 60, now=NOON + second) for second in (0, 1, 2, 3, 59, 60, 61)]

    assert within == [True, True, True, False, False, True, True]


def test_keys_and_periods_do_not_share_a_count():
    assert [limits.allow(key, 1, per, now=NOON) for key, per in (("a", 60), ("b", 60), ("a", 3600))] == [
        True
    ] * 3


def test_a_visitor_past_the_limit_is_told_when_to_come_back(still):
    answers = [ask() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "45"
    assert "in 45 seconds" in answers[2].content.decode()


def test_another_address_is_not_held_up(still):
    [ask() for _ in range(3)]

    assert ask(REMOTE_ADDR="192.0.2.2").status_code == 200


def test_forged_forwarding_headers_change_nothing(still):
    answers = [ask(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code for number in range(4)]

    assert answers == [200, 200, 429, 429]


def test_a_named_proxy_is_believed_for_its_last_hop_only(still, settings):
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    seen = [ask(HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 198.51.100.7").status_code for number in range(3)]

    assert seen == [200, 200, 429]
    assert ask(HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 200
    assert ask().status_code == 200


def test_a_network_of_proxies_is_believed_and_its_neighbour_is_not(still, settings):
    settings.TRUSTED_PROXIES = ["192.0.2.0/25"]

    near = [ask(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code for number in range(3)]
    far = [
        ask(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}", REMOTE_ADDR="192.0.2.200").status_code
        for number in range(3)
    ]

    assert (near, far) == ([200, 200, 200], [200, 200, 429])


def test_people_who_share_an_address_are_counted_apart(still):
    ana, bo = make_user(), make_user()

    assert [ask(ana).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(bo).status_code == 200


def test_no_network_address_is_kept(still):
    ask()

    assert "192.0.2.1" not in str(list(RateCount.objects.values()))


def test_old_counts_are_swept_and_new_ones_stay():
    limits.allow("old", 1, 60, now=NOON - 3 * 86_400)
    limits.allow("new", 1, 60, now=NOON)

    assert limits.sweep(now=NOON) == 1
    assert RateCount.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_all_counted():
    outcomes = race(32, lambda number: limits.allow("seat", 10, 3600, now=NOON))

    assert sorted(outcomes) == [False] * 22 + [True] * 10

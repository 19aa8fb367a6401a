"""Who holds what, now; and who does not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant, User
from lonja.accounts.policies import has_site_role, holds, site_role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def give(user, role=Role.AUDITOR, **dates):
    return SiteGrant.objects.create(user=user, role=role, **dates)


def seen_by(actor, *roles):
    """The accounts on which `actor` holds one of `roles`: the grant is its own object here."""
    return list(User.objects.filter(holds(actor, *roles, path="site_grants")))


def test_a_grant_in_force_opens_its_own_row_and_no_other():
    holder, other = make_user(), make_user()
    give(holder)
    give(other)

    assert seen_by(holder, Role.AUDITOR) == [holder]


@pytest.mark.parametrize(
    "dates",
    [
        {"valid_from": timezone.now() - timedelta(days=9), "valid_until": timezone.now() - timedelta(days=1)},
        {"valid_from": timezone.now() + timedelta(days=1)},
    ],
    ids=["former", "future"],
)
def test_a_former_and_a_future_holder_are_strangers(dates):
    holder = make_user()
    give(holder, **dates)

    assert seen_by(holder, Role.AUDITOR) == []
    assert not has_site_role(holder, Role.AUDITOR)


def test_another_role_does_not_serve():
    holder = make_user()
    give(holder, Role.OPERATOR)

    assert seen_by(holder, Role.AUDITOR) == []
    assert seen_by(holder, Role.AUDITOR, Role.OPERATOR) == [holder]


def test_a_superuser_passes_no_rule_without_a_grant():
    holder, root = make_user(), make_user(is_superuser=True)
    give(holder)

    assert seen_by(root, Role.AUDITOR) == []
    assert list(User.objects.filter(site_role(root, Role.AUDITOR))) == []


def test_nobody_and_closed_accounts_hold_nothing():
    closed = make_user(is_active=False)
    give(closed)

    for actor in (None, AnonymousUser(), closed):
        assert seen_by(actor, Role.AUDITOR) == []
        assert list(User.objects.filter(site_role(actor, Role.AUDITOR))) == []
        assert not has_site_role(actor, Role.AUDITOR)


def test_two_rules_joined_by_and_may_be_met_by_two_grants():
    holder = make_user()
    give(holder, Role.AUDITOR)
    give(holder, Role.OPERATOR)
    both = holds(holder, Role.AUDITOR, path="site_grants") & holds(holder, Role.OPERATOR, path="site_grants")

    assert list(User.objects.filter(both)) == [holder]


def test_a_rule_can_be_turned_round():
    holder, other = make_user(), make_user()
    give(holder, Role.AUDITOR)
    give(other, Role.AUDITOR)

    assert list(User.objects.filter(~holds(holder, Role.AUDITOR, path="site_grants"))) == [other]


def test_several_grants_do_not_repeat_the_row():
    holder = make_user()
    give(holder, Role.AUDITOR)
    give(holder, Role.AUDITOR)

    assert seen_by(holder, Role.AUDITOR) == [holder]


def test_a_site_role_opens_every_row():
    holder, other = make_user(), make_user()
    give(holder)

    assert set(User.objects.filter(site_role(holder, Role.AUDITOR))) == {holder, other}


def test_the_database_refuses_a_role_that_the_site_does_not_know():
    with pytest.raises(IntegrityError, match="role_fits"), transaction.atomic():
        give(make_user(), Role.REVIEWER)

"""Giving roles, taking them away, and seeing one's own."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from lonja.accounts import services
from lonja.accounts.models import Role, SiteGrant
from lonja.accounts.policies import has_site_role
from lonja.accounts.roles import grant_models, roles_of
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.directory.models import ClusterGrant, OrganisationGrant
from tests.factories import make_cluster, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_a_role_holds_at_once_and_ends_at_once():
    operator, person = make_user(), make_user()

    given = services.grant(SiteGrant, person, role=Role.AUDITOR, actor=operator)
    assert has_site_role(person, Role.AUDITOR)

    services.revoke(given, actor=operator)
    assert not has_site_role(person, Role.AUDITOR)


def test_both_are_written_into_the_audit_by_number_only():
    operator, person = make_user(), make_user(name="Ana Díaz")
    cluster = make_cluster()
    given = services.grant(ClusterGrant, person, role=Role.REVIEWER, actor=operator, cluster=cluster)
    services.revoke(given, actor=operator)

    entries = AuditEntry.objects.filter(object_type="directory.clustergrant").order_by("position")

    facts = {"user": person.pk, "role": "reviewer", "kind": "cluster", "object": cluster.pk}
    assert [(entry.action, entry.actor_id, entry.detail) for entry in entries] == [
        ("role.granted", operator.pk, facts),
        ("role.revoked", operator.pk, facts),
    ]


def test_a_role_that_lies_ahead_can_be_taken_back_before_it_begins():
    person = make_user()
    tomorrow = timezone.now() + timedelta(days=1)
    given = services.grant(SiteGrant, person, role=Role.AUDITOR, actor=None, valid_from=tomorrow)

    services.revoke(given, actor=None)

    assert not SiteGrant.objects.filter(valid_until__gt=Now(), valid_from=tomorrow).exclude(
        valid_until=tomorrow
    )
    assert [role.state for role in roles_of(person)] == ["former"]


def test_what_has_ended_cannot_end_again():
    given = services.grant(SiteGrant, make_user(), role=Role.AUDITOR, actor=None)
    services.revoke(given, actor=None)

    with pytest.raises(Refused, match="ended already"):
        services.revoke(given, actor=None)


def test_nobody_holds_the_same_role_twice_but_may_hold_it_again():
    person, one, other = make_user(), make_cluster(), make_cluster()
    given = services.grant(ClusterGrant, person, role=Role.MENTOR, actor=None, cluster=one)

    services.grant(ClusterGrant, person, role=Role.MENTOR, actor=None, cluster=other)
    with pytest.raises(Refused, match="already"):
        services.grant(ClusterGrant, person, role=Role.MENTOR, actor=None, cluster=one)

    services.revoke(given, actor=None)
    services.grant(ClusterGrant, person, role=Role.MENTOR, actor=None, cluster=one)
    assert ClusterGrant.objects.in_force().filter(user=person).count() == 2


@pytest.mark.parametrize(
    ("grants", "role"),
    [
        (SiteGrant, Role.REVIEWER),
        (OrganisationGrant, Role.CLUSTER_MANAGER),
        (ClusterGrant, Role.AUDITOR),
        (ClusterGrant, "emperor"),
    ],
)
def test_each_kind_of_object_knows_its_own_roles_only(grants, role):
    with pytest.raises(Refused, match="does not exist here"):
        services.grant(grants, make_user(), role=role, actor=None)


def test_a_role_must_end_after_it_begins():
    moment = timezone.now()

    with pytest.raises(Refused, match="end after"):
        services.grant(
            SiteGrant, make_user(), role=Role.AUDITOR, actor=None, valid_from=moment, valid_until=moment
        )


def test_the_roles_of_all_domains_stand_on_one_page(client):
    person = make_user()
    organisation = make_organisation("Forja del Sur", admin=person)
    cluster = make_cluster("Clúster del Agua")
    services.grant(ClusterGrant, person, role=Role.REVIEWER, actor=None, cluster=cluster)
    ended = services.grant(SiteGrant, person, role=Role.AUDITOR, actor=None)
    services.revoke(ended, actor=None)

    held = roles_of(person)
    client.force_login(person)
    page = client.get("/account/roles/").content.decode()

    assert [(role.role, role.target, role.state) for role in held] == [
        ("Organisation administrator", organisation, "current"),
        ("Reviewer", cluster, "current"),
        ("Auditor", None, "former"),
    ]
    assert all(word in page for word in ("Forja del Sur", "Clúster del Agua", "The whole site", "Has ended"))


def test_the_roles_of_others_stand_on_nobody_elses_page(client):
    make_organisation("Forja del Sur", admin=make_user())
    client.force_login(make_user())

    assert "Forja del Sur" not in client.get("/account/roles/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_roles_needs_one_query_for_each_kind(client, rows, django_assert_max_num_queries):
    person = make_user()
    for _ in range(rows):
        make_organisation(admin=person)
    client.force_login(person)

    with django_assert_max_num_queries(len(grant_models()) + 3):
        client.get("/account/roles/")


def test_an_account_can_be_opened_for_somebody_whose_address_is_known(client):
    user = services.open_account("ANA@example.org", name="Ana", language="es")
    client.force_login(user)

    assert (user.email, user.has_usable_password()) == ("ana@example.org", False)
    assert user.emailaddress_set.get().verified
    with pytest.raises(Refused, match="already"):
        services.open_account("ana@example.org")

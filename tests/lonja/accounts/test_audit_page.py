"""Who may read the audit, and what they see."""

import pytest
from django.utils import timezone

from lonja.accounts import services
from lonja.accounts.models import Role, SiteGrant
from lonja.base import audit
from lonja.base.models import AuditEntry
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGES = ["/audit/", "/audit/verification/"]


@pytest.fixture
def auditor(client):
    person = make_user(name="Vera Auditora")
    services.grant(SiteGrant, person, role=Role.AUDITOR, actor=None)
    client.force_login(person)
    return person


@pytest.mark.parametrize("address", PAGES)
def test_the_audit_does_not_exist_for_anybody_but_an_auditor(client, address):
    operator, former, root = make_user(), make_user(), make_user(is_superuser=True)
    services.grant(SiteGrant, operator, role=Role.OPERATOR, actor=None)
    services.revoke(services.grant(SiteGrant, former, role=Role.AUDITOR, actor=None), actor=None)

    assert client.get(address).status_code == 404
    for person in (make_user(), operator, former, root):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_entries_name_the_actor_the_act_and_the_object(client, auditor):
    somebody = make_user(name="Ana Díaz")
    audit.record(somebody, "account.edited", somebody, fields=["name"])

    page = client.get("/audit/").content.decode()

    assert all(word in page for word in ("Ana Díaz", "account.edited", f"Account {somebody.pk}", "name"))


def test_an_erased_actor_is_a_number(client, auditor):
    somebody = make_user(name="Ana Díaz")
    audit.record(somebody, "account.edited", auditor)
    number = somebody.pk
    somebody.delete()

    page = client.get("/audit/").content.decode()

    assert f"Account {number}, erased" in page
    assert "Ana Díaz" not in page


def test_entries_are_filtered_by_kind_and_act(client, auditor):
    audit.record(auditor, "account.edited", auditor)

    by_kind = client.get("/audit/?object_type=accounts.user").content.decode()
    by_act = client.get("/audit/?action=role.").content.decode()

    assert ("account.edited" in by_kind, "<code>role.granted" in by_kind) == (True, False)
    assert ("<code>account.edited" in by_act, "<code>role.granted" in by_act) == (False, True)


@pytest.mark.parametrize("query", ["object_type=nothing", "object_type=%00", "action=" + "x" * 100])
def test_a_filter_that_is_none_answers_400(client, auditor, query):
    assert client.get(f"/audit/?{query}").status_code == 400


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999"])
def test_a_page_that_is_none_shows_one_that_is(client, auditor, page):
    assert client.get(f"/audit/?page={page}").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_audit_needs_few_queries(client, auditor, rows, django_assert_max_num_queries):
    for _ in range(rows):
        audit.record(make_user(), "account.edited", auditor)

    with django_assert_max_num_queries(9):
        client.get("/audit/")


def test_the_check_finds_an_entry_put_in_behind_our_back(client, auditor):
    audit.record(auditor, "account.edited", auditor)
    assert "The chain holds" in client.get("/audit/verification/").content.decode()

    AuditEntry.objects.create(
        position=3, at=timezone.now(), action="made.up", previous="2" * 64, hash="1" * 64
    )

    page = client.get("/audit/verification/").content.decode()
    assert "The chain is broken" in page
    assert "the entry does not follow the one before it" in page

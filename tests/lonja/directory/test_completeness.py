"""What a profile does not say yet, and whether the rest is still true."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import completeness, freshness
from lonja.directory.models import Cluster, Confirmation, Organisation
from lonja.directory.services import freshness as services
from tests.factories import make_cluster, make_contact, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def missing(row):
    return [str(one.label) for one in completeness.read(row).missing]


def make_old(make, **fields):
    """A public profile that nobody touched for two years."""
    row = make(**fields)
    long_ago = timezone.now() - timedelta(days=730)
    type(row).objects.filter(pk=row.pk).update(created_at=long_ago, changed_at=long_ago)
    return row


def test_each_fact_raises_the_share_by_its_weight():
    organisation = make_organisation()
    before = completeness.read(organisation)

    Organisation.objects.filter(pk=organisation.pk).update(city="Madrid", summary={"en": "We weld."})
    after = completeness.read(organisation)

    whole = sum(wish.weight for wish in completeness.ORGANISATION)
    assert round((after.share - before.share) * whole) == 10
    assert "One sentence" not in missing(organisation)


def test_what_stands_elsewhere_counts_and_private_contacts_do_not():
    organisation = make_organisation()
    make_contact(organisation, visibility="nobody")
    organisation.described_by.create(term=make_term("een_technologies"))

    assert "A contact that others may see" in missing(organisation)
    assert "Technology fields" not in missing(organisation)


def test_the_weightiest_comes_first_and_leads_to_its_field():
    found = completeness.read(make_cluster(slug="c")).missing

    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert next(one.href for one in found if one.label == "Members in the register") == "/clusters/c/members/"


@pytest.mark.parametrize("make", [make_organisation, make_cluster])
def test_every_gap_leads_to_a_page_where_it_is_mended(make):
    editor = make_user()
    row = make(**{"admin" if make is make_organisation else "manager": editor}, country="")
    client = signed_in(editor)

    addresses = sorted({one.href.partition("#")[0] for one in completeness.read(row).missing})

    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.parametrize("make", [make_organisation, make_cluster])
def test_completeness_takes_one_query(make, django_assert_num_queries):
    row = make()

    with django_assert_num_queries(1):
        completeness.read(row)


@pytest.mark.parametrize("make", [make_organisation, make_cluster])
def test_only_editors_see_what_is_missing(make):
    editor = make_user()
    row = make(**{"admin" if make is make_organisation else "manager": editor})
    page = f"{row.get_absolute_url()}complete/"

    assert "What is missing" in signed_in(editor).get(page).content.decode()
    assert [signed_in(make_user()).get(page).status_code, Client().get(page).status_code] == [403, 403]
    assert "For you as an editor" in signed_in(editor).get(row.get_absolute_url()).content.decode()
    assert "For you as an editor" not in Client().get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [make_organisation, make_cluster])
def test_a_profile_shows_its_editors_all_of_this_in_few_queries(make, django_assert_max_num_queries):
    editor = make_user()
    row = make(**{"admin" if make is make_organisation else "manager": editor})
    client = signed_in(editor)
    client.get(row.get_absolute_url())

    with django_assert_max_num_queries(14):
        client.get(row.get_absolute_url())


def test_the_yearly_question_goes_once_to_each_editor_of_an_old_public_profile():
    make_old(make_organisation, admin=make_user("old@example.org", language="es"))
    make_old(make_organisation, admin=make_user("private@example.org"), is_public=False)
    make_organisation(admin=make_user("new@example.org"))
    make_old(make_cluster, manager=make_user("manager@example.org"))

    first, second = services.ask_all(now=timezone.now()), services.ask_all(now=timezone.now())

    assert (first, second) == (2, 0)
    assert sorted(OutboxMail.objects.values_list("to", "language")) == [
        ("manager@example.org", "en"), ("old@example.org", "es"),
    ]  # fmt: skip
    assert OutboxMail.objects.get(to="manager@example.org").text.count("/still-true/") == 6


def test_opening_the_link_of_the_mail_changes_nothing_and_one_press_confirms_without_signing_in():
    editor = make_user()
    cluster = make_cluster(manager=editor)
    link = f"/still-true/{services.sign(cluster, editor)}/"

    make_contact(cluster, "private@example.org")
    opened = Client().get(link)

    assert (opened.status_code, "private@example.org" in opened.content.decode()) == (200, False)
    assert Confirmation.objects.count() == 0

    Client().post(link, {"section": "facts"})

    assert list(freshness.confirmed(cluster)) == ["facts"]
    assert AuditEntry.objects.get().actor_id == editor.pk
    assert "Confirmed true on" in Client().get(cluster.get_absolute_url()).content.decode()


def test_a_link_that_is_forged_or_old_or_no_longer_theirs_opens_nothing():
    editor = make_user()
    cluster = make_cluster(manager=editor)
    link = services.sign(cluster, editor)

    assert Client().get(f"/still-true/{link[:-3]}abc/").status_code == 404
    assert Client().post(f"/still-true/{link}/", {"section": "nothing"}).status_code == 404

    cluster.grants.update(valid_until=timezone.now(), valid_from=timezone.now() - timedelta(days=1))

    assert Client().get(f"/still-true/{link}/").status_code == 404


def test_a_profile_that_was_confirmed_is_not_asked_again():
    cluster = make_old(make_cluster, manager=make_user())
    services.confirm(cluster, "facts", actor=None, now=timezone.now())

    assert services.ask_all(now=timezone.now()) == 0
    assert Cluster.objects.filter(reminders__isnull=False).count() == 0

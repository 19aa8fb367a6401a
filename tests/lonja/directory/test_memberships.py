"""How organisations come to clusters and go."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import policies
from lonja.directory.lifecycle import MOVES, VERBS, MembershipStatus, next_status
from lonja.directory.models import Membership, Organisation
from lonja.directory.services import memberships as services
from tests.factories import make_cluster, make_contact, make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_an_application_reaches_each_manager_in_their_language_once():
    cluster = make_cluster("Acero", manager=make_user("es@example.org", language="es"))
    organisation = make_organisation("Taller")

    services.apply(organisation, cluster=cluster, note="Hola", actor=make_user())

    membership = Membership.objects.get()
    assert (membership.status, membership.note) == ("applied", "Hola")
    assert list(OutboxMail.objects.values_list("to", "language")) == [("es@example.org", "es")]
    assert AuditEntry.objects.get().action == "membership.applied"
    assert mail.outbox == []


def test_nobody_applies_twice_but_a_prospect_may():
    cluster, organisation, actor = make_cluster(), make_organisation(), make_user()
    services.add(cluster, organisation=organisation, kind="member", status="prospect", actor=actor)

    applied = services.apply(organisation, cluster=cluster, actor=actor)

    assert applied.status == "applied"
    with pytest.raises(Refused, match="already has a membership"):
        services.apply(organisation, cluster=cluster, actor=actor)
    assert Membership.objects.count() == 1


def test_somebody_who_left_may_come_back_and_the_history_stays():
    cluster, organisation, actor = make_cluster(), make_organisation(), make_user()
    first = make_membership(organisation, cluster, joined_on=date(2020, 1, 1))
    services.move(first, verb="leave", today=TODAY, actor=actor)

    services.apply(organisation, cluster=cluster, actor=actor)

    assert sorted(Membership.objects.values_list("status", flat=True)) == ["applied", "left"]
    assert Membership.objects.get(status="left").left_on == TODAY


def test_the_database_keeps_one_current_membership_for_each_pair():
    membership = make_membership()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(membership.organisation, membership.cluster, status="applied")


def test_a_confirmation_sets_the_day_and_tells_the_organisation():
    admin = make_user("admin@example.org")
    membership = make_membership(make_organisation(admin=admin), status="applied")

    services.move(membership, verb="confirm", today=TODAY, actor=make_user())

    membership.refresh_from_db()
    assert (membership.status, membership.joined_on) == ("active", TODAY)
    assert OutboxMail.objects.get().to == "admin@example.org"
    assert AuditEntry.objects.get().detail == {"before": "applied", "after": "active"}


@pytest.mark.parametrize("status", MembershipStatus.values)
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_moves_of_the_table_are_possible(verb, status):
    membership = make_membership(status=status)

    if (verb, status) in MOVES:
        moved = services.move(membership, verb=verb, today=TODAY, actor=make_user())
        assert moved.status == next_status(verb, status)
    else:
        with pytest.raises(Refused, match="not possible now"):
            services.move(membership, verb=verb, today=TODAY, actor=make_user())
        membership.refresh_from_db()
        assert membership.status == status
        assert AuditEntry.objects.count() == 0


def test_a_manager_confirms_on_the_register_and_a_late_second_press_is_refused():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    membership = make_membership(cluster=cluster, status="applied")
    client = signed_in(manager)

    first = client.post(f"/memberships/{membership.pk}/confirm/")
    second = client.post(f"/memberships/{membership.pk}/confirm/")

    assert (first.status_code, first.url) == (303, f"/clusters/{cluster.slug}/members/")
    assert second.status_code == 409
    assert "not possible now" in second.content.decode()


def test_moves_are_for_managers_and_leaving_for_both_sides(world):
    membership = Membership.objects.get(organisation=world.public, cluster=world.cluster)
    address = f"/memberships/{membership.pk}"

    answers = {
        name: signed_in(world.principals[name]).post(f"{address}/suspend/").status_code
        for name in ("outsider", "admin", "manager_b", "former", "auditor", "manager")
    }
    admin = signed_in(world.principals["admin"])
    asked = admin.get(f"{address}/leave/").content.decode()
    left = admin.post(f"{address}/leave/")

    assert answers == {
        "outsider": 403, "admin": 403, "manager_b": 403, "former": 403, "auditor": 403, "manager": 303,
    }  # fmt: skip
    assert (left.status_code, left.url) == (303, "/organisations/public-one/")
    assert "Cluster A" in asked
    assert [admin.get(f"{address}/{verb}/").status_code for verb in ("nonsense", "suspend")] == [404, 404]
    membership.refresh_from_db()
    assert membership.status == "left"


def test_an_application_by_form_goes_out_in_the_name_of_ones_own_organisation_only():
    admin = make_user()
    mine, foreign, cluster = make_organisation(admin=admin), make_organisation(), make_cluster()
    client = signed_in(admin)

    refused = client.post(f"/clusters/{cluster.slug}/apply/", {"organisation": foreign.pk})
    done = client.post(f"/clusters/{cluster.slug}/apply/", {"organisation": mine.pk, "note": "Hello"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert list(Membership.objects.values_list("organisation", "note")) == [(mine.pk, "Hello")]


def test_a_stranger_who_applies_signs_in_first(client):
    cluster = make_cluster()

    answer = client.get(f"/clusters/{cluster.slug}/apply/")

    assert answer.status_code == 302
    assert answer.url.endswith(f"next=/clusters/{cluster.slug}/apply/")


def test_a_manager_adds_by_name_whatever_its_accents():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    organisation = make_organisation("Óptica Ibáñez")
    client = signed_in(manager)
    data = {"organisation": "optica ibanez", "kind": "driving", "status": "active", "joined_on": "2024-05-01"}

    added = client.post(f"/clusters/{cluster.slug}/members/", data)
    twice = client.post(f"/clusters/{cluster.slug}/members/", data)
    unknown = client.post(f"/clusters/{cluster.slug}/members/", {**data, "organisation": "Nobody & Sons"})

    assert (added.status_code, twice.status_code, unknown.status_code) == (303, 409, 422)
    assert "Nobody &amp; Sons" in unknown.content.decode()
    membership = Membership.objects.get()
    assert (membership.organisation, membership.kind, membership.joined_on) == (
        organisation,
        "driving",
        date(2024, 5, 1),
    )


def test_private_organisations_of_others_cannot_be_added_by_guessing():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    make_organisation("Secret", is_public=False, slug="secret")

    answer = signed_in(manager).post(
        f"/clusters/{cluster.slug}/members/", {"organisation": "secret", "kind": "member", "status": "active"}
    )

    assert answer.status_code == 422
    assert Membership.objects.count() == 0


def test_a_correction_of_a_membership_is_kept_and_noted():
    manager = make_user()
    membership = make_membership(cluster=make_cluster(manager=manager))

    signed_in(manager).post(
        f"/memberships/{membership.pk}/", {"kind": "observer", "joined_on": "2020-02-29", "note": "by phone"}
    )

    membership.refresh_from_db()
    assert (membership.kind, membership.joined_on, membership.note) == (
        "observer",
        date(2020, 2, 29),
        "by phone",
    )
    assert AuditEntry.objects.get().action == "membership.edited"


def members_only(organisation):
    return make_contact(organisation, f"{organisation.slug}@example.org", visibility="members")


def test_a_manager_who_enters_an_organisation_opens_nothing_of_it_until_it_agrees():
    manager, fellow, admin = make_user(), make_user(), make_user("admin@example.org")
    cluster = make_cluster(manager=manager)
    make_membership(make_organisation(admin=fellow), cluster)
    entered = make_organisation(admin=admin)
    contact = members_only(entered)

    membership = services.add(cluster, organisation=entered, kind="member", status="active", actor=manager)
    seen_before = [policies.contacts.allows(one, "view", contact) for one in (manager, fellow)]
    may_moderate = policies.organisations.allows(manager, "moderate", entered)
    asked = OutboxMail.objects.get().to
    signed_in(admin).post(f"/memberships/{membership.pk}/agree/")
    seen_after = [policies.contacts.allows(one, "view", contact) for one in (manager, fellow)]

    assert (seen_before, may_moderate, asked) == ([False, False], False, "admin@example.org")
    assert seen_after == [True, True]
    assert AuditEntry.objects.order_by("-position")[0].action == "membership.agreed"


def test_an_organisation_without_administrators_opens_nothing_by_being_entered():
    manager = make_user()
    cluster, orphan = make_cluster(manager=manager), make_organisation()
    contact = members_only(orphan)

    services.add(cluster, organisation=orphan, kind="member", status="active", actor=manager)

    assert policies.contacts.allows(manager, "view", contact) is False


def test_the_cluster_alone_cannot_agree_in_the_name_of_an_organisation():
    manager = make_user()
    membership = make_membership(cluster=make_cluster(manager=manager), agreed_at=None)

    answer = signed_in(manager).post(f"/memberships/{membership.pk}/agree/")

    membership.refresh_from_db()
    assert (answer.status_code, membership.agreed_at) == (403, None)


def test_a_private_organisation_is_hidden_from_a_manager_to_whom_it_never_agreed():
    manager = make_user()
    cluster, organisation = make_cluster(manager=manager), make_organisation()
    services.add(cluster, organisation=organisation, kind="member", status="prospect", actor=manager)

    Organisation.objects.update(is_public=False)

    assert policies.organisations.allows(manager, "view", organisation) is False


def test_a_prospect_does_not_see_that_it_is_considered():
    admin, manager = make_user(), make_user()
    cluster, organisation = make_cluster("Secretive", manager=manager), make_organisation(admin=admin)
    row = services.add(
        cluster, organisation=organisation, kind="prospective", status="prospect", actor=manager
    )

    shown = signed_in(admin).get(f"/organisations/{organisation.slug}/").content.decode()
    left = signed_in(admin).post(f"/memberships/{row.pk}/leave/")

    assert "Secretive" not in shown
    assert left.status_code == 404
    assert OutboxMail.objects.count() == 0


def test_fee_and_next_step_are_kept_and_the_history_says_what_changed():
    manager = make_user(name="Marta Ruiz")
    membership = make_membership(cluster=make_cluster(manager=manager), status="prospect", kind="prospective")
    client = signed_in(manager)
    data = {
        "kind": "member", "joined_on": "", "fee_cents": "1200.50", "fee_paid_year": "2026",
        "next_step": "Call the director", "next_step_on": "2026-01-15", "responsible": manager.pk, "note": "",
    }  # fmt: skip

    answer = client.post(f"/memberships/{membership.pk}/", data)
    history = client.get(f"/memberships/{membership.pk}/").content.decode()
    board = client.get(f"/clusters/{membership.cluster.slug}/pipeline/").content.decode()

    membership.refresh_from_db()
    assert answer.status_code == 303
    assert (membership.fee_cents, membership.fee_paid_year, membership.responsible) == (
        120_050,
        2026,
        manager,
    )
    assert ["from Prospective member to Member" in history, "1,200.50 euros" in history] == [True, True]
    assert "Call the director" not in str(AuditEntry.objects.get().detail)
    assert ["Call the director" in board, "Overdue" in board, "Marta Ruiz" in board] == [True, True, True]


def test_the_pipeline_asks_as_often_for_many_as_for_one(django_assert_max_num_queries):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    client = signed_in(manager)
    for status in ("prospect", "applied", "approved") * 10:
        make_membership(cluster=cluster, status=status, responsible=manager)

    with django_assert_max_num_queries(12):
        client.get(f"/clusters/{cluster.slug}/pipeline/")


def test_the_pipeline_is_for_managers(world):
    address = f"/clusters/{world.cluster.slug}/pipeline/"

    answers = {
        name: signed_in(world.principals[name]).get(address).status_code
        for name in ("admin", "manager", "manager_b", "auditor", "former")
    }

    assert answers == {"admin": 403, "manager": 200, "manager_b": 403, "auditor": 200, "former": 403}

"""New clusters by rules, changes by two people, facts doubted by readers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import differences, policies
from lonja.directory.models import Cluster, ClusterGrant, FactReport, ProposedChange, Registration
from lonja.directory.services import moderation
from lonja.directory.services.profile_changes import ProfileChange, StatementLine
from tests.factories import make_cluster, make_membership, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TYPED = {
    "name": "Clúster de la Luz",
    "country": "ES",
    "website": "https://luz.example",
    "has_english_website": "on",
    "members_industry": "12",
    "members_academia": "3",
    "staff": "0.5",
    "privacy": "on",
    "terms": "on",
    "truth": "on",
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def make_operator():
    operator = make_user()
    SiteGrant.objects.create(user=operator, role=Role.OPERATOR)
    return operator


def add_manager(cluster, user=None):
    user = user or make_user()
    ClusterGrant.objects.create(user=user, role=Role.CLUSTER_MANAGER, cluster=cluster)
    return user


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"members_industry": "11"}, "at least 15 committed members"),
        ({"members_industry": "15", "members_academia": "0"}, "at least two kinds"),
        ({"staff": "0.4"}, "half a full-time post"),
        ({"has_english_website": ""}, "readable in English"),
        ({"waiver": "programme"}, "Name the programme"),
    ],
)
def test_each_rule_refuses_by_its_name_and_keeps_what_was_typed(typed, rule):
    answer = signed_in(make_user()).post("/clusters/new/", {**TYPED, **typed})

    page = answer.content.decode()
    faults = answer.context["form"].errors
    assert (answer.status_code, "Clúster de la Luz" in page) == (422, True)
    assert [rule in str(sentences) for sentences in faults.values()] == [True]
    assert Registration.objects.count() == 0


def test_a_recognised_programme_waives_the_rules_on_size():
    typed = {"members_industry": "4", "members_academia": "", "staff": "0", "waiver": "programme"}

    answer = signed_in(make_user()).post("/clusters/new/", {**TYPED, **typed, "waiver_reason": "AEI 2015"})

    assert (answer.status_code, Registration.objects.get().total_members) == (303, 4)


@pytest.mark.parametrize("box", ["privacy", "terms", "truth"])
def test_every_consent_is_needed(box):
    typed = {name: value for name, value in TYPED.items() if name != box}

    assert signed_in(make_user()).post("/clusters/new/", typed).status_code == 422


def test_an_approved_registration_makes_its_author_manager_of_a_private_cluster():
    author, operator = make_user("author@example.org"), make_operator()
    signed_in(author).post("/clusters/new/", TYPED)
    row = Registration.objects.get()

    assert Cluster.objects.count() == 0
    signed_in(operator).post(f"/registrations/{row.uuid}/decide/", {"verb": "approve"})

    cluster = Cluster.objects.get()
    assert (cluster.name, cluster.is_public, cluster.declared_members) == ("Clúster de la Luz", False, 15)
    assert policies.clusters.allows(author, "edit", cluster) is True
    assert OutboxMail.objects.filter(to="author@example.org").count() == 1
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "registration.submitted", "registration.approved",
    ]  # fmt: skip


def test_a_returned_registration_is_mended_and_sent_again():
    author, operator = make_user(), make_operator()
    signed_in(author).post("/clusters/new/", TYPED)
    row = Registration.objects.get()
    decide = f"/registrations/{row.uuid}/decide/"

    assert signed_in(operator).post(decide, {"verb": "return", "answer": ""}).status_code == 409
    signed_in(operator).post(decide, {"verb": "return", "answer": "Which members?"})
    page = signed_in(author).get(f"/registrations/{row.uuid}/").content.decode()
    signed_in(author).post(f"/registrations/{row.uuid}/", {**TYPED, "members_industry": "20"})

    row.refresh_from_db()
    assert ("Which members?" in page, row.state, row.total_members) == (True, "submitted", 23)


def test_nobody_decides_about_their_own_registration_and_strangers_see_none():
    operator = make_operator()
    signed_in(operator).post("/clusters/new/", TYPED)
    row = Registration.objects.get()

    own = signed_in(operator).post(f"/registrations/{row.uuid}/decide/", {"verb": "approve"})

    assert (own.status_code, Cluster.objects.count()) == (403, 0)
    assert signed_in(make_user()).get(f"/registrations/{row.uuid}/").status_code == 404
    assert signed_in(make_user()).get("/clusters/registrations/").status_code == 404


def test_an_edit_waits_for_a_second_person_who_sees_the_difference():
    first = make_user()
    cluster = make_cluster("Old name", manager=first)
    second = add_manager(cluster)
    moderation.set_editing_rule(cluster, two_people=True, actor=first)
    change = ProfileChange(
        facts={"city": "Toledo", "region": make_term("regions", "ES42")},
        statements={"goal": [StatementLine(heading={"en": "Grow"})]},
    )

    row = moderation.propose(cluster, change, actor=first, now=NOW)

    parts = {part.label: (part.before, part.after) for part in differences.shown([row], set())[0].parts}
    assert parts == {"Town or city": ("", "Toledo"), "Region": ("", "Term ES42"), "Goals": ("", "Grow")}
    with pytest.raises(Refused, match="second person"):
        moderation.apply(row, actor=first, now=NOW)

    moderation.apply(row, actor=second, now=NOW)

    cluster.refresh_from_db()
    assert (cluster.city, cluster.region.code) == ("Toledo", "ES42")
    assert [one.heading for one in cluster.statements.all()] == [{"en": "Grow"}]


def test_the_form_of_a_section_proposes_when_two_people_are_asked():
    first = make_user()
    cluster = make_cluster("Ours", manager=first)
    moderation.set_editing_rule(cluster, two_people=True, actor=add_manager(cluster))
    from lonja.directory.forms.profile_sections import SECTIONS

    section = next(one for one in SECTIONS if one.form and "website" in one.form.base_fields)
    page = f"/clusters/{cluster.slug}/edit/{section.slug}/"

    signed_in(first).post(page, {"name": "Ours", "accent": "sea", "website": "https://new.example",
        "established_precision": "exact"})  # fmt: skip

    cluster.refresh_from_db()
    assert (cluster.website, "facts.website" in ProposedChange.objects.get().after) == ("", True)


def test_one_manager_alone_cannot_ask_for_two_people():
    cluster = make_cluster(manager=make_user())

    with pytest.raises(Refused, match="one manager only"):
        moderation.set_editing_rule(cluster, two_people=True, actor=None)


def test_members_propose_and_others_do_not():
    admin, manager = make_user(), make_user()
    cluster = make_cluster("Ours", manager=manager)
    make_membership(make_organisation(admin=admin), cluster)
    suggest = f"/clusters/{cluster.slug}/suggest/"

    assert [signed_in(one).get(suggest).status_code for one in (admin, make_user())] == [200, 403]

    row = moderation.propose(cluster, ProfileChange(facts={"city": "Cuenca"}), actor=admin, now=NOW)
    assert policies.proposed_changes.allows(admin, "decide", row) is False
    signed_in(manager).post(f"/changes/{row.pk}/decide/", {"verb": "decline", "answer": "Not yet"})

    row.refresh_from_db()
    cluster.refresh_from_db()
    assert (row.state, row.answer, cluster.city) == ("declined", "Not yet", "")


def test_a_visitor_reports_a_fact_and_the_editors_answer():
    admin = make_user("admin@example.org")
    organisation = make_organisation(admin=admin)
    typed = {"what": "Size", "text": "They are 300 people now."}

    Client().post(f"{organisation.get_absolute_url()}wrong/", typed)

    row = FactReport.objects.get()
    assert (row.reported_by, OutboxMail.objects.get().to) == (None, "admin@example.org")
    assert Client().get(f"{organisation.get_absolute_url()}reports/").status_code == 403
    answer = f"/reports/{row.pk}/answer/"
    assert signed_in(admin).post(answer, {"verb": "keep"}).status_code == 409
    signed_in(admin).post(answer, {"verb": "correct", "answer": "Thank you"})
    assert signed_in(admin).post(answer, {"verb": "correct"}).status_code == 403
    row.refresh_from_db()
    assert (row.state, row.answer) == ("corrected", "Thank you")


def test_a_report_about_a_profile_without_editors_goes_to_the_site():
    operator = make_operator()
    reporter = make_user("reporter@example.org")

    row = moderation.report(make_organisation(), what="Name", text="It moved", actor=reporter, now=NOW)
    moderation.answer_report(row, verb="keep", answer="It did not", actor=operator, now=NOW)

    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == sorted(
        [operator.email, "reporter@example.org"]
    )


def test_hidden_profiles_take_neither_questions_nor_reports():
    hidden = make_organisation(is_public=False)
    client = signed_in(make_user())

    codes = [client.get(f"{hidden.get_absolute_url()}{page}/").status_code for page in ("ask", "wrong")]

    assert codes == [404, 404]
    assert policies.fact_reports.scope(AnonymousUser()).count() == 0

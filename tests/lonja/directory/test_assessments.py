"""The self-assessment: answered by indicator, frozen with the facts of the day, private by default."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lonja.accounts.models import Role, SiteGrant
from lonja.base.errors import Refused
from lonja.directory import excellence, policies
from lonja.directory.models import Assessment
from lonja.directory.services import assessments, taxonomies
from tests.factories import make_cluster, make_membership, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def indicators():
    """The shipped indicators, by code."""
    taxonomies.load()
    return {one.code: one for one in excellence.indicators()}


def said(level, **more):
    return {"level": level, "note": "", "website": "", **more}


def submitted(cluster, answers, *, now=NOW):
    draft = assessments.begin(cluster, actor=None)
    assessments.answer(draft, answers, actor=None)
    return assessments.submit(draft, actor=None, now=now)


def test_the_subsets_are_those_of_the_source(indicators):
    asked = {
        grade: sum(excellence.belongs_to(one, grade) for one in indicators.values())
        for grade in ("silver", "gold")
    }

    assert (len(indicators), asked) == (31, {"silver": 19, "gold": 29})
    assert [code for code, one in indicators.items() if excellence.is_provisional(one)] == ["5.2", "5.3"]


def test_the_gap_list_names_what_each_label_needs(indicators):
    answers = {
        row.indicator_id: row
        for row in submitted(make_cluster(), {one: said(2) for one in indicators.values()}).answers.all()
    }

    silver = excellence.gaps(list(indicators.values()), answers, "silver")
    gold = excellence.gaps(list(indicators.values()), answers, "gold")

    assert (silver, len(gold)) == ([], 29)
    assert {gap.needed for gap in gold} == {3}


def test_the_register_gives_evidence_and_the_submission_freezes_it(indicators):
    cluster = make_cluster()
    make_membership(cluster=cluster)
    make_membership(cluster=cluster)

    done = submitted(cluster, {indicators["1.1.2"]: said(3)})
    make_membership(cluster=cluster)

    facts = done.answers.get(indicator=indicators["1.1.2"]).facts
    assert sorted(facts[0]["label"]) == ["en", "es"]
    assert (facts[0]["value"]["en"], facts[0]["as_of"]) == ("2", "2026-11-22")
    assert done.counts["silver"] == {"asked": 19, "met": 1}


def test_what_is_submitted_never_changes_and_the_next_one_starts_from_it(indicators):
    cluster = make_cluster()
    first = submitted(cluster, {indicators["4.5"]: said(1, note="Two groups")})

    with pytest.raises(Refused, match="cannot be changed"):
        assessments.answer(first, {indicators["4.5"]: said(4)}, actor=None)
    second = submitted(cluster, {indicators["2.1"]: said(2)}, now=NOW.replace(year=2027))

    assert [(a.indicator.code, a.level) for a in second.answers.all()] == [("2.1", 2), ("4.5", 1)]
    assert [(a.indicator.code, a.level) for a in first.answers.all()] == [("4.5", 1)]


def test_an_assessment_without_an_answer_is_not_submitted(indicators):
    draft = assessments.begin(make_cluster(), actor=None)

    with pytest.raises(Refused, match="No indicator"):
        assessments.submit(draft, actor=None, now=NOW)


def test_a_manager_answers_an_area_and_shows_evidence(indicators):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    client, one = signed_in(manager), indicators["3.1"]
    client.post(f"/clusters/{cluster.slug}/assessment/begin/")
    area = f"/clusters/{cluster.slug}/assessment/3/"

    refused = client.post(area, {f"i{one.pk}-level": "3", f"i{one.pk}-note": "Budget for 3 years"})
    assert (refused.status_code, "Budget for 3 years" in refused.content.decode()) == (422, True)

    upload = SimpleUploadedFile("budget.pdf", b"%PDF-1.4 budget")
    client.post(area, {f"i{one.pk}-level": "3", f"i{one.pk}-upload": upload})

    answer = Assessment.objects.get().answers.get(indicator=one)
    assert (answer.level, answer.evidence.name) == (3, "budget.pdf")


def test_only_managers_and_auditors_read_it_and_only_counts_are_ever_public(indicators):
    manager, auditor = make_user(), make_user()
    SiteGrant.objects.create(user=auditor, role=Role.AUDITOR)
    cluster = make_cluster(manager=manager)
    done = submitted(cluster, {indicators["2.1"]: said(2, note="top secret")})
    readers = [manager, auditor, make_user(), AnonymousUser()]

    assert [policies.assessments.allows(one, "view", done) for one in readers] == [True, True, False, False]
    assert [signed_in(one).get(f"/assessments/{done.pk}/").status_code for one in readers[:3]] == [
        200,
        200,
        404,
    ]
    assert "silver 1 of 19" not in Client().get(cluster.get_absolute_url()).content.decode()

    signed_in(manager).post(f"/assessments/{done.pk}/show/", {"public": "yes"})

    page = Client().get(cluster.get_absolute_url()).content.decode()
    assert ("silver 1 of 19" in page, "top secret" in page) == (True, False)
    assert Client().get(f"/assessments/{done.pk}/").status_code == 404


def test_its_pages_ask_few_queries(indicators, django_assert_max_num_queries):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    submitted(cluster, {one: said(2) for one in indicators.values()})
    done = submitted(cluster, {one: said(3) for one in indicators.values()}, now=NOW.replace(year=2027))
    client = signed_in(manager)

    with django_assert_max_num_queries(12):
        assert client.get(f"/clusters/{cluster.slug}/assessment/").status_code == 200
    with django_assert_max_num_queries(12):
        page = client.get(f"/assessments/{done.pk}/").content.decode()

    assert page.count("better than before") == 31

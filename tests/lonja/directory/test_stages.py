"""A cluster's life stage by stage, and the portfolio of who promotes it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.directory.models import ClusterStage, Promotion
from lonja.directory.services import stages as services
from tests.factories import make_cluster, make_membership, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db
CODES = ("EXPLORE", "DEFINE", "PRESENT", "CONSTITUTE", "OPERATE", "CLOSED")


@pytest.fixture
def stages(db):
    return {code: make_term("lifecycle_stages", code, labels={"en": code.title()}) for code in CODES}


def facts(day, **others):
    return {
        "reached_on": day, "reached_on_precision": "exact", "responsible": "", "evidence_note": "", **others
    }  # fmt: skip


def document(name="study.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 a study")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_cluster_moves_from_exploration_to_its_constitution(stages):
    cluster, actor = make_cluster(), make_user()

    for code, day in (
        ("EXPLORE", "2018"),
        ("DEFINE", "2019"),
        ("PRESENT", "2019-10-28"),
        ("CONSTITUTE", "2020"),
    ):
        services.reach(cluster, stage=stages[code], facts=facts(day), document=document(), actor=actor)

    cluster.refresh_from_db()
    assert cluster.stage.code == "CONSTITUTE"
    assert list(cluster.stages.values_list("position", "stage__code")) == [
        (1, "EXPLORE"), (2, "DEFINE"), (3, "PRESENT"), (4, "CONSTITUTE")
    ]  # fmt: skip
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["cluster.stage_reached"] * 4


def test_moving_on_without_the_evidence_is_refused_and_closing_is_not(stages):
    cluster, actor = make_cluster(), make_user()
    services.reach(cluster, stage=stages["EXPLORE"], facts=facts("2018"), actor=actor)

    with pytest.raises(Refused, match="“Explore” has no evidence document yet"):
        services.reach(cluster, stage=stages["DEFINE"], facts=facts("2019"), actor=actor)
    services.reach(cluster, stage=stages["CLOSED"], facts=facts("2019"), actor=actor)

    assert list(cluster.stages.values_list("stage__code", flat=True)) == ["EXPLORE", "CLOSED"]


def test_evidence_handed_in_later_opens_the_next_stage(stages):
    cluster, actor = make_cluster(), make_user()
    row = services.reach(cluster, stage=stages["EXPLORE"], facts=facts("2018"), actor=actor)

    services.amend(row, facts=facts("2018-05"), document=document(), actor=actor)
    services.reach(cluster, stage=stages["DEFINE"], facts=facts("2018"), actor=actor)

    assert ClusterStage.objects.count() == 2


@pytest.mark.parametrize(
    ("stage", "day", "sentence"),
    [
        ("OPERATE", "2020", "“Operate” does not follow “Explore”"),
        ("DEFINE", "2017-12", "before the one that"),
    ],
)
def test_no_stage_is_jumped_and_no_date_runs_backwards(stages, stage, day, sentence):
    cluster, actor = make_cluster(), make_user()
    services.reach(cluster, stage=stages["EXPLORE"], facts=facts("2018"), document=document(), actor=actor)

    with pytest.raises(Refused, match=sentence):
        services.reach(cluster, stage=stages[stage], facts=facts(day), actor=actor)


def test_everybody_sees_the_stages_but_only_those_concerned_open_the_evidence(stages):
    manager, city = make_user(), make_user()
    promoter = make_organisation(admin=city)
    cluster = make_cluster(manager=manager, promoter=promoter)
    row = services.reach(
        cluster,
        stage=stages["EXPLORE"],
        facts=facts("2018", responsible="Ana Ruiz"),
        document=document(),
        actor=manager,
    )
    page, file = f"/clusters/{cluster.slug}/stages/", f"/stages/{row.pk}/evidence/"

    assert [b"Explore" in Client().get(page).content, b"Ana Ruiz" in Client().get(page).content] == [
        True,
        False,
    ]
    assert [b"Ana Ruiz" in signed_in(one).get(page).content for one in (manager, city)] == [True, True]
    assert [signed_in(one).get(file).status_code for one in (manager, city, make_user())] == [200, 200, 403]
    assert signed_in(city).post(page, {"stage": "DEFINE", "reached_on": "2019"}).status_code == 403


def test_a_wrong_document_is_named_and_nothing_is_lost(stages):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    wrong = SimpleUploadedFile("study.pdf", b"<html><script>")

    answer = signed_in(manager).post(
        f"/clusters/{cluster.slug}/stages/",
        {"stage": "EXPLORE", "reached_on": "2018", "reached_on_precision": "exact",
         "responsible": "Ana Ruiz", "document": wrong},
    )  # fmt: skip

    assert (answer.status_code, ClusterStage.objects.count()) == (422, 0)
    assert b"A file of this kind is not accepted here" in answer.content
    assert b'value="Ana Ruiz"' in answer.content


def test_a_portfolio_shows_what_the_promoter_agreed_to(stages):
    city = make_user()
    promoter = make_organisation("The city", slug="city", admin=city)
    agreed = make_cluster("Agreed", promoter=promoter)
    claimed = make_cluster("Claimed", slug="claimed", promoter=promoter)
    for cluster in (agreed, agreed, claimed):
        make_membership(cluster=cluster)
    Promotion.objects.create(cluster=agreed, organisation=promoter)

    seen = Client().get("/organisations/city/portfolio/").context
    asked = signed_in(city).get("/organisations/city/portfolio/").context

    assert ([line["row"].name for line in seen["lines"]], seen["members"], seen["asking"]) == (
        ["Agreed"],
        2,
        [],
    )
    assert [row.name for row in asked["asking"]] == ["Claimed"]

    signed_in(city).post("/clusters/claimed/promotion/", {"agrees": "no"})

    claimed.refresh_from_db()
    assert claimed.promoter is None


def test_only_the_promoter_answers_for_itself():
    promoter = make_organisation()
    manager = make_user()
    make_cluster(slug="c", promoter=promoter, manager=manager)

    answer = signed_in(manager).post("/clusters/c/promotion/", {"agrees": "yes"})

    assert (answer.status_code, Promotion.objects.count()) == (403, 0)


def test_a_portfolio_asks_as_often_for_one_cluster_as_for_ten(stages):
    promoter = make_organisation(slug="city")
    client = Client()

    def asked(number):
        for _ in range(number):
            cluster = make_cluster(promoter=promoter)
            Promotion.objects.create(cluster=cluster, organisation=promoter)

        with CaptureQueriesContext(connection) as captured:
            client.get("/organisations/city/portfolio/")
        return len(captured)

    one, ten = asked(1), asked(9)

    assert one == ten
    assert ten <= 12

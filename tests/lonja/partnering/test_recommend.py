"""Partners that fit: both directions, only visible facts, “not for me”, shares and counts."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lonja.partnering import recommend_lines
from lonja.partnering.engine import index, recommend, recommend_exposure
from lonja.partnering.models import Dismissal, DismissalReason, Showing
from lonja.partnering.services import recommend as services
from tests.factories import (
    make_cluster,
    make_membership,
    make_opportunity,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.fixture(autouse=True)
def _another_index():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def market():
    """Somebody who needs cold transport and offers packaging, and who could answer."""
    me = make_organisation("Fish House", summary={"en": "Fresh fish in boxes"})
    make_opportunity(me, kind="BR", title={"en": "Refrigerated lorries wanted"}, **bare())
    make_opportunity(me, kind="BO", title={"en": "Compostable packaging boxes"}, **bare())
    both = make_organisation("Both Ways")
    make_opportunity(both, kind="BO", title={"en": "Refrigerated lorries for hire"}, **bare())
    make_opportunity(both, kind="BR", title={"en": "Compostable packaging sought"}, **bare())
    one = make_organisation("One Way")
    make_opportunity(one, kind="BO", title={"en": "Refrigerated lorries and drivers"}, **bare())
    return me, both, one


def bare():
    """An offer or need that says no more than its title."""
    empty = {"summary": {}, "description": {}, "advantages": {}, "technical": {}, "partner_role": {}}
    return {name: dict(value) for name, value in empty.items()}


def fits(organisation, *, actor=STRANGER, **more):
    return recommend.for_organisation(organisation, actor=actor, today=date.today(), **more)


def test_who_gives_and_takes_comes_before_who_only_gives(market):
    me, both, one = market

    assert [fit.row.pk for fit in fits(me)] == [both.pk, one.pk]


def test_each_reason_names_an_offer_or_need_that_the_reader_may_open(market):
    me, _both, _one = market

    lines = recommend_lines.lines(fits(me), actor=STRANGER, language="en")

    assert [reason.sentence for reason in lines[0].reasons] == [
        "Its offer “Refrigerated lorries for hire” answers the need “Refrigerated lorries wanted”.",
        "It looks for “Compostable packaging sought”, which the offer “Compostable packaging boxes” answers.",
    ]
    assert all(reason.href for reason in lines[0].reasons)
    assert {"refrigerated", "lorries"} <= set(lines[0].reasons[0].words)


def test_each_pair_has_its_own_reasons_and_tells_every_thing_that_meets(market):
    me, both, one = market
    make_opportunity(both, kind="TO", title={"en": "Refrigerated lorries, and boxes of ice"}, **bare())
    both.summary = {"en": "Lorries with refrigerated boxes, and compostable packaging"}
    both.save()

    first, second = recommend_lines.lines(fits(me), actor=STRANGER, language="en")

    assert {reason.sentence for reason in first.reasons} & {r.sentence for r in second.reasons} == set()
    assert len([reason for reason in first.reasons if reason.sentence.startswith("Its offer")]) == 2
    assert all(reason.words or reason.fields for reason in first.reasons if reason.href)
    assert (first.row, second.row) == (both, one)


def test_the_words_that_met_stand_as_the_reader_would_read_them(market):
    me, both, _one = market
    opportunity = both.opportunities.get(kind="BO")
    opportunity.title |= {"es": "Camiones frigoríficos de alquiler"}
    opportunity.save()

    line = recommend_lines.lines(fits(me), actor=STRANGER, language="es")[0]

    assert line.reasons[0].words == ["frigoríficos"]


def test_who_meets_by_chance_only_is_not_recommended(market):
    me, _both, _one = market
    chance = make_organisation("By Chance", summary={"en": "A house, and fish now and then"})

    assert chance.pk not in [fit.row.pk for fit in fits(me, count=20)]


def test_what_an_organisation_says_of_itself_names_the_field_that_both_work_in():
    wide = make_term(scheme="een_technologies", code="02", labels={"en": "Industry", "es": "Industria"})
    term = make_term(
        scheme="een_technologies", code="02002", parent=wide, labels={"en": "Forging", "es": "Forja"}
    )
    me, other = make_organisation("Me"), make_organisation("Other")
    for organisation in (me, other):
        organisation.described_by.create(term=term)

    line = recommend_lines.lines(fits(me), actor=STRANGER, language="en")[0]

    assert line.reasons[0].sentence == "It works in Forging, as Me does."


def test_what_a_stranger_may_not_read_is_no_reason(market):
    me, both, _one = market
    hidden = make_organisation("Hidden", is_public=False)
    make_opportunity(hidden, kind="BO", title={"en": "Refrigerated lorries wanted refrigerated"}, **bare())
    make_opportunity(me, kind="BR", state="DRAFT", title={"en": "A secret merger"}, **bare())
    make_opportunity(
        both, kind="BO", is_anonymous=True, title={"en": "Refrigerated lorries, quietly"}, **bare()
    )

    found = fits(me)
    told = str(recommend_lines.lines(found, actor=STRANGER, language="en"))

    assert hidden.pk not in [fit.row.pk for fit in found]
    assert "quietly" not in told
    assert "merger" not in told


def test_not_for_me_takes_one_away_and_lowers_those_like_it(market):
    me, both, one = market
    term = make_term()
    for organisation in (both, one):
        organisation.described_by.create(term=term)
        type(organisation).objects.filter(pk=organisation.pk).update(changed_at=timezone.now())
    before = {fit.row.pk: fit.partner.score for fit in fits(me)}
    dismissal = Dismissal(organisation=me, partner=both, reason=DismissalReason.FIELD)

    after = {fit.row.pk: fit.partner.score for fit in fits(me, dismissals=[dismissal])}

    assert both.pk not in after
    assert after[one.pk] < before[one.pk] * 1.5
    assert set(after) == {one.pk}


def test_only_administrators_dismiss_and_take_back(client, market):
    me, both, _one = market
    admin = make_user()
    me.grants.create(user=admin, role="organisation_admin")
    address = f"/organisations/{me.slug}/partners/{both.slug}/dismiss/"
    client.force_login(make_user())
    assert client.post(address, {"reason": "far"}).status_code == 403

    client.force_login(admin)
    assert client.post(address, {"reason": "far"}).status_code == 303
    page = client.get(f"/organisations/{me.slug}/partners/").content.decode()

    assert "Too far away" in page
    assert f'href="/organisations/{both.slug}/"' not in page.split("How this list is made")[0]


def test_small_firms_get_their_share_of_the_first_places():
    me = make_organisation("Asker", summary={"en": "Robots"})
    make_opportunity(me, kind="TR", title={"en": "Welding robots wanted"}, **bare())
    for number in range(6):
        large = make_organisation(f"Large {number}", size="large")
        make_opportunity(large, kind="TO", title={"en": "Welding robots wanted here"}, **bare())
    small = make_organisation("Small", size="small")
    make_opportunity(
        small, kind="TO", title={"en": "A robot arm for painting, sanding and welding"}, **bare()
    )

    shown = [fit.row.size for fit in fits(me, count=7)]

    assert len(shown) == 7
    assert "small" in shown


def test_a_cluster_is_recommended_nobody_who_is_in_it():
    cluster = make_cluster("Grid", summary={"en": "Smart grids and batteries"})
    inside = make_organisation("Inside", summary={"en": "Batteries for smart grids"})
    outside = make_organisation("Outside", summary={"en": "Batteries and smart grids"})
    make_membership(inside, cluster)

    found = recommend.for_cluster(cluster, actor=STRANGER, today=date.today())

    assert [fit.row.pk for fit in found] == [outside.pk]


def test_of_an_event_only_its_participants_are_recommended(market):
    me, both, one = market

    found = recommend.for_participants(me, among=[one.pk], actor=STRANGER, today=date.today())

    assert [fit.row.pk for fit in found] == [one.pk]
    assert both.pk not in [fit.row.pk for fit in found]


def test_exposure_counts_places_and_names_nobody(client, market):
    me, both, _one = market
    client.force_login(make_user())
    client.get(f"/organisations/{me.slug}/partners/")
    services.shown(fits(me)[:1], surface="organisation", today=date.today())

    report = recommend_exposure.report(today=date.today())

    assert (report.lists, report.places) == (2, 3)
    assert report.share["new"] == 1.0


def test_old_lists_are_forgotten():
    Showing.objects.create(shown_on=date.today() - timedelta(days=500), surface="event", organisations=[1])

    assert services.forget_old(date.today()) == 1


def test_figures_of_exposure_are_for_those_who_organise(client):
    manager = make_user()
    make_cluster(manager=manager)
    client.force_login(make_user())
    assert client.get("/partners/exposure/").status_code == 404

    client.force_login(manager)
    assert client.get("/partners/exposure/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_need_few_queries(client, rows, monkeypatch, django_assert_num_queries):
    admin = make_user()
    house = make_organisation("Asker", admin=admin, summary={"en": "Robots for farms"})
    cluster = make_cluster("Robots", manager=admin, summary={"en": "Robots for farms"})
    make_opportunity(house, kind="BR", title={"en": "Robots wanted"})
    for number in range(rows):
        other = make_organisation(f"Firm {number}", summary={"en": "Robots for farms"})
        make_opportunity(other, kind="BO", title={"en": f"Robots {number}"})
    make_organisation("Hidden", is_public=False)
    client.force_login(admin)
    client.get(f"/organisations/{house.slug}/partners/")  # the index is made once
    monkeypatch.setattr(index, "POLL_SECONDS", 60.0)

    with django_assert_num_queries(12):  # one of them notes who was shown
        assert client.get(f"/organisations/{house.slug}/partners/").context["lines"]
    with django_assert_num_queries(10):  # one of them notes who was shown
        assert client.get(f"/clusters/{cluster.slug}/partners/").context["lines"]


def test_words_that_everybody_uses_are_no_reason():
    me, other = make_organisation("Press Shop"), make_organisation("Advice House")
    make_opportunity(me, kind="BR", title={"en": "A camera that knows real results"}, **bare())
    make_opportunity(other, kind="BO", title={"en": "Real results from somebody who knows"}, **bare())

    told = recommend_lines.lines(fits(me), actor=STRANGER, language="en")

    assert {word for line in told for reason in line.reasons for word in reason.words} & {
        "real", "results", "somebody", "knows",
    } == set()  # fmt: skip

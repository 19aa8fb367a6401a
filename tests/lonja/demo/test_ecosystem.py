"""The demo keeps to the figures of its sources, and every word of it stands in both languages."""

import pytest
from django.apps import apps

from lonja.accounts.models import Role, SiteGrant, User
from lonja.base import audit
from lonja.base.texts import TranslatedField
from lonja.demo import ecosystem
from lonja.demo.accounts import ACCOUNTS, PASSWORD
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import (
    Cluster,
    ClusterGrant,
    Contact,
    ContactKind,
    Organisation,
    OrganisationGrant,
    StatementKind,
)
from lonja.events import budget
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition, EventGrant, EventKind, Participation
from lonja.meetings import engine
from lonja.meetings.lifecycle import PlanState, RequestState
from lonja.meetings.models import Meeting, MeetingRequest
from tests.lonja.demo.conftest import TODAY, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def encounter(year):
    return Edition.objects.get(event__slug="itecam-encounter", slug=year)


@pytest.mark.parametrize(
    ("year", "companies", "people", "meetings"),
    [("2016", 150, 255, 320), ("2017", 175, 310, 485), ("2018", 210, 350, 590)],
)
def test_each_edition_has_the_figures_of_its_organisers(year, companies, people, meetings):
    participations = Participation.objects.filter(edition=encounter(year))

    held = Meeting.objects.filter(run__edition=encounter(year), run__state=PlanState.PUBLISHED)

    assert participations.values("organisation").distinct().count() == companies
    assert participations.values("person").distinct().count() == people
    assert held.count() == meetings


def test_the_edition_of_2018_has_its_hall_and_its_day():
    edition = encounter("2018")

    slots = [slot.starts_at.astimezone(edition.zone_info) for slot in edition.slots.all()]

    assert [len(slots), edition.tables.count(), edition.zones.count(), edition.sessions.count()] == [
        32,
        24,
        4,
        6,
    ]
    assert [f"{slots[at]:%H:%M}" for at in (0, 19, 20, 31)] == ["09:00", "13:45", "15:30", "18:15"]


@pytest.mark.parametrize("year", ["2016", "2017", "2018"])
def test_published_plans_keep_every_rule_of_the_floor(year):
    floor = engine.read_floor(encounter(year))
    meetings = Meeting.objects.filter(run__edition=encounter(year))

    placed = [engine.Placed(*row) for row in meetings.values_list("request_id", "slot_id", "table_id")]

    assert floor.away
    assert engine.broken_rules(floor, placed) == []


def test_the_coming_edition_waits_for_its_plan():
    edition = Edition.objects.get(event__slug="itecam-encounter", starts_on__gt=TODAY)

    states = set(MeetingRequest.objects.filter(edition=edition).values_list("state", flat=True))

    assert edition.state == EditionState.PUBLISHED
    assert {run.state for run in edition.plan_runs.all()} == {PlanState.DRAFT}
    assert {RequestState.ACCEPTED, RequestState.SENT, RequestState.DECLINED} <= states


def test_each_kind_of_event_has_an_edition_that_everybody_may_see():
    shown = Edition.objects.public().values_list("event__kind", flat=True)

    assert set(shown) == set(EventKind)


def test_the_coming_edition_plans_its_income_like_the_source_and_costs_less_than_it_has():
    money = budget.read(Edition.objects.get(event__slug="itecam-encounter", starts_on__gt=TODAY))

    assert [one.planned for one in money.income] == [10_000_00, 8_000_00, 2_000_00, None]
    assert 0 < money.costs_total.actual < money.costs_total.planned < money.income_total.planned


def test_the_city_council_promotes_five_clusters():
    assert Organisation.objects.get(slug="ayuntamiento-de-madrid").promoted_clusters.count() == 5


def test_the_big_data_cluster_has_its_twenty_seven_members():
    cluster = Cluster.objects.get(slug="madrid-big-data-ai")

    assert cluster.memberships.filter(status=MembershipStatus.ACTIVE).count() == 27


def test_smart_city_cluster_shows_its_whole_profile():
    cluster = Cluster.objects.get(slug="smart-city-cluster")

    parts = {kind: cluster.statements.filter(kind=kind).count() for kind in StatementKind}

    assert {kind: count for kind, count in parts.items() if count} == {
        StatementKind.GOAL: 4,
        StatementKind.AREA: 10,
        StatementKind.SERVICE: 8,
        StatementKind.PROGRAMME: 5,
        StatementKind.STRENGTH: 7,
    }
    assert cluster.links_claimed.filter(other=None, state="claimed").count() == 5
    assert (cluster.established, cluster.declared_members) == ("2014-03-21", 175)
    assert sorted(cluster.targets.values_list("country", flat=True)) == ["GB", "KR"]


def test_every_text_stands_in_both_languages():
    columns = [
        (model, column.name)
        for model in (
            *apps.get_app_config("directory").get_models(),
            *apps.get_app_config("events").get_models(),
        )
        for column in model._meta.fields
        if isinstance(column, TranslatedField)
    ]

    texts = [text for model, name in columns for text in model.objects.values_list(name, flat=True) if text]

    assert len(texts) > 3000
    assert [text for text in texts if not (text.get("en") and text.get("es"))] == []


@pytest.mark.parametrize("model", [Organisation, Cluster])
def test_nobody_is_without_a_description(model):
    assert model.objects.filter(summary={}).count() == 0
    assert model.objects.filter(description={}).count() == 0


def test_no_two_organisations_read_alike():
    descriptions = list(Organisation.objects.values_list("description", flat=True))

    for language in ("en", "es"):
        assert len({text[language] for text in descriptions}) == len(descriptions) == 231


def test_every_address_belongs_to_example_org():
    addresses = [*User.objects.values_list("email", flat=True)]
    addresses += Contact.objects.filter(kind=ContactKind.EMAIL).values_list("value", flat=True)

    assert len(addresses) > 600
    assert [one for one in addresses if not one.endswith(("@example.org", ".example.org"))] == []
    assert len(set(Contact.objects.values_list("value", flat=True))) == Contact.objects.count()


def test_each_role_has_an_account_that_can_sign_in():
    users = {user.email: user for user in User.objects.filter(email__in=[one.email for one in ACCOUNTS])}
    granted = {
        role
        for model in (SiteGrant, OrganisationGrant, ClusterGrant, EventGrant)
        for role in model.objects.in_force().values_list("role", flat=True)
    }

    assert len(users) == len(ACCOUNTS)
    assert granted == set(Role.values)
    assert users["organiser@example.org"].check_password(PASSWORD)
    assert all(user.emailaddress_set.get().verified for user in users.values())


def test_the_participant_has_an_agenda_and_requests_to_answer():
    mine = Participation.objects.filter(person__user__email="participant@example.org")

    assert mine.get(edition=encounter("2018")).seats.count() >= 1
    coming = mine.get(edition__event__slug="itecam-encounter", edition__starts_on__gt=TODAY)
    assert coming.requests_received.filter(state=RequestState.SENT).count() >= 3


def test_the_chain_of_audit_entries_holds():
    assert list(audit.verify()) == []


def test_the_same_seed_writes_the_same_ecosystem(first_picture):
    assert picture() == first_picture


def test_loading_twice_changes_nothing():
    before = picture()

    assert ecosystem.load(today=TODAY) is False
    assert picture() == before

"""Alliances: holes in the chain, the fewest partners that close them, and yes by every party."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lonja.base.errors import Refused
from lonja.partnering.alliances_lifecycle import ActionState, PartyState
from lonja.partnering.engine import alliances as engine
from lonja.partnering.models import AllianceParty, CoverLevel
from lonja.partnering.services import alliances as services
from tests.factories import make_cluster, make_membership, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.fixture
def grid():
    """A public alliance of generation and distribution that lacks storage."""
    manager = make_user()
    codes = {code: make_term("een_technologies", code) for code in ("04005004", "04002013", "04001003")}
    lead = make_cluster("Lead", manager=manager, country="ES")
    lead.described_by.create(term=codes["04005004"])
    lead.described_by.create(term=codes["04002013"])
    names = (("Generation", "04005004"), ("Distribution", "04002013"), ("Storage", "04001003"))
    alliance = services.found(
        facts={"name": {"en": "Grid"}, "aim": {}, "is_public": True, "countries_wanted": 0},
        coordinator=lead,
        stages=[{"name": {"en": name}, "terms": [codes[code]]} for name, code in names],
        actor=manager,
        now=timezone.now(),
    )
    return alliance, manager, codes


def covers(alliance):
    """How each stage stands."""
    parties = list(AllianceParty.objects.filter(alliance=alliance).prefetch_related("covers"))
    return [column.cover.value for column in engine.matrix(alliance, parties).columns()]


def test_the_matrix_shows_the_hole(grid):
    alliance, _manager, _codes = grid

    assert covers(alliance) == ["single", "single", "missing"]


def test_one_member_covers_a_part_and_two_cover_a_stage_for_their_cluster(grid):
    alliance, _manager, codes = grid
    for expected in ("weak", "single"):
        member = make_organisation()
        member.described_by.create(term=codes["04001003"])
        make_membership(member, alliance.coordinator)
        assert covers(alliance)[2] == expected


def test_what_a_party_says_itself_counts_first(grid):
    alliance, manager, _codes = grid
    party = alliance.parties.get()
    services.say_cover(
        party, alliance.stages.all()[2], level=CoverLevel.FULLY, note="Batteries", actor=manager
    )
    services.say_cover(party, alliance.stages.all()[0], level=CoverLevel.NOT, note="", actor=manager)

    assert covers(alliance) == ["missing", "single", "single"]


def test_the_fewest_partners_under_the_rules_close_the_gap(grid):
    alliance, manager, codes = grid
    spanish, french = make_cluster("Pilas", country="ES"), make_cluster("Piles", country="FR")
    for cluster in (spanish, french):
        cluster.described_by.create(term=codes["04001003"])
    parties = list(alliance.parties.select_related("cluster").prefetch_related("covers"))

    ways, could = engine.ways(alliance, parties, engine.Rules("cluster", different=2), actor=manager)
    alone, _could = engine.ways(
        alliance, parties, engine.Rules("cluster", countries=frozenset({"ES"})), actor=manager
    )

    assert [[one.row.name for one in way.candidates] for way in ways] == [["Piles"]]
    assert [row.name for row in could[0][1]] == ["Pilas", "Piles"]
    assert [[one.row.name for one in way.candidates] for way in alone] == [["Pilas"]]


def test_only_its_own_people_answer_for_a_party(client, grid):
    alliance, manager, _codes = grid
    other = make_user()
    party = services.invite(alliance, cluster=make_cluster("Other", manager=other), actor=manager)
    address = f"/alliances/{alliance.slug}/parties/{party.pk}/confirm/"
    client.force_login(manager)
    assert client.post(address).status_code == 403

    client.force_login(other)
    assert client.post(address).status_code == 303

    party.refresh_from_db()
    assert party.state == PartyState.CONFIRMED


def test_a_joint_action_is_agreed_once_every_party_has_said_yes(grid):
    alliance, manager, _codes = grid
    other = services.invite(alliance, cluster=make_cluster("Other"), actor=manager)
    services.answer(other, verb="confirm", actor=manager, now=timezone.now())
    action = services.propose(alliance, facts={"title": "A stand"}, actor=manager)

    states = []
    for party in AllianceParty.objects.filter(alliance=alliance):
        services.confirm(party, action=action, actor=manager, now=timezone.now())
        action.refresh_from_db()
        states.append(action.state)

    assert states == [ActionState.PROPOSED, ActionState.AGREED]


def test_whoever_has_not_joined_confirms_nothing(grid):
    alliance, manager, _codes = grid
    invited = services.invite(alliance, cluster=make_cluster("Other"), actor=manager)
    action = services.propose(alliance, facts={"title": "A stand"}, actor=manager)

    with pytest.raises(Refused, match="Only a party that has joined"):
        services.confirm(invited, action=action, actor=manager, now=timezone.now())


def test_strangers_see_the_public_matrix_and_neither_invitations_nor_actions(client, grid):
    alliance, manager, _codes = grid
    services.invite(alliance, cluster=make_cluster("Courted"), actor=manager)
    services.propose(alliance, facts={"title": "A secret stand"}, actor=manager)

    page = client.get(alliance.get_absolute_url()).content.decode()

    assert "nobody: a hole" in page
    assert "Courted" not in page
    assert "A secret stand" not in page
    assert client.get(f"/alliances/{alliance.slug}/gaps/").status_code == 403


def test_hidden_members_and_applicants_cover_nothing(grid):
    alliance, _manager, codes = grid
    before = covers(alliance)
    hidden, applicant = make_organisation("Hidden", is_public=False), make_organisation("Applicant")
    for organisation in (hidden, applicant):
        organisation.described_by.create(term=codes["04001003"])
    make_membership(hidden, alliance.coordinator)
    make_membership(applicant, alliance.coordinator, status="applied")

    assert covers(alliance) == before == ["single", "single", "missing"]


def test_a_private_alliance_is_unknown_to_strangers(client, grid):
    alliance, manager, _codes = grid
    alliance.is_public = False
    alliance.save()

    assert client.get(alliance.get_absolute_url()).status_code == 404
    client.force_login(manager)
    assert client.get(alliance.get_absolute_url()).status_code == 200


def names(alliance):
    """The stages in their order."""
    return [stage.name["en"] for stage in alliance.stages.all()]


def test_stages_are_added_renamed_moved_and_removed_on_the_web(client, grid):
    alliance, manager, codes = grid
    client.force_login(manager)
    here = f"/alliances/{alliance.slug}/stages/"
    metering = {"name_en": "Metering", "need": 1, "weight": 2, "terms": [codes["04002013"].pk]}
    assert client.post(f"{here}new/", metering).status_code == 303
    added = alliance.stages.last()
    assert names(alliance) == ["Generation", "Distribution", "Storage", "Metering"]
    assert list(added.terms.all()) == [codes["04002013"]]

    client.post(f"{here}{added.pk}/", {**metering, "name_en": "Smart metering"})
    client.post(f"{here}{added.pk}/earlier/")
    assert names(alliance) == ["Generation", "Distribution", "Smart metering", "Storage"]
    client.post(f"{here}{alliance.stages.first().pk}/later/")
    client.post(f"{here}{alliance.stages.last().pk}/later/")
    assert names(alliance) == ["Distribution", "Generation", "Smart metering", "Storage"]

    client.post(f"{here}{added.pk}/remove/")
    assert names(alliance) == ["Distribution", "Generation", "Storage"]
    assert client.get(f"{here}{alliance.stages.first().pk}/").status_code == 200


def test_nobody_else_touches_the_stages(client, grid):
    alliance, _manager, _codes = grid
    client.force_login(make_user())
    stage = alliance.stages.first()

    answers = [
        client.post(f"/alliances/{alliance.slug}/stages/{end}/", {"name_en": "X", "need": 1, "weight": 1})
        for end in ("new", stage.pk, f"{stage.pk}/remove", f"{stage.pk}/later")
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert names(alliance) == ["Generation", "Distribution", "Storage"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_need_few_queries(client, grid, rows, django_assert_num_queries):
    alliance, manager, codes = grid
    for number in range(rows):
        house = make_organisation()
        house.described_by.create(term=codes["04001003"])
        make_cluster().described_by.create(term=codes["04001003"])
        if number % 2 == 0:
            AllianceParty.objects.create(alliance=alliance, organisation=house, state="confirmed")
        services.propose(alliance, facts={"title": {"en": f"Fair {number}"}}, actor=manager)
    client.force_login(manager)

    with django_assert_num_queries(11):
        assert client.get(f"/alliances/{alliance.slug}/").status_code == 200
    with django_assert_num_queries(12):
        assert client.get(f"/alliances/{alliance.slug}/gaps/").status_code == 200

"""Searching: filters and their numbers under each combination, for each person, always of today."""

import html
import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant
from lonja.base.models import RateCount
from lonja.directory import facets, policies
from lonja.directory.forms import OrganisationSearchForm
from lonja.directory.models import ClusterGrant, Label, Organisation, OrganisationGrant
from lonja.directory.views import search as views
from tests.factories import make_cluster, make_membership, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db

QUERIES = [
    "",
    "q=e",
    "country=ES&country=PT",
    "size=small&helix=industry",
    "sector=S1&technology=T1",
    "sector=S1&sector=S2&cluster=a",
    "region=ES30&q=one",
    "language=es&emerging=E1",
    "cluster=p",
    "cluster=nobody",
    "s3=A01&ecosystem=IE01",
    "label=GOLD",
]


@pytest.fixture
def described(world):
    """The small world with fields, sizes and places."""
    company = make_term("actor_types", "SME", extra={"helix": "industry"})
    madrid = make_term("regions", "ES300", labels={"en": "Madrid"})
    make_term("regions", "ES30", labels={"en": "Community of Madrid"})
    codes = {
        "sectoral_industries": ["S1", "S2"], "een_technologies": ["T1"], "emerging_industries": ["E1"],
        "s3_priorities": ["A01"], "industrial_ecosystems": ["IE01"],
    }  # fmt: skip
    terms = {code: make_term(scheme, code) for scheme, all_ in codes.items() for code in all_}
    rows = (world.public, world.private, world.fellow)
    for row, size, spoken in zip(
        rows, ("small", "small", "large"), (["es"], ["es", "en"], ["fr"]), strict=True
    ):
        Organisation.objects.filter(pk=row.pk).update(
            actor_type=company, size=size, languages=spoken, region=madrid
        )
        for code in ("S1", "T1", "E1", "A01", "IE01") if size == "small" else ("S1", "S2"):
            row.described_by.create(term=terms[code])
    gold = make_term("label_kinds", "GOLD")
    Label.objects.create(organisation=world.public, kind=gold)
    Label.objects.create(organisation=world.private, kind=gold)
    Label.objects.create(organisation=world.fellow, kind=gold, valid_until=date(2020, 1, 1))
    make_organisation("Elsewhere", country="PT", slug="elsewhere")
    return world


def as_query(actor, query):
    """What the query of the exports finds: another way to the same answer."""
    memberships = policies.memberships.scope(actor).active()
    form = OrganisationSearchForm(QueryDict(query))
    form.is_valid()
    rows = policies.organisations.scope(actor).matching(form.words())
    return set(facets.narrowed(rows, form.chosen(), memberships).values_list("pk", flat=True))


def found(actor, query):
    form = OrganisationSearchForm(QueryDict(query))
    form.is_valid()
    return facets.organisations(actor, text=form.words(), chosen=form.chosen(), sort=form.order())


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_finds_for_everybody_what_the_database_finds(described, query):
    for name, actor in described.principals.items():
        assert set(found(actor, query).ids()) == as_query(actor, query), name


@pytest.mark.parametrize("query", ["", "country=ES", "size=small&helix=industry", "q=one&sector=S1"])
def test_each_number_is_what_choosing_it_would_show(described, query):
    for actor in described.principals.values():
        result = found(actor, query)
        for group in result.choices():
            for option in group.options:
                chosen = QueryDict(query, mutable=True)
                chosen.setlist(group.name, [option.value])
                assert option.count == len(as_query(actor, chosen.urlencode())), (group.name, option)


def test_nobody_learns_of_hidden_rows_by_lists_numbers_or_names(described):
    make_cluster("Canary cluster", slug="canary", is_public=False)
    make_membership(
        make_organisation("Canary firm", is_public=False, country="LU"), described.private_cluster
    )
    pages = ["/organisations/?cluster=canary&cluster=p&country=LU", "/organisations/map/?country=LU"]
    pages += ["/organisations/figures/", "/clusters/", "/organisations/?sort=new", "/clusters/map/"]
    pages += ["/organisations/export.csv?country=LU"]
    for name in ("anonymous", "outsider", "former", "operator", "other_admin", "manager_b"):
        client = Client()
        actor = described.principals[name]
        if actor.is_authenticated:
            client.force_login(actor)
        for address in pages:
            response = client.get(address)
            text = b"".join(response).decode() if response.streaming else response.content.decode()
            shown = [secret for secret in ("Canary", "Cluster P", "Private One") if secret in text]
            assert shown == [], (name, address)


def test_the_manager_and_the_auditor_count_what_they_may_see(described):
    numbers = {
        name: len(found(described.principals[name], "size=small").ids())
        for name in ("anonymous", "manager", "manager_b", "auditor", "admin")
    }

    assert numbers == {"anonymous": 1, "manager": 2, "manager_b": 1, "auditor": 2, "admin": 2}


def test_numbers_follow_every_change_at_once(described):
    stranger = AnonymousUser()
    assert len(found(stranger, "size=small").ids()) == 1

    Organisation.objects.filter(pk=described.fellow.pk).update(size="small")
    assert len(found(stranger, "size=small").ids()) == 2

    Organisation.objects.filter(pk=described.fellow.pk).update(is_public=False)
    assert len(found(stranger, "size=small").ids()) == 1

    described.public.memberships.update(status="left")
    assert found(stranger, "cluster=a").ids() == []

    described.public.described_by.all().delete()
    assert found(stranger, "sector=S1").ids() == []


def test_what_one_person_sees_follows_each_of_her_roles_at_once(described):
    people, works_there = described.principals, described.person.affiliations
    role = {"role": Role.CLUSTER_MANAGER, "cluster": described.cluster}

    def seen(name):
        return len(found(people[name], "size=small").ids())

    counts = [seen("former")]
    ClusterGrant.objects.create(user=people["former"], **role)
    counts.append(seen("former"))
    ClusterGrant.objects.filter(user=people["former"]).update(valid_until=timezone.now())
    counts.append(seen("former"))
    counts.append(seen("employee"))
    work = works_there.create(organisation=described.private)
    counts.append(seen("employee"))
    work.delete()
    counts.append(seen("employee"))
    counts.append(seen("auditor"))
    SiteGrant.objects.filter(user=people["auditor"]).update(valid_until=timezone.now())
    counts.append(seen("auditor"))
    counts.append(seen("admin"))
    OrganisationGrant.objects.filter(user=people["admin"]).update(valid_until=timezone.now())
    counts.append(seen("admin"))
    described.private.memberships.update(status="left")
    counts.append(seen("manager"))

    assert counts == [1, 2, 1, 1, 2, 1, 2, 1, 2, 1, 1]


def test_best_fit_puts_names_before_texts(db):
    make_organisation("Zeta", summary={"en": "We cool with agua."})
    make_organisation("Fría Agua")
    make_organisation("Agua Clara")
    make_organisation("Agua")

    result = found(AnonymousUser(), "q=agua")

    names = dict(Organisation.objects.values_list("pk", "name"))
    assert [names[pk] for pk in result.ids()] == ["Agua", "Agua Clara", "Fría Agua", "Zeta"]


def test_an_empty_list_proposes_what_to_take_away(client, described):
    text = client.get("/organisations/?country=PT&size=large").content.decode()

    ways = re.findall(r"Without “(\w+)”: (\w+)", html.unescape(text))
    assert sorted(ways) == [("Country", "one"), ("Size", "one")]


def test_a_chip_takes_away_one_value_and_keeps_the_rest(client, described):
    text = client.get("/organisations/?q=e&country=ES&country=PT&page=1").content.decode()

    chips = [html.unescape(href) for href in re.findall(r'class="chip" href="([^"]+)"', text)]
    assert chips == ["?country=ES&country=PT", "?q=e&country=PT", "?q=e&country=ES"]


def test_clusters_are_narrowed_and_sorted_too(client, world):
    stage = make_term("lifecycle_stages", "DEFINE")
    world.cluster.stage = stage
    world.cluster.save()
    term = make_term("sectoral_industries", "S1")
    world.cluster.described_by.create(term=term)

    def names(query):
        text = client.get(f"/clusters/?{query}").content.decode()
        return re.findall(r'card-title"><a href="[^"]+">([^<]+)', text)

    assert names("") == ["Cluster A", "Cluster B"]
    assert names("stage=DEFINE&sector=S1") == ["Cluster A"]
    make_membership(cluster=world.cluster_b)
    make_membership(cluster=world.cluster_b)
    make_membership(cluster=world.cluster_b)
    make_membership(cluster=world.cluster_b)
    assert names("sort=members") == ["Cluster B", "Cluster A"]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    "address", ["/organisations/?compare=public-one", "/clusters/", "/clusters/map/?country=ES"]
)
def test_each_look_needs_few_queries(described, django_assert_max_num_queries, rows, address):
    for _number in range(rows):
        make_membership(cluster=make_cluster(), organisation=make_organisation())
    client = Client()
    client.force_login(described.principals["manager"])
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_who_copies_the_directory_is_slowed_down(client, db):
    assert client.get("/organisations/").status_code == 200
    RateCount.objects.update(count=views.MOST_LOOKS)

    for address in ("/organisations/", "/clusters/", "/organisations/map/", "/clusters/compare/"):
        assert client.get(address).status_code == 429


def test_whoever_signs_in_sees_at_least_what_strangers_see(described):
    everybody = set(found(AnonymousUser(), "").ids())

    for actor in [*described.principals.values(), make_user()]:
        assert everybody <= set(found(actor, "").ids())

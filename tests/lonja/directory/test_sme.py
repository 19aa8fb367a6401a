"""The size of an enterprise: worked examples by hand, and who may read them."""

from decimal import Decimal

import pytest
from django.test import Client

from lonja.base.models import AuditEntry
from lonja.directory import enterprises
from lonja.directory.models import EnterpriseFigures, FiguresReader, Organisation, Ownership
from lonja.directory.sme import Figures, Holding, assess, linked_groups, public_share, size_of
from tests.factories import make_organisation, make_user

MILLION = 100_000_000  # in cents


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def make_figures(organisation, *, year=2025, staff=7):
    return EnterpriseFigures.objects.create(
        organisation=organisation, year=year, staff=staff, turnover_cents=100, balance_cents=100
    )


def figures(staff, turnover=1, balance=1):
    return Figures(Decimal(staff), turnover * MILLION, balance * MILLION)


def at_2025(**by_name):
    """Staff by enterprise, for one year."""
    return {name: {2025: figures(staff)} for name, staff in by_name.items()}


def holding(owner, owned, share, kind="enterprise", **years):
    return Holding(owner, owned, Decimal(share), kind, **years)


def newest(result):
    return result.years[0]


@pytest.mark.parametrize(
    ("staff", "turnover", "balance", "size"),
    [
        (9, 2_000_000_00, 9_000_000_00, "micro"),
        (9, 2_000_000_01, 2_000_000_00, "micro"),
        (9, 2_000_000_01, 2_000_000_01, "small"),
        (10, 0, 0, "small"),
        (Decimal("9.99"), 0, 0, "micro"),
        (49, 10_000_000_00, 99_000_000_00, "small"),
        (49, 10_000_000_01, 10_000_000_01, "medium"),
        (249, 50_000_000_00, 99_000_000_00, "medium"),
        (249, 50_000_000_01, 43_000_000_00, "medium"),
        (249, 50_000_000_01, 43_000_000_01, "large"),
        (250, 0, 0, "large"),
    ],
)
def test_the_ceilings_are_exact(staff, turnover, balance, size):
    assert size_of(Figures(staff, turnover, balance)) == size


def test_an_enterprise_alone_counts_itself():
    result = newest(assess("a", at_2025(a=30, b=900), [holding("b", "a", "24.999")]))

    assert [(line.enterprise, line.relation) for line in result.lines] == [("a", "own")]
    assert (result.total.staff, result.size) == (30, "small")


def test_a_partner_counts_by_its_share():
    """The guide's example: 100 per cent of the own data and 30 per cent of C's."""
    result = newest(assess("a", at_2025(a=40, c=50), [holding("c", "a", 30)]))

    assert [(line.enterprise, line.relation, line.counted.staff) for line in result.lines] == [
        ("a", "own", 40),
        ("c", "partner", 15),
    ]
    assert (result.total.staff, result.size) == (55, "medium")


@pytest.mark.parametrize(("share", "counted"), [("25", 25), ("50", 50), ("50.001", 100)])
def test_from_a_quarter_on_it_is_a_partner_and_above_the_half_it_is_linked(share, counted):
    result = newest(assess("a", at_2025(a=0, b=100), [holding("a", "b", share)]))

    assert result.total.staff == counted


def test_a_chain_of_majorities_counts_in_full_up_and_down():
    chain = [holding("top", "a", 60), holding("a", "child", 51), holding("child", "grandchild", 100)]

    result = newest(assess("a", at_2025(a=100, top=100, child=30, grandchild=20), chain))

    assert (result.total.staff, result.size) == (250, "large")
    assert {line.relation for line in result.lines[1:]} == {"linked"}


def test_linked_enterprises_hold_jointly():
    """Neither of the sisters controls C alone; together they hold 60 per cent of it."""
    held = [holding("a", "b", 100), holding("a", "c", 30), holding("b", "c", 30)]

    assert linked_groups(held)["c"] == {"a", "b", "c"}


def test_partners_of_linked_enterprises_count_but_not_the_partners_of_partners():
    held = [
        holding("a", "b", 80),
        holding("b", "partner", 40),
        holding("partner", "its_child", 90),
        holding("far", "partner", 30),
    ]

    result = newest(assess("a", at_2025(a=10, b=10, partner=100, its_child=50, far=1000), held))

    assert [(line.enterprise, line.relation, line.counted.staff) for line in result.lines] == [
        ("a", "own", 10),
        ("b", "linked", 10),
        ("partner", "partner", 40),
        ("its_child", "through_partner", 20),
    ]
    assert result.total.staff == 80


def test_circles_of_owners_end():
    held = [holding("a", "b", 60), holding("b", "c", 60), holding("c", "a", 60), holding("b", "a", 30)]

    result = newest(assess("a", at_2025(a=1, b=2, c=4), held))

    assert result.total.staff == 7


@pytest.mark.parametrize("kind", ["venture", "angel", "university", "institution", "authority"])
def test_exempt_investors_hold_up_to_half_without_becoming_partners(kind):
    result = newest(assess("a", at_2025(a=20, investor=5000), [holding("investor", "a", 50, kind)]))

    assert (result.total.staff, result.size) == (20, "small")


def test_an_exempt_investor_with_a_majority_is_linked_all_the_same():
    result = newest(assess("a", at_2025(a=20, fund=5000), [holding("fund", "a", 51, "venture")]))

    assert result.size == "large"


@pytest.mark.parametrize(
    ("share", "size"),
    [
        ("public 24.999", "micro"),
        ("public 25", "large"),
        ("authority 50", "micro"),
        ("authority 51", "large"),
    ],
)
def test_a_quarter_in_public_hands_makes_it_no_sme(share, size):
    kind, share = share.split()
    result = newest(assess("a", at_2025(a=3), [holding("town", "a", share, kind)]))

    assert result.size == size


def test_public_hands_reach_through_what_they_control():
    held = [
        holding("state", "agency", 51, "public"),
        holding("agency", "a", 15),
        holding("town", "a", 10, "public"),
    ]

    assert public_share("a", held) == 25


def test_a_ceiling_is_crossed_in_the_second_year_in_a_row():
    by_year = dict(zip(range(2019, 2026), [240, 260, 240, 260, 270, 240, 230], strict=True))

    result = assess("a", {"a": {year: figures(staff) for year, staff in by_year.items()}}, [])

    assert [(year.year, year.size, year.status) for year in reversed(result.years)] == [
        (2019, "medium", "medium"),
        (2020, "large", "medium"),
        (2021, "medium", "medium"),
        (2022, "large", "medium"),
        (2023, "large", "large"),
        (2024, "medium", "large"),
        (2025, "medium", "medium"),
    ]


def test_a_missing_year_begins_anew_and_missing_figures_leave_it_open():
    alone = assess("a", {"a": {2022: figures(5), 2024: figures(60), 2025: figures(60)}}, [])
    with_partner = assess("a", at_2025(a=5), [holding("b", "a", 40)])

    assert [year.status for year in alone.years] == ["medium", "medium", "micro"]
    assert (newest(with_partner).size, with_partner.size, newest(with_partner).total) == (None, None, None)


def test_holdings_count_in_their_years_only():
    held = [holding("b", "a", 40, since=2025)]
    known = {"a": {2024: figures(40), 2025: figures(40)}, "b": {2024: figures(100), 2025: figures(100)}}

    result = assess("a", known, held)

    assert [(year.year, year.total.staff, year.status) for year in result.years] == [
        (2025, 80, "small"),
        (2024, 40, "small"),
    ]


def figures_of(client, slug, **fields):
    data = {"year": 2025, "staff": "40", "turnover_cents": "3000000", "balance_cents": "1000000", **fields}
    return client.post(f"/organisations/{slug}/size/figures/", data)


def holding_of(client, slug, other, share, **fields):
    data = {"owns": "no", "other": other, "share": share, "owner_kind": "enterprise", **fields}
    return client.post(f"/organisations/{slug}/size/holdings/", data)


@pytest.mark.django_db
def test_an_administrator_enters_figures_and_owners_and_reads_each_step():
    admin = make_user()
    row = make_organisation("Forja", slug="forja", admin=admin)
    client = signed_in(admin)

    answers = [
        figures_of(client, "forja"),
        holding_of(client, "forja", "Inversora Norte", "30"),
        figures_of(client, "inversora-norte", staff="50", turnover_cents="1000000.50"),
        client.post("/organisations/forja/size/show/"),
    ]
    shown = client.get("/organisations/forja/size/").content.decode()

    row.refresh_from_db()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert [text in shown for text in ("Medium-sized enterprise", "of 50", "30 %", "3,300,000.15 euros")] == [
        True
    ] * 4
    assert (row.size, row.size_year) == ("medium", 2025)
    assert Organisation.objects.get(slug="inversora-norte").is_public is False
    assert [entry.action for entry in AuditEntry.objects.all()] == [
        "figures.written",
        "organisation.created",
        "role.granted",
        "holding.declared",
        "figures.written",
        "organisation.edited",
    ]


@pytest.mark.django_db
def test_figures_are_for_their_own_administrators_and_for_those_whom_they_let(world):
    row = world.public
    make_figures(row, staff=12345)
    make_figures(world.fellow, staff=54321)
    Ownership.objects.create(owner=row, owned=world.fellow, declared_by=row, share=60)
    FiguresReader.objects.create(organisation=world.fellow, reader=row)
    address = f"/organisations/{row.slug}/size/"

    before = {name: answer(world, name, address).status_code for name in world.principals}
    FiguresReader.objects.create(organisation=row, cluster=world.cluster)
    read = answer(world, "manager", address).content.decode()

    assert {name for name, status in before.items() if status == 200} == {"admin"}
    assert {status for name, status in before.items() if name != "admin"} == {404}
    assert ["12,345" in read, "54,321" in read, "66,666" in read] == [True, False, False]
    assert answer(world, "manager_b", address).status_code == 404


def answer(world, name, address):
    client = Client()
    if world.principals[name].is_authenticated:
        client.force_login(world.principals[name])
    return client.get(address)


@pytest.mark.django_db
def test_what_a_stranger_declares_about_us_changes_nothing():
    admin, stranger = make_user(), make_user()
    row = make_organisation(slug="us", admin=admin)
    make_organisation(slug="them", admin=stranger)
    make_figures(row, staff=5)

    holding_of(signed_in(stranger), "them", "us", "60", owns="yes")
    result, _names = enterprises.assess(row)

    assert [line.relation for line in result.years[0].lines] == ["own"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"share": "0"}, {"share": "100.01"}, {"share": "x"}, {"other": ""}, {"since": "2025", "until": "2024"}],
)
def test_holdings_that_cannot_be_are_refused_beside_their_field(fields):
    admin = make_user()
    make_organisation(slug="us", admin=admin)

    refused = holding_of(signed_in(admin), "us", **{"other": "Them", "share": "10", **fields})

    assert refused.status_code == 422
    assert Ownership.objects.count() == 0


@pytest.mark.django_db
def test_owners_cannot_hold_more_than_the_whole():
    admin = make_user()
    make_organisation(slug="us", admin=admin)
    client = signed_in(admin)

    answers = [
        holding_of(client, "us", "One", "60", until="2024").status_code,
        holding_of(client, "us", "Two", "60", since="2025").status_code,
        holding_of(client, "us", "Three", "41").status_code,
    ]

    assert answers == [303, 303, 409]


@pytest.mark.django_db
def test_the_page_of_the_size_asks_as_often_for_many_as_for_one(django_assert_max_num_queries):
    admin = make_user()
    row = make_organisation(slug="us", admin=admin)
    for year in range(2000, 2025):
        make_figures(row, year=year)
        Ownership.objects.create(owner=make_organisation(), owned=row, declared_by=row, share=1)
    client = signed_in(admin)

    with django_assert_max_num_queries(12):
        client.get("/organisations/us/size/")

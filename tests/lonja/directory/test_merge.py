"""Two rows for one organisation become one, and two again exactly as they were."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.test import Client

from lonja.accounts.models import Role, SiteGrant
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import duplicates, policies
from lonja.directory.models import (
    Cluster,
    Contact,
    EnterpriseFigures,
    FiguresReader,
    Membership,
    Merge,
    Organisation,
    Ownership,
)
from lonja.directory.services import merging as services
from lonja.events.models import Event, Participation
from tests.factories import (
    make_cluster,
    make_contact,
    make_edition,
    make_event,
    make_membership,
    make_organisation,
    make_participation,
    make_person,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
# What a merge writes about itself, and the stamps by which caches learn of changes.
ITS_OWN = {"base", "sessions", "directory.merge", "directory.change", "django_tasks_db"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def snapshot():
    """Every column of every row of every table that is not the merge's own."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in ITS_OWN and model._meta.label_lower not in ITS_OWN:
            names = [column.attname for column in model._meta.concrete_fields]
            tables[model._meta.label] = list(model._base_manager.order_by("pk").values_list(*names))
    return tables


def tangled(seed):
    """Two organisations, and a few of everything around both, drawn at random."""
    rng = random.Random(seed)
    people = [make_user() for _ in range(3)]
    both = [
        make_organisation(
            f"Twin {seed} {side}",
            admin=rng.choice(people),
            website=rng.choice(["", "https://example.org"]),
            summary=rng.choice([{}, {"en": f"Side {side}"}]),
            vat_number=rng.choice(["", f"ES{seed:04}{side}"]),
            is_public=rng.random() < 0.7,
        )
        for side in (1, 2)
    ]
    clusters = [make_cluster(promoter=rng.choice([None, *both])) for _ in range(3)]
    terms = [make_term() for _ in range(3)]
    edition = make_edition(make_event(organiser_organisation=rng.choice(both)))
    third = make_organisation()
    workers = [make_person() for _ in range(3)]
    for side in both:
        for cluster in rng.sample(clusters, rng.randint(0, 3)):
            status = rng.choice(["prospect", "applied", "active", "suspended", "left"])
            make_membership(side, cluster, status=status, joined_on=date(2020, 1, rng.randint(1, 28)))
        for term in rng.sample(terms, rng.randint(0, 3)):
            side.described_by.create(term=term)
        for worker in rng.sample(workers, rng.randint(0, 3)):
            worker.affiliations.create(organisation=side)
        for year in rng.sample([2023, 2024, 2025], rng.randint(0, 3)):
            EnterpriseFigures.objects.create(
                organisation=side, year=year, staff=Decimal(7), turnover_cents=1, balance_cents=1
            )
        make_contact(side)
        make_participation(edition, organisation=side)
    one, other = rng.sample([*both, third], 2)
    Ownership.objects.create(owner=one, owned=other, declared_by=rng.choice([one, other]), share=30)
    FiguresReader.objects.create(organisation=one, reader=other)
    return both


@pytest.mark.parametrize("seed", range(12))
def test_a_merge_that_is_undone_leaves_no_trace(seed):
    keeper, duplicate = tangled(seed)
    actor = make_user()
    take = random.Random(seed).sample(services.CHOOSABLE, 6)
    before = snapshot()

    done = services.merge(keeper, duplicate, take=take, with_administrators=seed % 2 == 0, actor=actor)
    between = snapshot()
    services.undo(done, actor=actor)

    assert between != before
    assert snapshot() == before


@pytest.mark.parametrize("seed", range(12))
def test_a_merge_loses_no_row_and_leaves_nothing_behind_that_could_come_along(seed):
    keeper, duplicate = tangled(seed)
    rows = {label: len(table) for label, table in snapshot().items()}
    contacts = Contact.objects.count()

    services.merge(keeper, duplicate, actor=None)

    assert {label: len(table) for label, table in snapshot().items()} == rows
    assert keeper.contacts.count() == contacts
    assert [Membership, Participation, Event, Cluster] == [
        model for model in (Membership, Participation, Event, Cluster)
        if not any(
            model._base_manager.filter(**{name: duplicate.pk}).exists()
            for name in services.relations()[model]
        )
    ]  # fmt: skip


def test_of_two_memberships_of_one_cluster_the_stronger_stays():
    keeper, duplicate, cluster = make_organisation(), make_organisation(), make_cluster()
    weak = make_membership(keeper, cluster, status="prospect", agreed_at=None)
    strong = make_membership(duplicate, cluster)

    done = services.merge(keeper, duplicate, actor=make_user())

    assert sorted(keeper.memberships.values_list("pk", "status")) == [
        (weak.pk, "left"),
        (strong.pk, "active"),
    ]
    services.undo(done, actor=make_user())
    assert (keeper.memberships.get().status, duplicate.memberships.get().status) == ("prospect", "active")


def test_the_old_address_leads_to_the_kept_page_also_over_two_merges():
    first, second, third = (make_organisation(slug=slug) for slug in ("first", "second", "third"))
    early = services.merge(second, first, actor=make_user())
    late = services.merge(third, second, actor=make_user())
    client = Client()

    answer = client.get("/organisations/first/")

    assert (answer.status_code, answer.url) == (302, "/organisations/third/")
    with pytest.raises(Refused, match="Undo that first"):
        services.undo(early, actor=make_user())
    services.undo(late, actor=make_user())
    services.undo(early, actor=make_user())
    assert client.get("/organisations/first/").status_code == 200


def test_the_old_address_does_not_tell_of_a_private_page():
    keeper, duplicate = make_organisation(is_public=False), make_organisation(slug="old")
    services.merge(keeper, duplicate, actor=make_user())

    assert Client().get("/organisations/old/").status_code == 404


def test_what_was_edited_after_a_merge_stays_when_it_is_undone():
    keeper, duplicate = make_organisation("Kept"), make_organisation("Twin", city="Ávila", street="Mayor 1")
    done = services.merge(keeper, duplicate, take=["city", "street"], actor=make_user())
    Organisation.objects.filter(pk=keeper.pk).update(city="Soria")

    services.undo(done, actor=make_user())

    keeper.refresh_from_db()
    assert (keeper.city, keeper.street) == ("Soria", "")


def test_a_merged_organisation_is_nowhere_to_be_seen(world):
    services.merge(world.fellow, world.public, actor=make_user())

    seen = {
        name: policies.organisations.allows(principal, "view", world.public)
        for name, principal in world.principals.items()
    }

    assert seen == dict.fromkeys(world.principals, False)


def test_administrators_of_the_duplicate_come_along_only_when_that_is_wanted():
    honest, stranger = make_user(), make_user()
    keeper, duplicate = make_organisation(admin=honest), make_organisation(admin=stranger)

    services.merge(keeper, duplicate, with_administrators=False, actor=make_user())

    assert policies.organisations.allows(stranger, "edit", keeper) is False
    assert duplicate.grants.count() == 1


def test_administrators_of_both_merge_and_undo_on_the_page():
    admin = make_user()
    keeper = make_organisation("Óptica Ibáñez S.L.", slug="optica", admin=admin)
    duplicate = make_organisation("Optica Ibanez", slug="twin", admin=admin, city="Ávila")
    client = signed_in(admin)
    address = "/merges/new/?keep=optica&duplicate=twin"

    listed = client.get("/merges/").content.decode()
    compared = client.get(address).content.decode()
    merged = client.post(address, {"name": "keep", "city": "take", "with_administrators": "on"})

    keeper.refresh_from_db()
    assert ["Same name" in listed, "Ávila" in compared] == [True, True]
    assert (merged.status_code, keeper.city, keeper.name) == (303, "Ávila", "Óptica Ibáñez S.L.")
    assert client.get(merged.url).status_code == 200
    undone = client.post(f"{merged.url}undo/")
    again = client.post(f"{merged.url}undo/")
    assert (undone.status_code, again.status_code) == (303, 403)
    assert Organisation.objects.get(pk=duplicate.pk).merged_into is None
    actions = AuditEntry.objects.order_by("position").values_list("action", flat=True)
    assert list(actions) == ["organisation.merged", "organisation.merge_undone"]


def test_a_manager_proposes_and_an_operator_decides():
    manager, operator, outsider = make_user(), make_user("operator@example.org"), make_user()
    SiteGrant.objects.create(user=operator, role=Role.OPERATOR)
    keeper = make_organisation("One", slug="one")
    make_organisation("Two", slug="two")
    make_membership(keeper, make_cluster(manager=manager), agreed_at=None)
    address = "/merges/new/?keep=one&duplicate=two"

    refused = signed_in(outsider).post(address, {"name": "keep"})
    proposed = signed_in(manager).post(address, {"name": "keep", "reason": "Same house"})
    twice = signed_in(manager).post(address, {"name": "keep"})
    overreach = signed_in(manager).post(proposed.url, {"name": "keep"})
    merge = Merge.objects.get()

    assert [one.status_code for one in (refused, proposed, twice, overreach)] == [403, 303, 409, 403]
    assert (merge.state, OutboxMail.objects.get().to) == ("proposed", "operator@example.org")
    decided = signed_in(operator).post(proposed.url, {"name": "take"})
    merge.refresh_from_db()
    keeper.refresh_from_db()
    assert (decided.status_code, merge.state, keeper.name) == (303, "done", "Two")


def test_a_number_that_the_kept_organisation_takes_leaves_the_duplicate():
    keeper, duplicate = make_organisation(), make_organisation(vat_number="ESB12345674")

    done = services.merge(keeper, duplicate, take=["vat_number"], actor=make_user())
    keeper.refresh_from_db()
    taken = keeper.vat_number
    services.undo(done, actor=make_user())

    assert taken == "ESB12345674"
    assert sorted(Organisation.objects.values_list("vat_number", flat=True)) == ["", "ESB12345674"]


def test_nobody_reads_a_private_number_on_the_page_of_a_merge():
    manager = make_user()
    keeper = make_organisation(slug="one", vat_number="ESB12345674")
    make_organisation(slug="two", vat_number="ESA28599033")
    make_membership(keeper, make_cluster(manager=manager))

    shown = signed_in(manager).get("/merges/new/?keep=one&duplicate=two").content.decode()

    assert ["ESB12345674" in shown, "ESA28599033" in shown, "VAT number" in shown] == [False, False, True]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"name": "Óptica Ibáñez, S.L."}, {"name": "OPTICA IBANEZ"}, ("name",)),
        ({"name": "Clúster de la Energía"}, {"name": "Energía Cluster"}, ("name",)),
        ({"name": "Telefonica"}, {"name": "Telefonika"}, ("nearly",)),
        ({"name": "A", "vat_number": "ESB12345674"}, {"name": "B", "vat_number": "B12345674"}, ("vat",)),
        ({"name": "A", "website": "https://www.a.es/x"}, {"name": "B", "website": "//a.es"}, ("website",)),
        ({"name": "Instituto", "short_name": "ITECAM"}, {"name": "Itecam"}, ("name",)),
    ],
)  # fmt: skip
def test_what_looks_the_same_is_found_with_its_reason(one, other, reasons):
    candidates = [duplicates.Candidate(1, **one), duplicates.Candidate(2, **other)]

    assert duplicates.pairs(candidates) == [(1, 2, reasons)]


@pytest.mark.parametrize(("one", "other"), [("S.L.", "S.A."), ("Acero", "Aceros"), ("Madrid", "Murcia")])
def test_short_or_different_names_do_not_look_the_same(one, other):
    assert duplicates.pairs([duplicates.Candidate(1, one), duplicates.Candidate(2, other)]) == []


def test_a_stranger_signs_in_before_looking_for_duplicates():
    answer = Client().get("/merges/")

    assert (answer.status_code, answer.url.endswith("next=/merges/")) == (302, True)


def test_the_page_of_duplicates_asks_as_often_for_many_as_for_one(django_assert_max_num_queries):
    admin = make_user()
    for place in range(30):
        make_organisation(f"Twin number {place:02}", admin=admin)
        make_organisation(f"Twin number {place:02}, S.L.")
    client = signed_in(admin)

    with django_assert_max_num_queries(12):
        client.get("/merges/")

"""Tables go out as far as one may see, and come back as they went."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.base.imports import flow
from lonja.base.models import AuditEntry
from lonja.directory import composition, presenting, vat
from lonja.directory.models import Membership, Organisation, OrganisationGrant, Term
from lonja.directory.services import merging
from tests.factories import make_cluster, make_membership, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def exported(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def checked(content, *, actor, kind="organisations", target="", name="table.csv"):
    content = content.encode() if isinstance(content, str) else content
    run = flow.start(kind, SimpleUploadedFile(name, content), name=name, actor=actor, target=target)
    flow.check(run, actor=actor)
    return run


def problems_of(run):
    return [(problem["row"], problem["column"]) for problem in run.problems]


@pytest.fixture
def lists():
    make_term(
        "actor_types", "UNI", labels={"en": "University", "es": "Universidad"}, extra={"helix": "academia"}
    )
    make_term("regions", "ES300")
    make_term("een_technologies", "01003022", labels={"en": "Smart Appliances"})
    make_term("sectoral_industries", "TC09")


def rich_organisation(admin, **fields):

    row = make_organisation(
        admin=admin,
        actor_type=Term.objects.get(code="UNI"),
        region=Term.objects.get(code="ES300"),
        size="large",
        city="Ávila 🏭",
        street="=1+1",
        website="https://example.org/a",
        founded="2007",
        founded_precision="end",
        summary={"en": "-steel", "es": "acero; «especial»"},
        description={"en": "# Title\n\ntext, with commas"},
        languages=["en", "es"],
        **fields,
    )
    for code in ("01003022", "TC09"):
        row.described_by.create(term=Term.objects.get(code=code))
    return row


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_went_out_comes_back_unchanged(lists, ending):
    admin = make_user()
    rich_organisation(admin, name="Uno", vat_number="ESB12345674")
    rich_organisation(admin, name="@Dos", is_public=False)
    client = signed_in(admin)
    before = exported(client, f"/organisations/export.{ending}")

    run = checked(before, actor=admin, name=f"table.{ending}")

    assert (run.state, run.problems) == ("checked", [])
    assert (run.created, run.changed, run.unchanged) == (0, 0, 2)
    flow.apply(run, actor=admin)
    again = exported(client, f"/organisations/export.{ending}")
    assert again == before if ending == "csv" else cells(again) == cells(before)


def cells(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0].rows]


def test_cells_that_look_like_formulas_are_neutralised(lists):
    admin = make_user()
    rich_organisation(admin, name="=HYPERLINK(1)")

    text = exported(signed_in(admin), "/organisations/export.csv").decode()

    assert "'=HYPERLINK(1)" in text
    assert "'=1+1" in text
    assert ",=" not in text


def test_an_export_is_exactly_the_list_and_private_columns_are_for_its_own_people(lists):
    admin, stranger = make_user(), make_user()
    rich_organisation(admin, name="Mine", vat_number="ESB12345674")
    rich_organisation(admin, name="Hidden", is_public=False)
    make_organisation("Other", country="FR")

    own = exported(signed_in(admin), "/organisations/export.csv").decode()
    foreign = exported(signed_in(stranger), "/organisations/export.csv").decode()
    narrowed = exported(signed_in(stranger), "/organisations/export.csv?country=FR").decode()

    assert ["ESB12345674" in own, "Hidden" in own] == [True, True]
    assert ["ESB12345674" in foreign, "Hidden" in foreign, "Mine" in foreign] == [False, False, True]
    assert ["Other" in narrowed, "Mine" in narrowed] == [True, False]


def test_new_rows_are_entered_and_belong_to_whoever_brought_them(lists):
    actor = make_user()
    table = (
        "Name;Kind of actor;Country;Technology fields;In one sentence (English);Public\n"
        "Universidad de Ávila;universidad;Spain;01003022;Learns;yes\n"
        "Taller Ñ;;ES;;;\n"
    )

    run = checked(table.encode("cp1252"), actor=actor)
    flow.apply(run, actor=actor)

    first, second = Organisation.objects.order_by("pk")
    assert (first.name, first.actor_type.code, first.country, first.is_public) == (
        "Universidad de Ávila",
        "UNI",
        "ES",
        True,
    )
    assert (first.summary, [term.code for term in first.terms.all()]) == ({"en": "Learns"}, ["01003022"])
    assert (second.name, second.is_public) == ("Taller Ñ", False)
    assert OrganisationGrant.objects.filter(user=actor).count() == 2


def test_columns_that_the_table_does_not_have_stay_and_empty_cells_clear(lists):
    admin = make_user()
    row = rich_organisation(admin, name="Uno")
    table = f"Short address,Name,Town or city,In one sentence (English)\n{row.slug},Uno bis,,New\n"

    flow.apply(checked(table, actor=admin), actor=admin)

    row.refresh_from_db()
    assert (row.name, row.city, row.size) == ("Uno bis", "", "large")
    assert row.summary == {"en": "New", "es": "acero; «especial»"}
    assert row.terms.count() == 2


def test_every_fault_names_its_row_and_column_and_nothing_is_written(lists):
    admin = make_user()
    foreign = make_organisation("Foreign", slug="foreign")
    hidden = make_organisation("Hidden", slug="hidden", is_public=False, vat_number="ESB12345674")
    table = (
        "slug,name,actor_type,country,founded,website,vat_number,technologies\n"
        ",,UNI,ES,,,,\n"
        ",Bad Kind,WIZARD,ES,,,,\n"
        ",Bad Country,UNI,Narnia,,,,\n"
        ",Bad Date,UNI,ES,1912-13,,,\n"
        ",Bad Web,UNI,ES,,javascript:alert(1),,\n"
        ",Bad Vat,UNI,ES,,,12,\n"
        ",Bad Term,UNI,ES,,,,99999999\n"
        "foreign,Renamed,,,,,,\n"
        "hidden,Renamed,,,,,,\n"
        "absent,Renamed,,,,,,\n"
        ",Foreign,,,,,,\n"
        ",Twice,,,,,,\n"
        ",twice,,,,,,\n"
        ",Taken Vat,,,,,ESB12345674,\n"
    )

    run = checked(table, actor=admin)

    assert run.state == "refused"
    assert problems_of(run) == [
        (2, "Name"), (3, "Kind of actor"), (4, "Country"), (5, "Founded"), (6, "Website"), (7, "VAT number"),
        (8, "Technology fields"), (9, ""), (10, "Short address"), (11, "Short address"),
        (12, "Short address"), (14, ""), (15, "VAT number"),
    ]  # fmt: skip
    hidden_said, absent_said = (p["message"] for p in run.problems if p["row"] in (10, 11))
    assert hidden_said == absent_said
    assert Organisation.objects.count() == 2
    foreign.refresh_from_db()
    hidden.refresh_from_db()
    assert (foreign.name, hidden.name) == ("Foreign", "Hidden")
    with pytest.raises(Refused):
        flow.apply(run, actor=admin)


def test_a_table_that_no_longer_fits_is_applied_not_at_all(lists):
    admin = make_user()
    run = checked("name\nUno\nDos\n", actor=admin)
    make_organisation("Dos")

    with pytest.raises(Refused):
        flow.apply(run, actor=admin)

    assert [row.name for row in Organisation.objects.all()] == ["Dos"]


def test_faults_are_told_in_the_language_of_the_reader_and_headings_may_be_spanish(lists):
    admin = make_user()
    answer = signed_in(admin).post(
        "/es/imports/organisations/new/",
        {"file": SimpleUploadedFile("t.csv", b"name,country\nUno,Narnia\n")},
    )
    page = signed_in(admin).get(answer.url).content.decode()

    assert answer.status_code == 303
    assert "Narnia" in page


def test_members_are_found_by_address_vat_and_name_or_entered(lists):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    by_slug = make_organisation("One")
    make_organisation("Two", vat_number="ESB12345674")
    make_organisation("Óptica Ibáñez")
    table = (
        "slug,name,vat_number,membership_kind,membership_status,joined_on,country\n"
        f"{by_slug.slug},One,,driving,active,31/12/2020,\n"
        ",Other spelling,ESB12345674,member,prospect,,\n"
        ",optica ibanez,,,,,\n"
        ",Completely New,,Observer,active,2024-02-29,PT\n"
    )

    run = checked(table, actor=manager, kind="members", target=str(cluster.pk))
    flow.apply(run, actor=manager)

    rows = Membership.objects.order_by("pk").values_list("organisation__name", "kind", "status")
    assert list(rows) == [
        ("One", "driving", "active"),
        ("Two", "member", "prospect"),
        ("Óptica Ibáñez", "member", "active"),
        ("Completely New", "observer", "active"),
    ]
    new = Organisation.objects.get(name="Completely New")
    assert (new.is_public, new.country, new.grants.get().user) == (False, "PT", manager)


def test_the_register_comes_back_unchanged_and_moves_only_along_its_table(lists):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    make_membership(make_organisation("One"), cluster, joined_on="2020-01-31", kind="driving")
    make_membership(make_organisation("Two"), cluster, status="applied")
    client = signed_in(manager)
    table = exported(client, f"/clusters/{cluster.slug}/members/export.csv").decode("utf-8-sig")

    same = checked(table, actor=manager, kind="members", target=str(cluster.pk))
    suspended = checked(
        table.replace("active", "suspended"), actor=manager, kind="members", target=str(cluster.pk)
    )
    wrong = checked(
        table.replace("applied", "suspended"), actor=manager, kind="members", target=str(cluster.pk)
    )
    flow.apply(suspended, actor=manager)

    assert (same.state, same.unchanged, same.changed, same.created) == ("checked", 2, 0, 0)
    assert problems_of(wrong) == [(3, "Status of the membership")]
    assert sorted(Membership.objects.values_list("status", flat=True)) == ["applied", "suspended"]
    assert AuditEntry.objects.filter(action="membership.suspend").count() == 1


@pytest.mark.parametrize(
    ("principal", "status"),
    [
        ("manager", 200),
        ("manager_b", 404),
        ("admin", 404),
        ("former", 404),
        ("auditor", 404),
        ("operator", 404),
    ],
)
def test_only_managers_bring_a_register(world, principal, status):
    client = signed_in(world.principals[principal])

    assert client.get(f"/imports/members/new/?for={world.cluster.pk}").status_code == status


@pytest.mark.parametrize("target", ["", "0", "abc", "9" * 40, "-1", "²"])
def test_a_register_of_nothing_is_not_there(target):
    assert signed_in(make_user()).get("/imports/members/new/", {"for": target}).status_code == 404


def test_templates_explain_each_column(lists):
    manager = make_user()
    cluster = make_cluster(manager=manager)
    client = signed_in(manager)

    for address in ("/organisations/template.xlsx", f"/clusters/{cluster.slug}/members/template.xlsx"):
        table, explained = load_workbook(io.BytesIO(exported(client, address))).worksheets
        headings = [cell.value for cell in table[1]]
        assert [row[0].value for row in explained.iter_rows(min_row=2)] == headings
        assert "Name" in headings
    assert client.get("/organisations/template.exe").status_code == 404


def test_a_table_with_spanish_headings_is_read_by_an_english_reader(lists):
    admin = make_user()
    rich_organisation(admin, name="Uno")
    spanish = exported(signed_in(admin), "/es/organisations/export.csv")

    run = checked(spanish, actor=admin)

    assert "(inglés)" in spanish.decode().lower()
    assert (run.state, run.unchanged, run.notes) == ("checked", 1, [])


def test_columns_that_nobody_knows_are_named():
    run = checked("name,Colour,Mood\nUno,red,good\n", actor=make_user())

    assert run.notes == ["These columns are not known and were not read: Colour, Mood."]


STAGE = "Comparing with the directory"
NAMES = ["Óptica Ibáñez", "Peña & Cía", "Łódź Metal", "Señalización Müller", "Çelik Düzen", "Ångström AB"]


def spanish_number(place):
    """The number of an invented house, with its right check digit."""
    body = f"B{place:07}"
    return next(f"ES{body}{digit}" for digit in range(10) if not vat.fault_of(f"ES{body}{digit}"))


def register_of(count):
    """A table of so many members, headings first, as lists of cells."""
    rows = [["Name", "Kind of actor", "Size", "VAT number", "Joined on"]]
    for place in range(1, count + 1):
        size = ("micro", "small", "medium", "large")[place % 4]
        name = f"{NAMES[place % len(NAMES)]} {place}"
        rows.append([name, "SME", size, spanish_number(place), "21/03/2014"])
    return rows


def as_csv(rows):
    return "\n".join(";".join(cells) for cells in rows)


def test_a_register_of_175_names_its_doubles_and_its_wrong_number_before_anything_is_written():
    make_term("actor_types", "SME", extra={"helix": "industry"})
    manager = make_user()
    cluster = make_cluster(manager=manager, declared_members=175)
    target = str(cluster.pk)
    rows = register_of(175)
    faulty = [*rows, ["OPTICA IBANEZ 6"], ["  peña & cía 1 "], ["Another name", "", "", rows[9][3]]]
    faulty[20] = [*rows[20][:3], rows[20][3][:-1] + str((int(rows[20][3][-1]) + 1) % 10), rows[20][4]]

    refused = checked(as_csv(faulty), actor=manager, kind="members", target=target)
    written = Organisation.objects.count()
    run = checked(as_csv(rows), actor=manager, kind="members", target=target)
    flow.apply(run, actor=manager)
    counted = composition.read(cluster)

    assert (refused.state, written) == ("refused", 0)
    assert problems_of(refused) == [(21, "VAT number"), (177, ""), (178, ""), (179, "")]
    assert [problem["message"] for problem in refused.problems[1:]] == [
        "Row 7 names the same organisation.",
        "Row 2 names the same organisation.",
        "Row 10 has the same VAT number.",
    ]
    assert (counted.total, counted.by_size["large"], presenting.gap(counted.total, cluster)) == (
        175,
        44,
        "The register holds exactly the declared number.",
    )
    assert list(audit.verify()) == []


def test_names_that_differ_by_their_legal_form_are_pointed_out():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    make_membership(make_organisation("Aceros Duero"), cluster)

    run = checked(
        'Name\n"Aceros del Duero, S.L."\nNuevo\n', actor=manager, kind="members", target=str(cluster.pk)
    )

    assert [note for note in run.notes if "looks like" in note] == [
        "Row 2, Aceros del Duero, S.L., looks like Aceros Duero. Is it the same?"
    ]


def test_what_was_merged_away_does_not_come_back_with_the_next_table():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    keeper, twin = make_organisation("Kept", admin=manager), make_organisation("Twin", admin=manager)
    merging.merge(keeper, twin, actor=manager)

    run = checked("Name\nTwin\n", actor=manager, kind="members", target=str(cluster.pk))
    flow.apply(run, actor=manager)

    assert Membership.objects.get().organisation == keeper
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("ESB12345674", True),
        ("ESB12345675", False),
        ("ESA28599034", False),
        ("ES12345678Z", True),
        ("ES12345678A", False),
        ("ESX1234567L", True),
        ("ESQ2818018J", True),
        ("ESQ28180189", False),
        ("ESB1234567", False),
        ("FR12345678901", True),
        ("DE12345678", False),
        ("US123456", True),
    ],
)
def test_numbers_are_checked_by_the_form_of_their_country_and_the_spanish_digit(number, is_right):
    assert (vat.fault_of(number) == "") is is_right


HOSTILE = {
    "nothing": b"",
    "white": b" \n\t\n ",
    "nul": b"\x00" * 50,
    "binary": bytes(range(256)) * 20,
    "half a workbook": b"PK\x03\x04" + b"\x00" * 60,
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
    "only a heading": b"Name\n",
    "no name": b"Size\nsmall\n",
    "two names": b"Name,Name\na,b\n",
    "empty name": b"Name,Size\n,small\n",
    "too long": b"Name\n" + b"a" * 201 + b"\n",
    "enormous": b"Name\n" + b"a" * 60_000 + b"\n",
    "too wide": b"Name" + b",x" * 300 + b"\na\n",
    "more cells": b"Name\na,b,c\n",
    "open quote": b'Name\n"never closed\nb\n',
    "unknown size": b"Name,Size\na,gigantisch\n",
    "unknown country": b"Name,Country\na,Atlantis\n",
    "bad day": b"Name,Joined on\na,31/02/2020\n",
    "far day": b"Name,Joined on\na,1/1/99999\n",
    "bad status": b"Name,Status of the membership\na,approved\n",
    "foreign address": b"Name,Short address\na,../../etc/passwd\n",
    "bad website": b"Name,Website\na,javascript:alert(1)\n",
    "bad number": b"Name,VAT number\na,'; DROP TABLE x;--\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_bad_tables_are_refused_with_their_place_and_write_nothing(content):
    manager = make_user()
    cluster = make_cluster(manager=manager)

    try:
        run = checked(content, actor=manager, kind="members", target=str(cluster.pk))
    except Refused:  # the type of the file says enough
        run = None

    assert run is None or (run.state == "refused" and all(each["message"] for each in run.problems))
    assert (Organisation.objects.count(), Membership.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=1+1", "' OR 1=1 --", "\u202eevil", "😀 Ñ", "{{ 7*7 }}"]
)
def test_hostile_names_are_only_names(name):
    manager = make_user()
    cluster = make_cluster(manager=manager)

    run = checked(f'Name\n"{name}"\n', actor=manager, kind="members", target=str(cluster.pk))
    flow.apply(run, actor=manager)
    shown = signed_in(manager).get(f"/clusters/{cluster.slug}/members/").content.decode()

    assert Organisation.objects.get().name == name.replace("\u202e", "")
    assert ["<script>alert" in shown, "7*7" in shown] == [False, "7*7" in name]


def test_the_check_says_how_far_it_is():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    said = []
    table = as_csv(register_of(1001)).replace("SME", "")

    with flow.telling(lambda share, stage: said.append((round(share, 2), stage))):
        checked(table, actor=manager, kind="members", target=str(cluster.pk))

    assert said == [(0.2, STAGE), (0.55, STAGE), (0.9, STAGE)]


def test_the_audit_of_a_long_change_comes_at_its_end_in_one_chain():
    first, second = make_organisation(), make_organisation()

    with transaction.atomic(), audit.at_the_end():
        audit.record(None, "organisation.edited", first)
        audit.record(None, "organisation.edited", second)
        before = AuditEntry.objects.count()

    assert (before, AuditEntry.objects.count(), list(audit.verify())) == (0, 2, [])


def test_a_change_that_fails_leaves_no_entry():
    row = make_organisation()

    def fail():
        with transaction.atomic(), audit.at_the_end():
            audit.record(None, "organisation.edited", row)
            raise Refused("No.")

    with pytest.raises(Refused):
        fail()

    assert AuditEntry.objects.count() == 0

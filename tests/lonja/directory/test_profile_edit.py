"""Editing a profile section by section: each field lands, lines move without JavaScript, the rest stays."""

import pytest
from django.test import Client

from lonja.base.models import AuditEntry
from lonja.directory.forms.profile_sections import SECTIONS
from lonja.directory.models import ClusterStatement, TeamRole
from tests.factories import make_cluster, make_contact, make_term, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_user()


@pytest.fixture
def cluster(manager):
    return make_cluster("Smart", slug="smart", manager=manager)


@pytest.fixture
def client(manager):
    visitor = Client()
    visitor.force_login(manager)
    return visitor


def lines(prefix, *rows):
    """The fields of a list as a browser sends them."""
    sent = {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {**sent, f"{prefix}-count": str(len(rows))}


def save(client, section, **data):
    return client.post(f"/clusters/smart/edit/{section}/", data)


def test_name_date_and_place_are_kept_as_exactly_as_known(client, cluster):
    make_term("regions", "ES61")

    answer = save(
        client, "identity", name="Smart City", accent="pine", established="2007", established_precision="end",
        country="ES", region="ES61", city="Málaga", languages=["es", "en"],
    )  # fmt: skip

    cluster.refresh_from_db()
    assert answer.status_code == 303
    assert (cluster.name, cluster.established, cluster.established_precision) == ("Smart City", "2007", "end")
    assert (cluster.region.code, cluster.city, cluster.languages) == ("ES61", "Málaga", ["es", "en"])
    assert AuditEntry.objects.get().action == "cluster.edited"


def test_five_classifications_are_chosen_and_scoped_terms_stay(client, cluster):
    scoped = make_term("internationalisation_activities", "IA01")
    cluster.described_by.create(term=scoped, scope="international")
    for scheme in ("sectoral_industries", "s3_priorities", "emerging_industries", "industrial_ecosystems"):
        make_term(scheme, f"{scheme[:2]}1")

    save(
        client, "focus", sectors=["se1"], s3=["s31"], emerging=["em1"], ecosystems=["in1"],
        **lines("area", {"heading_en": "Mobility"}, {"heading_en": ""}),
    )  # fmt: skip

    assert sorted(cluster.described_by.values_list("term__code", "scope")) == sorted(
        [("IA01", "international"), ("se1", ""), ("s31", ""), ("em1", ""), ("in1", "")]
    )
    assert [row.heading for row in cluster.statements.all()] == [{"en": "Mobility"}]


def test_international_and_european_cooperation_are_kept_apart(client, cluster):
    make_term("internationalisation_activities", "IA01")
    make_term("internationalisation_activities", "IA02")

    save(
        client, "cooperation", countries_international="South Korea; JP", countries_european="united kingdom",
        activities_international=["IA01"], activities_european=["IA02"],
    )  # fmt: skip

    assert sorted(cluster.targets.values_list("country", "scope")) == [
        ("GB", "european"), ("JP", "international"), ("KR", "international"),
    ]  # fmt: skip
    assert sorted(cluster.described_by.values_list("term__code", "scope")) == [
        ("IA01", "international"), ("IA02", "european"),
    ]  # fmt: skip


def test_a_country_that_is_none_is_named_beside_the_field(client, cluster):
    answer = save(client, "cooperation", countries_international="South Korea; Atlantis")

    assert (answer.status_code, "Atlantis" in answer.content.decode()) == (422, True)
    assert cluster.targets.count() == 0


def test_a_role_holds_several_numbers_private_until_chosen(client, cluster, manager):
    answer = save(
        client, "team", staff="2.5",
        **lines("team", {
            "title_en": "Project manager", "title_es": "Jefa de proyectos", "name": "Ana Robles",
            **lines("contacts", {"kind": "phone", "value": "+34 600 000 001"},
                    {"kind": "email", "value": "Projects@example.org", "visibility": "public"}),
        }),
        **{"contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0"},
    )  # fmt: skip

    role = cluster.team.get()
    assert (answer.status_code, role.title["es"], role.shows_name) == (303, "Jefa de proyectos", False)
    assert list(role.contacts.values_list("value", "visibility")) == [
        ("+34 600 00 00 01", "nobody"), ("projects@example.org", "public"),
    ]  # fmt: skip
    stranger = Client().get("/clusters/smart/").content.decode()
    own = client.get("/clusters/smart/").content.decode()
    assert ("Project manager" in stranger, "Ana Robles" in stranger, "600 00 00 01" in stranger) == (
        True, False, False,
    )  # fmt: skip
    assert ("Ana Robles" in own, "600 00 00 01" in own) == (True, True)


def test_numbers_of_roles_and_of_the_cluster_do_not_mix(client, cluster):
    make_contact(cluster, "office@example.org")
    role = TeamRole.objects.create(cluster=cluster, title={"en": "Manager"})
    make_contact(cluster, "manager@example.org", team_role=role)

    page = client.get("/clusters/smart/edit/team/").content.decode()
    role_line = {
        "title_en": "Manager",
        **lines("contacts", {"kind": "email", "value": "manager@example.org"}),
    }
    office = cluster.contacts.get(value="office@example.org")
    save(
        client, "team", **lines("team", role_line),
        **{"contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "1", "contacts-0-pk": office.pk,
           "contacts-0-kind": "email", "contacts-0-value": "office@example.org"},
    )  # fmt: skip

    assert page.count('value="office@example.org"') == 1
    assert sorted(cluster.contacts.values_list("value", "team_role")) == [
        ("manager@example.org", role.pk), ("office@example.org", None),
    ]  # fmt: skip


def test_programmes_have_level_status_and_call(client, cluster):
    row = {"heading_en": "Grid", "level": "european", "status": "under_evaluation", "call": "EE-09-2016"}

    save(client, "programmes", **lines("programme", {**row, "website": "grid.example.org"}))

    found = cluster.statements.get()
    assert (found.level, found.status, found.call) == ("european", "under_evaluation", "EE-09-2016")
    assert found.website == "https://grid.example.org"


def test_declared_numbers_keep_their_qualifiers(client, cluster):
    qualifiers = {f"declared_{name}_qualifier": "exact" for name in ("smes", "large", "research", "others")}

    save(client, "composition", declared_members="750", declared_members_qualifier="over", **qualifiers,
         declared_smes="40")  # fmt: skip

    cluster.refresh_from_db()
    assert (cluster.declared_members, cluster.declared_members_qualifier) == (750, "over")
    assert (cluster.declared_smes, cluster.declared_large) == (40, None)


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        ("add:strength", ["One", "Two", ""]),
        ("remove:strength:0", ["Two"]),
        ("down:strength:0", ["Two", "One"]),
        ("up:strength:1", ["Two", "One"]),
        ("up:strength:0", ["One", "Two"]),
        ("remove:strength:99", ["One", "Two"]),
        ("nonsense", ["One", "Two"]),
    ],
)
def test_buttons_of_a_list_change_the_form_and_write_nothing(client, cluster, button, shown):
    rows = lines("strength", {"heading_en": "One"}, {"heading_en": "Two"})

    answer = save(client, "strengths", rows=button, **rows)

    typed = [form["heading_en"].value() or "" for form in answer.context["edit"].lists[0]]
    assert (answer.status_code, typed) == (200, shown)
    assert (cluster.statements.count(), AuditEntry.objects.count()) == (0, 0)


def test_moving_a_line_keeps_the_languages_that_the_form_does_not_show(client, cluster):
    for n, name in enumerate(("One", "Two")):
        ClusterStatement.objects.create(
            cluster=cluster, kind="strength", position=n, heading={"en": name, "de": f"{name} auf Deutsch"}
        )

    save(client, "strengths", **lines(
        "strength", {"place": "1", "heading_en": "Two"}, {"place": "0", "heading_en": "One"}
    ))  # fmt: skip

    assert [row.heading["de"] for row in cluster.statements.all()] == ["Two auf Deutsch", "One auf Deutsch"]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_saving_a_section_as_it_stands_changes_nothing(client, cluster, section):
    make_contact(cluster, "office@example.org")
    for kind in section.lists:
        ClusterStatement.objects.create(
            cluster=cluster, kind=kind, heading={"en": "H"}, website="https://a.example"
        )
    before = list(cluster.statements.values())
    answer = client.get(f"/clusters/smart/edit/{section.slug}/")

    sent = sent_by(answer.context["edit"])
    saved = save(client, section.slug, **sent)

    assert saved.status_code == 303
    assert list(cluster.statements.values()) == before
    assert AuditEntry.objects.count() == 0


def sent_by(edit):
    """What a browser would send for a section as it is shown."""
    forms = [edit.form, *(form for rows in [*edit.lists, edit.team or ()] for form in rows)]
    forms += [each for form in edit.team or () for each in form.contacts]
    forms += [edit.contacts.management_form, *edit.contacts] if edit.contacts is not None else []
    sent = {f"{rows.prefix}-count": rows.count for rows in [*edit.lists, *([edit.team] if edit.team else [])]}
    for field in (field for form in forms if form for field in form):
        value = field.value()
        if value not in (None, "", []) and value is not False:
            sent[field.html_name] = value
    return sent


def test_only_managers_edit(cluster):
    other = Client()
    other.force_login(make_user())

    assert other.get("/clusters/smart/edit/").status_code == 403
    assert save(other, "strengths", **lines("strength", {"heading_en": "X"})).status_code == 403
    assert Client().get("/clusters/smart/edit/identity/").status_code in (302, 403)
    assert cluster.statements.count() == 0

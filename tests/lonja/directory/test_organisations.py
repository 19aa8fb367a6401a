"""Organisations: entered, changed, shown, found."""

import json
import re

import pytest
from django.test import Client

from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory.models import Contact, Organisation, OrganisationGrant
from lonja.directory.services import organisations as services
from tests.factories import (
    make_cluster,
    make_contact,
    make_membership,
    make_organisation,
    make_person,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def form_data(organisation=None, **changes):
    """What the edit form sends when nothing was changed, and then the changes."""
    data = {
        "name": organisation.name if organisation else "",
        "size": "unknown",
        "country": "ES",
        "founded_precision": "exact",
        "contacts-TOTAL_FORMS": "0",
        "contacts-INITIAL_FORMS": "0",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def names_in(response):
    return re.findall(r'row-title"><a [^>]*>([^<]+)<', response.content.decode())


def test_entering_an_organisation_makes_its_author_the_administrator_and_keeps_it_private():
    author = make_user()

    response = signed_in(author).post("/organisations/new/", form_data(name="Sensorial Ávila"))

    made = Organisation.objects.get()
    assert (response.status_code, response.url) == (303, "/organisations/sensorial-avila/")
    assert (made.is_public, made.country) == (False, "ES")
    assert OrganisationGrant.objects.get().user == author
    assert AuditEntry.objects.get(action="organisation.created").actor_id == author.pk


def test_slugs_stay_when_names_change_and_never_meet():
    author = make_user()
    first = services.create(facts={"name": "Óptica"}, actor=author)
    second = services.create(facts={"name": "Optica"}, actor=author)
    reserved = services.create(facts={"name": "New"}, actor=author)

    renamed = services.edit(first, facts={"name": "Lentes"}, actor=author)

    assert (renamed.slug, second.slug, reserved.slug) == ("optica", "optica-2", "new-2")


def test_an_edit_saves_texts_in_both_languages_terms_and_contacts():
    admin = make_user()
    row = make_organisation("Aceros", admin=admin, description={"fr": "Acier"})
    term = make_term("sectoral_industries", "TC09")
    other = make_term("horizon_clusters", "CL4")
    row.described_by.create(term=other)
    data = form_data(
        row,
        summary_en="Steel",
        summary_es="Acero",
        description_es="Hacemos acero",
        sectors=["TC09"],
        **{
            "contacts-TOTAL_FORMS": "1",
            "contacts-0-kind": "phone",
            "contacts-0-value": "+34 91 000 00 00",
            "contacts-0-visibility": "members",
        },
    )

    response = signed_in(admin).post(f"/organisations/{row.slug}/edit/", data)

    row.refresh_from_db()
    assert response.status_code == 303
    assert row.summary == {"en": "Steel", "es": "Acero"}
    assert row.description == {"fr": "Acier", "es": "Hacemos acero"}
    assert set(row.terms.all()) == {term, other}
    contact = Contact.objects.get(organisation=row)
    assert (contact.value, contact.visibility) == ("+34 910 00 00 00", "members")
    assert AuditEntry.objects.get(action="organisation.edited").detail == {
        "fields": ["contacts", "description", "summary", "terms"]
    }


def test_a_faulty_form_loses_nothing_and_names_each_fault():
    admin = make_user()
    row = make_organisation("Aceros", admin=admin)
    make_organisation(vat_number="ESB12345674")
    data = form_data(
        row,
        name="Renamed",
        founded="1912-13",
        vat_number="ESB12345674",
        nace="99.99.99",
        description_es="Texto que no se pierde",
        **{
            "contacts-TOTAL_FORMS": "1",
            "contacts-0-kind": "email",
            "contacts-0-value": "not an address",
            "contacts-0-visibility": "nobody",
        },
    )

    response = signed_in(admin).post(f"/organisations/{row.slug}/edit/", data)

    page = response.content.decode()
    assert response.status_code == 422
    for text in ("Renamed", "1912-13", "ESB12345674", "99.99.99", "Texto que no se pierde", "not an address"):
        assert text in page
    for fault in (
        "Write a year, a month or a day",
        "this VAT number already",
        "no NACE codes",
        "valid email",
    ):
        assert fault in page
    assert page.count("<error-summary") == 1
    assert 'href="#id_founded"' in page
    assert 'href="#id_contacts-0-value">Contact 1, Address or number: ' in page
    row.refresh_from_db()
    assert row.name == "Aceros"


def test_an_edit_that_changes_nothing_leaves_no_entry():
    admin = make_user()
    row = make_organisation(admin=admin)

    services.edit(row, facts={"name": row.name}, terms=[], lines=[], actor=admin)

    assert AuditEntry.objects.count() == 0


def test_publishing_opens_the_page_and_taking_it_back_closes_it(client):
    admin = make_user()
    row = make_organisation(admin=admin, is_public=False)
    before = client.get(row.get_absolute_url()).status_code

    signed_in(admin).post(f"/organisations/{row.slug}/show/", {"public": "yes"})
    shown = client.get(row.get_absolute_url()).status_code
    signed_in(admin).post(f"/organisations/{row.slug}/show/", {"public": "no"})

    assert (before, shown, client.get(row.get_absolute_url()).status_code) == (404, 200, 404)
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions == ["organisation.published", "organisation.unpublished"]


def test_search_needs_every_word_and_ignores_accents_and_capitals(client):
    make_organisation("Óptica Ibáñez", city="Ávila")
    make_organisation("Óptica Vega", city="Lugo")

    assert names_in(client.get("/organisations/?q=OPTICA+avila")) == ["Óptica Ibáñez"]
    assert names_in(client.get("/organisations/?q=óptica")) == ["Óptica Ibáñez", "Óptica Vega"]
    assert names_in(client.get("/organisations/?q=nobody")) == []


def test_search_reads_descriptions_in_every_language_and_follows_edits(client):
    row = make_organisation("Aceros", description={"es": "Fundición"})
    services.edit(row, facts={"description": {"es": "Laminación"}}, actor=make_user())

    assert names_in(client.get("/organisations/?q=laminacion")) == ["Aceros"]
    assert names_in(client.get("/organisations/?q=fundicion")) == []


def test_choices_narrow_together_and_each_count_is_what_choosing_shows(client):
    uni = make_term("actor_types", "UNI", extra={"helix": "academia"})
    sme = make_term("actor_types", "SME", extra={"helix": "industry"})
    make_term("helices", "academia")
    cluster = make_cluster(slug="steel")
    first = make_organisation("A", actor_type=uni, country="ES", size="large")
    make_organisation("B", actor_type=sme, country="ES", size="small")
    make_organisation("C", actor_type=sme, country="FR", size="small")
    make_membership(first, cluster)

    assert names_in(client.get("/organisations/?helix=industry&country=ES")) == ["B"]
    assert names_in(client.get("/organisations/?actor=UNI&actor=SME&size=small")) == ["B", "C"]
    assert names_in(client.get("/organisations/?cluster=steel")) == ["A"]
    response = client.get("/organisations/?country=ES")
    counts = {
        (group.name, option.value): option.count
        for group in response.context["groups"]
        for option in group.options
    }
    assert counts["country", "ES"] == 2
    assert counts["country", "FR"] == 1
    assert counts["helix", "industry"] == 1
    assert counts["size", "small"] == 1
    assert counts["cluster", "steel"] == 1


def test_regions_gather_what_lies_below_them_and_terms_filter_by_code(client):
    region = make_term("regions", "ES300")
    tech = make_term("een_technologies", "01003022")
    row = make_organisation("A", region=region)
    row.described_by.create(term=tech)
    make_organisation("B")

    assert names_in(client.get("/organisations/?region=ES30")) == ["A"]
    assert names_in(client.get("/organisations/?technology=01003022")) == ["A"]


def test_lists_sort_as_people_read(client):
    for name, country in (("Ávila", "FR"), ("zeta", "ES"), ("Beta", "ES")):
        make_organisation(name, country=country)

    assert names_in(client.get("/organisations/")) == ["Ávila", "Beta", "zeta"]
    assert names_in(client.get("/organisations/?sort=country")) == ["Beta", "zeta", "Ávila"]
    assert names_in(client.get("/organisations/?sort=new")) == ["Beta", "zeta", "Ávila"]


def test_the_address_gives_a_page_to_people_and_its_results_to_htmx(client):
    make_organisation("Aceros")

    whole = client.get("/organisations/?q=aceros").content.decode()
    part = client.get("/organisations/?q=aceros", headers={"HX-Request": "true"}).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    assert "Aceros" in part


@pytest.mark.parametrize(
    "query",
    [
        "sort=pk",
        "page=abc",
        "page=999999",
        "country=" + "x" * 5000,
        "size=' OR 1=1",
        "q=" + "a " * 500,
        "technology=%F0%9F%98%80",
    ],
)
def test_strange_queries_get_an_answer(client, query):
    make_organisation("Aceros")

    assert client.get(f"/organisations/?{query}").status_code == 200


def test_the_page_carries_its_public_facts_for_machines_safely(client):
    row = make_organisation("</script><b>X", city="Ávila", vat_number="ESB12345674")

    page = client.get(row.get_absolute_url()).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1)

    assert json.loads(block)["name"] == "</script><b>X"
    assert json.loads(block)["address"]["addressLocality"] == "Ávila"
    assert "ESB12345674" not in page


def test_the_spanish_page_speaks_spanish_and_owns_up_to_missing_translations(client):
    kind = make_term("actor_types", "UNI", labels={"en": "University", "es": "Universidad"})
    row = make_organisation(
        "Aceros", country="DE", actor_type=kind, description={"en": "Only English"}, summary={"en": "One"}
    )

    page = client.get(f"/es{row.get_absolute_url()}").content.decode()

    assert '<html lang="es"' in page
    assert "Universidad" in page
    assert "Alemania" in page
    assert '<div class="worded" lang="en">' in page
    assert '<p class="lead" lang="en">One</p>' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_list_and_profile_need_few_queries_however_much_they_show(
    client, rows, django_assert_max_num_queries
):
    kind = make_term("actor_types", "UNI", extra={"helix": "academia"})
    busy = make_organisation("Busy", actor_type=kind)
    for _number in range(rows):
        other = make_organisation(actor_type=kind, region=make_term("regions"))
        other.described_by.create(term=make_term("een_technologies"))
        cluster = make_cluster()
        make_membership(other, cluster)
        make_membership(busy, cluster)
        person = make_person(organisation=busy, is_public=True)
        person.affiliations.update(is_public=True)
        make_contact(busy, visibility="public")
        busy.described_by.create(term=make_term("een_technologies"))
    user = signed_in(make_user())
    user.get("/organisations/")  # the index is read once, when something has changed

    with django_assert_max_num_queries(10):
        assert user.get("/organisations/").status_code == 200
    with django_assert_max_num_queries(12):
        assert user.get(busy.get_absolute_url()).status_code == 200


def test_what_is_hidden_and_what_is_not_there_answer_alike(client):
    hidden = make_organisation(is_public=False, slug="hidden-one")
    assert Organisation.objects.filter(pk=hidden.pk).exists()

    answers = [client.get(f"/organisations/{slug}/") for slug in ("hidden-one", "absent-one")]

    bodies = [answer.content.decode().replace("absent-one", "hidden-one") for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert bodies[0] == bodies[1]


def test_strangers_are_refused_the_changes_of_what_they_can_see(client):
    row = make_organisation()
    stranger = signed_in(make_user())

    assert stranger.get(f"/organisations/{row.slug}/edit/").status_code == 403
    assert stranger.post(f"/organisations/{row.slug}/show/", {"public": "no"}).status_code == 403
    row.refresh_from_db()
    assert row.is_public is True


def test_a_manager_takes_a_members_page_off_with_a_reason_that_its_administrators_read(world):
    address = f"/organisations/{world.public.slug}/moderate/"
    manager = signed_in(world.principals["manager"])

    empty = manager.post(address, {"reason": ""})
    done = manager.post(address, {"reason": "The text praises somebody else."})
    again = manager.post(address, {"reason": "Again"})
    strangers = [signed_in(world.principals[name]).get(address).status_code for name in ("admin", "auditor")]

    assert (empty.status_code, done.status_code, again.status_code, strangers) == (422, 303, 409, [403, 403])
    world.public.refresh_from_db()
    assert world.public.is_public is False
    told = OutboxMail.objects.get()
    assert told.to == world.principals["admin"].email
    assert "The text praises somebody else." in told.text
    assert AuditEntry.objects.get().action == "organisation.moderated"


def test_a_manager_does_not_learn_which_other_clusters_a_private_member_is_in():
    manager = make_user()
    mine, other = make_cluster(manager=manager, is_public=True), make_cluster("Elsewhere", is_public=True)
    hidden = make_organisation("Hidden Works", is_public=False)
    make_membership(hidden, mine)
    make_membership(hidden, other)
    client = Client()
    client.force_login(manager)

    assert "Hidden Works" in client.get(f"/organisations/?cluster={mine.slug}").content.decode()
    assert "Hidden Works" not in client.get(f"/organisations/?cluster={other.slug}").content.decode()
    assert "Hidden Works" not in client.get(f"/clusters/{other.slug}/organisations/").content.decode()

"""People decide what is seen of them."""

import pytest
from django.test import Client

from lonja.base.models import AuditEntry
from lonja.directory.models import Affiliation, Person
from tests.factories import make_contact, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
NO_CONTACTS = {"contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_own_profile_is_made_the_first_time_and_private_until_chosen_otherwise(client):
    user = make_user(name="Íñigo Olmo")
    me = signed_in(user)

    first = me.post("/people/me/", {"name": "Íñigo Olmo", "headline_es": "Jefe de innovación", **NO_CONTACTS})
    person = Person.objects.get()
    hidden = client.get(person.get_absolute_url()).status_code
    me.post("/people/me/", {"name": "Íñigo Olmo", "is_public": "on", **NO_CONTACTS})

    assert (first.status_code, first.url) == (303, person.get_absolute_url())
    assert (hidden, client.get(person.get_absolute_url()).status_code) == (404, 200)
    assert person.user == user
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["person.created", "person.edited"]


def test_contacts_of_a_public_person_stay_private(client):
    person = make_person(is_public=True)
    make_contact(person, "+34 600 111 222", kind="phone")
    make_contact(person, "+34 600 333 444", kind="phone", visibility="public")

    page = client.get(person.get_absolute_url()).content.decode()

    assert ("600 111 222" in page, "600 333 444" in page) == (False, True)


def test_the_languages_a_person_speaks_leave_those_of_the_page_alone(client):
    person = make_person(is_public=True, languages=["en", "pt"])

    page = client.get(person.get_absolute_url()).content.decode()

    assert "<dd>English, Portuguese</dd>" in page
    assert f'<a href="/es{person.get_absolute_url()}" hreflang="es"' in page


def test_lines_of_somebody_else_cannot_be_taken_over_by_their_number():
    other = make_contact(make_person(), "other@example.org")
    user = make_user()

    signed_in(user).post(
        "/people/me/",
        {
            "name": "Me",
            "contacts-TOTAL_FORMS": "1",
            "contacts-INITIAL_FORMS": "0",
            "contacts-0-pk": other.pk,
            "contacts-0-kind": "email",
            "contacts-0-value": "mine@example.org",
            "contacts-0-visibility": "public",
        },
    )

    other.refresh_from_db()
    assert (other.value, other.visibility) == ("other@example.org", "nobody")
    assert Person.objects.get(user=user).contacts.get().value == "mine@example.org"


def test_an_administrator_enters_people_who_are_shown_only_when_they_agreed(client):
    admin = make_user()
    row = make_organisation(admin=admin)
    me = signed_in(admin)

    me.post(f"/organisations/{row.slug}/people/", {"name": "Quiet Person", "role_title": "Lab"})
    me.post(f"/organisations/{row.slug}/people/", {"name": "Open Person", "is_public": "on"})

    page = client.get(row.get_absolute_url()).content.decode()
    assert ("Quiet Person" in page, "Open Person" in page) == (False, True)
    assert "Quiet Person" in me.get(f"/organisations/{row.slug}/people/").content.decode()


def test_a_person_may_leave_a_list_and_strangers_may_not_take_them_off():
    user, admin = make_user(), make_user()
    person = make_person(user=user, organisation=make_organisation(admin=admin))
    affiliation = Affiliation.objects.get()
    address = f"/affiliations/{affiliation.pk}/end/"

    stranger = signed_in(make_user()).post(address)
    own = signed_in(user).post(address)

    assert (stranger.status_code, own.status_code, own.url) == (404, 303, person.get_absolute_url())
    assert Affiliation.objects.count() == 0


def test_a_person_who_is_hidden_and_one_who_is_not_there_answer_alike(client):
    person = make_person(is_public=False)
    absent = "00000000-0000-4000-8000-000000000000"

    hidden, missing = client.get(person.get_absolute_url()), client.get(f"/people/{absent}/")

    same = hidden.content.decode().replace(str(person.uuid), absent) == missing.content.decode()
    assert (hidden.status_code, missing.status_code, same) == (404, 404, True)

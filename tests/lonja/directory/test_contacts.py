"""Contacts are private until chosen public, and public e-mail addresses are kept from harvesters."""

import pytest
from django.test import Client

from lonja.directory.forms import ContactForm, ContactFormSet
from tests.factories import make_contact, make_organisation

CHANNELS = [
    "/organisations/",
    "/organisations/?q=CANARY",
    "/organisations/?sort=new",
    "/organisations/?cluster=a",
    "/organisations/public-one/",
    "/organisations/private-one/",
    "/organisations/export.csv",
    "/organisations/export.xlsx",
    "/organisations/export.csv?q=canary",
    "/clusters/",
    "/clusters/a/",
    "/clusters/a/organisations/",
    "/clusters/p/",
    "/clusters/a/members/",
    "/clusters/a/members/export.csv",
    "/es/organisations/public-one/",
]


def body(response):
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("principal", ["anonymous", "outsider", "manager_b", "former", "operator"])
def test_nothing_private_reaches_a_stranger_by_any_way(world, principal):
    world.private.name = "CANARY Organisation"
    world.private.vat_number = "ESCANARY1"
    world.private.save()
    world.public.vat_number = "ESCANARY2"
    world.public.save()
    make_contact(world.public, "canary-nobody@example.org", visibility="nobody")
    make_contact(world.public, "canary-members@example.org", visibility="members")
    make_contact(world.private, "canary-public@example.org", visibility="public")
    world.person.name = "Canary Person"
    world.person.save()
    world.private_cluster.name = "Canary Cluster"
    world.private_cluster.save()
    client = Client()
    if principal != "anonymous":
        client.force_login(world.principals[principal])

    for address in CHANNELS:
        seen = body(client.get(address)).replace(address.split("?")[-1], "")
        seen = seen.replace('value="CANARY"', "").replace("“CANARY”", "")  # what the reader typed herself
        assert "canary" not in seen.lower(), address


def test_the_same_ways_do_show_it_to_those_who_may(world):
    make_contact(world.public, "canary-nobody@example.org", visibility="nobody")
    client = Client()
    client.force_login(world.principals["admin"])

    assert "canary-nobody@example.org" in body(client.get("/organisations/public-one/"))


def test_a_public_address_stands_on_no_page_that_a_harvester_reads(client, db):
    row = make_organisation()
    contact = make_contact(row, "open@example.org", visibility="public")

    profile = client.get(row.get_absolute_url()).content.decode()
    asked = client.get(f"/contacts/{contact.pk}/").content.decode()
    pressed = client.post(f"/contacts/{contact.pk}/").content.decode()

    assert ["open@example.org" in page for page in (profile, asked, pressed)] == [False, False, True]


def test_a_hidden_contact_is_not_there(client, db):
    contact = make_contact(make_organisation(), visibility="members")

    assert client.post(f"/contacts/{contact.pk}/").status_code == 404
    assert client.post("/contacts/999999999/").status_code == 404


def test_a_harvester_is_stopped(client, db):
    contact = make_contact(make_organisation(), visibility="public")

    answers = [client.post(f"/contacts/{contact.pk}/").status_code for _ in range(31)]

    assert answers[:30] == [200] * 30
    assert answers[30] == 429


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("email", "Info@Example.ORG", "info@example.org"),
        ("email", "two@example.org, three@example.org", None),
        ("email", "a@b", None),
        ("phone", "+34 912345678", "+34 912 34 56 78"),
        ("phone", "912345678", None),
        ("web", "example.org/a", "https://example.org/a"),
        ("web", "javascript:alert(1)", None),
        ("postal", "Calle Mayor 1, Madrid", "Calle Mayor 1, Madrid"),
    ],
)
def test_each_kind_of_contact_is_checked_in_its_own_way(kind, value, expected):
    form = ContactForm({"kind": kind, "value": value, "visibility": "nobody"})

    assert (form.cleaned_data["value"] if form.is_valid() else None) == expected


def test_a_forged_count_of_contacts_costs_no_more_than_a_full_list():
    lines = ContactFormSet({"contacts-TOTAL_FORMS": "9" * 20, "contacts-INITIAL_FORMS": "0"})

    assert (lines.is_valid(), len(lines.forms)) == (False, 31)


def test_the_whole_directory_is_given_out_so_many_times_an_hour(db):
    answers = [Client().get("/organisations/export.csv").status_code for _ in range(61)]

    assert (answers[59], answers[60]) == (200, 429)

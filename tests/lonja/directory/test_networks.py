"""Networks and consortia: who leads, who is named, and who says so."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.directory.models import Network, NetworkParty
from lonja.directory.services import networks as services
from tests.factories import make_cluster, make_organisation, make_user

pytestmark = pytest.mark.django_db


def make_network(lead, **fields):
    fields = {"name": "The consortium", "kind": "consortium", **fields}
    return services.create(facts=fields, lead=lead, actor=make_user())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def states(network):
    return sorted(network.parties.values_list("state", flat=True))


def test_a_named_cluster_is_asked_and_answers_for_itself():
    manager = make_user("manager@example.org", language="es")
    network = make_network(make_organisation("Foundation"), is_public=True)
    party = services.name_party(
        network, party=make_cluster("Energía", manager=manager), role="partner", actor=make_user()
    )

    assert (states(network), list(OutboxMail.objects.values_list("to", "language"))) == (
        ["named"], [("manager@example.org", "es")]
    )  # fmt: skip
    signed_in(manager).post(f"/parties/{party.pk}/answer/", {"agrees": "yes"})
    assert states(network) == ["confirmed"]
    signed_in(manager).post(f"/parties/{party.pk}/answer/", {"agrees": "no"})
    assert states(network) == ["left"]


def test_nobody_else_answers_for_a_party():
    lead_admin = make_user()
    network = make_network(make_organisation(admin=lead_admin), is_public=True)
    party = services.name_party(network, party=make_cluster(), role="member", actor=lead_admin)

    answers = [
        signed_in(user).post(f"/parties/{party.pk}/answer/", {"agrees": "yes"}).status_code
        for user in (lead_admin, make_user())
    ]

    assert (answers, states(network)) == ([403, 403], ["named"])


def test_nobody_is_named_twice_and_the_coordinator_not_at_all():
    lead, partner, actor = make_organisation(), make_cluster(), make_user()
    network = make_network(lead)
    services.name_party(network, party=partner, role="partner", actor=actor)

    with pytest.raises(Refused, match="is a party to this network already"):
        services.name_party(network, party=partner, role="member", actor=actor)
    with pytest.raises(Refused, match="coordinates this network already"):
        services.name_party(network, party=lead, role="partner", actor=actor)


def test_who_declined_may_be_asked_again_and_the_line_stays_one():
    network, actor = make_network(make_organisation()), make_user()
    cluster = make_cluster()
    party = services.name_party(network, party=cluster, role="partner", actor=actor)
    services.answer(party, agrees=False, actor=actor)
    with pytest.raises(Refused, match="answered already"):
        services.answer(party, agrees=True, actor=actor)

    services.name_party(network, party=cluster, role="collaborator", actor=actor)

    assert list(network.parties.values_list("role", "state")) == [("collaborator", "named")]


def test_the_database_knows_one_coordinator_and_one_thing_per_party():
    network = make_network(make_organisation())

    for wrong in (
        lambda: Network.objects.create(slug="none", name="None"),
        lambda: NetworkParty.objects.create(network=network),
        lambda: NetworkParty.objects.create(network=network, cluster=make_cluster(), name="Both"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_private_network_is_unknown_to_strangers_and_open_to_its_parties():
    manager = make_user()
    network = make_network(make_organisation())
    services.name_party(network, party=make_cluster(manager=manager), role="partner", actor=make_user())
    address = network.get_absolute_url()

    assert [Client().get(address).status_code, signed_in(make_user()).get(address).status_code] == [404, 404]
    assert signed_in(manager).get(address).status_code == 200


def test_a_public_network_names_no_private_page():
    network = make_network(make_organisation(is_public=False), is_public=True)
    services.name_party(
        network, party=make_cluster("Hidden one", is_public=False), role="partner", actor=make_user()
    )
    services.name_party(network, party="A foreign institute", role="partner", actor=make_user())

    page = Client().get(network.get_absolute_url())

    assert (len(page.context["parties"]), page.context["hidden"], page.context["lead"]) == (1, 1, None)
    assert b"Hidden one" not in page.content


def test_a_manager_enters_a_network_through_the_form_and_names_by_name():
    manager = make_user()
    cluster = make_cluster("Lead", manager=manager)
    make_organisation("Instituto Ñandú", slug="nandu")
    client = signed_in(manager)

    client.post("/networks/new/", {"name": "Alianza", "kind": "network", "lead": f"cluster-{cluster.pk}"})
    client.post("/networks/alianza/", {"party": "instituto nandu", "role": "partner"})
    client.post("/networks/alianza/", {"party": "Somebody abroad", "role": "collaborator"})

    network = Network.objects.get()
    assert (network.lead, network.is_public) == (cluster, False)
    assert [str(party.party) for party in network.parties.order_by("pk")] == [
        "Instituto Ñandú",
        "Somebody abroad",
    ]
    assert signed_in(make_user()).get("/networks/new/").status_code == 403

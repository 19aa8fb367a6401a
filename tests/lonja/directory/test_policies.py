"""Who may do what: written down by hand, independent of the rules themselves."""

import pytest

from lonja.directory import policies
from lonja.directory.models import Affiliation, Contact, Membership
from lonja.directory.services import memberships as services
from tests.factories import make_contact, make_organisation, make_term

SIGNED_IN = {
    "outsider",
    "employee",
    "admin",
    "other_admin",
    "manager",
    "manager_b",
    "former",
    "auditor",
    "operator",
}
EVERYBODY = {"anonymous", *SIGNED_IN}


def who_may(world, policy, verb, row):
    return {name for name, actor in world.principals.items() if policy.allows(actor, verb, row)}


ORGANISATIONS = [
    ("public", "view", EVERYBODY),
    ("public", "view_private", {"employee", "admin", "auditor"}),
    ("public", "edit", {"admin"}),
    ("public", "publish", {"admin"}),
    ("public", "apply", {"admin"}),
    ("public", "moderate", {"manager"}),
    ("private", "view", {"admin", "manager", "auditor"}),
    ("private", "view_private", {"admin", "auditor"}),
    ("private", "edit", {"admin"}),
    ("private", "moderate", {"manager"}),
    ("fellow", "edit", {"other_admin"}),
]


@pytest.mark.parametrize(("which", "verb", "expected"), ORGANISATIONS)
def test_organisations(world, which, verb, expected):
    assert who_may(world, policies.organisations, verb, getattr(world, which)) == expected


CLUSTERS = [
    ("cluster", "view", EVERYBODY),
    ("cluster", "edit", {"manager"}),
    ("cluster", "publish", {"manager"}),
    ("cluster", "manage_members", {"manager"}),
    ("cluster", "view_members", {"manager", "auditor"}),
    ("cluster_b", "edit", {"manager_b"}),
    ("cluster_b", "view_members", {"manager_b", "auditor"}),
    ("private_cluster", "view", {"employee", "admin", "manager", "auditor"}),
    ("private_cluster", "edit", {"manager"}),
]


@pytest.mark.parametrize(("which", "verb", "expected"), CLUSTERS)
def test_clusters(world, which, verb, expected):
    assert who_may(world, policies.clusters, verb, getattr(world, which)) == expected


MEMBERSHIPS = [
    ("public", "cluster", "active", "view", EVERYBODY),
    ("public", "cluster", "active", "manage", {"manager"}),
    ("public", "cluster", "active", "leave", {"manager", "admin"}),
    ("public", "cluster", "applied", "view", {"employee", "admin", "manager", "auditor"}),
    ("public", "cluster", "suspended", "view", {"employee", "admin", "manager", "auditor"}),
    ("private", "cluster", "active", "view", {"admin", "manager", "auditor"}),
    ("public", "private_cluster", "active", "view", {"employee", "admin", "manager", "auditor"}),
]


@pytest.mark.parametrize(("organisation", "cluster", "status", "verb", "expected"), MEMBERSHIPS)
def test_memberships(world, organisation, cluster, status, verb, expected):
    membership = Membership.objects.get(
        organisation=getattr(world, organisation), cluster=getattr(world, cluster)
    )
    membership.status = status
    membership.save()

    assert who_may(world, policies.memberships, verb, membership) == expected


PERSONS = [
    ("person", "view", {"employee", "admin", "auditor"}),
    ("person", "view_private", {"employee", "auditor"}),
    ("person", "edit", {"employee"}),
    ("shown", "view", EVERYBODY),
    ("shown", "edit", set()),
]


@pytest.mark.parametrize(("which", "verb", "expected"), PERSONS)
def test_persons(world, which, verb, expected):
    assert who_may(world, policies.persons, verb, getattr(world, which)) == expected


AFFILIATIONS = [
    ("person", "view", {"employee", "admin", "auditor"}),
    ("person", "edit", {"admin"}),
    ("person", "leave", {"employee", "admin"}),
    ("shown", "view", {"admin", "auditor"}),
]


@pytest.mark.parametrize(("which", "verb", "expected"), AFFILIATIONS)
def test_affiliations(world, which, verb, expected):
    affiliation = Affiliation.objects.get(person=getattr(world, which))

    assert who_may(world, policies.affiliations, verb, affiliation) == expected


CONTACTS = [
    ("nobody", "view", {"employee", "admin"}),
    ("members", "view", {"employee", "admin", "other_admin", "manager"}),
    ("public", "view", EVERYBODY),
    ("public", "edit", {"admin"}),
]


@pytest.mark.parametrize(("visibility", "verb", "expected"), CONTACTS)
def test_contacts_of_an_organisation(world, visibility, verb, expected):
    assert who_may(world, policies.contacts, verb, world.contacts[visibility]) == expected


def test_a_public_contact_of_a_private_organisation_stays_within_its_clusters(world):
    contact = make_contact(world.private, visibility="public")

    assert who_may(world, policies.contacts, "view", contact) == {
        "employee",
        "admin",
        "other_admin",
        "manager",
    }


def test_contacts_of_a_cluster_and_of_a_person(world):
    of_cluster = make_contact(world.cluster, visibility="members")
    of_person = make_contact(world.person, visibility="nobody")

    assert who_may(world, policies.contacts, "view", of_cluster) == {
        "employee",
        "admin",
        "other_admin",
        "manager",
    }
    assert who_may(world, policies.contacts, "view", of_person) == {"employee"}
    assert who_may(world, policies.contacts, "edit", of_person) == {"employee"}


def test_a_member_that_left_no_longer_reads_what_is_for_members(world):
    membership = Membership.objects.get(organisation=world.fellow, cluster=world.cluster)
    before = policies.contacts.allows(world.principals["other_admin"], "view", world.contacts["members"])

    membership.status = "left"
    membership.save()

    assert before is True
    assert (
        policies.contacts.allows(world.principals["other_admin"], "view", world.contacts["members"]) is False
    )


def test_an_application_does_not_open_the_contacts_of_a_cluster(world):
    admin_b = world.principals["manager_b"]

    newcomer = make_organisation(admin=admin_b)
    services.apply(newcomer, cluster=world.cluster, actor=admin_b)

    assert Contact.objects.filter(pk=world.contacts["members"].pk).exists()
    assert policies.contacts.allows(admin_b, "view", world.contacts["members"]) is False


def test_terms_are_for_everybody(world):

    assert who_may(world, policies.terms, "view", make_term()) == EVERYBODY

"""Plain functions that make rows for tests, with no surprises in them."""

import itertools

from allauth.account.models import EmailAddress

from lonja.accounts.models import Role, User
from lonja.directory.models import (
    Affiliation,
    Cluster,
    ClusterGrant,
    Contact,
    Membership,
    Organisation,
    OrganisationGrant,
    Person,
    Scheme,
    Term,
)

_number = itertools.count(1)


def make_user(email="", *, password="a-good-long-password", **fields):
    """An account with a checked address."""
    user = User.objects.create_user(email or f"person{next(_number)}@example.org", password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_term(scheme="een_technologies", code="", **fields):
    """One value of a controlled list; its list is made when missing."""
    Scheme.objects.get_or_create(slug=scheme, defaults={"labels": {"en": scheme}})
    code = code or f"T{next(_number)}"
    fields.setdefault("labels", {"en": f"Term {code}", "es": f"Término {code}"})
    return Term.objects.create(scheme_id=scheme, code=code, **fields)


def make_organisation(name="", *, admin=None, **fields):
    """A public organisation, administered by `admin` when one is named."""
    number = next(_number)
    fields = {"slug": f"organisation-{number}", "is_public": True, "country": "ES", **fields}
    organisation = Organisation.objects.create(name=name or f"Organisation {number}", **fields)
    if admin:
        OrganisationGrant.objects.create(user=admin, role=Role.ORGANISATION_ADMIN, organisation=organisation)
    return organisation


def make_cluster(name="", *, manager=None, **fields):
    """A public cluster, managed by `manager` when one is named."""
    number = next(_number)
    fields = {"slug": f"cluster-{number}", "is_public": True, "country": "ES", **fields}
    cluster = Cluster.objects.create(name=name or f"Cluster {number}", **fields)
    if manager:
        ClusterGrant.objects.create(user=manager, role=Role.CLUSTER_MANAGER, cluster=cluster)
    return cluster


def make_membership(organisation=None, cluster=None, **fields):
    """An active membership of an organisation in a cluster, both made when missing."""
    fields = {"status": "active", **fields}
    return Membership.objects.create(
        organisation=organisation or make_organisation(), cluster=cluster or make_cluster(), **fields
    )


def make_person(name="", *, organisation=None, role_title="", **fields):
    """A person, working for `organisation` when one is named."""
    person = Person.objects.create(name=name or f"Person {next(_number)}", **fields)
    if organisation:
        Affiliation.objects.create(
            person=person, organisation=organisation, role_title=role_title, is_main=True
        )
    return person


def make_contact(owner, value="", *, kind="email", **fields):
    """A private contact of an organisation, a person or a cluster."""
    value = value or f"contact{next(_number)}@example.org"
    return Contact.objects.create(**{owner._meta.model_name: owner}, kind=kind, value=value, **fields)

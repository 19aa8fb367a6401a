"""One small world in which everybody stands somewhere else towards the same things."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant
from lonja.directory.models import ClusterGrant
from tests.factories import (
    make_cluster,
    make_contact,
    make_membership,
    make_organisation,
    make_person,
    make_user,
)


@pytest.fixture
def world(db):
    """Two clusters, organisations on both sides, and a principal of each kind."""
    names = (
        "Admin",
        "Other",
        "Manager",
        "Manager B",
        "Former",
        "Auditor",
        "Outsider",
        "Employee",
        "Operator",
    )
    accounts = [make_user(name=name) for name in names]
    admin, other_admin, manager, manager_b, former, auditor, outsider, employee, operator = accounts
    cluster = make_cluster("Cluster A", slug="a", manager=manager)
    cluster_b = make_cluster("Cluster B", slug="b", manager=manager_b)
    private_cluster = make_cluster("Cluster P", slug="p", manager=manager, is_public=False)
    public = make_organisation("Public One", slug="public-one", admin=admin)
    private = make_organisation("Private One", slug="private-one", admin=admin, is_public=False)
    fellow = make_organisation("Fellow", slug="fellow", admin=other_admin)
    make_membership(public, cluster)
    make_membership(private, cluster)
    make_membership(fellow, cluster)
    make_membership(public, private_cluster)
    SiteGrant.objects.create(user=auditor, role=Role.AUDITOR)
    SiteGrant.objects.create(user=operator, role=Role.OPERATOR)
    ended = timezone.now() - timezone.timedelta(days=1)
    started = ended - timezone.timedelta(days=9)
    ClusterGrant.objects.create(
        user=former, role=Role.CLUSTER_MANAGER, cluster=cluster, valid_from=started, valid_until=ended
    )
    person = make_person("Works Here", organisation=public, user=employee)
    shown = make_person("Shown Person", organisation=public, is_public=True)
    return SimpleNamespace(
        principals={
            "anonymous": AnonymousUser(),
            "outsider": outsider,
            "employee": employee,
            "admin": admin,
            "other_admin": other_admin,
            "manager": manager,
            "manager_b": manager_b,
            "former": former,
            "auditor": auditor,
            "operator": operator,
        },
        cluster=cluster,
        cluster_b=cluster_b,
        private_cluster=private_cluster,
        public=public,
        private=private,
        fellow=fellow,
        person=person,
        shown=shown,
        contacts={
            visibility: make_contact(public, f"{visibility}@example.org", visibility=visibility)
            for visibility in ("nobody", "members", "public")
        },
    )

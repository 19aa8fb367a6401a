"""Labels: declared by their holder, verified by the site, expired by themselves."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant
from lonja.directory import policies, standing
from lonja.directory.models import Label
from lonja.directory.services import labels
from tests.factories import make_cluster, make_organisation, make_term, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.4 a label"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def make_kind(code="ECEI", *, grades="yes", holders="clusters"):
    return make_term("label_kinds", code, extra={"issuer": "ESCA", "grades": grades, "holders": holders})


def make_operator():
    operator = make_user()
    SiteGrant.objects.create(user=operator, role=Role.OPERATOR)
    return operator


def test_a_label_is_declared_with_its_evidence_and_verified_by_the_site():
    manager, operator, kind = make_user(), make_operator(), make_kind()
    cluster = make_cluster("Ours", manager=manager)

    signed_in(manager).post(
        f"/clusters/{cluster.slug}/labels/",
        {"kind": kind.pk, "grade": "silver", "upload": SimpleUploadedFile("label.pdf", PDF)},
    )

    label = Label.objects.get()
    assert (label.state, label.grade, label.name) == ("declared", "silver", f"{kind}: Silver")
    evidence = f"/labels/{label.pk}/evidence/"
    assert b"".join(signed_in(operator).get(evidence).streaming_content) == PDF
    assert [Client().get(evidence).status_code, signed_in(make_user()).get(evidence).status_code] == [
        403,
        403,
    ]

    signed_in(operator).post(f"/labels/{label.pk}/check/")

    page = Client().get(cluster.get_absolute_url()).content.decode()
    assert f"{kind}: Silver (Verified)" in page


def test_nobody_verifies_their_own_label():
    operator = make_operator()
    cluster = make_cluster(manager=operator)
    label = labels.add(cluster, facts={"other_name": "Mine"}, actor=operator)

    assert policies.labels.allows(operator, "check", label) is False


def test_an_expired_label_is_shown_as_expired_and_no_longer_valid():
    cluster = make_cluster()
    gone = Label.objects.create(cluster=cluster, other_name="Gone", valid_until=TODAY - timedelta(days=1))
    last = Label.objects.create(cluster=cluster, other_name="Last day", valid_until=TODAY)
    Label.objects.create(cluster=cluster, other_name="To come", valid_from=TODAY + timedelta(days=1))

    shown = [(one.name, one.state) for one in standing.labels(cluster, today=TODAY)]

    assert list(Label.objects.valid(TODAY)) == [last]
    assert shown[-1] == (gone.other_name, "Expired")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"number": "7"}, "Choose a label from the list"),
        ({"kind": "K", "other_name": "Also"}, "not both"),
        ({"kind": "K", "grade": "gold"}, "has no grades"),
        ({"other_name": "X", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "before it begins"),
    ],
)
def test_a_label_that_contradicts_itself_is_refused_beside_its_field(typed, fault):
    kind = make_kind("AEI", grades="no", holders="both")
    manager = make_user()
    organisation = make_organisation(admin=manager)
    typed = {name: kind.pk if value == "K" else value for name, value in typed.items()}

    answer = signed_in(manager).post(f"/organisations/{organisation.slug}/labels/", typed)

    assert (answer.status_code, fault in answer.content.decode()) == (422, True)


def test_a_label_has_exactly_one_holder():
    with pytest.raises(IntegrityError):
        Label.objects.create(cluster=make_cluster(), organisation=make_organisation(), other_name="Two")


def test_labels_of_hidden_profiles_stay_hidden():
    hidden = make_organisation(is_public=False)
    Label.objects.create(organisation=hidden, other_name="Secret")

    assert policies.labels.scope(AnonymousUser()).count() == 0
    assert policies.labels.scope(make_operator(), "check").count() == 0


def test_the_list_of_labels_to_check_is_for_the_site_only():
    Label.objects.create(cluster=make_cluster(), other_name="To check", created_at=timezone.now())

    assert signed_in(make_user()).get("/labels/").status_code == 404
    assert "To check" in signed_in(make_operator()).get("/labels/").content.decode()

"""A new series waits until an operator knows who organises it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lonja.accounts.models import Role, SiteGrant
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.events.models import Event
from lonja.events.services import editions as services
from tests.factories import make_edition, make_event, make_organisation, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def operator(**fields):
    user = make_user(**fields)
    SiteGrant.objects.create(user=user, role=Role.OPERATOR)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def started_by(actor):
    facts = {"slug": "fair", "name": {"en": "Fair"}, "organiser_organisation": make_organisation(admin=actor)}
    return services.create_event(facts=facts, actor=actor)


def test_a_new_series_is_unknown_to_strangers_and_the_operator_is_told():
    operator(email="operator@example.org", language="es")
    organiser = make_user()

    event = started_by(organiser)

    statuses = [client.get("/events/fair/").status_code for client in (Client(), signed_in(organiser))]
    assert (event.vetted_at, statuses) == (None, [404, 200])
    assert list(OutboxMail.objects.values_list("to", "language")) == [("operator@example.org", "es")]


def test_no_edition_goes_public_before_its_series_is_vetted():
    organiser = make_user()
    edition = make_edition(started_by(organiser), state="draft")

    with pytest.raises(Refused, match="An operator of this site looks at each new series"):
        services.move_edition(edition, "publish", actor=organiser)
    services.vet_event(edition.event, actor=operator(), now=NOW)

    assert services.move_edition(edition, "publish", actor=organiser).state == "published"


def test_only_an_operator_vets_and_the_organiser_is_told_once():
    organiser, someone = make_user("organiser@example.org"), operator()
    event = started_by(organiser)
    OutboxMail.objects.all().delete()

    answers = [
        signed_in(user).post("/events/fair/vet/").status_code for user in (organiser, someone, someone)
    ]

    assert answers == [403, 303, 303]
    assert Event.objects.get(pk=event.pk).vetted_at is not None
    assert list(OutboxMail.objects.values_list("to", flat=True)) == ["organiser@example.org"]
    assert AuditEntry.objects.filter(action="event.vetted").count() == 1


def test_the_list_of_what_waits_is_the_operators_alone():
    make_event("Known")
    started_by(make_user())

    page = signed_in(operator()).get("/events/vetting/")

    assert [str(event) for event in page.context["page"]] == ["Fair"]
    assert [
        signed_in(make_user()).get("/events/vetting/").status_code,
        Client().get("/events/vetting/").status_code,
    ] == [404, 404]


def test_an_operators_own_series_waits_for_nobody():
    assert started_by(operator()).vetted_at is not None

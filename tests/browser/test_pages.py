"""Every kind of page as its readers meet it: WCAG 2.2 AA holds, nothing is wider than the screen."""

from datetime import UTC, datetime

import pytest

from lonja.accounts.models import Role, SiteGrant
from lonja.meetings.services import plans
from tests.factories import (
    make_cluster,
    make_contact,
    make_edition,
    make_event,
    make_membership,
    make_organisation,
    make_participation,
    make_person,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)
# Each page is met twice: by day in English on a wide screen, by night in Spanish on a phone.
WAYS = [("", "light", 1280), ("/es", "dark", 390)]


@pytest.fixture
def host():
    """Somebody who administers, manages, organises and audits."""
    user = make_user(name="Lourdes Valverde")
    SiteGrant.objects.create(user=user, role=Role.AUDITOR)
    return user


@pytest.fixture
def guest():
    """Somebody who takes part."""
    return make_user(name="Diego Olmedo")


@pytest.fixture
def places(host, guest):
    """A small ecosystem with a published agenda; the addresses of its pages for each reader."""
    organisation = make_organisation("Aceros del Záncara", admin=host, country="ES", city="Ciudad Real")
    make_contact(organisation, visibility="public")
    make_person("Inés Roldán", organisation=organisation, is_public=True)
    cluster = make_cluster("Smart City Cluster", manager=host, summary={"en": "Liveable cities."})
    membership = make_membership(organisation, cluster)
    make_membership(cluster=cluster, status="applied")
    make_term()

    event = make_event("Encounter", organiser=host)
    edition = make_edition(event)
    make_slots(edition, 6)
    make_tables(edition, 2)
    ana, jon, eva = [make_participation(edition, user=user) for user in (guest, make_user(), make_user())]
    make_session(edition, attended_by=[eva], minutes=90)
    make_request(ana, jon)
    make_request(eva, ana)
    make_request(jon, eva, state="sent")
    run = make_plan(edition, number=1)
    plans.solve(run)
    run.refresh_from_db()
    plans.publish(run, actor=host, now=NOW)

    home = edition.get_absolute_url()
    return {
        "stranger": [
            *("/", "/organisations/", "/clusters/", "/events/", "/taxonomies/", "/account/sign-in/"),
            *("/account/sign-up/", organisation.get_absolute_url(), cluster.get_absolute_url(), home),
        ],
        "guest": [
            *("/events/mine/", f"{home}agenda/", f"{home}requests/", f"{home}participants/"),
            *("/people/me/", "/account/", "/account/browsers/"),
        ],
        "host": [
            *(f"{home}desk/", f"{home}plans/1/", f"{home}edit/", f"{organisation.get_absolute_url()}edit/"),
            *(f"{cluster.get_absolute_url()}edit/", f"{cluster.get_absolute_url()}members/"),
            *(f"/memberships/{membership.pk}/", "/audit/"),
        ],
    }


@pytest.mark.parametrize(("prefix", "color_scheme", "width"), WAYS)
@pytest.mark.parametrize("reader", ["stranger", "guest", "host"])
def test_nobody_is_shut_out(page, axe, places, host, guest, reader, prefix, color_scheme, width):
    user = {"stranger": None, "guest": guest, "host": host}[reader]
    tab = page(f"{prefix}/about/", user=user, color_scheme=color_scheme, width=width)

    faults = {}
    for address in places[reader]:
        answer = tab.goto(prefix + address)
        overflow = tab.evaluate("document.documentElement.scrollWidth") - width
        faults[address] = (answer.status, max(overflow, 0), axe(tab))

    assert faults == dict.fromkeys(places[reader], (200, 0, []))

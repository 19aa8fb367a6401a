"""What waits for a person: exactly what the policies let her decide, in one place."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from lonja.accounts.models import Role, SiteGrant
from lonja.directory.models import ClusterLink, FactReport, Label, LinkState
from lonja.meetings.lifecycle import RequestState
from lonja.portal.waiting import waiting_for
from tests.factories import (
    make_cluster,
    make_edition,
    make_membership,
    make_organisation,
    make_participation,
    make_person,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def told(actor):
    return [(str(item.title), item.owner, item.count) for item in waiting_for(actor)]


@pytest.fixture
def hall():
    """Two clusters with their managers, and things that wait for one of them, or for the operator."""
    manager, other, operator = make_user(), make_user(), make_user()
    SiteGrant.objects.create(user=operator, role=Role.OPERATOR)
    mine = make_cluster("Mine", slug="mine", manager=manager)
    theirs = make_cluster("Theirs", slug="theirs", manager=other)
    for name in ("One", "Two"):
        make_membership(make_organisation(name), mine, status="applied")
    ClusterLink.objects.create(cluster=theirs, other=mine, other_name="Mine")
    FactReport.objects.create(cluster=mine, text="The town is another.", reported_by=other)
    Label.objects.create(cluster=theirs, kind=make_term("label_kinds", "GOLD"))
    return manager, other, operator


def test_each_person_finds_what_she_can_decide_and_nothing_else(hall):
    manager, other, operator = hall

    assert {
        name: told(actor) for name, actor in zip(("manager", "other", "operator"), hall, strict=True)
    } == {
        "manager": [
            ("Reports of wrong facts", "Mine", 1),
            ("Applications to join", "Mine", 2),
            ("Links that another cluster claims", "Mine", 1),
        ],
        "other": [],
        "operator": [("Labels to check", "", 1), ("Reports of wrong facts", "Mine", 1)],
    }
    assert waiting_for(AnonymousUser()) == []


def test_what_is_decided_waits_no_longer(hall):
    manager, _other, operator = hall
    SiteGrant.objects.filter(user=operator).update(valid_until=timezone.now())
    FactReport.objects.update(state="corrected")
    ClusterLink.objects.update(state=LinkState.MUTUAL)

    assert told(manager) == [("Applications to join", "Mine", 2)]
    assert told(operator) == []


def test_each_address_leads_to_a_page_that_opens(client, hall):
    for actor in hall:
        client.force_login(actor)
        for item in waiting_for(actor):
            assert client.get(item.href).status_code == 200, item


def test_a_request_to_meet_waits_for_whom_it_was_sent_to(client):
    edition = make_edition()
    user = make_user()
    asked = make_participation(edition, person=make_person("Asked", user=user))
    for name in ("One", "Two"):
        make_participation(edition, person=make_person(name)).requests_sent.create(
            edition=edition, recipient=asked, state=RequestState.SENT
        )

    assert told(user) == [("Requests to meet", str(edition), 2)]


def test_one_thing_and_many_need_equally_few_queries(client, hall, django_assert_max_num_queries):
    manager, *_others = hall
    for number in range(30):
        cluster = make_cluster(f"C{number}", slug=f"c{number}", manager=manager)
        make_membership(make_organisation(f"O{number}"), cluster, status="applied")
    client.force_login(manager)

    with django_assert_max_num_queries(8):
        page = client.get(reverse("waiting"))

    assert page.status_code == 200

"""At the door: who may look, what a device is told, and scans that arrive late, twice or at once."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lonja.accounts.models import Role
from lonja.events.models import Badge, EventGrant, Scan
from lonja.events.services import checkins
from tests.factories import make_edition, make_event, make_organisation, make_participation, make_user

pytestmark = pytest.mark.django_db
NINE = datetime(2018, 11, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
def door():
    organiser, staff = make_user(), make_user()
    edition = make_edition(make_event(organiser=organiser))
    EventGrant.objects.create(user=staff, role=Role.CHECK_IN_STAFF, event=edition.event, edition=edition)
    ana = make_participation(
        edition, user=make_user(), name="Ana Ruíz", organisation=make_organisation("Ruidera")
    )
    return edition, organiser, staff, ana


def at(name, edition, *more):
    return reverse(f"events:{name}", args=[edition.event.slug, edition.slug, *more])


def scan(badge, verb="in", *, uid=None, moment=NINE):
    return checkins.Sent(str(uid or uuid.uuid4()), verb, moment, token=badge.token)


def test_only_the_door_and_the_organiser_of_this_edition_open_its_pages(client, door):
    edition, organiser, staff, ana = door
    other = make_edition(make_event(organiser=make_user()))
    stranger = EventGrant.objects.filter(event=other.event).get().user
    pages = [at("checkin", edition), at("door-list", edition), at("door-worker", edition)]
    answers = {}
    for name, user in [
        ("organiser", organiser),
        ("staff", staff),
        ("ana", ana.person.user),
        ("stranger", stranger),
    ]:
        client.force_login(user)
        answers[name] = [client.get(url).status_code for url in pages]
    assert answers == {
        "organiser": [200] * 3, "staff": [200] * 3, "ana": [403] * 3, "stranger": [403] * 3
    }  # fmt: skip
    client.force_login(staff)
    assert [client.get(at(name, edition)).status_code for name in ("badges", "badges-pdf")] == [403, 403]


def test_a_device_is_told_a_handle_a_name_a_house_and_a_type_and_no_more(client, door):
    edition, _organiser, staff, ana = door
    client.force_login(staff)

    people = client.get(at("door-list", edition)).json()["people"]

    token = Badge.objects.get(participation=ana).token
    assert people == [
        {"h": checkins.handle_of(token), "n": "Ana Ruíz", "o": "Ruidera", "k": "Company", "in": False}
    ]


def test_somebody_is_let_in_by_name_and_out_and_taken_back(client, door):
    edition, _organiser, staff, ana = door
    client.force_login(staff)
    found = client.get(at("checkin", edition), {"q": "ruiz"})
    assert "Ana Ruíz" in found.text

    states = []
    for verb in ("in", "out", "in", "undo"):
        client.post(at("checkin-note", edition, ana.pk, verb))
        states.append(Badge.objects.get(participation=ana).is_here)

    assert states == [True, False, True, False]


def test_the_code_on_a_badge_shows_its_person_to_the_door_only(client, door):
    edition, _organiser, staff, ana = door
    url = reverse("events:door", args=[checkins.badge_of(ana).token])
    assert client.get(url).status_code == 404
    client.force_login(ana.person.user)
    assert client.get(url).status_code == 404
    client.force_login(staff)
    assert "Ana Ruíz" in client.get(url).text


def test_a_scan_counts_once_and_the_earlier_of_two_devices_says_when_she_came(door):
    edition, _organiser, staff, ana = door
    badge, uid = checkins.badge_of(ana), uuid.uuid4()
    later, earlier = scan(badge, uid=uid, moment=NINE + timedelta(minutes=5)), scan(badge, moment=NINE)

    first = checkins.receive(edition, [later], actor=staff, now=NINE + timedelta(minutes=6))
    again = checkins.receive(edition, [later], actor=staff, now=NINE + timedelta(minutes=7))
    checkins.receive(edition, [earlier], actor=staff, now=NINE + timedelta(minutes=8))

    badge.refresh_from_db()
    assert (first, again) == ({str(uid): "done"}, {str(uid): "again"})
    assert (badge.came_at, Scan.objects.count()) == (NINE, 2)


def test_the_code_under_the_drawing_finds_its_person_and_nobody_elsewhere(client, door):
    edition, _organiser, staff, ana = door
    foreign = checkins.badge_of(make_participation(make_edition(), name="Foreign Person"))
    client.force_login(staff)

    found = client.get(at("checkin", edition), {"q": checkins.badge_of(ana).code.lower()})
    elsewhere = client.get(at("checkin", edition), {"q": foreign.code})

    assert ("Check in<span" in found.text, "Ana Ruíz" in found.text) == (True, True)
    assert "Nobody of that name is expected" in elsewhere.text


def test_a_code_of_another_edition_is_unknown_here(door):
    edition, _organiser, staff, _ana = door
    foreign = scan(checkins.badge_of(make_participation(make_edition())))

    assert checkins.receive(edition, [foreign], actor=staff, now=NINE) == {foreign.uid: "unknown"}
    assert Scan.objects.count() == 0


def test_a_device_sends_its_scans_and_broken_messages_are_refused(client, door):
    edition, _organiser, staff, ana = door
    client.force_login(staff)
    sent = {
        "uid": str(uuid.uuid4()), "verb": "in", "at": timezone.now().isoformat(),
        "handle": checkins.handle_of(checkins.badge_of(ana).token),
    }  # fmt: skip

    def send(message):
        return client.post(at("door-sync", edition), message, content_type="application/json")

    assert send(json.dumps({"scans": [sent]})).json() == {"outcome": {sent["uid"]: "done"}}
    assert [send(m).status_code for m in ("{", "[]", '{"scans": [{}]}', '{"scans": [1]}')] == [400] * 4
    assert Badge.objects.get(participation=ana).is_here


def test_badges_of_long_names_come_as_one_pdf(client, door):
    edition, organiser, _staff, _ana = door
    make_participation(edition, name="María de los Ángeles Fernández-Villarrubia y Etxeberria Goikoetxea")
    client.force_login(organiser)

    answer = client.get(at("badges-pdf", edition))

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")

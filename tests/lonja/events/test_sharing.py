"""The page of an edition worth sharing: preview, calendar, facts for machines; nothing private."""

import json
import re

import pytest
import vobject
from icalendar import Calendar

from lonja.events import sharing
from lonja.events.lifecycle import EditionState
from tests.factories import make_edition, make_event, make_participation, make_user

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


def size_of(png):
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.fixture
def edition():
    return make_edition(title={"en": "The hall", "es": "La lonja"}, venue="Old Exchange", city="Valencia")


def test_other_sites_show_a_picture_in_the_reader_s_language(client, edition):
    page = client.get(edition.get_absolute_url()).content.decode()
    address = re.search(r'og:image" content="http://testserver([^"]+)"', page)[1]

    english, spanish = client.get(address), client.get(f"/es{address}")

    assert (english["Content-Type"], english.content[:8], size_of(english.content)) == (
        "image/png", PNG, (1200, 630)
    )  # fmt: skip
    assert size_of(spanish.content) == (1200, 630)
    assert english.content != spanish.content
    assert client.get(address).content == english.content


def test_two_calendars_read_the_days_of_the_event(client, edition):
    answer = client.get(f"{edition.get_absolute_url()}days.ics")

    first = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    second = vobject.readOne(answer.content.decode()).vevent
    assert (first.decoded("dtstart"), str(first["summary"])) == (edition.starts_on, "The hall")
    assert (second.dtstart.value, second.location.value.split(",")[0]) == (edition.starts_on, "Old Exchange")
    assert answer.content == client.get(f"{edition.get_absolute_url()}days.ics").content


def test_machines_read_the_public_facts(client, edition):
    page = client.get(edition.get_absolute_url()).content.decode()
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert (facts["@type"], facts["name"], facts["startDate"], facts["location"]["name"]) == (
        "BusinessEvent", "The hall", edition.starts_on.isoformat(), "Old Exchange"
    )  # fmt: skip


def test_a_draft_shows_nobody_its_picture_calendar_or_facts(client, edition):
    type(edition).objects.filter(pk=edition.pk).update(state=EditionState.DRAFT)
    address = edition.get_absolute_url()

    assert [client.get(f"{address}{part}").status_code for part in ("", "picture.png", "days.ics")] == [
        404
    ] * 3


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({"company": 7, "research": 6}, [("Company", "7"), ("Research or technology centre", "6")]),
        ({"company": 7, "research": 6, "investor": 1}, [("Company", "7"), ("Others", "7")]),
        ({"company": 7, "research": 3, "investor": 3}, [("Company", "7"), ("Others", "6")]),
        ({"company": 7, "research": 1, "investor": 1}, [("Others", "9")]),
        ({"company": 3}, []),
    ],
)
def test_few_of_a_kind_cannot_be_worked_out_from_how_many_come_in_all(edition, people, told):
    for kind, count in people.items():
        for number in range(count):
            make_participation(edition, name=f"{kind} {number}", participant_type=kind)

    assert [(str(row["label"]), row["value"]) for row in sharing.who_comes(edition)] == told


def test_the_page_holds_no_address_to_harvest(client, edition):
    page = client.get(edition.get_absolute_url()).content.decode()

    assert re.findall(r"[\w.]+@[\w.]+", page.split("<main", 1)[1]) == []
    assert f'href="{edition.get_absolute_url()}ask/"' in page


@pytest.mark.parametrize(
    ("kind", "offered"), [("encounter", True), ("study_visit", False), ("closing", False)]
)
def test_only_where_people_sit_at_tables_the_page_leads_to_meetings(client, kind, offered):
    edition = make_edition(make_event(kind=kind), city="Tomelloso & Ossa", country="ES")
    me = make_participation(edition, user=make_user())
    client.force_login(me.person.user)

    page = client.get(edition.get_absolute_url()).content.decode()

    assert ("Whom to meet" in page, "My agenda" in page) == (offered, True)
    assert "openstreetmap.org/search?query=Tomelloso%20%26%20Ossa%2C%20Spain" in page

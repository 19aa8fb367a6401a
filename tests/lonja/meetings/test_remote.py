"""Remote meetings: whose address holds, and that only the two who meet are shown it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from lonja.meetings import remote
from lonja.meetings.models import HallScreen, Meeting, MeetingRequest, Table
from lonja.meetings.services import live
from lonja.meetings.services import remote as services
from lonja.meetings.views import remote as views
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
EARLY = datetime.now(UTC)
SOON = EARLY + timedelta(hours=1)


@pytest.fixture
def hall():
    organiser = make_user()
    edition = make_edition(make_event(organiser=organiser), starts_on=SOON.date(), ends_on=SOON.date())
    slots, tables = make_slots(edition, 2, starts_at=SOON), make_tables(edition, 2)
    ana, jon, eva = (make_participation(edition, user=make_user(), name=n) for n in ("Ana", "Jon", "Eva"))
    ana.remote = True
    ana.save()
    request = make_request(ana, jon)
    run = make_published((request, slots[0], tables[0]), edition=edition)
    HallScreen.objects.create(
        edition=edition, is_public=True, remote_link="https://all.example.org/{meeting}"
    )
    return organiser, edition, tables, (ana, jon, eva), request, run


def link_now(edition, request):
    meeting = Meeting.objects.for_agenda().get(request=request)
    return remote.link_of(meeting, HallScreen.objects.get(edition=edition).remote_link)


def at(edition, path):
    return f"/events/{edition.event.slug}/{edition.slug}/{path}"


def test_the_address_of_the_pair_comes_before_that_of_the_table_and_of_the_edition(hall):
    _organiser, edition, tables, _people, request, _run = hall
    seen = [link_now(edition, request)]
    services.set_table_links(edition, {1: "https://t.example.org/{table}"}, actor=None, now=EARLY)
    seen.append(link_now(edition, request))
    services.set_meeting_link(request, "https://own.example.org/x", actor=None, now=EARLY)
    seen.append(link_now(edition, request))

    assert seen == [
        f"https://all.example.org/{request.uid.hex}", "https://t.example.org/1", "https://own.example.org/x"
    ]  # fmt: skip


def test_only_the_two_who_meet_are_shown_the_address(hall, client):
    _organiser, edition, _tables, people, request, _run = hall
    services.set_meeting_link(request, "https://own.example.org/x", actor=None, now=EARLY)
    shown = {}
    for one in people:
        client.force_login(one.person.user)
        pages = [client.get(at(edition, path)).content for path in ("now/", "agenda/", "agenda.ics")]
        shown[str(one)] = [b"own.example.org" in content.replace(b"\r\n ", b"") for content in pages]
    client.logout()

    assert shown == {"Ana": [True] * 3, "Jon": [True] * 3, "Eva": [False] * 3}
    assert "own.example.org" not in client.get(at(edition, "hall/")).text


def test_the_calendar_names_the_address_where_calendars_look_for_it(hall, client):
    _organiser, edition, _tables, (ana, *_rest), request, _run = hall
    services.set_meeting_link(request, "https://own.example.org/x", actor=None, now=EARLY)
    client.force_login(ana.person.user)

    (event,) = Calendar.from_ical(client.get(at(edition, "agenda.ics")).content).events

    assert str(event["location"]) == "Table 1, https://own.example.org/x"
    assert str(event["conference"]) == "https://own.example.org/x"
    assert str(event["url"]).endswith(f"/agenda/#m-{request.uid}")


def test_a_new_address_reaches_calendars_with_a_higher_number(hall):
    _organiser, edition, _tables, _people, request, run = hall

    services.set_meeting_link(request, "https://own.example.org/x", actor=None, now=EARLY)

    run.refresh_from_db()
    assert run.version == 2


def test_the_organiser_writes_the_addresses_and_nobody_else(hall, client):
    organiser, edition, _tables, (ana, *_rest), request, _run = hall
    links, own = at(edition, "live/links/"), at(edition, f"live/meetings/{request.uid}/link/")
    client.force_login(ana.person.user)
    strangers = [client.get(url).status_code for url in (links, own)]
    client.force_login(organiser)
    wrong = client.post(links, {"table-1": "http://t.example.org"})
    client.post(links, {"table-1": "https://t.example.org/1", "table-2": ""})
    client.post(own, {"link": "https://own.example.org/x"})

    assert (strangers, wrong.status_code) == ([403, 403], 422)
    assert list(Table.objects.order_by("number").values_list("remote_link", flat=True)) == [
        "https://t.example.org/1", ""
    ]  # fmt: skip
    assert MeetingRequest.objects.get(pk=request.pk).remote_link == "https://own.example.org/x"


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http://example.org", "https://", "meet me"])
def test_what_is_no_address_of_the_web_is_refused(text):
    with pytest.raises(ValidationError):
        remote.checked(text)


def test_another_address_for_all_remote_meetings_reaches_the_calendars(client, hall):
    organiser, edition, _tables, (ana, _jon, _eva), _request, _run = hall

    def entry():
        client.force_login(ana.person.user)
        calendar = client.get(at(edition, "agenda.ics")).content
        [found] = Calendar.from_ical(calendar).walk("VEVENT")
        return int(found["sequence"]), str(found["conference"])

    before = entry()
    live.set_screen(edition, actor=organiser, remote_link="https://new.example.org/{meeting}")
    after = entry()
    live.set_screen(edition, actor=organiser, remote_link="https://new.example.org/{meeting}")

    assert after[1].startswith("https://new.example.org/")
    assert (after[0] > before[0], entry()) == (True, after)


@pytest.mark.parametrize(
    "bad",
    [
        "https://user:word@all.example.org/",
        "https://all.example.org:99999/",
        "https://all\u202e.example.org/",
        "https://all.example.org/{other}",
    ],
)
def test_a_bad_address_comes_back_with_what_was_typed(client, hall, bad):
    organiser, edition, *_rest = hall
    client.force_login(organiser)

    answer = client.post(at(edition, "live/screen/"), {"is_public": "on", "remote_link": bad})

    assert (answer.status_code, list(answer.context["screen_form"].errors)) == (422, ["remote_link"])
    assert answer.context["screen_form"]["remote_link"].value() == bad
    assert HallScreen.objects.get(edition=edition).remote_link == "https://all.example.org/{meeting}"


def test_a_table_that_was_not_asked_for_keeps_its_address(hall, client):
    organiser, edition, *_rest = hall
    Table.objects.filter(number=2).update(remote_link="https://t.example.org/2")
    client.force_login(organiser)

    client.post(at(edition, "live/links/"), {"table-1": "https://t.example.org/1"})

    assert list(Table.objects.order_by("number").values_list("remote_link", flat=True)) == [
        "https://t.example.org/1", "https://t.example.org/2"
    ]  # fmt: skip


def test_the_addresses_of_many_tables_come_page_by_page(hall, client, monkeypatch):
    organiser, edition, *_rest = hall
    monkeypatch.setattr(views, "TABLES_PER_PAGE", 1)
    client.force_login(organiser)
    links = at(edition, "live/links/")

    first, second = client.get(links).content.decode(), client.get(f"{links}?page=2").content.decode()
    saved = client.post(links, {"table-1": "https://t.example.org/1"})
    last = client.post(f"{links}?page=2", {"table-2": "https://t.example.org/2"})

    assert [("table-1" in text, "table-2" in text) for text in (first, second)] == [
        (True, False), (False, True)
    ]  # fmt: skip
    assert (saved["Location"], last["Location"]) == (f"{links}?page=2", at(edition, "live/"))
    assert list(Table.objects.order_by("number").values_list("remote_link", flat=True)) == [
        "https://t.example.org/1", "https://t.example.org/2"
    ]  # fmt: skip

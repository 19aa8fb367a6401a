"""The pages of the day: what now, the hall screen, the organiser's view."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lonja.meetings import halls
from lonja.meetings.models import HallScreen, Meeting, Proposal, Seat
from lonja.meetings.services import live
from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_published,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """Ana and Jon sit right now; Leo would have liked to meet Ana."""
    organiser, now = make_user(), timezone.now()
    today = now.date()
    edition = make_edition(
        make_event(organiser=organiser), starts_on=today, ends_on=today + timedelta(days=1), time_zone="UTC"
    )
    slots = make_slots(edition, 4, starts_at=now - timedelta(minutes=5))
    tables = make_tables(edition, 2)
    ana, jon, leo = (make_participation(edition, user=make_user(), name=n) for n in ("Ana", "Jon", "Leo"))
    wanted = make_request(ana, leo)
    request = make_request(ana, jon)
    run = make_published((request, slots[0], tables[0]), edition=edition)
    return edition, organiser, (ana, jon, leo), request, wanted, run


def at(name, edition, *more):
    return reverse(f"meetings:{name}", args=[edition.event.slug, edition.slug, *more])


def test_who_is_missing_is_noted_in_one_tap_and_the_proposal_accepted(client, hall):
    edition, _organiser, (ana, jon, leo), request, wanted, run = hall
    client.force_login(ana.person.user)
    assert "Jon" in client.get(at("now", edition)).text

    client.post(at("now-note", edition, request.uid, "missing"))
    assert "Leo" in client.get(at("now", edition)).text
    client.post(at("proposal", edition, Proposal.objects.get().uid, "accept"))

    assert Meeting.objects.get(run=run, request=request).state == "no_show"
    assert Meeting.objects.get(run=run, request=wanted).state == "planned"


def test_what_now_answers_204_until_something_is_new(client, hall):
    edition, organiser, (ana, jon, _leo), request, _wanted, run = hall
    client.force_login(ana.person.user)
    version = client.get(at("now", edition)).context["version"]
    again = client.get(at("now", edition), {"since": version})
    live.run_late(
        Meeting.objects.get(run=run, request=request),
        participation=jon,
        minutes=5,
        actor=None,
        now=timezone.now(),
    )

    assert (again.status_code, again.content) == (204, b"")
    assert client.get(at("now", edition), {"since": version}).status_code == 200


def test_nobody_speaks_for_a_meeting_in_which_she_does_not_sit(client, hall):
    edition, _organiser, (_ana, _jon, leo), request, _wanted, run = hall
    client.force_login(leo.person.user)

    answers = [
        client.post(at("now-note", edition, request.uid, verb)).status_code for verb in ("missing", "late")
    ]

    assert answers == [404, 404]
    assert Meeting.objects.get(run=run, request=request).state == "planned"


def test_a_proposal_is_answered_by_the_two_only(client, hall):
    edition, _organiser, (ana, jon, leo), request, wanted, run = hall
    live.miss(Meeting.objects.get(run=run), absent=jon, actor=None, now=timezone.now())
    offered = Proposal.objects.get()
    client.force_login(jon.person.user)

    assert client.post(at("proposal", edition, offered.uid, "accept")).status_code == 404
    client.force_login(leo.person.user)
    assert client.post(at("proposal", edition, offered.uid, "accept")).status_code == 303


def test_the_organisers_pages_are_hers_alone(client, hall):
    edition, organiser, (ana, *_), request, _wanted, _run = hall
    other = make_user()
    make_edition(make_event(organiser=other))
    pages = [at("live", edition), at("live-matches", edition), at("live-person", edition, ana.pk)]
    statuses = {}
    for name, user in [("organiser", organiser), ("ana", ana.person.user), ("other", other)]:
        client.force_login(user)
        statuses[name] = [client.get(url).status_code for url in pages]
        statuses[name].append(client.post(at("live-act", edition, "renew")).status_code)

    assert statuses["organiser"] == [200, 200, 200, 303]
    assert statuses["other"] == statuses["ana"] == [403, 403, 403, 403]


def test_the_hall_screen_needs_its_secret_and_names_only_who_is_listed(client, hall):
    edition, organiser, (ana, jon, _leo), *_rest = hall
    type(jon).objects.filter(pk=jon.pk).update(is_listed=False)
    live.set_screen(edition, actor=organiser)
    screen = HallScreen.objects.get()
    secret = at("hall-secret", edition, screen.token)

    shown = client.get(secret)
    assert (client.get(at("hall", edition)).status_code, shown.status_code) == (404, 200)
    assert ("Ana" in shown.text, "Jon" in shown.text) == (True, False)
    live.set_screen(edition, actor=organiser, renew=True, is_public=True)
    assert (client.get(secret).status_code, client.get(at("hall", edition)).status_code) == (404, 200)


def test_a_screen_for_anybody_names_those_with_a_public_profile_and_no_private_house(hall):
    edition, organiser, (ana, jon, _leo), *_rest = hall
    HallScreen.objects.update_or_create(edition=edition, defaults={"is_public": True})
    house, hidden = make_organisation("Known Ltd"), make_organisation("Hidden Ltd", is_public=False)
    type(ana).objects.filter(pk=ana.pk).update(organisation=house)
    type(jon).objects.filter(pk=jon.pk).update(organisation=hidden)
    words = ["Ana", "Known Ltd", "Jon", "Hidden Ltd"]

    def read(user):
        client = Client()
        if user:
            client.force_login(user)
        text = client.get(at("hall", edition)).content.decode()
        return [word in text for word in words]

    before = [read(user) for user in (None, make_user(), jon.person.user, organiser)]
    type(ana.person).objects.filter(pk=ana.person_id).update(is_public=True)
    private = [False, True, False, False]
    assert before == [private, private, [True] * 4, [True] * 4]
    assert read(None) == [True, True, False, False]


def test_a_remote_meeting_shows_its_link_to_the_two_only(client, hall):
    edition, organiser, (ana, jon, leo), request, *_rest = hall
    type(jon).objects.filter(pk=jon.pk).update(remote=True)
    live.set_screen(
        edition, actor=organiser, remote_link="https://meet.example.org/{meeting}", is_public=True
    )
    link = f"https://meet.example.org/{request.uid.hex}"

    seen = {}
    for one in (ana, jon, leo):
        client.force_login(one.person.user)
        seen[str(one)] = link in client.get(at("now", edition)).text
    assert seen == {"Ana": True, "Jon": True, "Leo": False}
    assert link not in client.get(at("hall", edition)).text


def test_somebody_in_mexico_sees_her_own_clock_beside_the_venues(client, hall):
    edition, _organiser, (ana, *_), *_rest = hall
    client.force_login(ana.person.user)

    refused = client.post(at("own-time", edition), {"time_zone": "Atlantis/Capital"})
    taken = client.post(at("own-time", edition), {"time_zone": "America/Mexico_City"})

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "By your clock" in client.get(at("now", edition)).text
    asked_again = client.get(at("own-time", edition)).text
    assert '<option value="America/Mexico_City" selected>' in asked_again
    assert asked_again.count(" selected>") == 1


def test_the_pages_of_the_day_ask_a_dozen_times_at_most(client, hall, django_assert_max_num_queries):
    edition, organiser, (ana, *_), *_rest, run = hall
    live.set_screen(edition, actor=organiser)
    client.force_login(organiser)
    with django_assert_max_num_queries(12):
        client.get(at("live", edition))
    client.force_login(ana.person.user)
    with django_assert_max_num_queries(12):
        client.get(at("now", edition))


def test_closing_an_edition_at_the_desk_makes_what_was_planned_held(client, hall):
    edition, organiser, *_rest, run = hall
    client.force_login(organiser)
    desk = client.get(at("desk", edition)).text

    client.post(at("close", edition))

    edition.refresh_from_db()
    assert f'action="{at("close", edition)}"' in desk
    assert (edition.state, {meeting.state for meeting in run.meetings.all()}) == ("closed", {"held"})


def test_whoever_has_withdrawn_is_told_so_and_asked_for_nothing_more(client):
    edition = make_edition()
    ana = make_participation(edition, user=make_user(), state="cancelled")
    make_published(edition=edition)
    client.force_login(ana.person.user)

    answer = client.get(f"/events/{edition.event.slug}/{edition.slug}/now/")

    assert "You do not take part" in answer.text
    assert "I would like more meetings" not in answer.text


def test_the_hall_screen_says_which_table_is_closed(client, hall):
    edition, organiser, *_rest = hall
    live.set_screen(edition, actor=organiser, is_public=True)
    before = client.get(at("hall", edition)).text.count(">closed<")

    live.close_table(edition.tables.last(), actor=organiser, now=timezone.now())

    assert (before, client.get(at("hall", edition)).text.count(">closed<")) == (0, 1)


@pytest.mark.parametrize(("page", "shown"), [("1", ["Ana"]), ("2", ["Leo"]), ("9", ["Ana"]), ("x", ["Ana"])])
def test_a_large_hall_is_read_page_by_page(client, hall, monkeypatch, page, shown):
    monkeypatch.setattr(halls, "TABLES_PER_PAGE", 1)
    edition, organiser, (_ana, _jon, leo), request, _wanted, run = hall
    first = Meeting.objects.get(run=run)
    mia = make_participation(edition, user=make_user(), name="Mia")
    second = edition.tables.last()
    added = Meeting.objects.create(run=run, request=make_request(leo, mia), slot=first.slot, table=second)
    for one in (leo, mia):
        Seat.objects.create(run=run, slot=first.slot, participation=one, meeting=added)
    client.force_login(organiser)

    answer = client.get(at("live", edition), {"slot": first.slot_id, "page": page})

    assert [str(line["two"][0]["who"].person) for line in answer.context["lines"]] == shown
    assert answer.context["page"].paginator.num_pages == 2

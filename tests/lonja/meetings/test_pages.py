"""The desk, the agendas and the requests, as people use them."""

import io
from datetime import UTC, datetime

import icalendar
import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from lonja.base import jobs
from lonja.base.models import Job, OutboxMail
from lonja.events.models import Participation, SessionPlace
from lonja.meetings import agenda, documents, papers
from lonja.meetings.models import MeetingRequest, OwnTime
from lonja.meetings.services import plans
from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_user,
)
from tests.lonja.meetings.encounters import filled, like_2018, small

pytestmark = pytest.mark.django_db
HERE = "/events/fair/2018/"
HOSTILE = '=1+1 *bold* #eval(1) <b>x</b> \\" $y$ ‮ 日本 @org'


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def edition(organiser):
    return make_edition(make_event(slug="fair", organiser=organiser), slug="2018")


def published(edition):
    """A published plan of the edition."""
    run = make_plan(edition)
    plans.solve(run)
    return plans.publish(run, actor=None, now=datetime(2018, 11, 2, tzinfo=UTC))


@pytest.fixture
def ana(edition):
    """A participant with a meeting at nine and a talk at half past nine."""
    make_slots(edition, 1)
    make_tables(edition, 1)
    ana = make_participation(edition, user=make_user(), name="Ana Ruiz")
    jon = make_participation(
        edition, name="Jon Etxeberria", organisation=make_organisation("Talleres Nervión")
    )
    make_request(ana, jon)
    make_session(
        edition,
        attended_by=[ana],
        starts_at=datetime(2018, 11, 15, 8, 30, tzinfo=UTC),
        room="Room A",
        title={"en": "Materials that mend themselves"},
    )
    published(edition)
    return ana


def text_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_from_the_workbook_to_the_agenda(organiser, edition):
    client = signed_in(organiser)
    file = SimpleUploadedFile("encounter.xlsx", filled(**small()))

    checked = client.post(f"/imports/encounter/new/?for={edition.pk}", {"file": file})
    client.post(f"{checked.url}apply/")
    queued = client.post(f"{HERE}plans/", {"effort": "quick", "seed": "3"})
    job = jobs.run_now(Job.objects.get(kind="meetings.plan"))
    told = client.post(f"{HERE}plans/1/publish/", follow=True).content.decode()

    assert (queued.status_code, queued.url) == (303, job.get_absolute_url())
    assert job.done_url == f"{HERE}plans/1/"
    assert "The plan is published" in told
    assert OutboxMail.objects.filter(to="ana@example.org", purpose="meetings").count() == 1


def test_publishing_twice_is_refused_with_a_sentence(organiser, edition, ana):
    client = signed_in(organiser)
    number = edition.plan_runs.get().number

    response = client.post(f"{HERE}plans/{number}/publish/")

    assert response.status_code == 409
    assert "Only a draft can be published." in response.content.decode()


def test_a_wrong_seed_comes_back_with_its_reason(organiser, edition, ana):
    response = signed_in(organiser).post(f"{HERE}plans/", {"effort": "quick", "seed": "-1"})

    assert response.status_code == 422
    assert edition.plan_runs.count() == 1


def test_the_agenda_shows_counterpart_table_talk_and_time_zone(ana):
    response = signed_in(ana.person.user).get(f"{HERE}agenda/")

    (day,) = response.context["days"]
    assert day["label"] == "Thursday, 15 November 2018"
    assert [
        (e["starts"], e["title"], e["note"], e["place_label"], e["place"], e["kind"]) for e in day["slots"]
    ] == [
        ("09:00", "Jon Etxeberria", "Talleres Nervión", "Table", "1", "meeting"),
        ("09:30", "Materials that mend themselves", "", "Room", "Room A", "talk"),
    ]
    assert "All times are local time at the venue (Europe/Madrid)." in response.content.decode()


def test_a_longer_gap_is_shown_as_free_time(edition, ana):
    make_session(edition, attended_by=[ana], starts_at=datetime(2018, 11, 15, 10, 0, tzinfo=UTC))

    (day,) = signed_in(ana.person.user).get(f"{HERE}agenda/").context["days"]

    assert [(e["starts"], e["ends"], e["kind"]) for e in day["slots"]] == [
        ("09:00", "09:15", "meeting"),
        ("09:30", "10:00", "talk"),
        ("10:00", "11:00", "free"),
        ("11:00", "11:30", "talk"),
    ]


def test_an_open_agenda_hears_only_of_what_is_new(edition, ana):
    client = signed_in(ana.person.user)

    def shown():
        return client.get(f"{HERE}agenda/").context["version"]

    def asked_again(version):
        return client.get(f"{HERE}agenda/?since={version}", headers={"HX-Request": "true"})

    first = shown()
    same = asked_again(first)
    assert (same.status_code, same.content) == (204, b"")

    talk = edition.sessions.get()
    talk.revise(datetime(2018, 11, 3, tzinfo=UTC))
    talk.save()
    newer = asked_again(first)
    assert newer.content.decode().strip().startswith('<div class="stack" id="agenda"')
    assert asked_again(shown()).status_code == 204

    second = shown()
    SessionPlace.objects.all().delete()
    assert asked_again(second).status_code == 200

    third = shown()
    edition.plan_runs.update(version=F("version") + 1)
    assert asked_again(third).status_code == 200
    assert asked_again(shown()).status_code == 204


def test_the_calendar_file_says_the_same_as_the_page(ana):
    content = signed_in(ana.person.user).get(f"{HERE}agenda.ics").content

    events = icalendar.Calendar.from_ical(content).events
    assert [(str(e["summary"]), e.start.isoformat(), str(e["location"])) for e in events] == [
        ("Jon Etxeberria (Talleres Nervión)", "2018-11-15T09:00:00+01:00", "Table 1"),
        ("Materials that mend themselves", "2018-11-15T09:30:00+01:00", "Room Room A"),
    ]
    assert [str(e["url"]) for e in events] == [
        f"http://testserver/events/fair/2018/agenda/#m-{e['uid']}" for e in events
    ]
    assert len(vobject.readOne(content.decode()).vevent_list) == 2


def test_ids_stay_and_the_sequence_grows_from_plan_to_plan(edition, ana):
    client = signed_in(ana.person.user)
    before = icalendar.Calendar.from_ical(client.get(f"{HERE}agenda.ics").content).events
    published(edition)

    after = icalendar.Calendar.from_ical(client.get(f"{HERE}agenda.ics").content).events

    assert [e["uid"] for e in after] == [e["uid"] for e in before]
    numbers = [sorted(entry["sequence"] for entry in entries) for entries in (before, after)]
    assert numbers == [[0, 1], [0, 2]]  # the talk is what it was


def test_the_pdf_holds_table_and_counterpart_and_is_tagged(ana):
    content = signed_in(ana.person.user).get(f"{HERE}agenda.pdf").content

    text = text_of(content)
    assert "Ana Ruiz" in text
    assert "Jon Etxeberria" in text
    assert "Table 1" in " ".join(text.split())
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en")


def test_table_cards_and_sheets_are_there_for_the_organiser(organiser, edition, ana):
    client = signed_in(organiser)
    number = edition.plan_runs.get().number

    cards, sheet, agendas = (
        text_of(client.get(f"{HERE}plans/{number}/{name}.pdf").content)
        for name in ("tables", "sheet", "agendas")
    )
    book = load_workbook(io.BytesIO(client.get(f"{HERE}plans/{number}/sheet.xlsx").content))

    assert "Table 1" in cards
    assert "Jon Etxeberria" in cards
    assert "Jon Etxeberria" in sheet
    assert "Requests without a place" not in sheet
    assert "Ana Ruiz" in agendas
    assert book["Meetings"]["E2"].value == "Ana Ruiz"


def test_hostile_names_go_through_unharmed(organiser, edition):
    make_slots(edition, 1)
    make_tables(edition, 1)
    eve = make_participation(edition, user=make_user(), name=HOSTILE, organisation=make_organisation(HOSTILE))
    make_request(make_participation(edition, name="Ana"), eve)
    number = published(edition).number
    client = signed_in(organiser)

    page = client.get(f"{HERE}agenda/{eve.pk}/").content.decode()
    pdf = text_of(client.get(f"{HERE}agenda/{eve.pk}.pdf").content)
    book = load_workbook(io.BytesIO(client.get(f"{HERE}plans/{number}/sheet.xlsx").content))

    assert "<b>x</b>" not in page
    assert "=1+1 *bold* #eval(1) <b>x</b>" in pdf
    assert book["Meetings"]["G2"].data_type == "s"
    assert book["Meetings"]["G2"].value.startswith("'=1+1 *bold*")


def test_asking_and_answering(edition):
    ana = make_participation(edition, user=make_user(), name="Ana")
    jon = make_participation(edition, user=make_user(), name="Jon")

    sent = signed_in(ana.person.user).post(
        f"{HERE}requests/new/{jon.pk}/", {"priority": "1", "text": "Robots"}
    )
    request = MeetingRequest.objects.get()
    shown = signed_in(jon.person.user).get(f"{HERE}requests/").content.decode()
    signed_in(jon.person.user).post(f"{HERE}requests/{request.uid}/accept/")

    assert (sent.status_code, sent.url) == (303, f"{HERE}requests/")
    assert "Robots" in shown
    request.refresh_from_db()
    assert (request.state, request.priority) == ("accepted", 1)


def test_a_request_without_priority_comes_back_as_typed(edition):
    ana = make_participation(edition, user=make_user())
    jon = make_participation(edition)

    response = signed_in(ana.person.user).post(f"{HERE}requests/new/{jon.pk}/", {"text": "Robots"})

    assert response.status_code == 422
    assert "Robots" in response.content.decode()
    assert MeetingRequest.objects.count() == 0


def test_a_plan_whose_job_was_stopped_before_it_began_says_so(organiser, edition):
    make_slots(edition)
    make_tables(edition)
    make_request(make_participation(edition), make_participation(edition))
    client = signed_in(organiser)
    client.post(f"{HERE}plans/", {"effort": "quick", "seed": "1"})

    jobs.cancel(Job.objects.get(kind="meetings.plan"))

    assert "Stopped" in client.get(f"{HERE}desk/").content.decode()


PAGES = {
    "desk": ("organiser", "desk/"),
    "plan": ("organiser", "plans/{number}/"),
    "agenda": ("participant", "agenda/"),
    "requests": ("participant", "requests/"),
    "participants": ("participant", "participants/"),
    "participants of the organiser": ("organiser", "participants/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_as_many_queries_for_thirty_rows_as_for_one(
    name, organiser, edition, django_assert_max_num_queries
):
    who, address = PAGES[name]
    make_slots(edition, 40)
    make_tables(edition, 1)
    me = make_participation(edition, user=make_user(), organisation=make_organisation())
    counts = []
    for rows in (1, 30):
        for _ in range(rows):
            make_request(make_participation(edition, organisation=make_organisation()), me)
        number = published(edition).number
        client = signed_in(organiser if who == "organiser" else me.person.user)
        client.get(HERE)
        with django_assert_max_num_queries(12) as asked:
            assert client.get(HERE + address.format(number=number)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    ["template.xlsx", "encounter.xlsx", "encounter-example.xlsx"],
)
def test_the_workbooks_are_for_everybody(address):
    response = Client().get(f"/events/{address}")

    assert response.status_code == (404 if address == "template.xlsx" else 200)


def test_the_2018_edition_on_the_web(organiser, edition):
    client = signed_in(organiser)
    file = SimpleUploadedFile("encounter.xlsx", filled(**like_2018()))

    checked = client.post(f"/imports/encounter/new/?for={edition.pk}", {"file": file})
    client.post(f"{checked.url}apply/")
    client.post(f"{HERE}plans/", {"effort": "quick", "seed": "7"})
    jobs.run_now(Job.objects.get(kind="meetings.plan"))
    client.post(f"{HERE}plans/1/publish/")

    page = client.get(f"{HERE}plans/1/").context
    assert (page["run"].state, page["run"].figures["requests"]) == ("published", 590)
    assert page["run"].figures["placed"] + len(page["unplaced"]) == 590
    assert OutboxMail.objects.filter(purpose="meetings").count() >= 330


@pytest.mark.parametrize(
    ("method", "address", "most"),
    [("post", "requests/new/1/", 60), ("post", "plans/", 30), ("get", "plans/1/agendas.pdf", 120)],
)
def test_what_costs_others_time_is_limited_for_each_hour(method, address, most):
    ask = getattr(signed_in(make_user()), method)

    answers = [ask(f"/events/none/none/{address}").status_code for _ in range(most + 1)]

    assert (answers[most - 1], answers[most]) == (404, 429)


def test_an_agenda_holds_only_the_meetings_of_its_owner(edition):
    ana, jon, eva = (make_participation(edition, user=make_user()) for _ in range(3))
    make_slots(edition), make_tables(edition)
    make_request(ana, jon), make_request(jon, eva)
    run = published(edition)

    read = [who for who, _meeting in agenda.seats_of(run, only=[ana.pk])]
    everybody = [who for who, _meeting in agenda.seats_of(run)]

    assert (read, len(everybody)) == ([ana.pk], 4)


def test_the_file_of_all_agendas_says_how_far_it_is_and_holds_the_same_pages(edition, ana):
    run, told = edition.plan_runs.get(), []

    content = documents.all_agendas_pdf(edition, run, heard=lambda *said: told.append(said))

    people = Participation.objects.filter(seats__run=run).order_by("person__sort_name")
    assert text_of(content) == text_of(documents.agendas_pdf(edition, run, list(people)))
    shares = [share for share, _stage in told]
    assert (shares[0], shares == sorted(shares)) == (0.0, True)
    assert {stage for _share, stage in told} >= {
        "Reading the agendas", "Setting 2 pages, 0 seconds so far"
    }  # fmt: skip


def test_setting_all_agendas_ends_when_nobody_wants_it_any_more(edition, ana):

    def heard(_share, stage):
        if stage.startswith("Setting"):
            raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        documents.all_agendas_pdf(edition, edition.plan_runs.get(), heard=heard)


def test_the_pdf_tells_the_time_by_the_clock_of_whoever_lives_elsewhere_too(ana):
    OwnTime.objects.create(participation=ana, time_zone="America/Mexico_City")

    text = " ".join(text_of(signed_in(ana.person.user).get(f"{HERE}agenda.pdf").content).split())

    assert "09:00–09:15" in text
    assert "02:00–02:15" in text


def test_the_kept_file_of_all_agendas_is_set_anew_when_a_talk_moves(edition, ana, organiser, monkeypatch):
    monkeypatch.setattr(papers, "MOST_IN_THE_REQUEST", 0)
    client = signed_in(organiser)
    address = f"{HERE}plans/{edition.plan_runs.get().number}/agendas.pdf"

    def asked():
        answer = client.get(address)
        if answer.status_code == 200:
            return "kept"
        jobs.run_now(Job.objects.latest("pk"))
        return "set"

    assert [asked(), asked()] == ["set", "kept"]
    talk = edition.sessions.get()
    talk.revise(datetime(2018, 11, 3, tzinfo=UTC))
    talk.save()
    assert [asked(), asked()] == ["set", "kept"]
    SessionPlace.objects.all().delete()
    assert [asked(), asked()] == ["set", "kept"]

"""The report of an edition: the numbers of the source, equal; small ones hidden; public when chosen."""

import csv
import io
import json
from datetime import date

import pytest

from lonja.base import jobs
from lonja.base.models import Job
from lonja.directory.models import Person
from lonja.events.models import EventGrant, Participation
from lonja.impact.figures import OUTCOME_FIGURES
from lonja.impact.models import DeclaredOutcomes, OutcomeAnswer, OutcomeReport
from lonja.impact.presenting import comparison_table, headline
from lonja.impact.services import reports
from lonja.meetings.models import Meeting, MeetingRequest
from tests.factories import (
    make_answer,
    make_edition,
    make_event,
    make_participation,
    make_plan,
    make_slots,
    make_tables,
    make_user,
)
from tests.lonja.impact.afterwards import HERE, at, fair

pytestmark = pytest.mark.django_db
NOW = at(2019, 12, 1)
KINDS = {"RD": 89, "COM": 59, "SALE": 59, "INT": 29}


@pytest.fixture
def series():
    """The three editions of the source, declared; the last one with its outcomes."""
    organiser = make_user()
    event = make_event("Encounter", slug="encounter", organiser=organiser)
    made = {}
    for year, organisations, people, meetings in (
        (2016, 150, 255, 320),
        (2017, 175, 310, 485),
        (2018, 210, 350, 590),
    ):
        made[year] = make_edition(
            event, slug=str(year), starts_on=date(year, 11, 15), ends_on=date(year, 11, 15), state="closed",
            declared_organisations=organisations, declared_people=people, declared_meetings=meetings,
        )  # fmt: skip
    reports.declare(
        made[2018], answered=460, by_type=KINDS, method={"en": "Asked by telephone."}, actor=organiser
    )
    return made, organiser


def test_the_table_of_the_source_and_its_forty_per_cent_come_out_equal(series):
    made, organiser = series

    report = reports.publish(made[2018], actor=organiser, now=NOW)

    _columns, rows, _chart = comparison_table(report.figures)
    assert rows == [
        [2016, "150", "255", "320", "–", "–", "–"],
        [2017, "175", "310", "485", "–", "–", "–"],
        [2018, "210", "350", "590", "236", "40%", "78%"],
    ]
    assert report.figures["outcomes"]["kinds"] == KINDS
    assert [stat["value"] for stat in headline(report.figures)] == ["210", "350", "590", "40%", "78%"]


def test_the_same_numbers_counted_from_rows_are_the_same():
    edition = make_edition(slug="2018", state="closed")
    requests = make_many_held(edition, 590)
    kinds = [code for code, count in KINDS.items() for _ in range(count)]
    OutcomeAnswer.objects.bulk_create(
        OutcomeAnswer(
            request=request,
            participation=request.recipient,
            side="recipient",
            came="yes" if number < 236 else "no",
            outcome_type=kinds[number] if number < 236 else "",
            answered_at=NOW,
        )
        for number, request in enumerate(requests[:460])
    )

    outcomes = reports.publish(edition, actor=None, now=NOW).figures["outcomes"]

    assert (outcomes["held"], outcomes["answered"], outcomes["materialised"]) == (590, 460, 236)
    assert outcomes["kinds"] == KINDS
    assert [stat["value"] for stat in headline({"organisations": 0, "people": 0, "outcomes": outcomes})][
        2:
    ] == [
        "590",
        "40%",
        "78%",
    ]


def make_many_held(edition, count):
    """So many meetings of one host, each with a guest of its own, written in bulk."""
    host = make_participation(edition)
    people = Person.objects.bulk_create(
        Person(name=f"Guest {n}", sort_name=f"guest {n}") for n in range(count)
    )
    guests = Participation.objects.bulk_create(
        Participation(edition=edition, person=one, state="confirmed") for one in people
    )
    requests = MeetingRequest.objects.bulk_create(
        MeetingRequest(edition=edition, sender=host, recipient=guest, state="accepted") for guest in guests
    )
    run = make_plan(edition, state="published", version=1)
    slots, table = make_slots(edition, count, minutes=1), make_tables(edition, 1)[0]
    Meeting.objects.bulk_create(
        Meeting(run=run, request=request, slot=slot, table=table, state="held")
        for request, slot in zip(requests, slots, strict=True)
    )
    return requests


def test_nobody_sees_a_report_before_the_organiser_publishes_it(series, client):
    made, organiser = series
    pages = ["", ".csv", ".json", ".pdf", "/dictionary.csv"]
    addresses = [f"/events/encounter/2018/results{each or '/'}" for each in pages]
    reports.write(made[2018], facts={"summary": {"en": "Good."}}, actor=organiser)

    before = [client.get(address).status_code for address in addresses]
    report = reports.publish(made[2018], actor=organiser, now=NOW)
    public = [client.get(address).status_code for address in addresses]
    reports.hide(report, actor=organiser)
    hidden = [client.get(address).status_code for address in addresses]

    assert (before, public, hidden) == ([404] * 5, [200] * 5, [404] * 5)


def test_another_organiser_cannot_publish_it(series, client):
    make_event("Elsewhere", organiser=(other := make_user()))
    client.force_login(other)

    assert client.post("/events/encounter/2018/results/publish/").status_code == 403
    assert OutcomeReport.objects.count() == 0


def test_small_numbers_leave_in_no_shape_of_the_report(client):
    after = fair()
    make_answer(
        after.request, after.ana, "yes", outcome_type="SALE", value_cents=777_000_00, evidence="canary-words"
    )
    reports.publish(after.edition, actor=after.organiser, now=at(2026, 11, 20))

    page = client.get(f"{HERE}results/").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{HERE}results.csv").getvalue().decode("utf-8-sig"))))
    told = json.loads(client.get(f"{HERE}results.json").content)

    assert "canary-words" not in page + json.dumps(told)
    assert "777" not in page + json.dumps(told)
    # The page of the edition tells how many meetings there were: with so few, a zero would tell the rest.
    assert {row["value"] for row in rows if row["indicator"] in OUTCOME_FIGURES} == {""}
    assert {row["status"] for row in rows if row["indicator"] == "materialised_by_type"} == {"hidden"}
    assert told["dataset"]["distribution"][0]["mediaType"] == "text/csv"
    assert '<script type="application/ld+json">{"@context"' in page


def test_a_worker_publishes_once_for_each_time_somebody_asked(client):
    after = fair()
    client.force_login(after.organiser)

    answer = client.post(f"{HERE}results/publish/")
    job = Job.objects.get(kind="impact.publish")
    asked = (answer.status_code, answer["Location"], OutcomeReport.objects.count())
    again = jobs.enqueue("impact.publish", args=job.args, actor=after.organiser)

    assert asked == (303, job.get_absolute_url(), 0)
    assert [jobs.run_now(each).state for each in (job, again)] == [Job.State.DONE, Job.State.DONE]
    report = OutcomeReport.objects.get()
    assert (report.is_public, report.rounds.count()) == (True, 1)


def test_who_organises_no_more_when_the_worker_comes_publishes_nothing(client):
    after = fair()
    client.force_login(after.organiser)
    client.post(f"{HERE}results/publish/")
    EventGrant.objects.filter(user=after.organiser).delete()

    job = jobs.run_now(Job.objects.get(kind="impact.publish"))

    assert (job.state, OutcomeReport.objects.count()) == (Job.State.FAILED, 0)


def test_a_public_report_keeps_its_figures_until_it_is_published_again(client):
    after = fair()
    report = reports.publish(after.edition, actor=after.organiser, now=at(2026, 11, 20))
    before = report.figures
    make_answer(after.request, after.ana, "yes")

    report.refresh_from_db()

    assert report.figures == before


def test_whom_to_ask_about_a_good_practice_is_told_after_signing_in(series, client):
    made, organiser = series
    words = {"practice_is_public": True, "author_name": "Bea Marín", "author_contact": "bea@example.org"}
    reports.write(made[2018], facts={**words, "resources": {"en": "Ten people."}}, actor=organiser)
    reports.publish(made[2018], actor=organiser, now=NOW)
    address = "/events/encounter/2018/good-practice/"

    stranger = client.get(address).content.decode()
    client.force_login(make_user())
    known = client.get(address).content.decode()

    assert ("Ten people." in stranger, "bea@example.org" in stranger) == (True, False)
    assert "bea@example.org" in known


def test_the_form_of_the_good_practice_is_drafted_from_the_data(series, client):
    _made, organiser = series
    client.force_login(organiser)

    page = client.get("/events/encounter/2018/results/edit/").content.decode()

    assert "Of 590 meetings 236 became something (40%); 78% have an answer." in page
    assert "2016: 150 organisations, 255 people, 320 meetings." in page


def test_more_outcomes_than_answers_are_not_declared(series, client):
    _made, organiser = series
    client.force_login(organiser)

    answer = client.post("/events/encounter/2018/outcomes/declare/", {"answered": "100", "type_RD": "101"})

    assert answer.status_code == 422
    assert DeclaredOutcomes.objects.get().answered == 460


def test_public_and_organisers_pages_ask_few_queries(client, django_assert_max_num_queries):
    after = fair()
    make_answer(after.request, after.ana, "yes")
    reports.publish(after.edition, actor=after.organiser, now=at(2026, 11, 20))

    for address in ("results/", "results.csv", "policy/"):
        with django_assert_max_num_queries(12):
            assert client.get(HERE + address).status_code == 200
    client.force_login(after.organiser)
    for address in ("outcomes/", f"outcomes/{after.request.uid}/", "results/", "results/edit/", "retention/"):
        with django_assert_max_num_queries(12):
            assert client.get(HERE + address).status_code == 200, address

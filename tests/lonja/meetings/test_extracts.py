"""The tables of an encounter as files: whole, equal in both shapes, and never a formula."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from lonja.accounts.models import Role
from lonja.base import jobs
from lonja.base.models import Job, StoredFile
from lonja.events.models import Absence, Edition, EventGrant
from lonja.meetings import takeouts
from lonja.meetings.extracts import EXTRACTS
from lonja.meetings.models import Unplaced
from lonja.meetings.services import locks, plans
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

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)
HERE = "/events/fair/2018/extracts/"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def client():
    """An organiser whose edition has something in every table; Ana's house and a talk look like formulas."""
    organiser = make_user(name="Olga")
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    slots = make_slots(edition, 3)
    make_tables(edition, 2)
    ana, jon, eva = (
        make_participation(edition, name=name, organisation=make_organisation(firm))
        for name, firm in (("Ana", FORMULA), ("Jon", "Nervión"), ("Eva", "Grupo 3"))
    )
    make_session(edition, attended_by=[eva], starts_at=slots[2].starts_at, minutes=15, title={"en": "+1"})
    Absence.objects.create(participation=jon, starts_at=slots[2].starts_at, ends_at=slots[2].ends_at)
    request, waiting = make_request(ana, jon, text="Between us"), make_request(ana, eva)
    run = make_plan(edition, number=1)
    plans.solve(run)
    run.refresh_from_db()
    locks.lock(run, only=request, actor=organiser, now=NOW)
    run.meetings.filter(request=waiting).delete()
    Unplaced.objects.create(run=run, request=waiting, reason="taken_off")
    type(run).objects.filter(pk=run.pk).update(state="published", version=1, published_at=NOW)
    edition.messages.create(purpose="service", subject={"en": "@all"}, text={"en": "Hello"})
    client = Client()
    client.force_login(organiser)
    return client


def rows_of_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def rows_of_xlsx(answer):
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}
    return [["" if value is None else str(value) for value in row] for row in sheet.values]


@pytest.mark.parametrize("name", EXTRACTS)
def test_each_table_is_the_same_as_csv_and_as_xlsx_and_holds_its_row(client, name):
    as_csv = rows_of_csv(client.get(f"{HERE}{name}.csv"))
    as_xlsx = rows_of_xlsx(client.get(f"{HERE}{name}.xlsx"))

    assert as_csv == as_xlsx
    assert len(as_csv) == {"requests": 3, "tables": 3}.get(name, 2)
    assert all(not cell.startswith(("=", "+", "@")) for row in as_csv for cell in row)


def test_the_texts_of_requests_stay_between_the_two_and_formulas_are_marked(client):
    table = rows_of_csv(client.get(f"{HERE}requests.csv"))

    assert f"'{FORMULA}" in table[1]
    assert "Between us" not in str(table)


def test_all_tables_come_as_one_workbook(client):
    book = load_workbook(io.BytesIO(client.get(f"{HERE}everything.xlsx").content))

    assert book.sheetnames == [str(one.label) for one in EXTRACTS.values()]


def test_other_people_get_none_of_it(client):
    stranger = Client()
    stranger.force_login(make_user())

    for name in ("", "everything.xlsx", "requests.csv", "meetings.xlsx"):
        assert stranger.get(f"{HERE}{name}").status_code in (403, 404)


def test_files_are_read_in_as_many_queries_for_one_row_as_for_many(client, django_assert_max_num_queries):
    for name in EXTRACTS:
        with django_assert_max_num_queries(12):
            client.get(f"{HERE}{name}.csv")


@pytest.fixture
def few(monkeypatch):
    """Tables of more than one row are large."""
    monkeypatch.setattr(takeouts, "MOST_ROWS_IN_THE_REQUEST", 1)


def made(client, name="everything.xlsx", query=""):
    """The job behind a large file, done, and the page it leads to."""
    answer = client.get(f"{HERE}{name}{query}")
    job = Job.objects.get(kind="meetings.takeout", state="queued")
    assert answer["Location"] == job.get_absolute_url()
    return jobs.run_now(job)


def cells(content):
    return {sheet.title: list(sheet.values) for sheet in load_workbook(io.BytesIO(content))}


@pytest.mark.parametrize("name", ["everything.xlsx", "requests.xlsx"])
def test_a_worker_writes_a_large_file_as_the_page_writes_a_small_one(client, monkeypatch, name):
    at_once = cells(client.get(f"{HERE}{name}").content)
    monkeypatch.setattr(takeouts, "MOST_ROWS_IN_THE_REQUEST", 1)

    job = made(client, name)

    token = job.args["token"]
    assert (job.state, job.done_url) == ("done", f"{HERE}?ready={token}")
    assert f'href="{HERE}made/{token}/"' in client.get(job.done_url).content.decode()
    kept = client.get(f"{HERE}made/{token}/")
    assert cells(b"".join(kept.streaming_content)) == at_once


def test_only_the_requests_in_one_state_are_written_when_the_page_shows_only_these(client, few):
    requests = "/events/fair/2018/requests/all.xlsx"
    client.get(f"{requests}?state=sent")

    job = jobs.run_now(Job.objects.get(kind="meetings.takeout"))

    answer = client.get(f"{HERE}made/{job.args['token']}/")
    assert [len(rows) for rows in cells(b"".join(answer.streaming_content)).values()] == [1]


def test_whoever_asks_twice_waits_for_one_job(client, few):
    addresses = {client.get(f"{HERE}everything.xlsx")["Location"] for _time in range(2)}

    assert len(addresses) == 1
    assert Job.objects.filter(kind="meetings.takeout").count() == 1


def test_a_file_is_for_the_one_who_asked_while_she_organises_the_edition(client, few):
    edition = Edition.objects.get()
    token = made(client).args["token"]
    other, second = make_user(), make_user()
    theirs = make_edition(make_event(slug="other", organiser=other), slug="1")

    def status(user, path=HERE):
        one = Client()
        one.force_login(user)
        return one.get(f"{path}made/{token}/").status_code

    olga = EventGrant.objects.get(event=edition.event).user
    for event, user in ((theirs.event, olga), (edition.event, second)):
        EventGrant.objects.create(event=event, user=user, role=Role.EVENT_ORGANISER)
    assert [status(olga), status(second), status(other)] == [200, 404, 403]
    assert status(olga, "/events/other/1/extracts/") == 404
    assert Client().get(f"{HERE}made/{token}/").status_code == 403
    EventGrant.objects.filter(event=edition.event, user=olga).delete()
    assert status(olga) == 403


def test_nothing_is_written_for_somebody_who_organises_no_more(client, few):
    client.get(f"{HERE}everything.xlsx")
    EventGrant.objects.all().delete()

    job = jobs.run_now(Job.objects.get(kind="meetings.takeout"))

    assert job.state == "failed"
    assert not StoredFile.objects.exists()


def test_a_file_is_kept_for_one_day(client, few):
    made(client)
    other = StoredFile.objects.create(sha256="0", name="logo", size=1, content_type="x", kind="logo")

    assert takeouts.forget(now=timezone.now() + timedelta(hours=23)) == 0
    assert takeouts.forget(now=timezone.now() + timedelta(hours=25)) == 1
    assert list(StoredFile.objects.all()) == [other]


def test_the_worker_says_how_far_it_is(client, few, monkeypatch):
    monkeypatch.setattr(takeouts, "ROWS_BETWEEN_REPORTS", 1)
    edition, told = Edition.objects.get(), []

    takeouts.write(
        takeouts.Takeout("requests"), edition, token="1", report=lambda *said: told.append(said),
        actor=EventGrant.objects.get(event=edition.event).user,
    )  # fmt: skip

    assert told == [(0.0, "Requests"), (0.5, "Requests")]


def test_old_files_are_forgotten_each_day():
    assert jobs.run_now(jobs.enqueue("meetings.forget_files", args={}, actor=None)).state == "done"

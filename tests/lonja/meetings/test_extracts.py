"""The tables of an encounter as files: whole, equal in both shapes, and never a formula."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from lonja.events.models import Absence
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

"""The policy view and the organiser's table: numbers by group, files, and nothing that is hidden."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from lonja.directory.models import Term
from lonja.impact.services import reports
from tests.factories import (
    make_answer,
    make_edition,
    make_event,
    make_held,
    make_opportunity,
    make_organisation,
    make_participation,
    make_request,
    make_slots,
    make_term,
    make_user,
)
from tests.lonja.impact.afterwards import HERE, ask, at, encounter, fair, house

pytestmark = pytest.mark.django_db
BY = "/outcomes/by/"


def lines_of(client, address):
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_meeting_between_two_sectors_counts_in_both_and_once_in_all(client):
    encounter()

    rows = lines_of(client, "/outcomes/by.csv?by=sector")

    assert rows == [
        [
            "Sector", "Meetings held", "Asked about", "Answered", "Response rate", "Became something",
            "At least", "At most", "Organisations that still look",
        ],
        ["Sector A", "32", "32", "24", "75%", "14", "44%", "84%", "0"],
        ["Sector B", "21", "21", "21", "100%", "13", "62%", "86%", "0"],
        ["Sector C", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "0"],
        ["All meetings, each once", "43", "43", "35", "81%", "20", "47%", "65%", "–"],
    ]  # fmt: skip


def test_all_editions_together_say_or_more_where_one_hides_a_part(client):
    first = encounter()
    encounter(slug="2019", event=first.event, pairs=(("A", "A", 20, 3), ("B", "B", 10, 7)))

    together, last = (lines_of(client, f"/outcomes/by.csv{asked}") for asked in ("", "?year=2019"))

    assert [row[:2] + row[5:6] for row in together[1:3]] == [
        ["Sector A", "52", "14 or more"],
        ["Sector B", "31", "13 or more"],
    ]
    assert [row[:2] + row[5:6] for row in last[1:3]] == [
        ["Sector A", "20", "hidden"],
        ["Sector B", "10", "hidden"],
    ]


def test_only_published_reports_of_public_editions_are_counted(client):
    edition = encounter()
    hidden = encounter(slug="2019", event=edition.event)
    reports.hide(hidden.outcome_report, actor=None)
    client.force_login(edition.event.grants.get().user)

    rows = lines_of(client, "/outcomes/by.csv")

    assert rows[1][:2] == ["Sector A", "32"]


def test_the_page_has_its_tables_and_its_links_to_what_is_looked_for(client):
    encounter()
    for _house in range(6):
        seeker = make_organisation()
        seeker.terms.add(Term.objects.get(code="A"))
        make_opportunity(seeker, kind="TR")

    page = client.get(BY).content.decode()
    demand = client.get("/demand/?by=industry").content.decode()

    assert page.count("<caption") == 4
    assert (
        '<a href="/demand/?by=industry#row-A">6<span class="visually-hidden"> (Sector A)</span></a>' in page
    )
    assert "Too few meetings to be told: Sector C" in " ".join(page.split())
    assert (
        '<th scope="row" data-label="Field" id="row-A"><a href="/outcomes/by/#row-A">Sector A</a>' in demand
    )


@pytest.mark.parametrize("axis", ["region", "kind_of_actor", "level"])
def test_every_axis_has_a_page_and_a_workbook(client, axis):
    encounter()

    page = client.get(f"{BY}?by={axis}&year=2018")
    book = load_workbook(io.BytesIO(client.get(f"/outcomes/by.xlsx?by={axis}").content))

    assert page.status_code == 200
    assert len(book.sheetnames) == (2 if axis == "level" else 3)


def test_open_data_tells_each_edition_and_leaves_the_small_numbers_out(client):
    encounter()

    rows = lines_of(client, "/outcomes/by-group.csv")
    told = json.loads(client.get("/outcomes/by-group.json").content)

    of_c = [row for row in rows if row[4] == "C"]
    assert {(row[7], row[9]) for row in of_c if row[5] != "value_low" and row[5] != "value_high"} == {
        ("", "hidden")
    }
    assert ["encounter", "2018", "2019-12-01", "sector", "A", "held", "", "32", "meetings", "shown"] in rows
    assert len(told["data"]) == len(rows) - 1
    assert told["dataset"]["dct:license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("count", [1, 30])
def test_the_policy_view_needs_few_queries(client, count, django_assert_num_queries):
    terms = [make_term("sectoral_industries", f"S{n:02}") for n in range(count)]
    edition = make_edition(make_event(organiser=make_user()), state="closed")
    requests = [
        make_request(house(edition, [terms[n % count]]), house(edition, [terms[n % count]]))
        for n in range(5 * count)
    ]
    make_held(*requests, slots=make_slots(edition, len(requests), minutes=1))
    reports.publish(edition, actor=None, now=at(2019, 12, 1))

    with django_assert_num_queries(3):
        assert client.get(BY).status_code == 200


def test_the_organisers_file_says_what_both_sides_say_and_where_each_question_stands(client):
    after = fair()
    after.ana.organisation.name = "=cmd|' /C calc'!A0"
    after.ana.organisation.save()
    make_answer(
        after.request,
        after.ana,
        "yes",
        outcome_type="SALE",
        value_cents=1234_50,
        note="canary",
        evidence="canary",
    )
    make_answer(after.request, after.jon, "no")
    ask(after.ana, after.request, months=1, answered=True)
    ask(after.ana, after.request, months=6)
    client.force_login(after.organiser)

    rows = lines_of(client, f"{HERE}outcomes.csv")
    book = load_workbook(io.BytesIO(client.get(f"{HERE}outcomes.xlsx").content)).active

    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Together"], line["What they say differently"]) == (
        "The sides contradict each other", "whether something came of it",
    )  # fmt: skip
    assert (line["Who asked"], line["Who asked: organisation"]) == ("Ana Ruiz", "'=cmd|' /C calc'!A0")
    assert (line["Who asked: what came of it"], line["Who asked: value in euros"]) == ("Sale", "1234.5")
    assert [line[f"Who asked: question after {n} months"] for n in (1, 6, 12)] == [
        "answered", "asked, no answer", "not asked",
    ]  # fmt: skip
    assert line["Who was asked: did something come of it"] == "No"
    assert "canary" not in str(rows)
    assert [cell.value for cell in book[2]][9:11] == ["Ana Ruiz", "'=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_organisers_file_needs_few_queries(client, count, django_assert_max_num_queries):
    after = fair()
    more = [
        make_request(make_participation(after.edition), make_participation(after.edition))
        for _n in range(count)
    ]
    slots = make_slots(after.edition, count, starts_at=at(2026, 10, 14))
    make_held(*more, slots=slots, tables=list(after.edition.tables.all()))
    client.force_login(after.organiser)

    with django_assert_max_num_queries(12):
        assert len(lines_of(client, f"{HERE}outcomes.csv")) == count + 3


def test_a_report_published_again_after_two_answers_tells_nothing_of_them(client):
    edition = encounter()
    first = edition.outcome_report.figures
    silent = edition.meeting_requests.filter(outcome_answers=None).order_by("pk")
    tell = [make_answer(each, each.sender, "yes", outcome_type="SALE") for each in silent[:2]]

    second = reports.publish(edition, actor=None, now=at(2020, 5, 6)).figures
    tell += [make_answer(each, each.sender, "yes", outcome_type="SALE") for each in silent[:6]]
    third = reports.publish(edition, actor=None, now=at(2020, 11, 12)).figures

    assert second["outcomes"] == first["outcomes"]
    assert second["by"]["sector"]["A"] == first["by"]["sector"]["A"]
    assert second["counted_on"]["outcomes"] == "2019-12-01"
    assert [each["outcomes"]["materialised"] for each in (first, second, third)] == [20, 20, 28]
    assert third["by"]["sector"]["A"]["numbers"]["as_of"] == "2020-11-12"
    rows = lines_of(client, "/events/encounter/2018/results.csv")
    assert [
        "encounter",
        "2018",
        "2020-11-12",
        "materialised",
        "",
        "28",
        "meetings",
        "shown",
        "counted",
    ] in rows


def test_people_who_come_later_are_counted_by_fives(client):
    edition = encounter(pairs=(("A", "A", 9, 6),))
    make_participation(edition)

    second = reports.publish(edition, actor=None, now=at(2020, 5, 6)).figures
    page = client.get("/events/encounter/2018/results/").content.decode()
    for _more in range(4):
        make_participation(edition)
    third = reports.publish(edition, actor=None, now=at(2020, 11, 12)).figures

    assert (second["people"], third["people"]) == (18, 23)
    assert "Who took part stands as counted on 1 December 2019" in " ".join(page.split())


def test_a_declared_figure_is_corrected_by_five_or_stays():
    event = make_event("Encounter", slug="encounter", organiser=make_user())
    edition = make_edition(event, slug="2018", state="closed", declared_meetings=590)
    told = []
    for count in (89, 91, 95):
        reports.declare(edition, answered=460, by_type={"RD": count}, method={}, actor=None)
        told.append(reports.publish(edition, actor=None, now=at(2019, 12, 1)).figures["outcomes"]["kinds"])

    assert told == [{"RD": 89}, {"RD": 89}, {"RD": 95}]

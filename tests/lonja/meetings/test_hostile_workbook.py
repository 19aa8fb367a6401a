"""Workbooks that somebody wrote carelessly, or in order to learn or to break something."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from lonja.base.errors import Refused
from lonja.base.imports import flow, read_book
from lonja.directory.models import Organisation
from lonja.events.models import EventGrant, Participation
from lonja.meetings.models import MeetingRequest, Slot
from lonja.meetings.workbook import checks, read_encounter
from tests.factories import make_edition, make_event, make_organisation, make_participation, make_user
from tests.lonja.meetings.encounters import DAY, filled, saved, small
from tests.lonja.meetings.test_whole import cells, checked, exported

pytestmark = pytest.mark.django_db
ALONE = {"requests": [], "talks": [], "registrations": []}


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def edition(organiser):
    return make_edition(
        make_event(slug="fair", organiser=organiser), slug="2018", most_meetings=7, most_in_a_row=3
    )


def person(name, organisation="", email=None):
    return (email or f"{name.lower()}@example.org", name, organisation, None, None, None, None, "es", None)


def problems(run):
    return [(one["sheet"], one["row"], one["column"], one["message"]) for one in run.problems]


def brought(edition, organiser, **changes):
    run = checked(edition, organiser, filled(**small(**changes)))
    assert problems(run) == []
    flow.apply(run, actor=organiser)
    return run


def test_a_workbook_without_limits_leaves_those_of_the_edition(edition, organiser):
    without = brought(edition, organiser, event=[])
    edition.refresh_from_db()
    kept = edition.most_meetings, edition.most_in_a_row

    told = brought(edition, organiser, event=[("", None, 15, "", "", 9, None)])
    edition.refresh_from_db()

    assert (kept, without.changed) == ((7, 3), 0)
    assert (edition.most_meetings, edition.most_in_a_row, told.changed) == (9, 0, 1)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tables": [("99000-99002", None, None, None, None)]},
         ("Tables", 2, "Table number", "“99000-99002” is not a row of tables. Write it like 1-24.")),
        ({"tables": [("1", "L" * 81, None, None, None)]},
         ("Tables", 2, "Label", "The text has 81 letters; at most 80 are possible.")),
        ({"organisations": [("Metalurgia Ruidera", "ES", "", f"https://example.org/{'a' * 300}")]},
         ("Organisations", 2, "Website", "The web address is too long.")),
    ],
    ids=["table", "label", "website"],
)  # fmt: skip
def test_what_no_column_could_hold_is_a_problem_of_its_cell(edition, organiser, changes, problem):
    assert problems(checked(edition, organiser, filled(**small(**changes)))) == [problem]


def test_an_evening_that_lasts_till_midnight_goes_out_and_comes_back(edition, organiser):
    edition.ends_on = date(2018, 11, 16)
    edition.save()
    night = [(DAY, time(23), time(0), 30), (date(2018, 11, 16), time(0), time(1), 30)]
    brought(edition, organiser, **ALONE, slots=night, people=[person("Ana")], tables=[("1",)])

    again = checked(edition, organiser, exported(organiser))

    assert [f"{slot.starts_at:%d %H:%M}" for slot in Slot.objects.order_by("starts_at")] == [
        "15 22:00", "15 22:30", "15 23:00", "15 23:30",
    ]  # fmt: skip
    assert (problems(again), again.created, again.changed) == ([], 0, 0)


def test_a_time_that_the_clocks_skip_is_said_and_not_shifted():
    spring = date(2027, 3, 28)
    book = read_book(filled(**small(**ALONE, slots=[(spring, time(2, 30), time(4), None)], people=[])))

    _encounter, found = read_encounter(book, time_zone="Europe/Madrid")

    assert [(one.sheet, one.row, one.column, str(one.message)) for one in found] == [
        ("Slots", 2, "Begins", "“02:30” does not exist: the clocks go forward over it.")
    ]


def test_a_row_that_was_copied_with_its_number_is_not_taken_for_the_first(edition, organiser):
    brought(edition, organiser)
    book = load_workbook(io_of(exported(organiser)))
    sheet = book["Requests"]
    row = [cell.value for cell in sheet[2]]
    sheet.append(["eva@example.org", "leo@example.org", *row[2:]])

    run = checked(edition, organiser, saved(book))

    assert problems(run) == [("Requests", 5, "Request number", f"“{row[-1]}” stands in row 2 already.")]
    assert MeetingRequest.objects.count() == 3


def io_of(content):
    return SimpleUploadedFile("book.xlsx", content)


def test_the_name_of_a_private_organisation_does_not_tell_that_it_is_here(edition, organiser):
    hidden = make_organisation("Secret Labs", is_public=False, city="Albacete", legal_name="Secret Labs S.L.")

    run = brought(edition, organiser, **ALONE, people=[person("Ana", "Secret Labs")])

    mine = Participation.objects.get().organisation
    assert (run.created, mine.name, mine.legal_name) == (8, "Secret Labs", "")
    assert mine != hidden
    assert cells(exported(organiser))["Organisations"][1] == ("Secret Labs", None, None, None)
    assert brought(edition, organiser, **ALONE, people=[person("Ana", "Secret Labs")]).created == 0


def test_an_organiser_finds_her_own_organisation_though_it_is_private(edition, organiser):
    own = make_organisation("Secret Labs", is_public=False, admin=organiser)

    brought(edition, organiser, **ALONE, people=[person("Ana", "secret labs")])

    assert Participation.objects.get().organisation == own
    assert Organisation.objects.filter(name__iexact="secret labs").count() == 1


def test_names_that_differ_by_a_mark_alone_are_different_houses(edition, organiser):
    houses = ["C++ Labs", "C# Labs", "C Labs", "!!!", "???"]
    people = [person(f"P{number}", house) for number, house in enumerate(houses)]

    brought(edition, organiser, **ALONE, people=people)

    rows = Participation.objects.order_by("person__name").values_list("organisation__name", flat=True)
    assert list(rows) == houses


def test_a_workbook_confirms_nobody_for_whom_there_is_no_place(edition, organiser):
    make_participation(edition)
    type(edition).objects.filter(pk=edition.pk).update(places=2)
    people = [person(name) for name in ("Ana", "Jon", "Eva")]

    full = checked(edition, organiser, filled(**small(**ALONE, people=people)))
    brought(edition, organiser, **ALONE, people=people[:1])

    said = (
        "There is no free place for 2 people of this workbook. "
        "Raise the number of places of the edition, or bring fewer people."
    )
    assert problems(full) == [("People", None, "", said)]
    assert Participation.objects.count() == 2


def test_thousands_of_unknown_addresses_are_told_without_comparing_each_with_everybody(monkeypatch):
    monkeypatch.setattr(checks, "MOST_COMPARED", 8)
    people = [person("Ana"), person("Jon"), person("Eva"), person("Leo")]
    requests = [(f"an{n}@example.org", "jon@example.org", 1, None, None) for n in range(4)]
    book = read_book(filled(**small(**ALONE | {"requests": requests}, people=people)))

    _encounter, found = read_encounter(book)

    assert ["Did you mean ana@example.org" in str(one.message) for one in found] == [True, True, False, False]
    assert "Add the person there" in str(found[-1].message)


def test_whoever_lost_the_edition_reads_no_more_what_she_brought(edition, organiser):
    run = checked(edition, organiser, filled(**small()))
    client = Client()
    client.force_login(organiser)
    paths = [f"/imports/{run.uuid}/{rest}" for rest in ("", "original/", "problems.csv")]

    before = [client.get(path).status_code for path in paths]
    EventGrant.objects.all().delete()

    assert (before, [client.get(path).status_code for path in paths]) == ([200] * 3, [404] * 3)


def test_whoever_lost_the_edition_before_the_workbook_was_applied_changes_nothing(edition, organiser):
    run = checked(edition, organiser, filled(**small()))
    EventGrant.objects.all().delete()

    with pytest.raises(Refused, match="You do not organise this edition any more."):
        flow.apply(run, actor=organiser)

    run.refresh_from_db()
    assert (run.state, Participation.objects.count()) == ("checked", 0)

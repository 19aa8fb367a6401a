"""A whole edition goes out as a workbook and comes back without having changed."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lonja.base.imports import flow
from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory.models import Affiliation
from lonja.events.models import Absence, Participation, Session, SessionPlace, Speaker
from lonja.meetings.models import Lock, MeetingRequest, PairRule, Representative, Slot, Table
from lonja.meetings.services import rules
from tests.factories import (
    make_contact,
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_request,
    make_session,
    make_slots,
    make_speakers,
    make_tables,
    make_user,
)
from tests.lonja.meetings.encounters import filled, saved, small

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)
HERE = "/events/fair/2018/extracts/workbook.xlsx"


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def edition(organiser):
    """An edition with something on every sheet, and two houses of one name."""
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    slots = make_slots(edition, 6)
    Slot.objects.filter(pk__in=[one.pk for one in slots[3:]]).update(block=4)
    one, two = make_tables(edition, 2)
    make_organisation("Nervión")
    ana = make_participation(edition, user=make_user(email="ana@example.org"), name="Ana", language="es")
    jon = make_participation(edition, name="Jon", organisation=make_organisation("Nervión"), remote=True)
    eva = make_participation(edition, name="Eva", organisation=make_organisation("=A1", is_public=False))
    leo = make_participation(edition, name="Leo", organisation=eva.organisation, state="cancelled")
    make_contact(jon.person, "jon@example.org")
    make_contact(ana.person, "ana.private@example.org")
    Participation.objects.filter(pk=eva.pk).update(arrives_at=slots[1].starts_at, participant_type="investor")
    Absence.objects.create(
        participation=ana, starts_at=slots[1].starts_at, ends_at=slots[2].ends_at, reason="Lunch"
    )
    Table.objects.filter(pk=two.pk).update(
        host=leo, label="Stand 2", remote_link="https://example.org/{meeting}"
    )
    two.closed_slots.set([slots[0], slots[3]])
    talk = make_session(edition, attended_by=[eva], starts_at=slots[5].starts_at, minutes=15, code="K1")
    make_speakers(talk, "Ana Ruiz", "Luis Gil", affiliation="Nano Lab", participation=ana)
    make_session(edition, starts_at=talk.starts_at, minutes=24 * 60, attended_by=[jon], code="NIGHT")
    fixed = make_request(ana, jon, text="Between us", priority=1)
    Representative.objects.create(request=fixed, side="recipient", participation=eva)
    Lock.objects.create(
        edition=edition, request=fixed, slot=slots[4], table=one, sender=ana, recipient=jon, locked_at=NOW
    )
    make_request(eva, ana, state="sent")
    make_request(jon, eva, state="declined", priority=3)
    rules.pair(edition, one=ana, other=eva, kind="never", reason="Family", actor=organiser, now=NOW)
    return edition


def exported(organiser):
    client = Client()
    client.force_login(organiser)
    return client.get(HERE).content


def cells(content):
    return {sheet.title: list(sheet.values) for sheet in load_workbook(io.BytesIO(content))}


def checked(edition, organiser, content):
    file = SimpleUploadedFile("encounter.xlsx", content)
    run = flow.start("encounter", file, name="encounter.xlsx", actor=organiser, target=str(edition.pk))
    flow.check(run, actor=organiser)
    return run


def everything():
    """Every row that a workbook could touch."""
    models = (
        Absence, SessionPlace, Session, Speaker, Participation, Slot, Table, Table.closed_slots.through,
        MeetingRequest, Representative, Lock, PairRule,
    )  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_out_and_in_again_changes_nothing(edition, organiser):
    content, before = exported(organiser), everything()

    run = checked(edition, organiser, content)

    assert (run.problems, run.created, run.changed, run.preview) == ([], 0, 0, [])
    flow.apply(run, actor=organiser)
    assert everything() == before
    assert cells(exported(organiser)) == cells(content)


@pytest.mark.parametrize(
    ("cell", "speakers"),
    [
        ("luis gil,Eva Lomas", [("luis gil", "Nano Lab"), ("Eva Lomas", "")]),
        (None, []),
    ],
)
def test_speakers_become_those_of_the_workbook_and_keep_what_it_does_not_say(
    edition, organiser, cell, speakers
):
    book = load_workbook(io.BytesIO(exported(organiser)))
    book["Talks"].cell(row=2, column=3).value = cell
    content = io.BytesIO()
    book.save(content)

    run = checked(edition, organiser, content.getvalue())
    flow.apply(run, actor=organiser)

    assert (run.problems, run.changed) == ([], 1)
    assert list(Speaker.objects.values_list("name", "affiliation")) == speakers


def test_what_came_by_a_workbook_goes_out_with_its_addresses(organiser):
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    run = checked(edition, organiser, filled(**small()))
    flow.apply(run, actor=organiser)

    people = {row[1]: row[0] for row in cells(exported(organiser))["People"]}

    assert people["Ana Ruiz"] == "ana@example.org"
    assert people["Eva Lomas"] == "eva@example.org"


def test_nobody_s_address_is_told_whom_the_organiser_did_not_bring(edition, organiser):
    jon = Participation.objects.get(person__name="Jon")

    def told():
        return {row[1]: row[0] for row in cells(exported(organiser))["People"][1:]}

    assert told() == {"Ana": None, "Eva": None, "Jon": "jon@example.org", "Leo": None}
    other = make_participation(make_edition(make_event()), person=jon.person)
    assert told()["Jon"] is None
    other.delete()
    Affiliation.objects.create(person=jon.person, organisation=make_organisation())
    assert told()["Jon"] is None


def test_the_texts_of_requests_and_hidden_addresses_are_nowhere_in_it(edition, organiser):
    text = str(cells(exported(organiser)))

    assert "Between us" not in text
    assert "ana@example.org" not in text
    assert "ana.private@example.org" not in text
    assert "Nervión" in text


def test_a_row_without_an_address_is_matched_by_its_number(edition, organiser):
    book = load_workbook(io.BytesIO(exported(organiser)))
    row = next(row for row in book["People"].iter_rows(min_row=2) if row[1].value == "Ana")
    row[7].value = "en"

    run = checked(edition, organiser, saved(book))
    flow.apply(run, actor=organiser)

    assert (run.changed, run.created) == (1, 0)
    assert Participation.objects.get(person__name="Ana").language == "en"


def test_a_number_of_another_edition_is_nobody_here(edition, organiser):
    stranger = make_participation(make_edition(make_event()))
    book = load_workbook(io.BytesIO(exported(organiser)))
    book["People"].append([None, "Somebody", None, None, None, None, None, None, None, f"#{stranger.pk}"])

    run = checked(edition, organiser, saved(book))

    assert [(one["sheet"], one["row"], one["message"]) for one in run.problems] == [
        ("People", 6, f"This edition has no registration with the number #{stranger.pk}. Write an e-mail.")
    ]


def test_rules_for_two_people_come_in_and_a_must_arranges_their_meeting(edition, organiser):
    book = load_workbook(io.BytesIO(exported(organiser)))
    leo, ana = (Participation.objects.get(person__name=name) for name in ("Leo", "Ana"))
    Participation.objects.filter(pk=leo.pk).update(state="confirmed")
    book["Rules for two people"].append([f"#{leo.pk}", f"#{ana.pk}", "must meet", "Funding"])

    run = checked(edition, organiser, saved(book))
    flow.apply(run, actor=organiser)

    assert (run.problems, run.created) == ([], 1)
    assert list(PairRule.objects.values_list("kind", "reason").order_by("pk")) == [
        ("never", "Family"), ("must", "Funding"),
    ]  # fmt: skip
    assert MeetingRequest.objects.get(sender=leo, recipient=ana).state == "accepted"


def test_taking_an_edition_out_is_written_down(edition, organiser):
    exported(organiser)

    entry = AuditEntry.objects.get(action="edition.exported")
    assert (entry.actor_id, entry.object_id, entry.detail) == (organiser.pk, str(edition.pk), {"rows": 7})


def test_only_the_organiser_takes_it_out(edition, organiser):
    other, member = make_user(), make_user()
    make_edition(make_event(organiser=other))
    make_participation(edition, user=member)

    def status(user):
        client = Client()
        if user:
            client.force_login(user)
        return client.get(HERE).status_code

    assert [status(user) for user in (None, other, member, organiser)] == [403, 403, 403, 200]


def test_it_takes_as_many_queries_for_few_rows_as_for_many(edition, organiser):
    with CaptureQueriesContext(connection) as few:
        exported(organiser)
    for name in ("Mia", "Noa", "Pau"):
        make_request(make_participation(edition, name=name), make_participation(edition, name=f"{name} 2"))
    with CaptureQueriesContext(connection) as many:
        exported(organiser)

    assert len(many) == len(few)


def test_a_talk_that_a_workbook_moves_is_numbered_anew_and_whoever_has_a_place_is_told(edition, organiser):
    place = SessionPlace.objects.get(session__code="K1")
    make_contact(place.participation.person, "eva@example.org")
    book = load_workbook(io.BytesIO(exported(organiser)))
    sheet = book["Talks"]
    room = [cell.value for cell in sheet[1]].index("Room") + 1
    sheet.cell(row=2, column=room).value = "Another room"
    content = io.BytesIO()
    book.save(content)

    flow.apply(checked(edition, organiser, content.getvalue()), actor=organiser)

    talks = Session.objects.order_by("code").values_list("code", "room", "revision")
    assert list(talks) == [("K1", "Another room", 1), ("NIGHT", "", 0)]
    told = OutboxMail.objects.values_list("to", "subject")
    assert list(told) == [("eva@example.org", "“A talk” has moved")]

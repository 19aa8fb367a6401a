"""A workbook comes into an edition all of it or not at all."""

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lonja.base.imports import flow
from lonja.base.models import AuditEntry, ImportRun
from lonja.directory.models import Affiliation, Contact, Organisation, Person
from lonja.events.models import Absence, Participation, Session, SessionPlace
from lonja.events.services import participations
from lonja.meetings import engine
from lonja.meetings.models import Lock, MeetingRequest, Slot, Table
from lonja.meetings.services import plans
from tests.factories import (
    make_contact,
    make_edition,
    make_event,
    make_organisation,
    make_person,
    make_plan,
    make_user,
)
from tests.lonja.meetings.encounters import filled, like_2018, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def edition(organiser):
    return make_edition(make_event(organiser=organiser))


def uploaded(edition, organiser, content):
    """A run of the importer that has been checked."""
    file = SimpleUploadedFile("encounter.xlsx", content)
    run = flow.start("encounter", file, name="encounter.xlsx", actor=organiser, target=str(edition.pk))
    flow.check(run, actor=organiser)
    return run


def applied(edition, organiser, content):
    run = uploaded(edition, organiser, content)
    flow.apply(run, actor=organiser)
    return run


def counts():
    return [
        model.objects.count()
        for model in (
            Organisation,
            Person,
            Participation,
            Slot,
            Table,
            MeetingRequest,
            Session,
            SessionPlace,
            Absence,
        )
    ]


def test_checking_writes_nothing(edition, organiser):
    before = counts()

    run = uploaded(edition, organiser, filled(**small()))

    assert (run.state, run.problems, counts()) == (ImportRun.State.CHECKED, [], before)
    assert {line["label"] for line in run.preview if line["sheet"] == "People"} >= {
        "Ana Ruiz, Metalurgia Ruidera"
    }


def test_applying_brings_everything(edition, organiser):
    applied(edition, organiser, filled(**small()))

    assert counts()[2:] == [4, 4, 2, 3, 1, 1, 1]
    ana = Participation.objects.get(person__name="Ana Ruiz")
    assert (ana.state, ana.organisation.name, ana.language) == ("confirmed", "Metalurgia Ruidera", "es")
    request = MeetingRequest.objects.get(sender=ana)
    assert (request.state, request.priority, request.text) == ("accepted", 1, "Welding robots")
    assert edition.slots.first().starts_at.isoformat() == "2018-11-15T08:00:00+00:00"


def test_slots_and_tables_can_be_laid_out_alone_where_people_register_by_themselves(edition, organiser):
    rows = {name: lines for name, lines in small().items() if name in ("slots", "tables")}

    run = applied(edition, organiser, filled(**rows))

    assert (run.problems, counts()[2:]) == ([], [0, 4, 2, 0, 0, 0, 0])


def test_what_comes_in_stays_private_and_works_for_nobody(edition, organiser):
    applied(edition, organiser, filled(**small()))

    assert set(Contact.objects.values_list("visibility", flat=True)) == {"nobody"}
    assert not Person.objects.filter(is_public=True).exists()
    assert not Organisation.objects.filter(name="Metalurgia Ruidera", is_public=True).exists()
    assert Affiliation.objects.count() == 0


def test_a_workbook_with_a_fault_changes_nothing_at_all(edition, organiser):
    rows = small()
    rows["requests"][2] = ("leo@example.org", "nobody@example.com", 3, None, None)
    before = counts()

    run = uploaded(edition, organiser, filled(**rows))

    assert (run.state, counts()) == (ImportRun.State.REFUSED, before)
    assert [(p["sheet"], p["row"], p["column"]) for p in run.problems] == [("Requests", 4, "Who is asked")]


def test_bringing_the_same_workbook_again_changes_nothing(edition, organiser):
    applied(edition, organiser, filled(**small()))
    before = counts()

    run = applied(edition, organiser, filled(**small()))

    assert (run.created, run.changed, counts()) == (0, 0, before)


def test_known_people_and_organisations_are_found_not_doubled(edition, organiser):
    account = make_user("ana@example.org")
    ana = make_person("Ana María Ruiz", user=account, is_public=True)
    firm = make_organisation("METALURGIA RUIDERA")

    applied(edition, organiser, filled(**small()))

    participation = Participation.objects.get(person=ana)
    assert (participation.organisation, participation.person.name) == (firm, "Ana María Ruiz")


def test_an_address_that_somebody_else_wrote_into_a_profile_is_not_theirs(edition, organiser):
    mallory = make_person("Mallory", user=make_user())
    make_contact(mallory, "ana@example.org")

    applied(edition, organiser, filled(**small()))

    assert not Participation.objects.filter(person=mallory).exists()


def test_an_address_does_not_tell_which_private_person_stands_behind_it(edition, organiser):
    account = make_user("ana@example.org")
    hidden = make_person("Ana, who hides", user=account)

    applied(edition, organiser, filled(**small()))
    assert not Participation.objects.filter(person=hidden).exists()

    participations.claim(account)
    assert Participation.objects.filter(person=hidden, edition=edition).count() == 1
    again = applied(edition, organiser, filled(**small()))
    assert (again.created, Participation.objects.filter(person=hidden).count()) == (0, 1)


def test_an_account_without_a_person_has_one_when_it_says_so(edition, organiser):
    account = make_user("jon@example.org")

    applied(edition, organiser, filled(**small()))
    assert not Person.objects.filter(user=account).exists()

    participations.claim(account)
    assert account.person.name == "Jon Etxeberria"


def test_a_newer_workbook_moves_the_grid_and_removes_drafts_made_for_the_old_one(edition, organiser):
    applied(edition, organiser, filled(**small()))
    run = make_plan(edition, number=1)
    plans.solve(run)

    newer = applied(edition, organiser, filled(**small(slots=[("2018-11-15", "16:00", "16:45", None)])))

    assert Slot.objects.count() == 3
    assert edition.plan_runs.count() == 0
    assert newer.notes == ["Plan 1 was made for other slots or tables and is removed."]
    assert AuditEntry.objects.get(action="plan.removed").detail == {"number": 1}


def test_two_organisers_who_bring_one_address_make_two_persons_of_it(edition, organiser):
    applied(edition, organiser, filled(**small()))
    other = make_edition(make_event(organiser=organiser))

    applied(other, organiser, filled(**small()))

    assert Person.objects.filter(name="Ana Ruiz").count() == 2


def test_what_a_workbook_changes_in_a_request_stands_in_the_audit(edition, organiser):
    applied(edition, organiser, filled(**small()))
    changed = MeetingRequest.objects.get(priority=1)
    MeetingRequest.objects.filter(pk=changed.pk).update(priority=3)

    applied(edition, organiser, filled(**small()))

    entry = AuditEntry.objects.exclude(detail={"state": "new"}).get(action="meeting_request.imported")
    assert (entry.object_id, entry.detail) == (str(changed.pk), {"state": "accepted", "priority": 1})


def test_slots_of_the_published_plan_are_not_taken_away(edition, organiser):
    applied(edition, organiser, filled(**small()))
    run = make_plan(edition, number=1)
    plans.solve(run)
    plans.publish(run, actor=organiser, now=run.requested_at)
    before = counts()

    refused = uploaded(edition, organiser, filled(**small(slots=[("2018-11-15", "16:00", "17:00", None)])))

    assert (refused.state, counts()) == (ImportRun.State.REFUSED, before)
    assert "The published plan holds meetings" in refused.problems[0]["sentence"]


def test_slots_outside_the_days_of_the_edition_are_refused(edition, organiser):
    rows = small(slots=[("2018-11-20", "09:00", "10:00", None)], talks=[], registrations=[])

    run = uploaded(edition, organiser, filled(**rows))

    assert [p["sheet"] for p in run.problems] == ["Slots"]


def test_another_time_zone_is_refused(edition, organiser):
    rows = small(event=[("Elsewhere", "America/Mexico_City", 15, None, None, None, None)])

    run = uploaded(edition, organiser, filled(**rows))

    assert [(p["sheet"], p["column"]) for p in run.problems] == [("Event", "Time zone")]


def test_only_the_organiser_of_this_edition_brings_a_workbook(edition, organiser):
    other = make_user()
    make_edition(make_event(organiser=other))
    importer = flow.importer_of("encounter")

    assert importer.allows(organiser, str(edition.pk)) is True
    assert importer.allows(other, str(edition.pk)) is False
    assert [importer.allows(organiser, target) for target in ("", "abc", "9" * 40, "-1", "²")] == [False] * 5


def test_the_2018_edition_comes_in_and_is_planned(edition, organiser):
    applied(edition, organiser, filled(**like_2018()))
    run = make_plan(edition, seed=7, effort="quick")

    plans.solve(run)
    run.refresh_from_db()

    assert (Participation.objects.count(), edition.slots.count(), edition.tables.count()) == (350, 32, 24)
    floor = engine.read_floor(edition)
    placed = [engine.Placed(*row) for row in run.meetings.values_list("request_id", "slot_id", "table_id")]
    assert (len(floor.requests), engine.broken_rules(floor, placed)) == (590, [])
    assert run.meetings.count() + run.unplaced.count() == 590
    assert run.meetings.count() >= 560


FIXED = ("jon@example.org", 1, None, None, time(9, 15), 2)  # who is asked, priority, state, text, when, where


def with_fixed(*cells):
    """The small encounter, its first request fixed."""
    asking = small()["requests"]
    return filled(**small(requests=[("ana@example.org", *cells), *asking[1:]]))


def test_what_a_workbook_fixes_is_locked_and_the_plan_keeps_it(edition, organiser):
    content = with_fixed(*FIXED)
    applied(edition, organiser, content)

    again = applied(edition, organiser, content)

    lock = Lock.objects.get()
    where = (f"{lock.slot.starts_at.astimezone(edition.zone_info):%H:%M}", lock.table.number)
    assert (where, again.created, again.changed) == (("09:15", 2), 0, 0)
    run = make_plan(edition, number=1, state="queued")
    plans.solve(run)
    meeting = run.meetings.get(request=lock.request)
    assert (meeting.slot, meeting.table) == (lock.slot, lock.table)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((*FIXED[:5], None), "write its table too"),
        ((*FIXED[:4], time(9, 0), 1), "One of its people is"),
    ],
)
def test_what_cannot_be_locked_is_a_problem_and_nothing_stays(edition, organiser, cells, said):
    rows = small(registrations=[("ana@example.org", "K1"), ("jon@example.org", "K1")])
    rows["requests"][0] = ("ana@example.org", *cells)
    before = counts()

    run = uploaded(edition, organiser, filled(**rows))

    assert said.lower() in str(run.problems).lower() or "fixed to a time" in str(run.problems)
    assert (counts(), Lock.objects.count()) == (before, 0)


def test_what_was_declined_since_the_workbook_is_not_locked(edition, organiser):
    applied(edition, organiser, with_fixed(*FIXED[:4]))
    MeetingRequest.objects.filter(recipient__person__contacts__value="jon@example.org").update(
        state="declined"
    )

    run = uploaded(edition, organiser, with_fixed(*FIXED))

    assert "no longer accepted" in str(run.problems)
    assert Lock.objects.count() == 0

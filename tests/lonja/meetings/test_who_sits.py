"""Several people may sit for one side of a request: the plan decides, and the agendas follow it."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from lonja.base import jobs
from lonja.base.imports import read_book
from lonja.events.models import Participation
from lonja.meetings import agenda, engine, policies, presenting, tasks
from lonja.meetings.models import Meeting, MeetingRequest, Representative
from lonja.meetings.services import encounters, plans, requests
from lonja.meetings.workbook import read_encounter
from tests.factories import (
    make_edition,
    make_organisation,
    make_participation,
    make_plan,
    make_request,
    make_session,
    make_user,
)
from tests.lonja.meetings.encounters import filled, small
from tests.lonja.meetings.test_plans import made, make_floor

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)


def stand_in(request, who, *, side="sender"):
    """Let somebody else sit for a side of a request."""
    return Representative.objects.create(request=request, side=side, participation=who)


def test_a_colleague_sits_for_whoever_is_away_and_the_agendas_show_it():
    edition, (ana, jon, leo, _eva) = make_floor()
    make_session(edition, attended_by=[ana], minutes=60)
    stand_in(make_request(ana, jon), leo)

    run = made(edition)
    agendas = agenda.entries_of_all(edition, run)

    assert [one.pk for one in run.meetings.for_agenda().get().sitting] == [leo.pk, jon.pk]
    assert [entry.title for entry in agendas[leo.pk] if entry.kind == "meeting"] == [str(jon.person)]
    assert [entry.title for entry in agendas[jon.pk]] == [str(leo.person)]
    assert [entry.kind for entry in agendas[ana.pk]] == ["talk"]


def test_only_who_sits_sees_the_meeting_of_a_plan_that_holds():
    edition, (ana, jon, leo, _eva) = make_floor()
    make_session(edition, attended_by=[ana], minutes=60)
    request = make_request(ana, jon, text="Between the two")
    stand_in(request, leo)
    run = made(edition)

    plans.publish(run, actor=None, now=NOW)

    seen = {one: policies.meetings.scope(one.person.user).exists() for one in (ana, jon, leo)}
    assert seen == {ana: False, jon: True, leo: True}
    assert not policies.requests.scope(leo.person.user, "read_text").filter(pk=request.pk).exists()


def test_a_plan_is_outdated_when_somebody_who_sits_may_no_longer():
    edition, (ana, jon, leo, _eva) = make_floor()
    make_session(edition, attended_by=[ana], minutes=60)
    row = stand_in(make_request(ana, jon), leo)
    run = made(edition)
    floor = engine.read_floor(edition)

    row.delete()

    assert engine.broken_rules(floor, engine.placed_of(run)) == []
    assert engine.broken_rules(engine.read_floor(edition), engine.placed_of(run)) != []


def test_a_refused_request_names_everybody_who_might_have_sat():
    edition, (ana, jon, leo, eva) = make_floor(slots=1, tables=4)
    others = [make_participation(edition, name=name) for name in ("One", "Two")]
    make_request(ana, others[0], priority=1)
    make_request(leo, others[1], priority=1)
    stand_in(make_request(ana, eva, priority=3), leo)

    (line,) = presenting.unplaced_lines(made(edition))

    assert line.reason == (
        f"{ana.person} and {leo.person}, any of whom could sit, are in other meetings "
        "in every slot in which both sides are here."
    )


def test_the_workbook_brings_and_takes_back_who_may_sit():
    edition = make_edition()
    rows = small()
    rows["requests"][0] = ("Metalurgia Ruidera", "jon@example.org", 1, None, None)
    bring(edition, rows)
    (one,) = Representative.objects.all()
    told = (one.side, str(one.participation.person), str(one.request.sender.person))

    rows["requests"][0] = ("ana@example.org", "jon@example.org", 1, None, None)
    bring(edition, rows)

    assert told == ("sender", "Leo Prat", "Ana Ruiz")
    assert Representative.objects.count() == 0
    assert MeetingRequest.objects.count() == 3


def bring(edition, rows):
    encounter, problems = read_encounter(read_book(filled(**rows)))
    assert problems == []
    brought = encounters.bring(edition, encounter, actor=make_user(), now=timezone.now())
    assert brought.problems == []


def test_colleagues_who_come_may_sit_when_the_sender_says_so():
    edition, (ana, jon, *_others) = make_floor()
    firm = make_organisation()
    Participation.objects.filter(pk=ana.pk).update(organisation=firm)
    colleague, _gone = (
        make_participation(edition, name=name, organisation=firm, state=state)
        for name, state in (("Leo", "confirmed"), ("Eva", "cancelled"))
    )
    ana.refresh_from_db()

    request = requests.send(ana, recipient=jon, priority=2, colleagues=True, actor=ana.person.user, now=NOW)

    told = [(one.side, one.participation_id) for one in request.representatives.all()]
    assert told == [("sender", colleague.pk)]


def stops_at_polishing(*, was_asked):
    """What a job reports to, until somebody stops it."""

    def report(_share, stage):
        if stage == str(tasks.STAGES["polishing"]):
            raise jobs.Cancelled(was_asked=was_asked)

    return report


def test_whoever_stops_the_planner_keeps_the_best_plan_so_far():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = make_plan(edition)

    tasks.make_plan(run.pk, report=stops_at_polishing(was_asked=True))
    run.refresh_from_db()

    assert (run.state, run.figures["cut_short"], Meeting.objects.count()) == ("draft", True, 1)


def test_a_worker_that_lost_its_job_leaves_the_plan_to_the_other():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = make_plan(edition)

    with pytest.raises(jobs.Cancelled):
        tasks.make_plan(run.pk, report=stops_at_polishing(was_asked=False))
    run.refresh_from_db()

    assert (run.state, Meeting.objects.count()) == ("solving", 0)

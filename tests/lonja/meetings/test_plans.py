"""A plan is asked for, made, published; never half, never twice."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, Job, OutboxMail
from lonja.meetings import engine, tasks
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Seat, Unplaced
from lonja.meetings.services import plans
from tests.factories import (
    make_contact,
    make_edition,
    make_participation,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_speakers,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)


def make_floor(*, people=4, slots=4, tables=2):
    """An edition with people, slots and tables; returns (edition, participations)."""
    edition = make_edition()
    make_slots(edition, slots)
    make_tables(edition, tables)
    return edition, [make_participation(edition, user=make_user()) for _ in range(people)]


def made(edition, **fields):
    """A plan that is made."""
    run = make_plan(edition, **fields)
    plans.solve(run)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("speaks", [False, True])
def test_a_plan_places_what_fits_and_explains_the_rest(django_assert_num_queries, speaks):
    edition, (ana, jon, eva, leo) = make_floor()
    talk = make_session(edition, attended_by=[] if speaks else [ana], minutes=60)
    if speaks:
        make_speakers(talk, "Ana", participation=ana)
    lost = make_request(ana, jon)
    make_request(eva, jon)
    make_request(leo, eva, priority=1)

    run = made(edition)

    assert run.state == "draft"
    assert (run.figures["placed"], run.figures["requests"]) == (2, 3)
    assert Meeting.objects.filter(run=run).count() == 2
    assert Seat.objects.filter(run=run).count() == 4
    assert list(Unplaced.objects.filter(run=run).values_list("request", "reason")) == [
        (lost.pk, "no_common_slot")
    ]
    with django_assert_num_queries(7):
        floor = engine.read_floor(edition)
    placed = [engine.Placed(*row) for row in run.meetings.values_list("request_id", "slot_id", "table_id")]
    assert engine.broken_rules(floor, placed) == []


def test_only_accepted_requests_of_people_who_come_are_planned():
    edition, (ana, jon, eva, leo) = make_floor()
    make_request(ana, jon, state="sent")
    make_request(ana, eva, state="declined")
    make_request(ana, leo)
    leo.state = "cancelled"
    leo.save()

    assert engine.read_floor(edition).requests == ()


def test_absences_arrival_and_departure_leave_only_the_slot_between():
    edition, (ana, jon, *_) = make_floor(slots=4)
    slots = list(edition.slots.all())
    ana.arrives_at, ana.leaves_at = slots[1].starts_at, slots[3].starts_at
    ana.save()
    ana.absences.create(starts_at=slots[1].starts_at, ends_at=slots[1].ends_at)
    make_request(ana, jon)

    run = made(edition)

    assert Meeting.objects.get(run=run).slot == slots[2]


def test_a_closed_table_and_a_host_are_respected():
    edition, (ana, jon, eva, leo) = make_floor(slots=1)
    one, two = edition.tables.all()
    one.host = eva
    one.save()
    two.closed_slots.add(edition.slots.get())
    make_request(ana, jon)
    hosted = make_request(leo, eva)

    run = made(edition)

    assert list(run.meetings.values_list("request", "table")) == [(hosted.pk, one.pk)]


def test_the_same_seed_gives_the_same_plan():
    edition, people = make_floor(people=8, slots=6)
    for n, one in enumerate(people):
        for other in people[n + 1 :]:
            make_request(one, other)

    first, second = (
        list(made(edition, seed=5).meetings.order_by("request").values_list("request", "slot", "table"))
        for _ in "ab"
    )

    assert first == second


def test_planning_again_what_is_planned_changes_nothing():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = made(edition)

    plans.solve(run)

    assert Meeting.objects.filter(run=run).count() == 1


def test_nobody_sits_twice_at_a_time_even_by_hand():
    edition, (ana, jon, eva, _leo) = make_floor()
    slot, (one, two) = edition.slots.first(), edition.tables.all()
    run = make_plan(edition)
    first = Meeting.objects.create(run=run, request=make_request(ana, jon), slot=slot, table=one)
    second = Meeting.objects.create(run=run, request=make_request(ana, eva), slot=slot, table=two)
    Seat.objects.create(run=run, slot=slot, participation=ana, meeting=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(run=run, slot=slot, participation=ana, meeting=second)


def test_two_people_have_one_request_between_them_whoever_asked():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon, state="withdrawn")
    make_request(ana, jon)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_request(jon, ana, state="sent")


def test_a_plan_without_requests_slots_or_tables_is_refused(django_user_model):
    edition = make_edition()

    with pytest.raises(Refused, match="no accepted request"):
        plans.request_plan(edition, seed=0, effort="quick", actor=None, now=NOW)
    assert PlanRun.objects.count() == 0


def test_publishing_sends_each_agenda_once_with_its_calendar_file():
    edition, (ana, jon, eva, leo) = make_floor()
    make_request(ana, jon)
    run = made(edition)

    published = plans.publish(run, actor=None, now=NOW)

    assert (published.state, published.version, published.published_at) == ("published", 1, NOW)
    mails = OutboxMail.objects.order_by("to")
    assert [mail.to for mail in mails] == sorted([ana.person.user.email, jon.person.user.email])
    assert [mail.attachments[0][0] for mail in mails] == ["agenda.ics", "agenda.ics"]
    assert f"/events/{edition.event.slug}/{edition.slug}/agenda/" in mails[0].text
    assert AuditEntry.objects.filter(action="plan.published").count() == 1


def test_somebody_without_an_account_gets_the_mail_at_her_private_address():
    edition, (ana, *_) = make_floor()
    guest = make_participation(edition, name="Guest", language="es")
    make_contact(guest.person, "guest@example.org")
    make_request(ana, guest)

    plans.publish(made(edition), actor=None, now=NOW)

    mail = OutboxMail.objects.get(to="guest@example.org")
    assert mail.language == "es"


def test_a_plan_is_published_once_only():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = made(edition)
    plans.publish(run, actor=None, now=NOW)

    with pytest.raises(Refused, match="Only a draft can be published"):
        plans.publish(run, actor=None, now=NOW)
    assert PlanRun.objects.filter(version__isnull=False).count() == 1


def test_a_plan_of_a_draft_edition_is_not_published_and_nobody_is_told():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = made(edition)
    edition.state = "draft"
    edition.save()

    with pytest.raises(Refused, match="This edition is still a draft"):
        plans.publish(run, actor=None, now=NOW)

    assert (OutboxMail.objects.count(), PlanRun.objects.get().state) == (0, "draft")


def test_a_newer_plan_replaces_the_older_and_tells_only_those_touched():
    edition, (ana, jon, eva, leo) = make_floor()
    kept = make_request(ana, jon)
    gone = make_request(eva, leo)
    first = plans.publish(made(edition, seed=1), actor=None, now=NOW)
    OutboxMail.objects.all().delete()
    MeetingRequest.objects.filter(pk=gone.pk).update(state="withdrawn")

    second = plans.publish(made(edition, seed=1), actor=None, now=NOW)

    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("superseded", "published", 2)
    told = set(OutboxMail.objects.values_list("to", flat=True))
    where = [run.meetings.values_list("slot", "table").get(request=kept) for run in (first, second)]
    assert (ana.person.user.email in told) == (where[0] != where[1])
    assert {eva.person.user.email, leo.person.user.email} <= told


def test_a_draft_that_no_longer_fits_is_not_published():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run = made(edition)
    jon.state = "cancelled"
    jon.save()

    with pytest.raises(Refused, match="no longer fits"):
        plans.publish(run, actor=None, now=NOW)
    run.refresh_from_db()
    assert run.state == "draft"
    assert OutboxMail.objects.count() == 0


def enqueued(edition, actor):
    run = plans.request_plan(edition, seed=0, effort="quick", actor=actor, now=NOW)
    job = jobs.enqueue("meetings.plan", args={"run_id": run.pk}, actor=actor)
    plans.remember_job(run, job=job)
    return run, job


def test_the_job_makes_the_plan_and_says_how_far_it_is():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run, job = enqueued(edition, make_user())

    jobs.run_now(job)
    run.refresh_from_db()

    assert (job.state, run.state) == ("done", "draft")


def test_a_stopped_job_leaves_no_half_plan():
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run, job = enqueued(edition, make_user())
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)

    jobs.run_now(job)
    run.refresh_from_db()

    assert (job.state, run.state) == ("cancelled", "cancelled")
    assert (Meeting.objects.count(), Seat.objects.count(), Unplaced.objects.count()) == (0, 0, 0)


def test_a_worker_that_dies_between_two_rows_leaves_nothing_and_another_takes_over(monkeypatch):
    edition, (ana, jon, *_) = make_floor()
    make_request(ana, jon)
    run, _job = enqueued(edition, make_user())

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Seat.objects, "bulk_create", dies)
        with pytest.raises(KeyboardInterrupt):
            tasks.make_plan(run.pk, report=lambda share, stage="": None)
    run.refresh_from_db()
    half = (run.state, Meeting.objects.count(), Seat.objects.count())
    tasks.make_plan(run.pk, report=lambda share, stage="": None)
    run.refresh_from_db()

    assert half == ("solving", 0, 0)
    assert (run.state, Meeting.objects.count(), Seat.objects.count()) == ("draft", 1, 2)

"""Background work: queued with its change, run under a lease, watched and stopped by who asked."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy
from django_tasks_db.models import DBTaskResult

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import Job
from tests.factories import make_user

pytestmark = pytest.mark.django_db
seen = []


@jobs.handler("test.count", title=gettext_lazy("Spanish"))
def count(upto, *, report):
    for step in range(upto):
        report(step / upto, f"step {step}")
        seen.append(step)


@jobs.handler("test.refuse", title="A job that is refused")
def refuse(*, report):
    raise Refused("There are no tables.", remedy="Add one.")


@jobs.handler("test.break", title="A job that breaks")
def break_down(*, report):
    raise KeyError("ana@example.org")


@jobs.handler("test.busy", title="A job that meets a busy database")
def meet_busy_database(*, report):
    raise OperationalError("lock timeout")


@jobs.handler("test.stopped", title="A job whose process is stopped")
def be_stopped(*, report):
    raise SystemExit(1)


@jobs.handler("test.cancelled_inside", title="A job that is cancelled while it runs")
def be_cancelled(job_uuid, *, report):
    jobs.cancel(Job.objects.get(uuid=job_uuid))
    report(0.5, "half")
    seen.append("went on")


@jobs.handler("test.superseded", title="A job that lost its lease while it ran")
def be_superseded(*, report):
    Job.objects.filter(kind="test.superseded").update(lease=uuid.uuid4())


@pytest.fixture(autouse=True)
def nothing_seen():
    seen.clear()


def ask(kind="test.count", actor=None, **args):
    return jobs.enqueue(kind, args=args, actor=actor or make_user(), done_url="/done/")


def lapse(job, **fields):
    """The worker of this job was killed an hour ago."""
    long_ago = timezone.now() - timedelta(hours=1)
    state = {"state": Job.State.RUNNING, "lease": uuid.uuid4(), "leased_until": long_ago, **fields}
    Job.objects.filter(pk=job.pk).update(**state)


def test_a_job_runs_once_and_ends_done():
    job = jobs.run_now(ask(upto=3))

    assert (job.state, job.share, job.stage, job.attempts, seen) == ("done", 1.0, "", 1, [0, 1, 2])
    assert job.finished_at >= job.started_at


def test_a_finished_job_does_not_run_again():
    job = jobs.run_now(ask(upto=3))
    job = jobs.run_now(job)

    assert (job.state, job.attempts, seen) == ("done", 1, [0, 1, 2])


def test_a_running_job_is_not_run_by_a_second_worker():
    job = ask(upto=3)
    lapse(job, leased_until=timezone.now() + timedelta(minutes=1))

    job = jobs.run_now(job)

    assert (job.state, seen) == ("running", [])


@transaction.atomic
def ask_in_a_change_that_fails():
    ask(upto=3)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_change_that_failed_was_never_asked_for():
    with pytest.raises(ZeroDivisionError):
        ask_in_a_change_that_fails()

    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_the_title_is_in_the_language_of_who_asked():
    with translation.override("es"):
        job = ask(upto=1)
        expected = gettext("Spanish")

    assert (job.title, job.language) == (expected, "es")


def test_a_refusal_is_told_to_the_person():
    job = jobs.run_now(ask("test.refuse"))

    assert (job.state, job.problem) == ("failed", "There are no tables. Add one.")


def test_a_fault_is_logged_with_numbers_and_without_personal_data(caplog):
    job = ask("test.break")

    with pytest.raises(KeyError):
        jobs.run_now(job)

    job.refresh_from_db()
    assert job.state == "failed"
    assert str(job.uuid)[:8] in job.problem
    assert "KeyError at break_down" in caplog.text
    assert "ana@example.org" not in caplog.text


def test_the_queue_keeps_no_personal_data_of_a_fault():
    job = ask("test.break")

    with pytest.raises(jobs.JobFailed, match=f"KeyError in job {job.uuid}") as caught:
        jobs.work.call(str(job.uuid))

    assert caught.value.__suppress_context__


def test_a_busy_database_puts_the_job_back_some_times_and_then_fails_it():
    job = ask("test.busy")
    states = []
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(OperationalError):
            jobs.run_now(job)
        job.refresh_from_db()
        states.append(job.state)

    assert states == ["queued", "queued", "failed"]
    assert DBTaskResult.objects.count() == jobs.MOST_ATTEMPTS


def test_a_stopped_process_leaves_the_job_to_the_next_one():
    job = ask("test.stopped")

    with pytest.raises(SystemExit):
        jobs.run_now(job)

    job.refresh_from_db()
    assert (job.state, job.lease) == ("queued", None)


def test_a_waiting_job_is_cancelled_at_once():
    job = ask(upto=3)
    jobs.cancel(job)

    job = jobs.run_now(job)

    assert (job.state, seen) == ("cancelled", [])


def test_a_running_job_is_cancelled_at_its_next_report():
    job = ask("test.cancelled_inside")
    Job.objects.filter(pk=job.pk).update(args={"job_uuid": str(job.uuid)})

    job = jobs.run_now(job)

    assert (job.state, seen) == ("cancelled", [])


def test_who_lost_the_lease_cannot_end_the_job():
    job = jobs.run_now(ask("test.superseded"))

    assert job.state == "running"


def test_a_job_whose_worker_died_is_queued_again(caplog):
    job = ask(upto=2)
    lapse(job, attempts=1)

    with caplog.at_level(logging.WARNING):
        assert jobs.rescue() == 1

    job = jobs.run_now(job)
    assert (job.state, job.attempts, seen) == ("done", 2, [0, 1])
    assert DBTaskResult.objects.count() == 2
    assert str(job.uuid) in caplog.text


def test_a_job_whose_worker_died_before_it_began_is_queued_again():
    lost, waiting = ask(upto=2), ask(upto=2)
    Job.objects.update(created_at=timezone.now() - timedelta(hours=1))
    DBTaskResult.objects.filter(args_kwargs__args__0=str(lost.uuid)).update(status="RUNNING")

    moved, again = jobs.rescue(), jobs.rescue()

    ready = DBTaskResult.objects.filter(status="READY").values_list("args_kwargs__args__0", flat=True)
    assert (moved, again) == (1, 0)
    assert sorted(ready) == sorted([str(lost.uuid), str(waiting.uuid)])


def test_a_job_that_kills_its_workers_is_given_up_with_a_sentence():
    job = ask(upto=2)
    lapse(job, attempts=jobs.MOST_ATTEMPTS)

    assert jobs.rescue() == 1

    job.refresh_from_db()
    assert job.state == "failed"
    assert "Please try again" in job.problem


def test_a_cancelled_job_whose_worker_died_stays_cancelled():
    job = ask(upto=2)
    lapse(job, attempts=1, cancel_asked=True)

    jobs.rescue()

    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_living_workers_job_is_not_rescued_and_its_lease_is_kept():
    job = ask(upto=2)
    lapse(job, leased_until=timezone.now() + timedelta(seconds=5))
    job.refresh_from_db()

    jobs.extend([job.lease])

    assert jobs.rescue() == 0
    job.refresh_from_db()
    assert job.leased_until > timezone.now() + timedelta(seconds=jobs.LEASE_SECONDS - 10)


# The page


def test_the_requester_sees_the_job_and_others_do_not_learn_that_it_exists(client):
    owner, other = make_user(), make_user()
    job = ask(actor=owner, upto=3)
    statuses = {}
    for name, user in (("owner", owner), ("other", other)):
        client.force_login(user)
        statuses[name] = client.get(job.get_absolute_url()).status_code
    client.logout()
    statuses["stranger"] = client.get(job.get_absolute_url()).status_code

    assert statuses == {"owner": 200, "other": 404, "stranger": 404}


def test_a_job_of_the_house_itself_is_seen_by_nobody(client):
    job = jobs.enqueue("test.count", args={"upto": 1}, actor=None)

    assert client.get(job.get_absolute_url()).status_code == 404


def test_the_page_of_a_waiting_job_polls_itself_and_refreshes_without_scripts(client):
    owner = make_user()
    client.force_login(owner)
    job = ask(actor=owner, upto=3)

    body = client.get(job.get_absolute_url()).content.decode()

    assert f'hx-get="{job.get_absolute_url()}" hx-trigger="every 1s"' in body
    assert '<noscript><meta http-equiv="refresh"' in body


def test_the_part_of_a_running_job_shows_its_stage_and_no_frame(client):
    owner = make_user()
    client.force_login(owner)
    job = ask(actor=owner, upto=3)
    Job.objects.update(state="running", share=0.4, stage="Seating <everybody>")

    body = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "Seating &lt;everybody&gt;" in body
    assert "<html" not in body


def test_a_done_job_sends_the_browser_on(client):
    owner = make_user()
    client.force_login(owner)
    job = jobs.run_now(ask(actor=owner, upto=1))

    whole = client.get(job.get_absolute_url())
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})

    assert (whole.status_code, whole["Location"]) == (303, "/done/")
    assert (part.status_code, part["HX-Redirect"]) == (200, "/done/")


def test_the_poll_of_a_failed_job_loads_its_page_again(client):
    owner = make_user()
    client.force_login(owner)
    job = jobs.run_now(ask("test.refuse", actor=owner))

    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})

    assert part["HX-Redirect"] == job.get_absolute_url()


def test_the_page_of_a_failed_job_says_why_and_stops_polling(client):
    owner = make_user()
    client.force_login(owner)
    job = jobs.run_now(ask("test.refuse", actor=owner))

    body = client.get(job.get_absolute_url()).content.decode()

    assert "There are no tables. Add one." in body
    assert "hx-trigger" not in body
    assert "refresh" not in body


def test_the_requester_stops_a_job_and_others_cannot(client):
    owner, other = make_user(), make_user()
    job = ask(actor=owner, upto=3)
    url = f"{job.get_absolute_url()}cancel/"
    client.force_login(other)
    refused = client.post(url)
    job.refresh_from_db()
    state_before = job.state
    client.force_login(owner)
    answer = client.post(url)
    again = client.post(url)

    job.refresh_from_db()
    assert (refused.status_code, state_before) == (404, "queued")
    assert (answer.status_code, again.status_code, job.state) == (303, 303, "cancelled")
    assert client.get(url).status_code == 405

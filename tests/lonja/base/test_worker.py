"""The worker process: works, ends when told, and what it was doing when killed is done by the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from lonja.base import jobs, outbox, worker
from lonja.base.models import Job, OutboxMail
from tests.factories import make_user

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)
done = []


@jobs.handler("test.note", title="A note")
def note(text, *, report):
    report(0.5, "writing")
    done.append(text)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_draining_does_all_that_waits_and_sends_the_mail():
    first = jobs.enqueue("test.note", args={"text": "one"}, actor=make_user())
    jobs.enqueue("test.note", args={"text": "two"}, actor=None)
    outbox.send(outbox.Mail(to=["ana@example.org"], subject="S", text="T", purpose="test"))

    call_command("worker", drain=True)

    first.refresh_from_db()
    assert (first.state, sorted(done)) == ("done", ["one", "two"])
    assert [sent.subject for sent in mail.outbox] == ["S"]


def test_draining_takes_over_from_a_dead_worker():
    job = jobs.enqueue("test.note", args={"text": "one"}, actor=None)
    Job.objects.update(
        state="running", lease="5e9f9c1e-54a0-4e0a-9f8e-0d8d3f0f7a11", leased_until="2020-01-01T00:00Z"
    )

    call_command("worker", drain=True)

    job.refresh_from_db()
    assert (job.state, done) == ("done", ["one"])


def test_a_broken_job_does_not_stop_the_next():
    broken = jobs.enqueue("test.note", args={"nonsense": 1}, actor=None)
    jobs.enqueue("test.note", args={"text": "two"}, actor=None)

    call_command("worker", drain=True)

    broken.refresh_from_db()
    assert (broken.state, done) == ("failed", ["two"])


def test_the_keeper_extends_what_runs_here_and_rescues_what_died():
    dead = {"lease": "5e9f9c1e-54a0-4e0a-9f8e-0d8d3f0f7a11", "leased_until": "2020-01-01T00:00Z"}
    Job.objects.create(kind="test.note", title="x", state="running", attempts=1, **dead)

    worker.keep_leases()

    assert Job.objects.get().state == "queued"


def test_the_sweep_forgets_without_touching_what_is_alive():
    jobs.enqueue("test.note", args={"text": "one"}, actor=None)
    outbox.send(outbox.Mail(to=["ana@example.org"], subject="S", text="T", purpose="test"))

    worker.sweep()

    alive = Job.objects.filter(kind="test.note").count()
    assert (alive, OutboxMail.objects.exclude(text="").count()) == (1, 1)


# As a process of its own, on a database of its own: the in-memory one of SQLite cannot be shared.

SLOW_TASKS = """
import time
from lonja.base import jobs

@jobs.handler("test.slow", title="Slow")
def slow(path, steps, *, report):
    for step in range(steps):
        report(step / steps, f"step {step}")
        with open(path, "a") as file:
            file.write(f"{step}\\n")
        time.sleep(0.1)
"""
RUN = """
import sys
import django
django.setup()
from lonja.base import jobs, worker
exec(open(sys.argv[1]).read())
jobs.LEASE_SECONDS = 2
worker.SECONDS_BETWEEN_RESCUES = 0.5
worker.run()
"""
ASK = """
import sys, django
django.setup()
from lonja.base import jobs
exec(open(sys.argv[1]).read())
print(jobs.enqueue("test.slow", args={"path": sys.argv[2], "steps": int(sys.argv[3])}, actor=None).uuid)
"""
LOOK = """
import sys, django
django.setup()
from lonja.base.models import Job
job = Job.objects.get(uuid=sys.argv[1])
print(job.state, job.attempts)
"""


@pytest.fixture
def house(tmp_path):
    """An installation whose processes share a file."""
    if connection.vendor != "sqlite":
        pytest.skip("the same processes, with the same code, run on the file of SQLite")
    env = {
        **os.environ,
        "LONJA_DATA": str(tmp_path / "house"),
        "LONJA_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "lonja.config.settings",
    }
    env.pop("LONJA_DATABASE", None)
    (tmp_path / "tasks.py").write_text(SLOW_TASKS)
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "-v0"], env=env, cwd=ROOT, check=True, timeout=120
    )
    return House(env, tmp_path)


class House:
    """Starts processes and asks them what became of a job."""

    def __init__(self, env, folder):
        self.env, self.folder, self.tasks = env, folder, str(folder / "tasks.py")

    def python(self, code, *arguments):
        command = [sys.executable, "-c", code, *map(str, arguments)]
        done = subprocess.run(
            command, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout.strip()

    def worker(self):
        return subprocess.Popen(
            [sys.executable, "-c", RUN, self.tasks], env=self.env, cwd=ROOT, stderr=subprocess.PIPE
        )

    def ask(self, log, steps):
        return self.python(ASK, self.tasks, log, steps)

    def steps(self, log):
        return log.read_text().split() if log.exists() else []


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_killed_workers_job_is_done_by_the_next_and_a_told_worker_ends_cleanly(house, tmp_path):
    log = tmp_path / "log"
    job = house.ask(log, steps=20)
    first = house.worker()
    wait_for(lambda: len(house.steps(log)) >= 3)
    first.kill()
    first.wait()
    killed_after = len(house.steps(log))

    second = house.worker()
    wait_for(lambda: house.steps(log)[-1:] == ["19"])
    wait_for(lambda: house.python(LOOK, job).startswith("done"))
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=30)

    assert killed_after < 20
    assert house.steps(log)[killed_after:] == [str(step) for step in range(20)]
    assert house.python(LOOK, job) == "done 2"
    assert second.returncode == 0


def test_a_worker_told_to_end_finishes_the_job_in_its_hands(house, tmp_path):
    log = tmp_path / "log"
    job = house.ask(log, steps=15)
    process = house.worker()
    wait_for(lambda: len(house.steps(log)) >= 2)

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert process.returncode == 0
    assert house.python(LOOK, job) == "done 1"

"""At the same moment, on several connections: once is once."""

import pytest

from lonja.base import files, jobs, outbox
from lonja.base.errors import Refused
from lonja.base.imports import flow
from lonja.base.models import ImportRun, Job, OutboxMail
from tests.factories import make_user
from tests.mail_server import mail_server
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ran = []


@jobs.handler("test.once", title="Once")
def once(*, report):
    ran.append(1)


@flow.register
class CountingImporter(flow.Importer):
    """Counts how often it is applied."""

    kind = "test-counting"
    title = "Counting"
    applied = []

    def allows(self, actor, target):
        return True

    def check(self, book, *, actor, target):
        return flow.Report(created=1)

    def apply(self, book, *, actor, target):
        self.applied.append(1)
        return flow.Report(created=1)


def test_sixteen_workers_run_one_job_once():
    ran.clear()
    job = jobs.enqueue("test.once", args={}, actor=None)

    race(16, lambda number: jobs.run(job.uuid))

    job.refresh_from_db()
    assert (ran, job.state, job.attempts) == ([1], "done", 1)


def test_sixteen_rescuers_queue_a_lost_job_once():
    job = jobs.enqueue("test.once", args={}, actor=None)
    Job.objects.update(
        state="running",
        attempts=1,
        lease="5e9f9c1e-54a0-4e0a-9f8e-0d8d3f0f7a11",
        leased_until="2020-01-01T00:00Z",
    )

    moved = race(16, lambda number: jobs.rescue())

    job.refresh_from_db()
    assert (sum(moved), job.state) == (1, "queued")


def test_eight_postmen_send_each_mail_once(settings):
    readers = [f"reader{number}@example.org" for number in range(20)]
    with mail_server() as server:
        settings.MAILERS = server.options
        outbox.send(outbox.Mail(to=readers, subject="S", text="T", purpose="test"))
        race(8, lambda number: outbox.deliver_due())

    assert sorted(reader for reader, _ in server.taken) == sorted(readers)
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {"sent"}


def test_sixteen_writers_of_one_key_write_one_mail():
    mail = outbox.Mail(to=["ana@example.org"], subject="S", text="T", purpose="test")

    outcomes = race(16, lambda number: outbox.send(mail, key="agenda-7"))

    assert outcomes == [None] * 16
    assert OutboxMail.objects.get().key == "agenda-7"


def test_eight_clicks_apply_an_import_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CountingImporter.applied.clear()
    actor = make_user()
    run = flow.start("test-counting", b"name\nAna\n", name="names.csv", actor=actor)
    flow.check(run, actor=actor)

    outcomes = race(8, lambda number: flow.apply(ImportRun.objects.select_related("file").get(), actor=actor))

    assert CountingImporter.applied == [1]
    assert [type(outcome) for outcome in outcomes].count(Refused) == 7


def test_the_same_bytes_kept_at_once_are_whole(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = b"a;b\n" * 10_000

    race(8, lambda number: files.keep(content, name=f"{number}.csv", kind="import").pk)

    assert [path.read_bytes() == content for path in tmp_path.rglob("*") if path.is_file()] == [True]

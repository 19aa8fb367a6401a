"""Background work: asked for in a transaction, done by a worker, watched on a page.

The one place that knows the task library. The queue lies in the same database, so a job
is queued with the change that asked for it, or not at all. A job may run twice: a worker
holds it by a lease, and `rescue` queues it again when the worker died.
"""

import logging
import traceback
import uuid
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.db import OperationalError, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.tasks import TaskResultStatus, task
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from lonja.base.errors import Refused
from lonja.base.models import Job

LEASE_SECONDS = 120
MOST_ATTEMPTS = 3
MOST_RESCUED = 50
LIBRARY_KEEPS_DAYS = 14
DAY_SECONDS = 86_400 - 600  # a little less, or the hourly round would slip by an hour each day
LEAST_SECONDS_BETWEEN_REPORTS = 0.25

log = logging.getLogger(__name__)
_handlers = {}


class Cancelled(Exception):
    """The person who asked for the job no longer wants it, or another worker has taken it over.

    Attributes:
        was_asked: whether a person asked for it; then a handler may keep what it has so far.
    """

    def __init__(self, *, was_asked=True):
        super().__init__()
        self.was_asked = was_asked


class JobFailed(Exception):
    """What the queue keeps of a failed job: numbers and a class name, no personal data."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs for one kind of job, and what the page calls it."""

    run: object
    title: object
    daily: bool = False


def handler(kind, *, title, daily=False):
    """Register a function `run(..., *, report)` for one kind of job; it stands in a domain's `tasks.py`.

    A `daily` one takes no arguments and is queued by the worker itself, once each day.
    """

    def decorate(function):
        _handlers[kind] = Handler(function, title, daily)
        return function

    return decorate


def handler_of(kind):
    """The handler of a kind; every domain's `tasks.py` is read first."""
    if kind not in _handlers:
        autodiscover_modules("tasks")
    return _handlers[kind]


@transaction.atomic
def enqueue(kind, *, args, actor, done_url="", title=""):
    """Queue a job together with the caller's transaction; `args` holds ids by name."""
    job = Job.objects.create(
        kind=kind,
        args=args,
        title=str(title or handler_of(kind).title)[:200],
        language=translation.get_language() or "en",
        actor_id=getattr(actor, "pk", None),
        done_url=done_url,
    )
    work.enqueue(str(job.uuid))
    return job


def enqueue_daily():
    """Queue each daily job that nobody queued in the last day; returns how many.

    Two workers may do it at the same moment: a job may run twice anyway.
    """
    autodiscover_modules("tasks")
    daily = [kind for kind, one in _handlers.items() if one.daily]
    lately = Job.objects.filter(kind__in=daily, created_at__gt=_moment(-DAY_SECONDS))
    due = sorted(set(daily) - set(lately.values_list("kind", flat=True)))
    for kind in due:
        enqueue(kind, args={}, actor=None)
    return len(due)


@task()
def work(job_uuid):
    """Run one job for the task library, which keeps the text of what goes wrong."""
    with _Nameless(job_uuid):
        run(job_uuid)


def run_now(job):
    """Run a job in this process (tests, commands) and return it as it is afterwards."""
    run(job.uuid)
    job.refresh_from_db()
    return job


def run(job_uuid):
    """Run a queued job under a lease; do nothing when somebody else holds it or it is over."""
    lease = _claim(job_uuid)
    if lease is None:
        return
    job = lease.job
    with translation.override(job.language), lease:
        handler_of(job.kind).run(**job.args, report=lease.report)


def cancel(job):
    """Stop a waiting job now, and ask a running one to stop at its next report."""
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, finished_at=Now(), cancel_asked=True
    )
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)


def rescue():
    """Queue again the jobs whose worker died; give up after some attempts. Returns how many moved."""
    lapsed = Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=Now())
    moved = sum(_rescue(job) for job in lapsed)
    # A worker that died between taking the queue's row and the job left the job without a row.
    waiting = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=_moment(-LEASE_SECONDS)).order_by(
        "pk"
    )
    forgotten = [job for job in waiting[:MOST_RESCUED] if not _is_in_queue(job)]
    for job in forgotten:
        work.enqueue(str(job.uuid))
    return moved + len(forgotten)


def _is_in_queue(job):
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=work.module_path)
    return rows.filter(args_kwargs__args__0=str(job.uuid)).exists()


@transaction.atomic
def _rescue(job):
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease, leased_until__lt=Now())
    if job.cancel_asked:
        return held.update(state=Job.State.CANCELLED, lease=None, finished_at=Now())
    if job.attempts >= MOST_ATTEMPTS:
        log.error("Job %s (%s) was given up after %s attempts", job.uuid, job.kind, job.attempts)
        return held.update(state=Job.State.FAILED, problem=_broken(job), lease=None, finished_at=Now())
    log.warning("Job %s (%s) lost its worker and is queued again", job.uuid, job.kind)
    moved = held.update(state=Job.State.QUEUED, lease=None, leased_until=None)
    if moved:
        work.enqueue(str(job.uuid))
    return moved


def extend(leases):
    """Keep the jobs that this process is running (see the `worker` command)."""
    Job.objects.filter(lease__in=list(leases), state=Job.State.RUNNING).update(leased_until=_lease_end())


def _claim(job_uuid):
    token = uuid.uuid4()
    claimed = Job.objects.filter(uuid=job_uuid, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        lease=token,
        leased_until=_lease_end(),
        attempts=F("attempts") + 1,
        started_at=Now(),
        share=0.0,
        stage="",
        problem="",
    )
    return _Lease(Job.objects.get(uuid=job_uuid)) if claimed else None


def _lease_end():
    return _moment(LEASE_SECONDS)


def _moment(seconds):
    """So many seconds from now, by the clock of the database."""
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=DateTimeField())


def _broken(job):
    with translation.override(job.language):
        return _(
            "Something went wrong on our side, and nothing was changed halfway. Please try again; "
            "if it happens again, tell the operators of this site the number %(number)s."
        ) % {"number": str(job.uuid)[:8]}


class _Lease:
    """Holds one running job: takes reports while it runs, and writes down how it ended."""

    held = set()  # tokens of the jobs that run in this process

    def __init__(self, job):
        self.job = job
        self.reported_at = float("-inf")
        self.stage = ""

    def __enter__(self):
        self.held.add(self.job.lease)
        return self

    def __exit__(self, kind, error, trace):
        self.held.discard(self.job.lease)
        if error is None:
            self._end(Job.State.DONE, share=1.0, stage="")
        elif isinstance(error, Cancelled):
            self._end(Job.State.CANCELLED)
        elif isinstance(error, Refused):
            self._end(Job.State.FAILED, problem=f"{error.sentence} {error.remedy}".strip())
        elif isinstance(error, OperationalError) and self.job.attempts < MOST_ATTEMPTS:
            self._queue_again()
        elif isinstance(error, Exception):
            log.error(
                "Job %s (%s) failed: %s at %s", self.job.uuid, self.job.kind, kind.__name__, _places(trace)
            )
            self._end(Job.State.FAILED, problem=_broken(self.job))
        else:  # the process is being stopped
            self._queue_again()
        return isinstance(error, Cancelled | Refused)

    def report(self, share, stage=""):
        """Say how far the work is; raises `Cancelled` when it is no longer wanted.

        Call it outside a transaction, else nobody sees it before the commit.
        """
        now = monotonic()
        if stage == self.stage and now - self.reported_at < LEAST_SECONDS_BETWEEN_REPORTS:
            return
        self.reported_at, self.stage = now, stage
        alive = self._mine().filter(cancel_asked=False)
        share = min(max(float(share), 0.0), 1.0)
        if not alive.update(share=share, stage=str(stage)[:200], leased_until=_lease_end()):
            raise Cancelled(was_asked=self._mine().exists())

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk, lease=self.job.lease, state=Job.State.RUNNING)

    def _end(self, state, **fields):
        self._mine().update(state=state, lease=None, leased_until=None, finished_at=Now(), **fields)

    @transaction.atomic
    def _queue_again(self):
        if self._mine().update(state=Job.State.QUEUED, lease=None, leased_until=None):
            work.enqueue(str(self.job.uuid))


class _Nameless:
    """Lets a failure through without its message, which could hold personal data."""

    def __init__(self, job_uuid):
        self.job_uuid = job_uuid

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Exception):
            raise JobFailed(f"{kind.__name__} in job {self.job_uuid}") from None


def _places(trace):
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(trace)[-4:]))


def running():
    """Tokens of the jobs that run in this process."""
    return frozenset(_Lease.held)


def forget():
    """Take away what the task library keeps of jobs that ended days ago; our own rows stay."""
    ended = _moment(-LIBRARY_KEEPS_DAYS * 86_400)
    return DBTaskResult.objects.finished().filter(finished_at__lt=ended).delete()[0]

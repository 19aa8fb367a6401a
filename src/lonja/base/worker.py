"""The worker process: runs jobs, keeps their leases, rescues what died elsewhere, sends the mail.

Three loops, each with a database connection of its own, so that a slow mail server or a long
calculation holds up nothing else. Several workers may run, on several machines.
"""

import logging
import threading
import uuid

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections, connection
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from lonja.base import files, jobs, limits, outbox

log = logging.getLogger(__name__)

SECONDS_BETWEEN_RESCUES = 10
SECONDS_BETWEEN_MAILS = 1
SECONDS_BETWEEN_SWEEPS = 3600


def run(*, drain=False, interval=0.3):
    """Work until the process is told to stop, or (drain) until nothing is left to do."""
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=drain,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    if drain:
        jobs.rescue()
        worker.run()
        outbox.deliver_due()
        return
    worker.configure_signals()
    stop = threading.Event()
    loops = [
        _loop("keeper", keep_leases, SECONDS_BETWEEN_RESCUES, stop),
        _loop("postman", outbox.deliver_due, SECONDS_BETWEEN_MAILS, stop),
        _loop("sweeper", sweep, SECONDS_BETWEEN_SWEEPS, stop),
    ]
    try:
        worker.run()
    finally:
        stop.set()
        for loop in loops:
            loop.join(timeout=35)


def keep_leases():
    """Extend the leases of this process's jobs and rescue those of dead ones."""
    if held := jobs.running():
        jobs.extend(held)
    jobs.rescue()


def sweep():
    """Queue what is done each day, and forget what has served its purpose."""
    jobs.enqueue_daily()
    outbox.forget()
    limits.sweep()
    files.sweep()
    jobs.forget()
    SessionStore.clear_expired()


def _loop(name, act, seconds, stop):
    def turn():
        while not stop.is_set():
            try:
                close_old_connections()
                act()
            except DatabaseError as error:
                # The database is restarting or busy: the next turn tries again.
                log.warning("The %s waits for the database: %s", name, type(error).__name__)
                connection.close()
            stop.wait(seconds)
        connection.close()

    thread = threading.Thread(target=turn, name=name, daemon=True)
    thread.start()
    return thread

"""Releases many actors at one moment, each with a database connection of its own.

Use it in tests marked `postgres` and `django_db(transaction=True)`: SQLite has one writer,
and an open test transaction would hide the rows from the other connections.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

LONGEST_SECONDS = 60


def race(actors, act):
    """Call `act(number)` at once for `actors` numbers; returns what each returned or raised, in order."""
    barrier = threading.Barrier(actors)

    def run(number):
        barrier.wait(timeout=LONGEST_SECONDS)
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=actors) as pool:
        runs = [pool.submit(run, number) for number in range(actors)]
    return [future.exception() or future.result() for future in runs]

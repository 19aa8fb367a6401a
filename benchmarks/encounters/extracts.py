"""Take the tables of a large encounter out, as CSV and as workbooks.

    .venv/bin/python benchmarks/encounters/extracts.py                # 5,000 people, 15,000 accepted requests
    .venv/bin/python benchmarks/encounters/extracts.py --people 300   # the same, small

A fresh PostgreSQL with a published plan. Each file is made as the site makes it; what is printed is the time
on the cores of the process that makes it, and how large the file is.
"""

import argparse
import os
import resource
import sys
import time

from live import PLAN
from machine import installed
from signup import GOAL_PEOPLE, PREPARE, run_python

SLOW_SECONDS = 2


def main():
    """Make each file, print, and say which belong to a worker."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PEOPLE)
    options = parser.parse_args()
    with installed() as environment:
        os.environ.update(environment)
        told = run_python(PREPARE + PLAN, environment, str(options.people), str(options.people))
        import django

        django.setup()
        from lonja.base import exports
        from lonja.events.models import Edition
        from lonja.meetings import extracts
        from lonja.meetings.models import PlanRun

        print(f"{told['placed']:,} meetings")
        edition = Edition.objects.select_related("event").get(pk=PlanRun.objects.get().edition_id)

        def table(name):
            columns, rows = extracts.EXTRACTS[name].table(edition)
            return b"".join(line.encode() for line in exports.csv_lines(columns, rows))

        def book(name):
            return exports.xlsx_bytes({name: extracts.EXTRACTS[name].table(edition)})

        for name in ("requests", "meetings"):
            _told(f"{name}.csv", lambda name=name: table(name))
            _told(f"{name}.xlsx", lambda name=name: book(name))
        _told("everything.xlsx", lambda: exports.xlsx_bytes(extracts.everything(edition)))
    return 0


def _told(name, make):
    cores = time.process_time()
    content = make()
    cores = time.process_time() - cores
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slow = "  for a worker" if cores > SLOW_SECONDS else ""
    print(f"{name:18s} {cores:6.2f} s, {len(content) / 1e6:5.1f} MB, {memory:5.0f} MiB{slow}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

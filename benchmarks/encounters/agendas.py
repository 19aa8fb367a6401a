"""Set the agendas of everybody as one PDF: for the printer, and so that it can be listened to.

    .venv/bin/python benchmarks/encounters/agendas.py                # 5,000 people, 15,000 accepted requests
    .venv/bin/python benchmarks/encounters/agendas.py --people 300   # the same, small

A fresh PostgreSQL with a published plan. The job runs as the worker runs it, and what it reports of its
progress is printed with the second.
"""

import argparse
import os
import resource
import sys
import time

from live import PLAN
from machine import installed
from signup import GOAL_PEOPLE, PREPARE, run_python

GOAL_SECONDS = 60


def main():
    """Set them, print, and say whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PEOPLE)
    parser.add_argument("--tagged", action="store_true", help="set the tagged pile too")
    options = parser.parse_args()
    with installed() as environment:
        os.environ.update(environment)
        told = run_python(PREPARE + PLAN, environment, str(options.people), str(options.people))
        import django

        django.setup()
        from lonja.base.models import StoredFile
        from lonja.meetings import documents, tasks
        from lonja.meetings.models import PlanRun

        run = PlanRun.objects.get()
        started, cores = time.perf_counter(), time.process_time()

        def report(share, stage=""):
            print(f"{time.perf_counter() - started:6.1f} s  {share:4.0%}  {stage}", flush=True)

        tasks.set_agendas(run.pk, "benchmark", report=report)
        seconds, cores = time.perf_counter() - started, time.process_time() - cores
        kept = StoredFile.objects.get(kind="benchmark")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{told['placed']:,} meetings: {seconds:.1f} s, {cores:.1f} s of the cores,", end=" ")
        print(f"{kept.size / 1e6:.1f} MB, {memory:.0f} MiB at most, load {os.getloadavg()[0]:.1f}")
        if options.tagged:
            documents.MOST_TAGGED = options.people
            started = time.perf_counter()
            size = len(documents.all_agendas_pdf(run.edition, run))
            print(f"tagged: {time.perf_counter() - started:.1f} s, {size / 1e6:.1f} MB")
    return 0 if seconds <= GOAL_SECONDS * options.people / GOAL_PEOPLE else 1


if __name__ == "__main__":
    sys.exit(main())

"""Walk every page of a large edition, as organiser, participant and stranger: queries and time of each.

    .venv/bin/python benchmarks/encounters/pages.py                # 5,000 people, 15,000 accepted requests
    .venv/bin/python benchmarks/encounters/pages.py --people 300   # the same, small

A fresh PostgreSQL; the pages are asked in this process, one after the other, so that the time of the
cores can be told from the wait for others who use the machine. The bare view is `/healthz`, asked the
same way. Files (tables, calendars, papers) stand in a table of their own: they may take their time.
"""

import argparse
import logging
import os
import re
import statistics
import sys
import time
import uuid

from live import PLAN
from machine import installed
from signup import GOAL_PEOPLE, PREPARE, at, run_python

MOST_QUERIES, GOAL_SECONDS = 12, 0.3
FILE = re.compile(r"\.(pdf|csv|xlsx|ics|png|json|js)$")
# Changes, and pages that belong to nobody of the three.
LEFT_OUT = re.compile(r"sandbox|payments|invoices/|bookings/|messages/<|move/|sync|hall/<str|badge/<|door/")


def addresses(known):
    """Every address of the edition that can be read, filled with what is known."""
    from django.urls import get_resolver

    found = []

    def walk(patterns, before):
        for one in patterns:
            route = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, route)
            elif "<slug:event>/<slug:edition>/" in route and not LEFT_OUT.search(route):
                found.append(route)

    walk(get_resolver().url_patterns, "/")
    filled = {re.sub(r"\(\?P<shape>.*?\)", "pdf", route.replace("\\", "").strip("^$")) for route in found}
    for route in sorted(filled):
        address = route.replace("^", "").replace("$", "")
        address = re.sub(r"\(\?P<(\w+)>([^)|]*)[^)]*\)", lambda m: str(known.get(m[1], m[2])), address)
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(known.get(m[1], "?")), address)
        if "?" not in address:
            yield address


def visit(client, address, times):
    """(status, queries, bytes, seconds of the cores, seconds) of a page; the first visit only warms."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def once():
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, len(body)

    status, size = once()
    if status != 200:
        return status, 0, size, [], []
    with CaptureQueriesContext(connection) as captured:
        once()
    queries, cores, seconds = len(captured), [], []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        once()
        cores.append(time.process_time() - cpu)
        seconds.append(time.perf_counter() - wall)
    return status, queries, size, cores, seconds


def readers(told):
    """A client for each reader, all with the same warm handler."""
    from django.test import Client

    first, clients = None, {}
    for name, number in (("organiser", 0), ("participant", 7), ("stranger", None)):
        client = clients[name] = Client(SERVER_NAME="127.0.0.1")
        first = first or client
        client.handler = first.handler
        if number is not None:
            key, value = told["cookies"][number].split("=")
            client.cookies[key] = value
    return clients


def known_values():
    """What fills the holes of the addresses."""
    from lonja.events.models import Participation
    from lonja.meetings.models import Meeting, MeetingRequest

    me = Participation.objects.get(person__user__email="storm7@example.org")
    request = MeetingRequest.objects.filter(sender=me, meetings__isnull=False).first()
    return {
        "event": "storm", "edition": "one", "number": 1, "pk": me.pk, "block": 0,
        "participation": Participation.objects.exclude(pk=me.pk).order_by("pk")[20].pk,
        "uid": request.uid, "other": MeetingRequest.objects.exclude(pk=request.pk).first().uid,
        "uuid": uuid.uuid4(), "meeting": Meeting.objects.first().pk, "what": "people",
    }  # fmt: skip


def main():
    """Walk, print, and say which pages miss the goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PEOPLE)
    parser.add_argument("--times", type=int, default=5, help="how often each page is asked")
    parser.add_argument("--only", default="", help="a piece of the addresses to walk")
    options = parser.parse_args()
    with installed() as environment:
        os.environ.update(environment)
        told = run_python(PREPARE + PLAN, environment, str(options.people), str(options.people))
        import lonja.config.wsgi  # noqa: F401  the application, as a server loads it

        logging.disable(logging.WARNING)  # who may not see a page is no news here
        clients = readers(told)
        _status, _queries, _size, bare_cores, bare = visit(clients["stranger"], "/healthz", 60)
        print(f"People {options.people:,}, requests {told['requests']:,}, load {os.getloadavg()[0]:.1f}")
        print(
            f"Bare view: {statistics.median(bare_cores):.4f} s of a core, {statistics.median(bare):.4f} s\n"
        )
        print("| page | who | queries | cores p50 | p95 | seconds p95 | ratio | bytes |")
        print("|---|---|---|---|---|---|---|---|")
        slow = []
        for address in addresses(known_values()):
            for name, client in clients.items():
                if options.only not in address:
                    continue
                status, queries, size, cores, seconds = visit(client, address, options.times)
                if status != 200:
                    if status >= 500:
                        slow.append(f"{address} ({name}): {status}")
                    continue
                ratio = statistics.median(cores) / statistics.median(bare_cores)
                print(
                    f"| {address} | {name} | {queries} | {at(cores, 0.5):.3f} | {at(cores, 0.95):.3f} "
                    f"| {at(seconds, 0.95):.3f} | {ratio:.0f} | {size:,} |", flush=True,
                )  # fmt: skip
                is_page = not FILE.search(address)
                if is_page and (queries > MOST_QUERIES or at(cores, 0.95) > GOAL_SECONDS):
                    slow.append(f"{address} ({name}): {queries} queries, {at(cores, 0.95):.3f} s of a core")
    print("\nPages over the goals:", *(slow or ["none"]), sep="\n  ")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure the minute in which requests open: thousands ask somebody for a meeting, each once.

    .venv/bin/python benchmarks/encounters/opening.py                # 5,000 people
    .venv/bin/python benchmarks/encounters/opening.py --people 300   # the same, small

A fresh PostgreSQL, a server on this machine with two web processes, and clients of their own sessions.
Person n asks person n + 1, so everybody asks once and is asked once; a tenth posts the same form twice
at the same moment. Nothing may be double, and everybody is answered. The bare view is `/healthz`, under
as many clients. Seconds are of this machine on this day; the ratio says more.
"""

import argparse
import statistics
import sys

from machine import Meter, installed
from signup import (
    GOAL_PEOPLE,
    GOAL_SECONDS,
    PREPARE,
    TOKEN,
    all_at_once,
    ask,
    asked_bare,
    at,
    run_python,
    served,
)

GOAL_P95_SECONDS = 1.0
HERE = "/events/storm/one/"
TAKE_PART = """
from lonja.events.models import Participation
rows = Participation.objects.bulk_create(
    Participation(edition=edition, person=one, organisation=house, state="confirmed") for one in persons
)
connection.cursor().execute("ANALYZE")
print(json.dumps({"cookies": cookies, "people": [row.pk for row in rows]}))
"""
COUNT = """
import json
import django; django.setup()
from lonja.base.models import AuditEntry, OutboxMail
from lonja.meetings.models import MeetingRequest
rows = MeetingRequest.objects.filter(state="sent")
print(json.dumps({
    "requests": rows.count(), "senders": rows.values("sender").distinct().count(),
    "mails": OutboxMail.objects.count(),
    "audited": AuditEntry.objects.filter(action="meeting_request.sent").count(),
}))
"""


def opening(port, told, clients, *, longest):
    """Everybody asks the next one; every tenth does so twice."""
    people, cookies = told["people"], told["cookies"]
    first = f"{HERE}requests/new/{people[1]}/"
    _seconds, _status, body, given = ask(port, "GET", first, cookie=cookies[0])
    mark = TOKEN.search(body)[1].decode()
    csrf = next(one.split(";")[0] for one in given if "csrf" in one)
    form = {"csrfmiddlewaretoken": mark, "priority": "2", "text": "Robots", "verb": "send"}

    def send(number):
        other = people[(number + 1) % len(people)]
        path = f"{HERE}requests/new/{other}/"
        return ask(port, "POST", path, cookie=f"{cookies[number]}; {csrf}", form=form)

    work = [number for number in range(len(people)) for _ in range(2 if number % 10 == 0 else 1)]
    return all_at_once(send, work, clients, longest)


def measure(options):
    """Numbers of one opening."""
    with installed() as environment:
        told = run_python(PREPARE + TAKE_PART, environment, str(options.people), str(options.people))
        with served(environment, options.port) as web:
            bare = asked_bare(options.port, options.clients)
            with Meter(web) as meter:
                answers = opening(options.port, told, options.clients, longest=options.longest)
        return bare, meter, answers, run_python(COUNT, environment)


def main():
    """Measure, print, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PEOPLE)
    parser.add_argument("--clients", type=int, default=32, help="how many post at the same time")
    parser.add_argument("--longest", type=int, default=600, help="seconds after which nobody posts any more")
    parser.add_argument("--port", type=int, default=8398)
    options = parser.parse_args()
    bare, meter, answers, counted = measure(options)
    seconds = meter.seconds
    taken = [answer[0] for answer in answers]
    statuses = {status: sum(a[1] == status for a in answers) for status in {a[1] for a in answers}}
    facts = {
        "people, clients": f"{options.people:,}, {options.clients}",
        "requests, people who asked, mails, audited": ", ".join(
            str(counted[name]) for name in ("requests", "senders", "mails", "audited")
        ),
        "answers by status": ", ".join(f"{status}: {n}" for status, n in sorted(statuses.items())),
        "seconds in all": f"{seconds:.1f} ({len(answers) / seconds:.0f} a second)",
        "p50, p95, p99 in seconds": ", ".join(f"{at(taken, q):.3f}" for q in (0.5, 0.95, 0.99)),
        "bare view: p50, p95": f"{statistics.median(bare):.4f}, {at(bare, 0.95):.4f}",
        "ratio of p95 to the bare view": f"{at(taken, 0.95) / at(bare, 0.95):.1f}",
    } | meter.rows(len(answers))
    print("| what | number |\n|---|---|")
    for what, number in facts.items():
        print(f"| {what} | {number} |")
    is_exact = set(counted.values()) == {options.people}
    is_answered = statuses.get(303, 0) == options.people and 0 not in statuses and 500 not in statuses
    is_fast = seconds <= GOAL_SECONDS * options.people / GOAL_PEOPLE and at(taken, 0.95) <= GOAL_P95_SECONDS
    print("nothing double:", is_exact, "; all answered:", is_answered, "; in time:", is_fast)
    return 0 if is_exact and is_answered else 1


if __name__ == "__main__":
    sys.exit(main())

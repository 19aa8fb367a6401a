"""Measure the minute in which registration opens: thousands sign up for fewer places.

    .venv/bin/python benchmarks/encounters/signup.py                # 5,000 people, 3,000 places
    .venv/bin/python benchmarks/encounters/signup.py --people 300   # the same, small

A fresh PostgreSQL, a server on this machine with two web processes, and clients of their own sessions
that post the confirmed form of registration, each once. It must sell exactly the places, tell each of
the others a waiting number (all numbers, each once), and answer everybody. The bare view is `/healthz`,
which asks the database one thing, under as many clients. Seconds are of this machine on this day; the
ratio says more.
"""

import argparse
import contextlib
import http.client
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from machine import ROOT, Meter, installed

sys.path[:0] = [str(ROOT), str(ROOT / "src")]
GOAL_SECONDS, GOAL_PEOPLE = 60, 5_000
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')

PREPARE = """
import json, sys
from datetime import timedelta
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from lonja.accounts.models import User
from lonja.directory.models import Affiliation, Organisation, Person
from lonja.events.models import Edition, Event, TypeRule

people, places = int(sys.argv[1]), int(sys.argv[2])
call_command("migrate", verbosity=0, interactive=False)
call_command("load_taxonomies", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
now = timezone.now()
day = now.date() + timedelta(days=60)
house = Organisation.objects.create(name="Benchmark", slug="benchmark", is_public=True, country="ES")
event = Event.objects.create(slug="storm", name={"en": "Storm"}, organiser_organisation=house, vetted_at=now)
edition = Edition.objects.create(
    event=event, slug="one", title={"en": "Storm one"}, starts_on=day, ends_on=day, state="published",
    places=places,
)
TypeRule.objects.create(edition=edition, participant_type="company", fee_cents=5000)
password = make_password(None)
users = User.objects.bulk_create(
    User(email=f"storm{n}@example.org", name=f"Person {n}", password=password) for n in range(people)
)
persons = Person.objects.bulk_create(Person(name=user.name, user=user) for user in users)
Affiliation.objects.bulk_create(Affiliation(person=one, organisation=house, is_main=True) for one in persons)
store, rows, cookies = SessionStore(), [], []
for user in users:
    key = store._get_new_session_key()
    data = store.encode({
        SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    })
    rows.append(Session(session_key=key, session_data=data, expire_date=now + timedelta(days=1)))
    cookies.append(f"{settings.SESSION_COOKIE_NAME}={key}")
Session.objects.bulk_create(rows, batch_size=1000)
from django.db import connection
connection.cursor().execute("ANALYZE")
print(json.dumps({"cookies": cookies, "house": house.pk}))
"""
COUNT = """
import json, re
import django; django.setup()
from django.db.models import Count
from lonja.base.models import OutboxMail
from lonja.events.models import Participation
states = dict(Participation.objects.order_by().values_list("state").annotate(n=Count("pk")))
told = OutboxMail.objects.filter(subject__startswith="You are on the waiting list")
told = told.values_list("text", flat=True)
numbers = sorted(int(re.search(r"You are number (\\d+) on", text)[1]) for text in told)
print(json.dumps({"states": states, "numbers": numbers, "mails": OutboxMail.objects.count()}))
"""


def run_python(code, environment, *arguments):
    """Run a piece of code with Django set up against the benchmark's database."""
    command = [sys.executable, "-c", code, *arguments]
    return json.loads(
        subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout.splitlines()[-1]
    )


def ask(port, method, path, *, cookie="", form=None):
    """(seconds, status, body, cookies set) of one answer; 0 when none came."""
    body = urllib.parse.urlencode(form, doseq=True) if form else None
    headers = {"Cookie": cookie} if cookie else {}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    started = time.perf_counter()
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return (
            time.perf_counter() - started,
            answer.status,
            answer.read(),
            answer.headers.get_all("Set-Cookie"),
        )
    except OSError:
        return time.perf_counter() - started, 0, b"", None
    finally:
        connection.close()


@contextlib.contextmanager
def served(environment, port):
    """A web server with two processes, warm."""
    from lonja.config.serving import web_server

    child = subprocess.Popen(web_server("127.0.0.1", port, workers=2), env=environment)
    try:
        for _ in range(300):
            if ask(port, "GET", "/healthz")[1] == 200:
                break
            time.sleep(0.2)
        for _ in range(20):
            ask(port, "GET", "/events/storm/one/")
        yield child.pid
    finally:
        child.terminate()
        child.wait(timeout=20)


def token(port, cookie):
    """The form's token and the cookie that belongs to it: read once, as every browser does."""
    _seconds, _status, body, cookies = ask(port, "GET", "/events/storm/one/register/", cookie=cookie)
    return TOKEN.search(body)[1].decode(), next(one.split(";")[0] for one in cookies if "csrf" in one)


def storm(port, told, clients, *, longest):
    """Everybody posts the confirmed form once; one token serves all, as it is not bound to a session."""
    mark, csrf = token(port, told["cookies"][0])
    form = {
        "csrfmiddlewaretoken": mark, "participant_type": "company", "organisation": told["house"],
        "comes_herself": "on", "language": "en", "purposes": ["listed", "news"], "step": "confirm",
    }  # fmt: skip

    def sign_up(cookie):
        return ask(port, "POST", "/events/storm/one/register/", cookie=f"{cookie}; {csrf}", form=form)

    return all_at_once(sign_up, told["cookies"], clients, longest)


def all_at_once(act, work, clients, longest):
    """What `act` answered to each, so many at the same time; after `longest` seconds the rest is left."""
    until = time.monotonic() + longest
    with ThreadPoolExecutor(clients) as pool:
        answers = pool.map(
            lambda one: act(one) if time.monotonic() < until else (longest, 0, b"", None), work
        )
        return list(answers)


def asked_bare(port, clients, times=400):
    """Seconds of the bare view, under as many clients."""
    return [one[0] for one in all_at_once(lambda _n: ask(port, "GET", "/healthz"), range(times), clients, 60)]


def at(values, share):
    """The value under which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(options):
    """Numbers of one storm."""
    with installed() as environment:
        told = run_python(PREPARE, environment, str(options.people), str(options.places))
        with served(environment, options.port) as web:
            bare = asked_bare(options.port, options.clients)
            with Meter(web) as meter:
                answers = storm(options.port, told, options.clients, longest=options.longest)
        return bare, meter, answers, run_python(COUNT, environment)


def main():
    """Measure, print, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PEOPLE)
    parser.add_argument("--places", type=int, help="three for each five people when left out")
    parser.add_argument("--clients", type=int, default=32, help="how many post at the same time")
    parser.add_argument("--longest", type=int, default=600, help="seconds after which nobody posts any more")
    parser.add_argument("--port", type=int, default=8397)
    options = parser.parse_args()
    options.places = options.places or options.people * 3 // 5
    bare, meter, answers, counted = measure(options)
    seconds = meter.seconds
    taken = [answer[0] for answer in answers]
    statuses = {status: sum(a[1] == status for a in answers) for status in {a[1] for a in answers}}
    waiting = options.people - options.places
    facts = {
        "people, places, clients": f"{options.people:,}, {options.places:,}, {options.clients}",
        "registered": counted["states"].get("registered", 0),
        "on the waiting list": counted["states"].get("waiting", 0),
        "waiting numbers told": "all, each once"
        if counted["numbers"] == list(range(1, waiting + 1)) else f"wrong ({len(counted['numbers'])})",
        "answers by status": ", ".join(f"{status}: {n}" for status, n in sorted(statuses.items())),
        "seconds in all": f"{seconds:.1f} ({options.people / seconds:.0f} a second)",
        "p50, p95, p99 in seconds": ", ".join(f"{at(taken, q):.3f}" for q in (0.5, 0.95, 0.99)),
        "bare view: p50, p95": f"{statistics.median(bare):.4f}, {at(bare, 0.95):.4f}",
        "ratio of p95 to the bare view": f"{at(taken, 0.95) / at(bare, 0.95):.1f}",
    } | meter.rows(len(answers))  # fmt: skip
    print("| what | number |\n|---|---|")
    for what, number in facts.items():
        print(f"| {what} | {number} |")
    is_exact = (facts["registered"], facts["on the waiting list"]) == (options.places, waiting)
    is_told = counted["numbers"] == list(range(1, waiting + 1))
    is_answered = set(statuses) == {303}
    is_fast = seconds <= GOAL_SECONDS * options.people / GOAL_PEOPLE
    print(
        "sold exactly:", is_exact, "; told:", is_told, "; all answered:", is_answered, "; in time:", is_fast
    )
    return 0 if is_exact and is_told and is_answered else 1


if __name__ == "__main__":
    sys.exit(main())

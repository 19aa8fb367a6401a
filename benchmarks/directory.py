"""Measure searching the directory with 20,000 organisations and 1,000 clusters.

    .venv/bin/python benchmarks/directory.py           # SQLite, then PostgreSQL; writes directory.md
    .venv/bin/python benchmarks/directory.py --engines sqlite --rounds 2

Each engine gets a fresh database, a server on this machine with two web processes, and two clients
that ask a mix of filtered searches at the same time: as a stranger, and signed in as a member, the
manager of a cluster and an auditor. The bare view is `/healthz`, which asks the database one thing.
Seconds are of this machine on this day; the ratio says more.
"""

import argparse
import contextlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src"), str(HERE)]
CLIENTS = 2
GOAL_MILLISECONDS = 150
LARGEST_PAGE = 120_000

SEARCHES = [
    "/organisations/",
    "/organisations/?q=water+energy",
    "/organisations/?q=nova&country=ES",
    "/organisations/?country=ES&size=small&size=micro",
    "/organisations/?helix=industry&sort=new",
    "/organisations/?q=hydrogen&country=DE&size=large&sort=name",
    "/organisations/?sector={sector}&country=FR",
    "/organisations/?technology={technology}&language=es",
    "/organisations/?region=ES30&page=2",
    "/organisations/?cluster=cluster-7",
    "/organisations/?page=800",
    "/organisations/?q=zzzz+nothing&country=ES",
    "/clusters/",
    "/clusters/?q=water&country=ES",
    "/clusters/?stage={stage}&sort=members",
    "/clusters/?sector={sector}&language=en&language=es",
    "/organisations/map/?q=water",
    "/clusters/map/?country=ES",
    "/organisations/figures/?country=IT",
]


def ask(address, cookie=""):
    """Milliseconds, status and bytes of one answer."""
    request = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status, size = answer.status, len(answer.read())
    except urllib.error.HTTPError as error:
        status, size = error.code, 0
    return (time.perf_counter() - started) * 1000, status, size


@contextlib.contextmanager
def served(environment, port):
    """A web server with two processes, warm."""
    from lonja.config.serving import web_server

    child = subprocess.Popen(web_server("127.0.0.1", port, workers=2), env=environment)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if ask(f"http://127.0.0.1:{port}/healthz")[1] == 200:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(timeout=20)


PREPARE = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
import django; django.setup()
import directory_data
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from lonja.accounts.models import Role, SiteGrant, User
from lonja.directory.models import Affiliation, Cluster, ClusterGrant, Organisation, Person, Term

call_command("migrate", verbosity=0, interactive=False)
call_command("load_taxonomies", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
directory_data.fill(organisations=int(sys.argv[2]), clusters=int(sys.argv[3]))

def signed_in(name):
    user = User.objects.create_user(f"{name}@example.org", "a-good-long-password", name=name)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return user, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

member, member_cookie = signed_in("member")
person = Person.objects.create(name="Member", user=member)
Affiliation.objects.create(person=person, organisation=Organisation.objects.order_by("pk")[3], is_main=True)
manager, manager_cookie = signed_in("manager")
eighth = Cluster.objects.order_by("pk")[7]
ClusterGrant.objects.create(user=manager, role=Role.CLUSTER_MANAGER, cluster=eighth)
auditor, auditor_cookie = signed_in("auditor")
SiteGrant.objects.create(user=auditor, role=Role.AUDITOR)
codes = {scheme: Term.objects.filter(scheme=scheme, selectable=True).order_by("pk").first().code
         for scheme in ("sectoral_industries", "een_technologies", "lifecycle_stages")}
print(json.dumps({"cookies": ["", "", member_cookie, manager_cookie, auditor_cookie], "codes": codes}))
"""
PROCESSOR = """
import json, sys, time
import django; django.setup()
from django.test import Client
from lonja.base.models import RateCount
taken = {}
for cookie in json.loads(sys.argv[2]):
    client = Client(SERVER_NAME="localhost")
    if cookie:
        name, value = cookie.split("=", 1)
        client.cookies[name] = value
    for address in json.loads(sys.argv[1]):
        RateCount.objects.all().delete()
        client.get(address)
        for _round in range(5):
            started = time.process_time()
            client.get(address)
            taken.setdefault(address, []).append((time.process_time() - started) * 1000)
print(json.dumps(taken))
"""
FORGIVE = """
import django; django.setup()
from lonja.base.models import RateCount
RateCount.objects.all().delete()
"""


def run_python(code, environment, *arguments):
    """Run a piece of code with Django set up against the benchmark's database."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def measure(engine, *, organisations, clusters, rounds, port):
    """Times of all searches on one engine."""
    import json

    folder = tempfile.mkdtemp(prefix="lonja-bench-")
    environment = {
        **os.environ, "LONJA_MODE": "demo", "LONJA_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "lonja.config.settings",
    }  # fmt: skip
    stop = None
    if engine == "postgres":
        from tests.database import pytest_unconfigure, start_postgres

        environment["LONJA_DATABASE"], stop = start_postgres(), pytest_unconfigure
    try:
        paths = json.dumps([str(HERE.parent), str(HERE.parent / "src"), str(HERE)])
        told = json.loads(
            run_python(PREPARE, environment, paths, str(organisations), str(clusters)).splitlines()[-1]
        )
        if stop:
            run_python("import django; django.setup()\nfrom django.db import connection\n"
                       "connection.cursor().execute('ANALYZE')", environment)  # fmt: skip
        names = ("sector", "technology", "stage")
        codes = dict(zip(names, told["codes"].values(), strict=True))
        searches = [address.format(**codes) for address in SEARCHES]
        if not port:  # no server: the processor's time alone, which other work on the machine changes less
            taken = json.loads(
                run_python(PROCESSOR, environment, json.dumps(searches), json.dumps(told["cookies"]))
            )
            return [1.0], [(a, "", t, 200, 0) for a, times in taken.items() for t in times]
        with served(environment, port) as site:
            return _times(site, searches, told["cookies"], rounds, environment)
    finally:
        if stop:
            stop(None)
        shutil.rmtree(folder, ignore_errors=True)


def _times(site, searches, cookies, rounds, environment):
    for _ in range(8):  # both processes read the index, and templates are compiled
        for address in searches[:3] + searches[-8:]:
            ask(site + address)
    run_python(FORGIVE, environment)
    bare = sorted(ask(f"{site}/healthz")[0] for _ in range(200))
    work = [(address, cookie) for address in searches for cookie in cookies] * rounds
    random.Random(0).shuffle(work)
    done = []
    with ThreadPoolExecutor(CLIENTS) as pool:
        for part in range(0, len(work), 400):
            run_python(FORGIVE, environment)
            jobs = [(a, c, pool.submit(ask, site + a, c)) for a, c in work[part : part + 400]]
            done += [(address, cookie, *job.result()) for address, cookie, job in jobs]
    return bare, done


def at(values, share):
    """The value under which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def report(results, options):
    """The page of results."""
    lines = [
        "# Searching the directory",
        "",
        f"Made by `benchmarks/directory.py`: {options.organisations:,} organisations, "
        f"{options.clusters:,} clusters;",
        f"two web processes and {CLIENTS} clients at once on the same two cores; strangers, a member,",
        "a manager and an auditor mixed. Milliseconds of this machine on this day; the ratio is",
        "against the bare `/healthz`.",
        "",
        "| engine | answers | p50 | p95 | bare p50 | bare p95 | ratio of p50 | largest page, bytes |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for engine, (bare, done) in results.items():
        taken = [row[2] for row in done]
        p50, bare_p50 = statistics.median(taken), statistics.median(bare)
        lines.append(
            f"| {engine} | {len(done)} | {p50:.0f} | {at(taken, 0.95):.0f} "
            f"| {bare_p50:.1f} | {at(bare, 0.95):.1f} | {p50 / bare_p50:.1f} "
            f"| {max(row[4] for row in done):,} |"
        )
    lines += ["", "| search | " + " | ".join(f"{engine} p50 | p95" for engine in results) + " |"]
    lines.append("|---|" + "---|---|" * len(results))
    for address in dict.fromkeys(row[0] for row in next(iter(results.values()))[1]):
        cells = []
        for _bare, done in results.values():
            taken = [row[2] for row in done if row[0] == address]
            cells.append(f"{statistics.median(taken):.0f} | {at(taken, 0.95):.0f}")
        lines.append(f"| `{address}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    """Measure, write the page, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--engines", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"]
    )
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--clusters", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--port", type=int, default=8396, help="0: no server, processor time of one process")
    parser.add_argument("--print-only", action="store_true")
    options = parser.parse_args()
    results = {
        engine: measure(
            engine, organisations=options.organisations, clusters=options.clusters, rounds=options.rounds,
            port=options.port,
        )
        for engine in options.engines
    }  # fmt: skip
    text = report(results, options)
    if not options.print_only:
        (HERE / "directory.md").write_text(text)
    print(text)
    wrong = [row for _bare, done in results.values() for row in done if row[3] != 200]
    slow = [e for e, (_b, done) in results.items() if at([r[2] for r in done], 0.95) > GOAL_MILLISECONDS]
    large = [row for _bare, done in results.values() for row in done if row[4] > LARGEST_PAGE]
    print("wrong answers", len(wrong), "; too slow", slow, "; too large", len(large))
    return 1 if wrong or slow or large else 0


if __name__ == "__main__":
    sys.exit(main())

"""Set-up, and the processes that serve: a web server and a worker, started and stopped together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from lonja.base import catalogues

ROOT = Path(__file__).resolve().parents[3]


def prepare(*, demo=False, say=print):
    """Bring translations, database, controlled lists and static files up to date; safe to run again."""
    catalogues.compile_all()
    django.setup()
    say("  database …")
    call_command("migrate", verbosity=0, interactive=False)
    say("  controlled lists …")
    call_command("load_taxonomies", verbosity=0)
    if demo:
        say("  the demo's ecosystem …")
        call_command("load_demo", verbosity=0)
    if not settings.DEBUG:
        say("  static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()
    warm_planner()


def warm_planner():
    """Compile the planner's kernels in the background, so that the first plan need not wait for it."""
    return subprocess.Popen([sys.executable, "-c", "from lonja.algorithms.scheduling import warm; warm()"])


def setup(argv):
    """`lonja setup`."""
    argparse.ArgumentParser(prog="lonja setup", description=prepare.__doc__).parse_args(argv)
    prepare()
    print("Ready. Start it with: lonja serve")
    return 0


def demo(argv):
    """`lonja demo`: everything prepared, nothing to install, no worker to start."""
    parser = argparse.ArgumentParser(
        prog="lonja demo",
        description="Start the demo: an invented ecosystem and an account for each role, embedded database.",
    )
    parser.add_argument("--port", type=int, default=8000, help="default 8000, or the next free one")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1: this machine only")
    parser.add_argument("--check", action="store_true", help="prepare, serve one page to itself, and leave")
    parser.add_argument(
        "--fresh", action="store_true", help="forget what was done in the demo and start anew"
    )
    options = parser.parse_args(argv)
    if options.fresh:
        forget_demo()
    print("Lonja demo", flush=True)
    prepare(demo=True, say=lambda line: print(line, flush=True))
    port = free_port(options.host, options.port)
    # A passkey belongs to a name; browsers refuse one for a bare address.
    name = "localhost" if options.host == "127.0.0.1" else options.host
    address = f"http://{name}:{port}/"
    if options.check:
        return answer_once(options.host, port)
    os.environ.setdefault("LONJA_URL", address.rstrip("/"))
    print(welcome(address), flush=True)
    return run(options.host, port, workers=1)


def forget_demo():
    """Remove the demo's database and files (settings alone, so that nothing holds them open)."""
    for path in sorted(settings.DATA.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def welcome(address):
    """What the terminal shows: where to look, and who one can be."""
    from lonja.demo.accounts import ACCOUNTS  # needs Django set up

    width = max(len(account.email) for account in ACCOUNTS)
    rows = "\n".join(f"  {account.email:<{width}}  {account.role}" for account in ACCOUNTS)
    return (
        f"\nOpen {address}\n\n"
        f"Sign in as one of these; the password is always {ACCOUNTS[0].password}\n{rows}\n\n"
        "The sign-in page offers them too. Mail that the demo sends lies in "
        f"{settings.DATA / 'mail'}.\n"
        "Stop with Ctrl+C; start anew with: ./lonja demo --fresh\n"
    )


def serve(argv):
    """`lonja serve`: the web server and a worker, until a signal ends both."""
    parser = argparse.ArgumentParser(prog="lonja serve", description=serve.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="web processes (default 2)")
    parser.add_argument(
        "--no-worker", action="store_true", help="background work runs elsewhere: lonja worker"
    )
    options = parser.parse_args(argv)
    django.setup()
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        print("The database is not up to date. Run first: lonja setup", file=sys.stderr)
        return 1
    return run(options.host, options.port, workers=options.workers, with_worker=not options.no_worker)


def web_server(host, port, *, workers):
    """The command line of the web server."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws"),
        *("--log-level", "warning", "lonja.config.wsgi:application"),
    ]


def run(host, port, *, workers, with_worker=True):
    """Run the processes until one ends or a signal asks; then end the others."""
    commands = [web_server(host, port, workers=workers)]
    if with_worker:
        commands.append([sys.executable, "-m", "django", "worker"])
    children = [subprocess.Popen(command) for command in commands]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return next(child.returncode for child in children if child.poll() is not None)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        stop(children)


def stop(children):
    """Ask our own children to end, and wait for them."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def answer_once(host, port):
    """Start the server, fetch its front page, and end it; 0 when the page came."""
    child = subprocess.Popen(
        web_server(host, port, workers=1), env={**os.environ, "LONJA_URL": f"http://{host}:{port}"}
    )
    started = time.monotonic()
    try:
        while time.monotonic() - started < 60 and child.poll() is None:
            try:
                with urllib.request.urlopen(f"http://{host}:{port}/", timeout=30) as response:
                    print(f"Served the front page: {response.status}, {len(response.read())} bytes.")
                    return 0 if response.status == 200 else 1
            except urllib.error.HTTPError as error:
                print(f"The front page answered {error.code}.", file=sys.stderr)
                return 1
            except OSError:
                time.sleep(0.2)
        print("The server did not answer within a minute.", file=sys.stderr)
        return 1
    finally:
        stop([child])


def free_port(host, wanted):
    """The wanted port, or the next one that nobody holds."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port between {wanted} and {wanted + 49} on {host}.")

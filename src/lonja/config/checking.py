"""`lonja test` and `lonja check`: the whole proof, the same on every machine."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from lonja.base import catalogues
from lonja.config.serving import warm_planner

ROOT = Path(__file__).resolve().parents[3]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check(argv):
    """Run every check that is not a test; stop at none, so that one run tells all."""
    parser = argparse.ArgumentParser(prog="lonja check", description=check.__doc__)
    parser.add_argument("--fix", action="store_true", help="format and mend what can be mended by itself")
    options = parser.parse_args(argv)
    python = [sys.executable, "-m"]
    places = ["src", "tests", "benchmarks", "docs"]
    places = [place for place in places if (ROOT / place).exists()]
    steps = {
        "format": [*python, "ruff", "format", *([] if options.fix else ["--check"]), *places],
        "lint": [*python, "ruff", "check", *(["--fix"] if options.fix else []), *places],
        "types": [*python, "mypy"],
        "layers": [str(Path(sys.executable).with_name("lint-imports"))],
        "migrations": [*python, "django", "makemigrations", "--check", "--dry-run"],
    }
    failed = [name for name, command in steps.items() if not passes(name, command)]
    missing = list(catalogues.gaps())
    for gap in missing[:20]:
        print(f"  {gap.language}: {gap.why}: {gap.sentence[:90]}")
    print(f"{'translations':<14} {'ok' if not missing else f'{len(missing)} to translate'}")
    return 1 if failed or missing else 0


def passes(name, command):
    """Run one step; print its output only when it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(f"{name:<14} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout[-6000:] + done.stderr[-3000:])
    return done.returncode == 0


def test(argv):
    """Run every test on SQLite, then on PostgreSQL, with a real browser; further words go to pytest."""
    parser = argparse.ArgumentParser(prog="lonja test", description=test.__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--no-browser", action="store_true", help="leave out the tests that need Chromium")
    parser.add_argument("--no-checks", action="store_true", help="leave out lonja check")
    parser.add_argument(
        "--processes", default="auto", help="test processes side by side (default: one a core)"
    )
    options, words = parser.parse_known_args(argv)
    catalogues.compile_all()
    if not options.no_browser:
        install_browser()
    warming = warm_planner()
    failed = [] if options.no_checks or words else [name for name in ["checks"] if check([])]
    warming.wait()
    engines = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    for engine in engines:
        started = time.monotonic()
        code = run_tests(
            engine,
            words,
            processes=options.processes,
            browser=not options.no_browser,
            only_database=engine != engines[0],
        )
        print(
            f"== {engine}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s\n",
            flush=True,
        )
        failed += [engine] if code else []
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run_tests(engine, words, *, processes, browser, only_database):
    """One pytest run on one database engine; of all tests, or of those that use a database."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "--dist", "loadgroup"]
    command += [] if browser else ["-m", "not browser"]
    print(f"== {engine}", flush=True)
    environment = {**os.environ, "TEST_DB": engine, "TEST_ONLY_DATABASE": "1" if only_database else ""}
    return subprocess.run([*command, *words], cwd=ROOT, env=environment).returncode


def install_browser():
    """See that there is a Chromium; skipping in silence would hide the browser tests."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        quiet = {
            "check": True,
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)
        return
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    if done.returncode:
        raise SystemExit("The browser tests need Chromium: install it, or leave them out with --no-browser.")

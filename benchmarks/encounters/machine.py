"""What the scripts share: a database that waits for the disk, and who used how much of the cores."""

import contextlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def installed():
    """The environment of an empty installation with a PostgreSQL of its own, fsync on; removed at the end."""
    from tests.database import pytest_unconfigure, start_postgres

    folder = tempfile.mkdtemp(prefix="lonja-bench-")
    try:
        yield {
            **os.environ, "LONJA_MODE": "demo", "LONJA_DATA": folder,
            "LONJA_DATABASE": start_postgres(durable=True),
            "DJANGO_SETTINGS_MODULE": "lonja.config.settings", "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
    finally:
        pytest_unconfigure(None)
        shutil.rmtree(folder, ignore_errors=True)


def _processes():
    """(parent, name, seconds of the cores) of each process; of children that ended too."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                name, _, rest = (entry / "stat").read_text().partition(" (")[2].rpartition(") ")
                fields = rest.split()
                yield int(entry.name), int(fields[1]), name, sum(map(int, fields[11:15])) / TICKS


def used(root):
    """Seconds of the cores that a process and all below it have used."""
    rows = list(_processes())
    below = {root}
    for _ in rows:
        more = {pid for pid, parent, _name, _seconds in rows if parent in below} - below
        if not more:
            break
        below |= more
    return sum(seconds for pid, _parent, _name, seconds in rows if pid in below)


def database():
    """The number of the process of this installation's PostgreSQL."""
    from tests import database as started

    return int((started._workplace[2] / "data" / "postmaster.pid").read_text().split()[0])


@dataclass
class Meter:
    """Who used how much of the cores while something was asked."""

    web: int

    def __enter__(self):
        self.begun = time.perf_counter()
        self.before = (used(self.web), used(database()), time.process_time())
        return self

    def __exit__(self, *_error):
        after = (used(self.web), used(database()), time.process_time())
        self.seconds = time.perf_counter() - self.begun
        self.spent = [late - early for early, late in zip(self.before, after)]
        self.load = os.getloadavg()[0]

    def rows(self, answers):
        """Lines for the table: milliseconds of the cores for each answer, and how busy the machine was."""
        each = [1000 * spent / max(answers, 1) for spent in self.spent]
        free = self.seconds * os.cpu_count()
        return {
            "milliseconds of a core for each answer: web, database, client": ", ".join(
                f"{ms:.1f}" for ms in each
            ),
            "share of all cores: web, database, client": ", ".join(
                f"{spent / free:.0%}" for spent in self.spent
            ),
            "load of the machine, this script included": f"{self.load:.1f}",
        }

"""One archive with everything an installation holds, and the way back.

The archive is a tar.gz: a manifest with the SHA-256 of each part, the database as its own
engine saves it while people go on working, and the private files. Restoring asks for an
empty installation, checks every hash before anything is touched, and the audit chain after.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from lonja.base import audit
from lonja.base.models import AuditEntry

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupFault(Exception):
    """The archive cannot be written or taken back; the sentence says why, for an operator."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds, for the operator's own record."""

    path: Path
    sha256: str
    files: int
    head: str


def write(path):
    """Write an archive of this installation; it appears under its name only when it is whole."""
    path = Path(path)
    if path.exists():
        raise BackupFault(f"{path} exists already. Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".lonja-backup-") as folder:
        # The database first: a file that is added afterwards is no loss, a missing one would be.
        database = Path(folder) / DATABASES[connection.vendor]
        head = ":".join(map(str, audit.head()))
        {"sqlite": _save_sqlite, "postgresql": _save_postgres}[connection.vendor](database)
        parts = [(database.name, database), *_private_files()]
        archive = Path(folder) / "archive"
        _pack(archive, parts, head)
        os.replace(archive, path)
    return Written(path, _sha256(path), len(parts) - 1, head)


def restore(path):
    """Bring an archive back into an empty installation; returns the breaks of its audit chain."""
    path = Path(path)
    if not path.is_file():
        raise BackupFault(f"There is no file {path}.")
    _refuse_full_house()
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".lonja-restore-") as folder:
        manifest = _unpack(path, Path(folder))
        database = Path(folder) / manifest["database"]
        {"sqlite": _load_sqlite, "postgresql": _load_postgres}[connection.vendor](database)
        files = Path(folder) / "files"
        if files.exists():
            shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    return list(audit.verify())


def _private_files():
    root = Path(settings.MEDIA_ROOT)
    found = sorted(path for path in root.rglob("*") if path.is_file() and "incoming" not in path.parts)
    return [(f"files/{path.relative_to(root).as_posix()}", path) for path in found]


def _pack(archive, parts, head):
    manifest = {
        "format": FORMAT,
        "lonja": version("lonja"),
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": parts[0][0],
        "audit_head": head,
        "parts": {name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for name, path in parts},
    }
    with tarfile.open(archive, "w:gz", compresslevel=3) as tar:
        with tempfile.NamedTemporaryFile(dir=archive.parent) as file:
            file.write(json.dumps(manifest, indent=1).encode())
            file.flush()
            tar.add(file.name, MANIFEST)
        for name, path in parts:
            tar.add(path, name, recursive=False)
    archive.chmod(0o600)
    with archive.open("rb") as file:
        os.fsync(file.fileno())


def _unpack(path, folder):
    """Unpack into an empty folder and check each part; nothing of the installation is touched yet."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
        parts = manifest["parts"]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as error:
        raise BackupFault(f"{path} is no whole archive of Lonja ({type(error).__name__}).") from error
    if manifest["format"] != FORMAT:
        raise BackupFault(f"{path} was written by another version of Lonja ({manifest.get('lonja')}).")
    present = {found.relative_to(folder).as_posix() for found in folder.rglob("*") if found.is_file()}
    if present - {MANIFEST} != set(parts):
        raise BackupFault(f"{path} does not hold the parts that its manifest names.")
    for name, about in parts.items():
        if _sha256(folder / name) != about["sha256"]:
            raise BackupFault(f"{name} in {path} was changed after the backup.")
    if manifest["database"] != DATABASES[connection.vendor]:
        raise BackupFault(
            f"{path} comes from another database engine; this installation uses {connection.vendor}."
        )
    return manifest


def _refuse_full_house():
    """Restoring never overwrites: an installation with people or history in it is not empty."""
    tables = set(connection.introspection.table_names())
    for model in (get_user_model(), AuditEntry):
        if model._meta.db_table in tables and model.objects.exists():
            raise BackupFault(
                "This installation is not empty. Restore into a new one, with its own LONJA_DATA."
            )


def _save_sqlite(target):
    connection.ensure_connection()
    if connection.in_atomic_block:
        raise BackupFault("A backup cannot be written inside a transaction.")  # SQLite would wait for ever
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        _check_integrity(copy)


def _load_sqlite(source):
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(source)) as saved:
        _check_integrity(saved)
        saved.backup(connection.connection)
    connection.close()


def _check_integrity(database):
    try:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupFault("The saved database is damaged.") from error
    if found != "ok":
        raise BackupFault(f"The saved database is damaged: {found}")


def _save_postgres(target):
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _load_postgres(source):
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    database = f"--dbname={connection.settings_dict['NAME']}"
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        database,
        str(source),
    )


def _run(program, *arguments):
    """Run one of PostgreSQL's own programs with the address of our database in its environment."""
    about = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    address = {variable: str(about[name]) for variable, name in names.items() if about[name]}
    try:
        subprocess.run(
            [_program(program), *arguments],
            env={**os.environ, **address},
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        raise BackupFault(f"{program} did not succeed: {error.stderr.strip()}") from error


def _program(name):
    """The newest of that name on this machine: an older one cannot read a newer server."""
    versions = Path("/usr/lib/postgresql")
    found = sorted(
        versions.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4].split(".")[0]), reverse=True
    )
    on_path = shutil.which(name)
    if not found and not on_path:
        raise BackupFault(f"{name} is not installed. On Debian and Ubuntu: apt install postgresql-client")
    return found[0] if found else on_path


def _sha256(path):
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

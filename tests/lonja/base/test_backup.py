"""What was backed up comes back whole into an empty house, or not at all."""

import json
import os
import subprocess
import sys
import tarfile
import uuid
from pathlib import Path

import dj_database_url
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lonja.base import audit, backup, files
from tests.factories import make_user

# A database is saved between transactions, so these tests cannot live inside one.
pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def house(settings, tmp_path):
    """An installation with a person, a file and some history."""
    settings.MEDIA_ROOT = tmp_path / "files"
    user = make_user("ana@example.org")
    stored = files.keep(b"name;town\n", name="people.csv", kind="import", owner=user)
    audit.record(user, "thing.done", stored)
    return stored


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of another, empty installation on the same engine."""
    env = {**os.environ, "LONJA_DATA": str(tmp_path / "elsewhere"), "LONJA_MODE": "test"}
    if connection.vendor == "sqlite":
        env.pop("LONJA_DATABASE", None)
        yield env
        return
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    about = dj_database_url.parse(os.environ["LONJA_DATABASE"])
    yield {**env, "LONJA_DATABASE": f"postgres://{about['USER']}@{about['HOST']}:{about['PORT']}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(env, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def repacked(archive, target, change):
    """The same archive with its parts changed by `change(folder)`."""
    folder = target.parent / f"{target.name}-parts"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(target, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                tar.add(path, path.relative_to(folder).as_posix())
    return target


def test_a_house_comes_back_whole_in_another_place(house, elsewhere, tmp_path, capsys):
    archive = tmp_path / "lonja.tar.gz"
    call_command("backup", str(archive), json=True)
    written = json.loads(capsys.readouterr().out)

    restored = run(elsewhere, "restore", str(archive))
    checked = run(elsewhere, "verify_audit", "--witness", written["audit_head"])
    again = run(elsewhere, "restore", str(archive))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "every hash and the audit chain hold" in restored.stdout
    assert checked.returncode == 0
    assert again.returncode == 1
    assert "not empty" in again.stderr
    kept = Path(elsewhere["LONJA_DATA"]) / "files" / house.sha256[:2] / house.sha256[2:4] / house.sha256
    assert kept.read_bytes() == b"name;town\n"
    assert archive.stat().st_mode & 0o077 == 0


def test_an_archive_names_its_parts_and_leaves_nothing_beside_itself(house, tmp_path):
    written = backup.write(tmp_path / "out" / "lonja.tar.gz")

    with tarfile.open(written.path) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names[0] == "manifest.json"
    assert set(names[1:]) == set(manifest["parts"])
    assert (written.files, manifest["audit_head"], len(written.sha256)) == (1, written.head, 64)
    assert [path.name for path in written.path.parent.iterdir()] == ["lonja.tar.gz"]


def test_a_backup_never_overwrites(house, tmp_path):
    taken = tmp_path / "lonja.tar.gz"
    taken.write_text("something dear")

    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(taken))

    assert taken.read_text() == "something dear"


def test_a_house_with_people_is_never_restored_over(house, tmp_path):
    archive = backup.write(tmp_path / "lonja.tar.gz").path

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(archive))


def change_a_file(folder):
    next((folder / "files").rglob("*/*/*")).write_bytes(b"forged")


def change_the_database(folder):
    path = next(folder.glob("database.*"))
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")


def lose_a_file(folder):
    next((folder / "files").rglob("*/*/*")).unlink()


def add_a_file(folder):
    (folder / "files" / "more").write_bytes(b"more")


def come_from_the_future(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))


def come_from_another_engine(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "database": "database.other"}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_a_file, "was changed after the backup"),
        (change_the_database, "was changed after the backup"),
        (lose_a_file, "does not hold the parts"),
        (add_a_file, "does not hold the parts"),
        (come_from_the_future, "another version"),
        (come_from_another_engine, "another database engine"),
        (lambda folder: (folder / "manifest.json").unlink(), "no whole archive"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "no whole archive"),
    ],
)
def test_an_archive_that_was_changed_is_refused_before_anything_is_touched(house, tmp_path, change, said):
    archive = backup.write(tmp_path / "lonja.tar.gz").path
    changed = repacked(archive, tmp_path / "changed.tar.gz", change)
    folder = tmp_path / "unpacked"
    folder.mkdir()

    with pytest.raises(backup.BackupFault, match=said):
        backup._unpack(changed, folder)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "lonja.tar.gz"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="no whole archive"):
        call_command("restore", str(path))


def test_an_archive_that_climbs_out_of_its_folder_is_refused(tmp_path):
    path = tmp_path / "lonja.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(ROOT / "manage.py", "../../outside.py")

    with pytest.raises(CommandError, match="no whole archive"):
        call_command("restore", str(path))

    assert not (tmp_path.parent / "outside.py").exists()

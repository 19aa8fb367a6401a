"""Private files: what the bytes are decides, and nothing half-written is ever served."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404

from lonja.base import exports, files
from lonja.base.errors import Refused
from lonja.base.models import StoredFile
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def on_disk(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_kept_file_is_the_same_when_read(own_folder):
    user = make_user()

    stored = files.keep(b"name;town\nAna;Madrid\n", name="people.csv", kind="import", owner=user)

    assert files.read(stored) == b"name;town\nAna;Madrid\n"
    assert (stored.owner_id, stored.size, stored.content_type) == (user.pk, 21, files.CSV)
    assert on_disk(own_folder) == [stored.sha256]


def test_the_same_bytes_lie_on_the_disk_once(own_folder):
    first = files.keep(b"a;b\n", name="a.csv", kind="import")
    second = files.keep(SimpleUploadedFile("b.csv", b"a;b\n"), name="b.csv", kind="import")

    assert first.pk != second.pk
    assert on_disk(own_folder) == [first.sha256]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name;town\n", files.CSV),
        (b"\xef\xbb\xbfname\n", files.CSV),
        ("name;año\n".encode("utf-16"), files.CSV),
        ("name;año\n".encode("utf-16-le"), files.CSV),
        ("name;año\n".encode("latin-1"), files.CSV),
        (exports.xlsx_bytes({"A": (["x"], [[1]])}), files.XLSX),
        (b"%PDF-1.7 ...", files.PDF),
        (b"BEGIN:VCALENDAR\r\n", files.ICS),
        (b"\x89PNG\r\n\x1a\n....", files.PNG),
        (b"\xff\xd8\xff\xe0", files.JPEG),
        (b"GIF89a", files.CSV),  # text to the eye: no table comes out of it, and it is never shown inline
        (b"MZ\x90\x00\x03", ""),
        (zipped(**{"readme.txt": "hello"}), ""),
        (b"PK\x03\x04 broken", ""),
        (b"<!DOCTYPE html><script>", ""),
        (b"  <svg onload=alert(1)>", ""),
        (b"\xef\xbb\xbf<html>", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
    ],
)
def test_the_bytes_decide_the_type(content, expected):
    assert files.type_of(io.BytesIO(content)) == expected


def test_a_file_of_another_kind_is_refused_and_leaves_nothing(own_folder):
    with pytest.raises(Refused, match="not accepted"):
        files.keep(b"MZ\x90\x00", name="people.csv", kind="import")

    assert (StoredFile.objects.count(), on_disk(own_folder)) == (0, [])


def test_a_file_that_is_too_large_is_refused(own_folder):
    with pytest.raises(Refused, match="larger than 1 MB"):
        files.keep(b"a" * (1024 * 1024 + 1), name="a.csv", kind="import", most_bytes=1024 * 1024)

    assert on_disk(own_folder) == []


def test_a_disk_that_breaks_leaves_no_row_and_no_half_file(own_folder):
    class Breaking(io.BytesIO):
        def read(self, size=-1):
            if self.tell() >= 4096:
                raise OSError("No space left on device")
            return super().read(4096)

    with pytest.raises(OSError, match="No space"):
        files.keep(Breaking(b"a;b\n" * 5000), name="a.csv", kind="import")

    assert (StoredFile.objects.count(), on_disk(own_folder)) == (0, [])


@transaction.atomic
def keep_in_a_change_that_fails():
    files.keep(b"lost;\n", name="lost.csv", kind="import")
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_bytes_of_a_change_that_failed_are_swept_later_and_others_stay(own_folder):
    kept = files.keep(b"kept;\n", name="kept.csv", kind="import")
    with pytest.raises(ZeroDivisionError):
        keep_in_a_change_that_fails()
    young = files.sweep()
    an_hour_later = time.time() + files.ORPHANS_STAY_SECONDS + 60

    assert young == 0
    assert files.sweep(now=an_hour_later) == 1
    assert on_disk(own_folder) == [kept.sha256]


def test_an_abandoned_upload_is_swept(own_folder):
    part = own_folder / "incoming" / "tmpabc"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    os.utime(part, (1, 1))

    assert files.sweep() == 1


def test_damage_on_the_disk_is_noticed():
    stored = files.keep(b"a;b\n", name="a.csv", kind="import")
    files.path_of(stored.sha256).write_bytes(b"x;y\n")

    with pytest.raises(OSError, match="damaged"):
        files.read(stored)


def test_a_file_is_served_as_a_download_that_runs_nothing():
    stored = files.keep("ñ;<b>\n".encode(), name='Año "2026" <b>.csv', kind="import")

    response = files.serve(stored)

    assert b"".join(response.streaming_content) == "ñ;<b>\n".encode()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''A%C3%B1o%202026%20b.csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_a_row_without_its_bytes_answers_not_found():
    stored = files.keep(b"a;b\n", name="a.csv", kind="import")
    files.path_of(stored.sha256).unlink()

    with pytest.raises(Http404):
        files.serve(stored)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("people.csv", "people.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\people.csv", "people.csv"),
        ("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie x=1.csv"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("", "file"),
        ("...", "file"),
        ("\x00", "file"),
        ("ñandú ☀.xlsx", "ñandú ☀.xlsx"),
        ("a" * 400 + ".xlsx", "a" * 146 + ".xlsx"),
        ("\ud800.csv", "csv"),
    ],
)
def test_a_name_is_made_harmless(name, expected):
    assert files.safe_name(name) == expected

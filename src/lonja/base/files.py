"""Private files: bytes under their own hash, served only by a view that has asked its policy."""

import hashlib
import io
import logging
import os
import re
import tempfile
import time
import zipfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from lonja.base.errors import Refused
from lonja.base.models import StoredFile

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ICS = "text/calendar"
PNG = "image/png"
JPEG = "image/jpeg"
MOST_BYTES = 10 * 1024 * 1024
ORPHANS_STAY_SECONDS = 3600

log = logging.getLogger(__name__)


ALL_TYPES = (CSV, XLSX, PDF, ICS, PNG, JPEG)


def keep(uploaded, *, name, kind, owner=None, types=ALL_TYPES, most_bytes=MOST_BYTES):
    """Keep an uploaded file (or bytes) and return its row; call it inside the transaction that points to it.

    The bytes are on the disk before the row exists; when the transaction fails, `sweep`
    takes them away later. Raises `Refused` when the content is too large or of no kind we take.
    """
    content = io.BytesIO(uploaded) if isinstance(uploaded, bytes) else uploaded
    fault = fault_of(content, types=types, most_bytes=most_bytes)
    if fault:
        raise Refused(fault)
    content_type = type_of(content)
    sha256, size = _write(content)
    return StoredFile.objects.create(
        sha256=sha256,
        name=safe_name(name),
        size=size,
        content_type=content_type,
        kind=kind,
        owner_id=getattr(owner, "pk", None),
    )


def fault_of(content, *, types=ALL_TYPES, most_bytes=MOST_BYTES):
    """Why this file cannot be taken, as a sentence for a person; empty when it can. Forms ask it too."""
    if content.seek(0, io.SEEK_END) > most_bytes:
        return _("This file is larger than %(most)s MB. Please send a smaller one, or split it in two.") % {
            "most": most_bytes // 1024 // 1024
        }
    if type_of(content) not in types:
        return _(
            "A file of this kind is not accepted here. Its content decides, not its name: "
            "save it in another format and try again."
        )
    return ""


def serve(stored):
    """Answer with a file; the caller has asked the policy of the row that points to it."""
    path = path_of(stored.sha256)
    if not path.exists():
        log.error("File %s is missing on the disk", stored.uuid)
        raise Http404
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def read(stored):
    """The bytes of a file, checked against the hash under which they were kept."""
    content = path_of(stored.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise OSError(f"file {stored.uuid} is damaged on the disk")
    return content


def path_of(sha256):
    """Where the bytes of that hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def safe_name(name):
    """The last part of a file name, without anything a header or a disk would trip over."""
    name = re.sub(
        r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\"<>|:*?]", "", str(name)
    )
    name = re.split(r"[/\\]", name)[-1].strip(" .")
    stem, dot, ending = name.rpartition(".")
    name = f"{stem[: 150 - len(ending)]}{dot}{ending}" if dot and len(ending) <= 10 else name[:150]
    return name or "file"


def type_of(content):
    """The content type that the bytes of an open file show; empty when it is none that we take."""
    content.seek(0)
    start = content.read(4096)
    content.seek(0)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"PK\x03\x04"):
        return XLSX if _is_workbook(content) else ""
    if start.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return ICS
    return CSV if _is_text(start) else ""


def _is_workbook(content):
    try:
        with zipfile.ZipFile(content) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        content.seek(0)
    return "xl/workbook.xml" in names


def _is_text(start):
    """Text as tables are saved; UTF-16 without a mark shows as a NUL in every other place."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in (start[1:2], start[0:1]):
        start = start.replace(b"\x00", b"")
    if re.match(rb"\s*<(!doctype|html|svg|\?xml|script)", start.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        return False
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", start)


def _write(content):
    """Write the bytes aside, make sure they are on the disk, then put them in their place in one step."""
    root = Path(settings.MEDIA_ROOT) / "incoming"
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete_on_close=False) as part:
        while chunk := content.read(64 * 1024):
            digest.update(chunk)
            size += len(chunk)
            part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
        part.close()
        place = path_of(digest.hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part.name, place)
    return digest.hexdigest(), size


def sweep(*, now=None):
    """Take away bytes that no row points to, once they are old enough to belong to no open transaction."""
    limit = (time.time() if now is None else now) - ORPHANS_STAY_SECONDS
    old = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file() and p.stat().st_mtime < limit]
    known = set(StoredFile.objects.values_list("sha256", flat=True).distinct())
    orphans = [path for path in old if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)

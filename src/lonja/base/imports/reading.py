"""The one door for files that hold tables; the content decides how they are read, not the name."""

import io
from pathlib import Path

from django.utils.translation import gettext as _

from lonja.base.imports import csvs, workbooks
from lonja.base.imports.book import LIMITS
from lonja.base.imports.problems import Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx with a password


def read_book(file, *, limits=LIMITS):
    """Read a CSV or XLSX file (an upload, a path, or bytes) into a `Book`; raises `Unreadable`."""
    content = _content(file, limits)
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if content.startswith(b"PK"):
        return workbooks.read(content, limits)
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            _("This workbook has a password or the old .xls format. Save it as .xlsx without a password.")
        )
    return csvs.read(content, limits)


def _content(file, limits):
    if isinstance(file, str | Path):
        with Path(file).open("rb") as source:
            content = source.read(limits.most_bytes + 1)
    else:
        source = io.BytesIO(file) if isinstance(file, bytes) else file
        source.seek(0)
        content = source.read(limits.most_bytes + 1)
        source.seek(0)
    if len(content) > limits.most_bytes:
        raise Unreadable(
            _("The file is larger than %(most)s MB. Split it and bring its parts one after the other.")
            % {"most": limits.most_bytes // 1024 // 1024}
        )
    return content

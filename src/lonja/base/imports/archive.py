"""The parts of an XLSX archive, unpacked under strict limits."""

import io
import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from lonja.base.imports.problems import Unreadable

WANTED = re.compile(
    r"xl/(_rels/workbook\.xml\.rels|workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)


def damaged():
    """What to raise when a workbook breaks the rules of its format."""
    return Unreadable(
        _("The workbook is damaged. Open it in your spreadsheet program and save it again as .xlsx.")
    )


def unpack(content, limits):
    """The parts that we read, by their names in small letters; each to its declared end and no further."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_strange(entries, limits)
            wanted = [entry for entry in entries if WANTED.fullmatch(entry.filename)]
            return {entry.filename.lower(): archive.read(entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        raise damaged() from None


def _refuse_strange(entries, limits):
    names = [entry.filename.lower() for entry in entries]
    if "xl/workbook.xml" not in names:
        raise Unreadable(
            _("This is neither a CSV nor an XLSX file. Save your table as .xlsx or as CSV UTF-8.")
        )
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("This workbook has macros. Save it as .xlsx (without macros)."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("This workbook has a password. Save it without one."))
    unpacked = sum(entry.file_size for entry in entries if WANTED.fullmatch(entry.filename))
    if len(entries) > limits.most_parts or unpacked > limits.most_unpacked_bytes:
        raise Unreadable(_("The workbook is too large once unpacked. Keep only the sheets that are needed."))
    if len(set(names)) != len(names):
        raise damaged()
    if sum(name.startswith("xl/worksheets/") for name in names) > limits.most_sheets:
        raise Unreadable(_("The workbook has more than %(most)s sheets.") % {"most": limits.most_sheets})

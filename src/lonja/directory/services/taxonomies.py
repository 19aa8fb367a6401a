"""Controlled lists: read from a folder of files, kept in step with it."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.models import Scheme, Term, TermStatus

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "taxonomies"
SCHEMES_FILE = "schemes.csv"
_KNOWN = {"code", "parent", "label_en", "label_es", "selectable", "status", "note", "level"}
_NUMBERS = {"latitude", "longitude"}
_COMPARED = ("level", "position", "labels", "selectable", "status", "is_retired", "note", "extra")


@dataclass
class Loaded:
    """What a load did, list by list."""

    written: dict = field(default_factory=dict)
    retired: dict = field(default_factory=dict)
    read: dict = field(default_factory=dict)


@transaction.atomic
def load(folder=SHIPPED, *, actor=None):
    """Bring the controlled lists in step with the files of `folder`; safe to repeat.

    A value that is gone from its file is retired, never deleted: profiles point to it.
    Lists without a file in the folder stay as they are.

    Raises:
        Refused: when a file cannot be read as a list; nothing is changed then.
    """
    folder = Path(folder)
    files = sorted(path for path in folder.glob("*.csv") if path.name != SCHEMES_FILE)
    if not files:
        raise Refused(_("There is no list in this folder: %(folder)s.") % {"folder": folder})
    described = {**_described(SHIPPED), **_described(folder)}
    lists = {path.stem: _rows(path) for path in files}
    _write_schemes(lists, described)
    loaded = _write_terms(lists)
    changed = [slug for slug in lists if loaded.written[slug] or loaded.retired[slug]]
    if changed:
        audit.record_many(actor, "taxonomy.loaded", [Scheme(slug=slug) for slug in changed])
    return loaded


def _described(folder):
    """Rows of the file that describes the lists; a list is named like its file."""
    path = folder / SCHEMES_FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["scheme"]: {**row, "position": place} for place, row in enumerate(rows, 1)}


def _rows(path):
    """The values of one file, as unsaved terms by code, each with its parent's code."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if not {"code", "label_en"} <= set(reader.fieldnames or ()):
            raise Refused(_("%(file)s: the columns “code” and “label_en” are needed.") % {"file": path.name})
        rows = {}
        for number, row in enumerate(reader, 2):
            code = (row["code"] or "").strip()
            if not code or code in rows or not (row["label_en"] or "").strip():
                raise Refused(
                    _("%(file)s, row %(row)s: each value needs a name and a code of its own.")
                    % {"file": path.name, "row": number}
                )
            rows[code] = {**row, "parent": (row.get("parent") or "").strip()}
    for code, row in rows.items():
        parent = row["parent"]
        if parent and (parent not in rows or parent == code):
            raise Refused(
                _("%(file)s: the value above %(code)s is %(parent)s, which is not in the file.")
                % {"file": path.name, "code": code, "parent": parent}
            )
    return rows


def _write_schemes(lists, described):
    """Insert or update the rows that name the lists."""
    known = set(Scheme.objects.filter(slug__in=lists).values_list("slug", flat=True))
    schemes = []
    for slug in lists:
        row = described.get(slug, {})
        if slug in known and not row:
            continue  # an administrator's own list that was named before
        labels = _texts(row, "label") or {"en": slug.replace("_", " ").capitalize()}
        described_by = {name: row.get(name) or "" for name in ("source", "licence")}
        place = row.get("position", 0)
        schemes.append(Scheme(slug=slug, labels=labels, status=_status(row), position=place, **described_by))
    Scheme.objects.bulk_create(
        schemes,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["labels", "source", "licence", "status", "position"],
    )


def _write_terms(lists):
    """Write the terms that differ from their file, parents by id in a second pass."""
    kept = {(term.scheme_id, term.code): term for term in Term.objects.filter(scheme__in=lists)}
    loaded, writing = Loaded(), []
    for slug, rows in lists.items():
        wanted = {code: _term(slug, code, rows, place) for place, code in enumerate(rows, 1)}
        changed = [
            term for code, term in wanted.items() if _differs(kept.get((slug, code)), term, rows, kept)
        ]
        gone = [
            term
            for (scheme, code), term in kept.items()
            if scheme == slug and code not in rows and not term.is_retired
        ]
        for term in gone:
            term.is_retired = True
        writing += changed + gone
        loaded.read[slug], loaded.written[slug], loaded.retired[slug] = len(rows), len(changed), len(gone)
    if writing:
        _upsert(writing, [])
        ids = {(term.scheme_id, term.code): term.pk for term in Term.objects.filter(scheme__in=lists)}
        for term in writing:
            parent = (lists[term.scheme_id].get(term.code) or {}).get("parent")
            term.parent_id = ids[term.scheme_id, parent] if parent else None
        _upsert(writing, ["parent"])
    return loaded


def _upsert(terms, more):
    Term.objects.bulk_create(
        terms,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=[*_COMPARED, *more],
    )


def _differs(kept, wanted, rows, everything):
    """Whether the row in the database is not what the file says."""
    if kept is None or any(getattr(kept, name) != getattr(wanted, name) for name in _COMPARED):
        return True
    parent = rows[wanted.code].get("parent")
    above = everything.get((wanted.scheme_id, parent)) if parent else None
    return kept.parent_id != (above.pk if above else None)


def _term(slug, code, rows, place):
    row = rows[code]
    return Term(
        scheme_id=slug,
        code=code,
        level=_depth(code, rows),
        position=place,
        labels=_texts(row, "label"),
        selectable=(row.get("selectable") or "yes").strip().lower() not in {"no", "0", "false"},
        status=_status(row),
        note=(row.get("note") or "").strip(),
        extra={
            name: float(text) if name in _NUMBERS else text.strip()
            for name, text in row.items()
            if name not in _KNOWN and _is_extra(name, text)
        },
    )


def _status(row):
    """How sure the file is; what it does not say is provisional."""
    return row["status"] if row.get("status") in TermStatus.values else TermStatus.PROVISIONAL


def _is_extra(name, text):
    return bool(name) and not name.startswith("label_") and isinstance(text, str) and bool(text.strip())


def _texts(row, prefix):
    """The texts of the columns `label_en`, `label_es`… by language."""
    start = f"{prefix}_"
    return {
        name.removeprefix(start): text.strip()
        for name, text in row.items()
        if isinstance(name, str) and name.startswith(start) and isinstance(text, str) and text.strip()
    }


def _depth(code, rows):
    """How deep a value stands below the top; 1 is the top."""
    seen = []
    while code:
        if code in seen:
            raise Refused(_("The value %(code)s stands above itself.") % {"code": code})
        seen.append(code)
        code = rows[code].get("parent")
    return len(seen)

"""The one way in which a table comes in: upload, check, look, apply.

A domain writes an `Importer` and registers it in its `importers.py`; pages, storage,
progress, problems and the transaction are here.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.base.imports.problems import Problems, Unreadable
from lonja.base.imports.reading import read_book
from lonja.base.models import ImportRun

MOST_PREVIEWED = 200
ROWS_BETWEEN_REPORTS = 500
TYPES = (files.CSV, files.XLSX)
State = ImportRun.State
_told: ContextVar[Callable | None] = ContextVar("told", default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview: what would happen to which thing, and why."""

    row: int
    what: str  # "new" or "changed"
    label: str
    details: tuple = ()  # (field, before, after)
    sheet: str = ""


@dataclass(slots=True)
class Report:
    """What a check found or an application did."""

    problems: Problems = field(default_factory=Problems)
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    preview: list = field(default_factory=list)  # of Change
    notes: list = field(default_factory=list)  # sentences, such as columns that were not read


class Importer:
    """What a domain says about one kind of table; subclass it and register the class.

    `target` is the id, as text, of the thing that the table belongs to (an edition, a cluster),
    or empty. `check` writes nothing. `apply` runs inside the transaction of `flow.apply` and
    reports problems again: when there are any, everything is rolled back.
    """

    kind = ""  # a slug, part of the address
    title = ""
    intro = ""
    template = "base/import.html"  # the page of a run

    def read(self, content):
        """What `check` and `apply` get of the file's bytes: a `Book`, unless the kind is no table."""
        return read_book(content)

    def allows(self, actor, target):
        """Whether this person may bring such a table for this target."""
        raise NotImplementedError

    def check(self, book, *, actor, target):
        """Return a `Report` of what the book would change."""
        raise NotImplementedError

    def apply(self, book, *, actor, target):
        """Change it, and return a `Report` of what was done."""
        raise NotImplementedError

    def template_url(self, target):
        """Where an empty table with the right headings lies; empty when there is none."""
        return ""

    def upload_page(self, target):
        """The page of its own on which such a file is brought; empty when the common one will do."""
        return ""

    def done_url(self, target):
        """Where a person wants to go once the table is applied."""
        return ""


_importers = {}


def register(importer):
    """Make an importer known by its kind; also usable as a decorator of its class."""
    known = importer() if isinstance(importer, type) else importer
    _importers[known.kind] = known
    return importer


def importer_of(kind):
    """The importer of that kind, or None; every domain's `importers.py` is read first."""
    if kind not in _importers:
        autodiscover_modules("importers")
    return _importers.get(kind)


@transaction.atomic
def start(kind, uploaded, *, name, actor, target=""):
    """Keep an uploaded table as the original of a new run; nothing is read yet."""
    stored = files.keep(uploaded, name=name, kind="import", owner=actor, types=TYPES)
    run = ImportRun.objects.create(kind=kind, target=target, actor_id=actor.pk, file=stored)
    audit.record(actor, "import.uploaded", run, kind=kind, target=target, sha256=stored.sha256)
    return run


@contextmanager
def telling(report):
    """Let `progress` reach the job that reads the table."""
    token = _told.set(report)
    try:
        yield
    finally:
        _told.reset(token)


def progress(rows, stage):
    """Go through the rows of a table and say how far it is, when somebody listens."""
    rows, told = list(rows), _told.get()
    for number, row in enumerate(rows):
        if told and number % ROWS_BETWEEN_REPORTS == 0:
            told(0.2 + 0.7 * number / len(rows), stage)
        yield row


def check(run, *, actor):
    """Read the table and note what it would change; only the run itself is written."""
    try:
        importer = importer_of(run.kind)
        report = importer.check(importer.read(files.read(run.file)), actor=actor, target=run.target)
    except Unreadable as error:
        report = Report(problems=error.problems)
    _store(run, report, State.REFUSED if report.problems else State.CHECKED)
    return report


def apply(run, *, actor):
    """Check the same file again and apply it, all or nothing.

    Raises `Refused` when the run was applied before, or the world changed so that it no longer fits.
    """
    with transaction.atomic():
        ready = ImportRun.objects.filter(pk=run.pk, state=State.CHECKED)
        if not ready.update(state=State.APPLIED, applied_at=timezone.now()):
            raise Refused(
                _("This import has already been applied, or is not ready."), href=run.get_absolute_url()
            )
        report = _applied(run, actor)
        if report.problems:
            transaction.set_rollback(True)
        else:
            _store(run, report, State.APPLIED)
            audit.record(
                actor, "import.applied", run, kind=run.kind, target=run.target, sha256=run.file.sha256,
                created=report.created, changed=report.changed,
            )  # fmt: skip
    if report.problems:
        _store(run, report, State.REFUSED)
        raise Refused(
            _("Something changed since this table was checked, and it no longer fits. Nothing was applied."),
            remedy=_("Look at the problems and bring the table again."),
            href=run.get_absolute_url(),
        )
    return report


def _applied(run, actor):
    try:
        importer = importer_of(run.kind)
        return importer.apply(importer.read(files.read(run.file)), actor=actor, target=run.target)
    except Unreadable as error:
        return Report(problems=error.problems)


def _store(run, report, state):
    run.state = state
    run.problems = report.problems.as_dicts()
    run.notes = [str(note) for note in report.notes]
    run.preview = [_plain(change) for change in report.preview[:MOST_PREVIEWED]]
    run.created, run.changed, run.unchanged = report.created, report.changed, report.unchanged
    run.save(update_fields=["state", "problems", "notes", "preview", "created", "changed", "unchanged"])


def _plain(change):
    details = [[str(name), str(before), str(after)] for name, before, after in change.details]
    return {
        "sheet": change.sheet,
        "row": change.row,
        "what": change.what,
        "label": str(change.label),
        "details": details,
    }


def upload_url(kind, target=""):
    """The address where a table of that kind is brought along."""
    query = f"?{urlencode({'for': target})}" if target else ""
    return f"{reverse('import-new', args=[kind])}{query}"

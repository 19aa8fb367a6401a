"""Tables to take out of the house: small ones at once, large ones from a worker, for her alone who asked."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.base import audit, exports, files, jobs
from lonja.base.errors import Refused
from lonja.base.models import Job, StoredFile
from lonja.events.policies import editions
from lonja.meetings import extracts, whole
from lonja.meetings.lifecycle import RequestState

# So many rows are written in half a second; a worker writes more.
MOST_ROWS_IN_THE_REQUEST = 5_000
ROWS_BETWEEN_REPORTS = 200
MOST_BYTES = 200_000_000
KEPT = timedelta(days=1)
EVERYTHING, WHOLE = "everything", "workbook"


@dataclass(frozen=True, slots=True)
class Takeout:
    """What somebody takes out: all tables or one, of the requests perhaps only those in one state."""

    name: str
    state: str = ""

    @property
    def filename(self):
        """What the file is called, after the edition."""
        return {EVERYTHING: _("everything"), WHOLE: _("workbook")}.get(self.name, self.name)

    def sheets(self, edition):
        """{label: (columns, rows)} of the workbook."""
        if self.name == EVERYTHING:
            return extracts.everything(edition)
        if self.name == WHOLE:
            return whole.Whole(edition).sheets()
        one = extracts.EXTRACTS[self.name]
        if self.state:
            rows = extracts.requests_of(edition).filter(state=RequestState(self.state))
            return {str(one.label): extracts.requests(edition, rows)}
        return {str(one.label): one.table(edition)}

    def rows(self, edition):
        """How many rows there are, at most."""
        if self.name == WHOLE:
            return whole.people_of(edition).count() + whole.requests_of(edition).count()
        names = extracts.EXTRACTS if self.name == EVERYTHING else [self.name]
        return sum(extracts.EXTRACTS[name].rows(edition).count() for name in names)


def note(takeout, edition, *, actor):
    """Write down who took the people of an edition out of the house."""
    if takeout.name == WHOLE:
        audit.record(actor, "edition.exported", edition, rows=takeout.rows(edition))


def is_large(takeout, edition):
    """Whether a worker writes it."""
    return takeout.rows(edition) > MOST_ROWS_IN_THE_REQUEST


def ask(takeout, edition, *, actor):
    """The job that writes it; one that she is waiting for already is not queued twice."""
    waiting = Job.objects.filter(
        kind="meetings.takeout", actor_id=actor.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING],
        args__edition_id=edition.pk, args__name=takeout.name, args__state=takeout.state,
    ).first()  # fmt: skip
    if waiting is not None:
        return waiting
    token = secrets.token_hex(8)
    page = reverse("meetings:extracts", args=[edition.event.slug, edition.slug])
    args = {"edition_id": edition.pk, "actor_id": actor.pk, "name": takeout.name, "state": takeout.state}
    return jobs.enqueue(
        "meetings.takeout", args=args | {"token": token}, actor=actor,
        done_url=f"{page}?{urlencode({'ready': token})}",
    )  # fmt: skip


def write(takeout, edition, *, actor, token, report):
    """Write the workbook and keep it for the one who asked, if it is still hers to read."""
    if not editions.allows(actor, "organise", edition):
        raise Refused(_("You do not organise this edition any more."))
    told = _Told(report, total=takeout.rows(edition))
    sheets = {
        label: (columns, told.each(rows, label)) for label, (columns, rows) in takeout.sheets(edition).items()
    }
    content = exports.xlsx_bytes(sheets)
    name = f"{edition.event.slug}-{edition.slug}-{takeout.filename}.xlsx"
    with transaction.atomic():
        StoredFile.objects.filter(kind=_kind(edition, token)).delete()  # of a first try that was cut short
        kind = _kind(edition, token)
        kept = files.keep(content, name=name, kind=kind, owner=actor, most_bytes=MOST_BYTES)
        note(takeout, edition, actor=actor)
    return kept


def made_for(actor, edition):
    """The files of an edition that were made for somebody and are still kept, the newest first."""
    return StoredFile.objects.filter(kind__startswith=_kind(edition, ""), owner_id=actor.pk).order_by("-pk")


def found(actor, edition, token):
    """One of them, or nothing."""
    return made_for(actor, edition).filter(kind=_kind(edition, token)).first()


def forget(*, now):
    """Take away files that were kept long enough; sets of agendas go too, and are set anew when asked for."""
    old = StoredFile.objects.filter(created_at__lt=now - KEPT)
    return old.filter(Q(kind__startswith="takeout-") | Q(kind__startswith="agendas-")).delete()[0]


def _kind(edition, token):
    return f"takeout-{edition.pk}-{token}"


class _Told:
    """Says how far a workbook is while its rows pass."""

    def __init__(self, report, *, total):
        self.report, self.total, self.done = report, max(total, 1), 0

    def each(self, rows, label):
        """The same rows."""
        for row in rows:
            if self.done % ROWS_BETWEEN_REPORTS == 0:
                self.report(min(self.done / self.total, 1), label)
            self.done += 1
            yield row

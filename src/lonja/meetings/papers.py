"""Papers of thousands of pages: a worker sets them once, and everybody who may gets that file."""

from django.db.models import Count, Max, Sum

from lonja.base import files, jobs
from lonja.base.models import StoredFile
from lonja.events.models import Session, SessionPlace
from lonja.meetings.models import Seat
from lonja.ui.answers import see_other

MOST_IN_THE_REQUEST = 200
MOST_BYTES = 500_000_000


def are_many(run):
    """Whether so many people have a meeting that setting their agendas takes longer than a page may."""
    seats = Seat.objects.filter(run=run).order_by()
    return seats.values("participation").distinct()[: MOST_IN_THE_REQUEST + 1].count() > MOST_IN_THE_REQUEST


def all_agendas(request, run):
    """The file as it was set for what plan and talks are now, or the page of the job that sets it."""
    kind = f"agendas-{run.pk}-{_mark(run)}-{request.LANGUAGE_CODE}"
    kept = StoredFile.objects.filter(kind=kind).order_by("-pk").first()
    if kept is not None:
        return files.serve(kept)
    args = {"run_id": run.pk, "kind": kind}
    return see_other(
        jobs.enqueue("meetings.agendas", args=args, actor=request.user, done_url=request.get_full_path())
    )


def _mark(run):
    """A few letters that change with the plan, the edition, its talks and who has a place at one."""
    talks = Session.objects.filter(edition=run.edition_id)
    places = SessionPlace.objects.filter(session__edition=run.edition_id)
    marks = [
        run.version,
        run.moves_made,
        run.edition.revision,
        *talks.aggregate(n=Count("pk"), newest=Max("pk"), revisions=Sum("revision")).values(),
        *places.aggregate(n=Count("pk"), newest=Max("pk")).values(),
    ]
    return ".".join(str(mark or 0) for mark in marks)

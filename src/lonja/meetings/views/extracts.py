"""The tables of an encounter, to take out of the house."""

from django.http import Http404
from django.views.decorators.http import require_GET

from lonja.base import exports, files
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import extracts, takeouts
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page, see_other

FILES_PER_HOUR = 120
FILES_SHOWN = 20


@access(editions, "organise")
@require_GET
def all_extracts(request, event, edition):
    """Every table with its two files, and the large files that were made for whoever asks."""
    row = organised(request, event, edition)
    names = [(name, one.label) for name, one in extracts.EXTRACTS.items()]
    made = [
        {"file": file, "token": file.kind.rpartition("-")[2]}
        for file in takeouts.made_for(request.user, row)[:FILES_SHOWN]
    ]
    ready = next((one for one in made if one["token"] == request.GET.get("ready")), None)
    context = {"edition": row, "names": names, "made": made, "ready": ready}
    return page(request, "meetings/extracts.html", context)


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def extract(request, event, edition, name, shape):
    """One table as a file."""
    row = organised(request, event, edition)
    if shape == "csv":  # written line by line while it is read
        columns, rows = extracts.EXTRACTS[name].table(row)
        return exports.csv_response(f"{event}-{edition}-{name}", columns, rows)
    return taken_out(request, row, takeouts.Takeout(name))


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def everything(request, event, edition):
    """All tables as one workbook, a sheet for each."""
    row = organised(request, event, edition)
    return taken_out(request, row, takeouts.Takeout(takeouts.EVERYTHING))


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def workbook(request, event, edition):
    """The edition as the workbook that can be brought back in."""
    row = organised(request, event, edition)
    return taken_out(request, row, takeouts.Takeout(takeouts.WHOLE))


@access(editions, "organise")
@require_GET
def made(request, event, edition, token):
    """A file that a worker made, for the one who asked for it while she organises the edition."""
    row = organised(request, event, edition)
    file = takeouts.found(request.user, row, token)
    if file is None:
        raise Http404
    return files.serve(file)


def taken_out(request, edition, takeout):
    """The workbook, or the page of the job that writes it."""
    if takeouts.is_large(takeout, edition):
        return see_other(takeouts.ask(takeout, edition, actor=request.user))
    takeouts.note(takeout, edition, actor=request.user)
    name = f"{edition.event.slug}-{edition.slug}-{takeout.filename}"
    return exports.xlsx_response(name, takeout.sheets(edition))

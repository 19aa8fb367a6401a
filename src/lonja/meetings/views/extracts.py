"""The tables of an encounter, to take out of the house."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import exports
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import extracts
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page

FILES_PER_HOUR = 120


@access(editions, "organise")
@require_GET
def all_extracts(request, event, edition):
    """Every table with its two files."""
    row = organised(request, event, edition)
    names = [(name, one.label) for name, one in extracts.EXTRACTS.items()]
    return page(request, "meetings/extracts.html", {"edition": row, "names": names})


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def extract(request, event, edition, name, shape):
    """One table as a file."""
    row = organised(request, event, edition)
    one = extracts.EXTRACTS[name]
    columns, rows = one.table(row)
    return exports.table_response(f"{event}-{edition}-{name}", str(one.label), columns, rows, shape=shape)


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def everything(request, event, edition):
    """All tables as one workbook, a sheet for each."""
    row = organised(request, event, edition)
    return exports.xlsx_response(f"{event}-{edition}-{_('everything')}", extracts.everything(row))

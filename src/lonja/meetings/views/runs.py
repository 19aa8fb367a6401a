"""Plans side by side, and copies of them to be changed in peace."""

from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base import exports
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import comparing, extracts, policies, presenting, wishes
from lonja.meetings.services import plans as services
from lonja.meetings.views.desk import arranged, found, organised
from lonja.ui.answers import page, see_other

MOST_COMPARED = 4


def _chosen(request, edition):
    """(all made plans, those to compare, the one that holds): the newest when nobody chose."""
    runs = [run for run in edition.plan_runs.newest_first().select_related("keeps") if run.figures]
    wanted = {number for number in request.GET.getlist("plan") if number.isascii() and number.isdigit()}
    chosen = [run for run in runs if str(run.number) in wanted][:MOST_COMPARED]
    holding = next((run for run in runs if run.holds), None)
    return runs, chosen or _usual(runs, holding), holding


def _usual(runs, holding):
    newest = runs[:MOST_COMPARED]
    if holding and holding not in newest:
        newest = [*newest[: MOST_COMPARED - 1], holding]
    return newest


@access(editions, "organise")
@require_GET
def compare(request, event, edition):
    """Some plans side by side, against the bound and against the one that is published."""
    row = organised(request, event, edition)
    runs, chosen, holding = _chosen(request, row)
    presenting.with_true_states(runs)
    context = {"edition": row, "runs": runs, "chosen": [run.number for run in chosen], "holding": holding}
    if chosen:
        columns, rows = comparing.table(chosen, holding)
        context["figure"] = {
            "headline": comparing.headline(chosen, holding),
            "columns": columns,
            "rows": rows,
            "csv_href": _file_address(event, edition, chosen, "csv"),
            "xlsx_href": _file_address(event, edition, chosen, "xlsx"),
        }
    return page(request, "meetings/runs_compare.html", context)


def _file_address(event, edition, chosen, shape):
    address = reverse("meetings:plans-compare-file", args=[event, edition, shape])
    return f"{address}?{urlencode([('plan', run.number) for run in chosen])}"


@access(editions, "organise")
@require_GET
def compare_file(request, event, edition, shape):
    """The same figures, to take away."""
    _runs, chosen, holding = _chosen(request, organised(request, event, edition))
    columns, rows = comparing.table(chosen, holding)
    labels = [wishes.label_of(one) for one in columns]
    return exports.table_response(f"{event}-{edition}-plans", _("Plans"), labels, rows, shape=shape)


@access(policies.plans, "arrange")
@require_POST
def copy(request, event, edition, number):
    """A draft with the same meetings, to be changed in peace."""
    run = arranged(request, event, edition, number)
    new = services.copy(run, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("Plan %(number)s is a draft with the same meetings. Nobody is told of it.")
        % {"number": new.number},
    )
    return see_other("meetings:board", event, edition, new.number)


@access(policies.plans, "view")
@require_GET
def unplaced_file(request, event, edition, number, shape):
    """Every request without a place, why, and what would make it possible."""
    run = found(request, "view", event, edition, number)
    columns, rows = extracts.unplaced_of(run)
    name = f"{event}-{edition}-{number}-unplaced"
    return exports.table_response(name, _("Unplaced"), columns, rows, shape=shape)

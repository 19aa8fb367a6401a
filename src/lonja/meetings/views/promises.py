"""How many meetings everybody should have at least, and who has fewer in a plan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lonja.base import exports
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import policies, promising
from lonja.meetings.forms.promises import PromiseForm
from lonja.meetings.services import promises as services
from lonja.meetings.views.desk import found, organised
from lonja.ui.answers import page, see_other

PEOPLE_PER_PAGE = 50


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def promises(request, event, edition):
    """Set how many meetings each type of participant should have at least."""
    row = organised(request, event, edition)
    form = PromiseForm(request.POST or None, fewest=promising.promised(row), most=row.most_meetings)
    if form.is_bound and form.is_valid():
        services.promise(row, form.fewest(), actor=request.user)
        messages.success(request, _("The next plan tries to give everybody as many meetings."))
        return see_other("meetings:desk", event, edition)
    context = {"edition": row, "form": form}
    return page(request, "meetings/promises.html", context, status=422 if form.is_bound else 200)


@access(policies.plans, "view")
@require_GET
def below(request, event, edition, number):
    """Who has fewer meetings in a plan than promised, and why."""
    run = found(request, "view", event, edition, number)
    rows = promising.below(run, promising.promised(run.edition))
    shown = Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {"run": run, "edition": run.edition, "page": shown, "lines": promising.lines(run, shown)}
    return page(request, "meetings/promises_below.html", context)


@access(policies.plans, "view")
@require_GET
def below_file(request, event, edition, number, shape):
    """The same people, to take away."""
    run = found(request, "view", event, edition, number)
    columns, rows = promising.table(run)
    return exports.table_response(
        f"{event}-{edition}-{number}-below", _("People"), columns, rows, shape=shape
    )

"""The money of an edition for its organisers, and those who help to run it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.accounts.models import Role
from lonja.base import exports, files
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory.amounts import euros
from lonja.events import budget as figures
from lonja.events import costs
from lonja.events import mission_policies as rights
from lonja.events.forms.budgets import DoorForm, EntryForm, HelperForm, LineForm
from lonja.events.models import EventGrant
from lonja.events.services import budgets as services
from lonja.events.views.missions import organised
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50
DOORS_PER_HOUR = 60  # whether an address has an account cannot be tried out by the thousand


@access(rights.budget_lines, "organise")
@require_GET
def budget(request, event, edition):
    """Income against costs, planned against actual, and what one participant costs."""
    row = organised(request, event, edition)
    rights.budget_lines.note_asked("organise")
    found = figures.read(row)
    columns, rows = _table(found)
    context = {
        "edition": row,
        "budget": found,
        "stats": _stats(row, found),
        "income": [_words(one) for one in found.income],
        "costs": [_words(one) for one in found.costs],
        "totals": [_words(one) for one in (found.income_total, found.costs_total, found.result)],
        "figure": {"columns": columns, "rows": rows, "chart": _chart(found)},
    }
    return page(request, "events/budget.html", context)


def _words(amount):
    difference = None if amount.planned is None else amount.actual - amount.planned
    return {
        "amount": amount,
        "label": amount.label,
        "line": amount.line,
        "planned": euros(amount.planned),
        "actual": euros(amount.actual),
        "difference": euros(difference),
    }


def _stats(edition, found):
    went = found.costs_total
    rows = [{"label": _("Result"), "value": euros(found.result.actual)}]
    for unit in costs.units(edition):
        if not unit.count:  # a visit has no meetings, and what is divided by nobody is no figure
            continue
        cents = figures.per_unit(went.actual, unit.count)
        note = _("Actual costs of %(costs)s divided by %(n)s") % {
            "costs": euros(went.actual),
            "n": unit.count,
        }
        rows.append({"label": unit.label, "value": euros(cents), "note": note})
    return rows


def _table(found):
    columns = [
        _("For what"), {"label": _("Planned"), "numeric": True}, {"label": _("Actual"), "numeric": True}
    ]  # fmt: skip
    amounts = (found.income_total, found.costs_total, found.result)
    return columns, [[one.label, euros(one.planned), euros(one.actual)] for one in amounts]


def _chart(found):
    amounts = (found.income_total, found.costs_total)
    return {
        "kind": "bars",
        "labels": [str(one.label) for one in amounts],
        "series": [
            {"name": _("Planned"), "values": [one.planned / 100 for one in amounts]},
            {"name": _("Actual"), "values": [one.actual / 100 for one in amounts]},
        ],
    }


@access(rights.budget_lines, "organise")
@require_GET
def budget_export(request, event, edition, shape):
    """The budget as a table, amounts in euro."""
    row = organised(request, event, edition)
    rights.budget_lines.note_asked("organise")
    found = figures.read(row)
    columns = [_("Side"), _("For what"), _("What exactly"), _("Planned, in euro"), _("Actual, in euro")]
    rows = [
        *(_exported(_("Income"), one) for one in found.income),
        *(_exported(_("Costs"), one) for one in found.costs),
        *(
            (one.label, "", "", _euros(one.planned), _euros(one.actual))
            for one in (found.income_total, found.costs_total, found.result)
        ),
    ]
    name = f"{row.event.slug}-{row.slug}-budget"
    if shape == "csv":
        return exports.csv_response(name, columns, rows)
    return exports.xlsx_response(name, {_("Budget"): (columns, rows)})


def _exported(side, amount):
    category = amount.line.get_category_display() if amount.line else ""
    return side, str(category), amount.label, _euros(amount.planned), _euros(amount.actual)


def _euros(cents):
    return None if cents is None else cents / 100


@access(rights.budget_lines, "organise")
@require_http_methods(["GET", "POST"])
def new_line(request, event, edition):
    """Plan money that comes in or goes out."""
    row = organised(request, event, edition)
    rights.budget_lines.note_asked("organise")
    form = LineForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        made = services.add_line(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The line is there."))
        return see_other("events:budget-line", event, edition, made.pk)
    context = {"edition": row, "form": form}
    return page(request, "events/budget_line_form.html", context, status=422 if form.is_bound else 200)


def _line(request, event, edition, pk):
    address = {"edition__event__slug": event, "edition__slug": edition, "pk": pk}
    return rights.budget_lines.get(request.user, "organise", **address)


@access(rights.budget_lines, "organise")
@require_http_methods(["GET", "POST"])
def line(request, event, edition, pk):
    """One line: what was planned, what was entered with which evidence, and by whom."""
    row = _line(request, event, edition, pk)
    form = EntryForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.enter(row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The amount is entered."))
        return see_other("events:budget-line", event, edition, pk)
    entries = row.entries.select_related("entered_by", "evidence")
    paged = Paginator(entries, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for entry in paged:
        entry.words = euros(entry.cents)
    context = {
        "edition": row.edition,
        "line": row,
        "planned": euros(row.planned_cents),
        "entered": euros(sum(row.entries.values_list("cents", flat=True))),
        "page": paged,
        "form": form,
    }
    return page(request, "events/budget_line.html", context, status=422 if form.is_bound else 200)


@access(rights.budget_lines, "organise")
@require_http_methods(["GET", "POST"])
def edit_line(request, event, edition, pk):
    """Change a plan."""
    row = _line(request, event, edition, pk)
    present = {
        "category": row.category, "text": row.text, "who": row.partner_words,
        "planned_cents": row.planned_cents, "is_public": row.is_public,
    }  # fmt: skip
    form = LineForm(request.POST or None, actor=request.user, initial=present)
    if request.method == "POST" and form.is_valid():
        services.edit_line(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("Your changes are saved."))
        return see_other("events:budget-line", event, edition, pk)
    context = {"edition": row.edition, "form": form, "line": row}
    return page(request, "events/budget_line_form.html", context, status=422 if form.is_bound else 200)


@access(rights.budget_lines, "organise")
@require_POST
def remove_line(request, event, edition, pk):
    """Take away a line without entries."""
    services.remove_line(_line(request, event, edition, pk), actor=request.user)
    messages.success(request, _("The line is taken away."))
    return see_other("events:budget", event, edition)


@access(rights.budget_entries, "view")
@require_GET
def evidence(request, event, edition, pk):
    """The document of an entry."""
    address = {"line__edition__event__slug": event, "line__edition__slug": edition, "pk": pk}
    entry = rights.budget_entries.get(request.user, "view", **address)
    if entry.evidence is None:
        raise Http404
    return files.serve(entry.evidence)


@access(rights.helpers, "organise")
@require_GET
def team(request, event, edition):
    """Staff and volunteers, and who checks people in at the door."""
    row = organised(request, event, edition)
    return _team(request, row, HelperForm(prefix="helper"), DoorForm(prefix="door", edition=row))


def _team(request, row, helper_form, door_form):
    given = EventGrant.objects.filter(edition=row, role=Role.CHECK_IN_STAFF)
    helpers = rights.helpers.scope(request.user, "organise").filter(edition=row)
    context = {
        "edition": row,
        "page": Paginator(helpers, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "door": given.select_related("user").order_by("-valid_from", "pk")[:ROWS_PER_PAGE],
        "now": timezone.now(),
        "helper_form": helper_form,
        "door_form": door_form,
    }
    bound = helper_form.is_bound or door_form.is_bound
    return page(request, "events/team.html", context, status=422 if bound else 200)


@access(rights.helpers, "organise")
@require_POST
def add_helper(request, event, edition):
    """Write down who helps."""
    row = organised(request, event, edition)
    rights.helpers.note_asked("organise")
    form = HelperForm(request.POST, prefix="helper")
    if not form.is_valid():
        return _team(request, row, form, DoorForm(prefix="door", edition=row))
    services.add_helper(row, facts=form.facts(), actor=request.user)
    messages.success(request, _("%(name)s stands on the list.") % {"name": form.cleaned_data["name"]})
    return see_other("events:team", event, edition)


@access(rights.helpers, "organise")
@require_POST
def remove_helper(request, event, edition, pk):
    """Take somebody off the list."""
    address = {"edition__event__slug": event, "edition__slug": edition, "pk": pk}
    services.remove_helper(rights.helpers.get(request.user, "organise", **address), actor=request.user)
    messages.success(request, _("Your changes are saved."))
    return see_other("events:team", event, edition)


@limited("door", DOORS_PER_HOUR, per=3600)
@access(rights.helpers, "organise")
@require_POST
def admit_to_door(request, event, edition):
    """Let an account check people in."""
    row = organised(request, event, edition)
    rights.helpers.note_asked("organise")
    form = DoorForm(request.POST, prefix="door", edition=row)
    if not form.is_valid():
        return _team(request, row, HelperForm(prefix="helper"), form)
    services.admit_to_door(row, **form.facts(), actor=request.user)
    messages.success(request, _("The account can check people in."))
    return see_other("events:team", event, edition)


@access(rights.door_grants, "end")
@require_POST
def end_at_door(request, event, edition, pk):
    """End somebody's role at the door."""
    address = {"edition__event__slug": event, "edition__slug": edition, "pk": pk}
    services.end_at_door(rights.door_grants.get(request.user, "end", **address), actor=request.user)
    messages.success(request, _("The role has ended."))
    return see_other("events:team", event, edition)

"""What an edition brings home: outputs, follow-ups, and the report for all."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, signed_in
from lonja.directory.presenting import declared
from lonja.events import mission_policies as rights
from lonja.events import policies, presenting
from lonja.events.forms.outputs import (
    FigureForm,
    FollowUpForm,
    OrganisersOutputForm,
    OutputForm,
    ReportForm,
)
from lonja.events.models import Edition, EditionReport, Output, OutputKind, ReportFigure
from lonja.events.outputs_lifecycle import MOVES, OutputState
from lonja.events.services import outputs as services
from lonja.events.views.missions import opened, organised
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50
TONES = {OutputState.NOTED: "info", OutputState.PROMOTED: "good", OutputState.DROPPED: "neutral"}
VERBS = {verb for verb, _state in MOVES}


def sums(edition):
    """How many outputs of each kind, and what became of them, as sentences; dropped ones do not count."""
    rows = Output.objects.filter(edition=edition).exclude(state=OutputState.DROPPED)
    rows = list(rows.values_list("kind", "state"))
    all_of, promoted = Counter(kind for kind, _state in rows), Counter()
    promoted.update(kind for kind, state in rows if state == OutputState.PROMOTED)
    words = {
        OutputKind.INPUT: lambda n: ngettext(
            "%(n)s input for the next call", "%(n)s inputs for the next call", n
        ),
        OutputKind.IDEA: lambda n: ngettext("%(n)s idea", "%(n)s ideas", n),
        OutputKind.CONTACT: lambda n: ngettext("%(n)s contact", "%(n)s contacts", n),
        OutputKind.DECISION: lambda n: ngettext("%(n)s decision", "%(n)s decisions", n),
    }
    return [
        {"words": word(all_of[kind]) % {"n": all_of[kind]}, "promoted": promoted[kind]}
        for kind, word in words.items()
        if all_of[kind]
    ]


@access(rights.outputs, "view")
@require_http_methods(["GET", "POST"])
def outputs(request, event, edition):
    """What came out of an edition, for those who came; each may note something."""
    rows = Edition.objects.select_related("event__organiser_cluster")
    row, may = policies.editions.read(
        request.user, "organise", "attend", rows=rows, event__slug=event, slug=edition
    )
    if not may:
        raise PermissionDenied
    kind = OrganisersOutputForm if "organise" in may else OutputForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.note_output(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("It is noted."))
        return see_other("events:outputs", event, edition)
    found = rights.outputs.scope(request.user).filter(edition=row).select_related("author")
    paged = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for output in paged:
        output.tone = TONES[output.state]
        output.verbs = [verb for verb, state in MOVES if state == output.state]
    context = {"edition": row, "form": form, "page": paged, "sums": sums(row), "verbs": may}
    return page(request, "events/outputs.html", context, status=422 if form.is_bound else 200)


def _output(request, event, edition, pk):
    address = {"edition__event__slug": event, "edition__slug": edition, "pk": pk}
    return rights.outputs.get(request.user, "organise", **address)


@access(rights.outputs, "organise")
@require_http_methods(["GET", "POST"])
def edit_output(request, event, edition, pk):
    """Change the words of an output, for its organiser."""
    row = _output(request, event, edition, pk)
    form = OrganisersOutputForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.edit_output(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("Your changes are saved."))
        return see_other("events:outputs", event, edition)
    context = {"edition": row.edition, "form": form}
    return page(request, "events/output_form.html", context, status=422 if form.is_bound else 200)


@access(rights.outputs, "organise")
@require_POST
def move_output(request, event, edition, pk, verb):
    """Promote an output to an idea, drop it, or open it again."""
    row = _output(request, event, edition, pk)
    if verb not in VERBS:
        raise Http404
    services.move_output(row, verb, actor=request.user)
    messages.success(request, _("Your changes are saved."))
    return see_other("events:outputs", event, edition)


@signed_in("lists what the person herself promised to do")
@require_GET
def my_follow_ups(request):
    """Everything that I promised after events, what is open first."""
    rows = rights.follow_ups.scope(request.user).filter(responsible=request.user)
    rows = rows.select_related("edition__event")
    paged = Paginator(_open_first(rows), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "events/my_follow_ups.html", {"page": paged, "today": timezone.localdate()})


def _open_first(rows):
    return rows.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")


@access(rights.follow_ups, "organise")
@require_http_methods(["GET", "POST"])
def follow_ups(request, event, edition):
    """Who promised what after an edition, until when."""
    row = organised(request, event, edition)
    form = FollowUpForm(request.POST or None, edition=row, initial={"due_on": services.due_day(row)})
    if request.method == "POST" and form.is_valid():
        services.add_follow_up(row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("It is noted, and a reminder goes out on that day."))
        return see_other("events:edition-follow-ups", event, edition)
    rows = rights.follow_ups.scope(request.user, "organise").filter(edition=row)
    rows = rows.select_related("responsible", "output")
    paged = Paginator(_open_first(rows), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": row, "form": form, "page": paged, "today": timezone.localdate()}
    return page(request, "events/follow_ups.html", context, status=422 if form.is_bound else 200)


@access(rights.follow_ups, "finish")
@require_POST
def finish_follow_up(request, pk):
    """Say that it is done."""
    row = rights.follow_ups.get(request.user, "finish", pk=pk)
    services.finish_follow_up(row, actor=request.user, now=timezone.now())
    messages.success(request, _("Done. Thank you."))
    if row.responsible_id == request.user.pk:
        return see_other("events:follow-ups")
    return see_other("events:edition-follow-ups", row.edition.event.slug, row.edition.slug)


@access(rights.reports, "view")
@require_GET
def report(request, event, edition):
    """The report of an edition with its figures, as they were meant."""
    rows = EditionReport.objects.select_related("edition__event__organiser_cluster")
    row, may = rights.reports.read(
        request.user, "organise", rows=rows, edition__event__slug=event, edition__slug=edition
    )
    shown = row.edition.outputs.filter(is_public=True).exclude(state=OutputState.DROPPED)
    context = {
        "edition": row.edition,
        "report": row,
        "dates": presenting.dates(row.edition),
        "figures": [figure(one) for one in row.figures.all()],
        "sums": sums(row.edition),
        "outputs": shown.order_by("kind", "pk"),
        "may_organise": "organise" in may,
        "TONES": TONES,
    }
    return page(request, "events/report.html", context)


def figure(row):
    """A number of the report with its qualifier."""
    words = declared(row.number, row.number_qualifier)
    return {"row": row, "value": words[:1].upper() + words[1:], "label": str(row), "source": row.source}


@access(rights.reports, "organise")
@require_http_methods(["GET", "POST"])
def edit_report(request, event, edition):
    """Write the report; each of its numbers by itself."""
    row, _may = opened(request, event, edition, "organise")
    rights.reports.note_asked("organise")
    present = EditionReport.objects.filter(edition=row).first() or EditionReport(edition=row)
    form = ReportForm(request.POST or None, instance=present)
    if request.method == "POST" and form.is_valid():
        services.write_report(row, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("The report is saved."))
        return see_other("events:report", event, edition)
    return _report_form(request, row, present, form, FigureForm(prefix="figure"))


def _report_form(request, row, present, form, figure_form):
    bound = form.is_bound or figure_form.is_bound
    figures = [figure(one) for one in present.figures.all()] if present.pk else []
    context = {
        "edition": row,
        "report": present,
        "form": form,
        "figure_form": figure_form,
        "figures": figures,
    }
    return page(request, "events/report_form.html", context, status=422 if bound else 200)


@access(rights.reports, "organise")
@require_POST
def add_figure(request, event, edition):
    """Add a number to the report."""
    row, _may = opened(request, event, edition, "organise")
    rights.reports.note_asked("organise")
    figure_form = FigureForm(request.POST, prefix="figure")
    if not figure_form.is_valid():
        present = EditionReport.objects.filter(edition=row).first() or EditionReport(edition=row)
        return _report_form(request, row, present, ReportForm(instance=present), figure_form)
    services.add_figure(row, facts=figure_form.facts(), actor=request.user, now=timezone.now())
    messages.success(request, _("The figure is there."))
    return see_other("events:report-edit", event, edition)


@access(rights.reports, "organise")
@require_POST
def remove_figure(request, event, edition, pk):
    """Take a number out of the report."""
    address = {"edition__event__slug": event, "edition__slug": edition}
    row = rights.reports.get(request.user, "organise", **address)
    found = ReportFigure.objects.filter(report=row, pk=pk).first()
    if found is None:
        raise Http404
    services.remove_figure(found, actor=request.user)
    messages.success(request, _("The figure is taken out."))
    return see_other("events:report-edit", event, edition)

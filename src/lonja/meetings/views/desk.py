"""The organiser's desk: from the workbook to the published agenda."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base import files, jobs
from lonja.base.imports import flow
from lonja.base.limits import limited
from lonja.base.policy import access, open_to_all
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Edition, EventKind, Participation, Session, Zone, ZoneKind
from lonja.events.policies import editions
from lonja.events.presenting import TONES
from lonja.meetings import documents, papers, policies, presenting, workbook
from lonja.meetings.forms import PlanForm
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import PlanRun, Slot, Table
from lonja.meetings.services import plans as services
from lonja.ui.answers import page, see_other

MEETINGS_PER_PAGE = 100
UNPLACED_PER_PAGE = 50
# A plan holds a worker for minutes, and the papers of a large edition a web process for seconds.
PLANS_PER_HOUR, DOCUMENTS_PER_HOUR = 30, 120


def organised(request, event, edition):
    """The edition at an address, for its organiser."""
    rows = Edition.objects.select_related("event__organiser_cluster", "hall_screen")
    row, may = editions.read(request.user, "organise", rows=rows, event__slug=event, slug=edition)
    if not may:
        raise PermissionDenied
    return row


def arranged(request, event, edition, number):
    """The plan at an address, for whoever may change it; its edition comes with it."""
    address = {"edition__event__slug": event, "edition__slug": edition, "number": number}
    rows = PlanRun.objects.select_related("edition__event__organiser_cluster", "keeps")
    run, may = policies.plans.read(request.user, "arrange", rows=rows, **address)
    if not may:
        raise PermissionDenied
    return run


@access(editions, "organise")
@require_GET
def desk(request, event, edition):
    """Everything that an organiser does, step by step."""
    row = organised(request, event, edition)
    return _desk(request, row, PlanForm(edition=row))


def _desk(request, edition, form, status=200):
    counted = numbers(edition)
    runs = presenting.with_true_states(list(edition.plan_runs.newest_first()))
    context = {
        "edition": edition,
        "tone": TONES[edition.state],
        "numbers": counted,
        "has_meetings": _has_meetings(edition, counted),
        "upload_url": flow.upload_url("encounter", str(edition.pk)),
        "form": form,
        "runs": runs,
        "has_figures": any(run.figures for run in runs),
        "locks": edition.locks.count(),
        "published": next((run for run in runs if run.holds), None),
    }
    return page(request, "meetings/desk.html", context, status=status)


def numbers(edition):
    """What there is to plan, in two queries; each number is counted by itself, else rows would multiply."""
    expected = Participation.objects.filter(state__in=EXPECTED)
    counted = {
        "people": _counted(expected),
        "organisations": _counted(expected, of="organisation"),
        "slots": _counted(Slot.objects),
        "tables": _counted(Table.objects),
        "talks": _counted(Session.objects),
        "halls": _counted(Zone.objects.filter(kind__in=[ZoneKind.MEETINGS, ZoneKind.CURATED])),
    }
    row = Edition.objects.filter(pk=edition.pk).values_list(*counted.values()).get()
    requests = edition.meeting_requests.aggregate(
        accepted=Count("pk", filter=Q(state=RequestState.ACCEPTED)),
        waiting=Count("pk", filter=Q(state=RequestState.SENT)),
    )
    return dict(zip(counted, row)) | requests


def _has_meetings(edition, counted):
    """Whether meetings are part of it: of a conference only where somebody has laid something out."""
    if edition.event.kind != EventKind.CONFERENCE:
        return edition.event.has_tables
    return any(counted[name] for name in ("slots", "tables", "halls", "accepted", "waiting"))


def _counted(rows, of="pk"):
    """How many of some rows belong to an edition."""
    here = rows.filter(edition=OuterRef("pk")).order_by().values("edition")
    return Coalesce(Subquery(here.annotate(number=Count(of, distinct=True)).values("number")), 0)


@limited("plan", PLANS_PER_HOUR, per=3600)
@access(editions, "organise")
@require_POST
def new_plan(request, event, edition):
    """Ask for a plan; a worker makes it."""
    row = organised(request, event, edition)
    form = PlanForm(request.POST, edition=row)
    if not form.is_valid():
        return _desk(request, row, form, status=422)
    with transaction.atomic():  # a run without its job would wait for ever
        run = services.request_plan(row, **form.cleaned_data, actor=request.user, now=timezone.now())
        job = jobs.enqueue(
            "meetings.plan", args={"run_id": run.pk}, actor=request.user,
            done_url=reverse("meetings:plan", args=[event, edition, run.number]),
        )  # fmt: skip
        services.remember_job(run, job=job)
    return see_other(job)


@access(policies.plans, "view")
@require_GET
def plan(request, event, edition, number):
    """One plan: its figures, what found no place and why."""
    run = found(request, "view", event, edition, number)
    presenting.with_true_states([run])
    lines = presenting.unplaced_lines(run)
    chosen, query = request.GET.get("reason", ""), request.GET.get("q", "").strip()
    context = {
        "edition": run.edition,
        "run": run,
        "figures": presenting.headline_figures(run),
        "reasons": presenting.reasons_counted(lines, chosen),
        "lines": Paginator(presenting.narrowed(lines, chosen, query), UNPLACED_PER_PAGE).get_page(
            request.GET.get("waiting")
        ),
        "unplaced": lines,
        "query": query,
        "reason": chosen,
        "page": Paginator(run.meetings.for_agenda(), MEETINGS_PER_PAGE).get_page(request.GET.get("page")),
        "zone_info": run.edition.zone_info,
    }
    return page(request, "meetings/plan.html", context)


@access(policies.plans, "publish")
@require_POST
def publish(request, event, edition, number):
    """Let a plan hold, provisionally or for good, and send everybody their agenda."""
    run = found(request, "publish", event, edition, number)
    provisionally = request.POST.get("as") == "provisional"
    services.publish(run, actor=request.user, now=timezone.now(), provisionally=provisionally)
    if provisionally:
        messages.success(request, _("The plan is out as provisional, and the agendas are on their way."))
    else:
        messages.success(request, _("The plan is published, and the agendas are on their way."))
    return see_other("meetings:desk", event, edition)


SHAPES = {
    "sheet.pdf": (files.PDF, lambda run: documents.sheet_pdf(run.edition, run)),
    "sheet.xlsx": (files.XLSX, lambda run: documents.sheet_xlsx(run.edition, run)),
    "tables.pdf": (files.PDF, lambda run: documents.table_cards_pdf(run.edition, run)),
    "agendas.pdf": (files.PDF, lambda run: documents.all_agendas_pdf(run.edition, run)),
}


@limited("document of a plan", DOCUMENTS_PER_HOUR, per=3600)
@access(policies.plans, "view")
@require_GET
def document(request, event, edition, number, shape):
    """A document of one plan."""
    run = found(request, "view", event, edition, number)
    if shape == "agendas.pdf" and papers.are_many(run):
        return papers.all_agendas(request, run)
    content_type, make = SHAPES[shape]
    return download(make(run), f"{event}-{edition}-{number}-{shape}", content_type)


@open_to_all("an empty workbook that explains itself")
@require_GET
def template(request):
    """The workbook to fill in."""
    return download(workbook.template_bytes(), _("encounter.xlsx"), files.XLSX)


@open_to_all("a workbook with invented people")
@require_GET
def example(request):
    """The workbook with a small encounter in it."""
    return download(workbook.example_bytes(), _("encounter-example.xlsx"), files.XLSX)


def found(request, verb, event, edition, number):
    """The plan at an address, as far as this person may `verb` it."""
    run = policies.plans.get(
        request.user, verb, edition__event__slug=event, edition__slug=edition, number=number
    )
    run.edition = editions.scope(request.user).select_related("event").get(pk=run.edition_id)
    return run


def download(content, name, content_type):
    """An answer that the browser keeps as a file."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{files.safe_name(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

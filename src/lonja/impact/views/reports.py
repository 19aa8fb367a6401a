"""The report of an edition: page, PDF, open data, and the organiser's way to it."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import exports, files, jobs
from lonja.base.policy import access
from lonja.events.models import Edition
from lonja.events.presenting import dates, place
from lonja.impact import documents, engine, figures, opendata, policies, presenting
from lonja.impact import practice as drafting
from lonja.impact.forms import ReportForm
from lonja.impact.models import OutcomeReport
from lonja.impact.services import reports as services
from lonja.impact.views.desk import organised
from lonja.impact.views.finding import find
from lonja.meetings.views.desk import download
from lonja.ui.answers import page, see_other


def published(request, event, edition):
    """The report at an address with its edition, for whoever may see it; 404 before it has figures."""
    row = find(request, event, edition)
    found = policies.reports.get(request.user, "view", edition=row)
    if not found.figures:
        raise Http404
    found.edition = row
    return found


@access(policies.reports, "view")
@require_GET
def report(request, event, edition):
    """What an edition was and what came of it, for everybody."""
    row = published(request, event, edition)
    shown = row.figures
    links = _links(request, row)
    context = {
        "report": row,
        "edition": row.edition,
        "dates": dates(row.edition),
        "place": place(row.edition),
        "stats": presenting.headline(shown),
        "sentences": list(
            filter(None, (presenting.value_sentence(shown), presenting.impression_sentence(shown)))
        ),
        "bounds": presenting.bounds_rows(shown),
        "figures": _figures(shown, links["csv"]),
        "conversions": presenting.conversion_rows(shown),
        "method": documents.method_notes(),
        "kept": presenting.kept_sentences(shown),
        "supporters": documents.supporters(row.edition),
        "licence": opendata.LICENCE,
        "licence_name": opendata.LICENCE_NAME,
        "description": opendata.embedded(
            opendata.description(row, page_url=links["page"], csv_url=links["csv"], json_url=links["json"])
        ),
        "may_organise": policies.reports.allows(request.user, "organise", row),
    }
    return page(request, "impact/report.html", context)


def _links(request, row):
    """Full addresses of the page and its files."""
    args = [row.edition.event.slug, row.edition.slug]
    named = {"page": reverse("impact:report", args=args)}
    named |= {shape: reverse("impact:report-file", args=[*args, shape]) for shape in ("csv", "json", "pdf")}
    return {name: request.build_absolute_uri(address) for name, address in named.items()}


def _figures(shown, csv_href):
    """The figures of the page in their order; those without a row are left out."""
    made = [
        (_("What came of the meetings"), presenting.outcome_table(shown)),
        (_("How the two sides stand"), (*presenting.verdict_table(shown), None)),
        (_("How far the outcomes reach"), (*presenting.level_table(shown), None)),
        (_("The editions side by side"), presenting.comparison_table(shown)),
        (_("Who took part"), (*presenting.helix_table(shown), None)),
        (_("Where the organisations came from"), (*presenting.country_table(shown), None)),
    ]
    return [
        {"headline": title, "columns": columns, "rows": rows, "chart": chart, "csv": csv_href}
        for title, (columns, rows, chart) in made
        if rows
    ]


@access(policies.reports, "view")
@require_GET
def report_file(request, event, edition, shape):
    """The report as a PDF, or its figures as open data."""
    row = published(request, event, edition)
    name = f"{row.edition.event.slug}-{row.edition.slug}-report"
    if shape == "pdf":
        return download(documents.report_pdf(row), f"{name}.pdf", files.PDF)
    if shape == "csv":
        return exports.csv_response(name, opendata.COLUMNS, opendata.rows(row))
    links = _links(request, row)
    described = opendata.description(
        row, page_url=links["page"], csv_url=links["csv"], json_url=links["json"]
    )
    data = [dict(zip(opendata.COLUMNS, each, strict=True)) for each in opendata.rows(row)]
    return JsonResponse({"dataset": described, "data": data}, json_dumps_params={"ensure_ascii": False})


@access(policies.reports, "view")
@require_GET
def dictionary(request, event, edition):
    """What each column and indicator of the open data means."""
    row = published(request, event, edition)
    name = f"{row.edition.event.slug}-{row.edition.slug}-dictionary"
    return exports.csv_response(name, ["kind", "name", "meaning"], opendata.dictionary())


@access(policies.reports, "organise")
@require_http_methods(["GET", "POST"])
def edit(request, event, edition):
    """The words of the report and of the good practice; what is empty is drafted from the data."""
    policies.reports.scope(request.user, "organise")
    row = organised(request, event, edition)
    found = OutcomeReport.objects.filter(edition=row).first()
    form = ReportForm(request.POST or None, report=found, drafts=_drafts(row, found))
    if form.is_bound and form.is_valid():
        services.write(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The words are kept. The figures change only when you publish."))
        return see_other("impact:report-edit", row.event.slug, row.slug)
    context = {"edition": row, "report": found, "form": form}
    return page(request, "impact/report_edit.html", context, status=422 if form.is_bound else 200)


def _drafts(row, report):
    """First sentences of the good practice from the edition's own figures, while there are none."""
    if report and report.evidence:
        return {}
    counted = Edition.objects.with_figures().select_related("event").get(pk=row.pk)
    made = figures.head_figures(counted, engine.outcomes(counted))
    return drafting.drafts(counted, made, figures.comparison(counted, made, engine.series(counted)))


@access(policies.reports, "organise")
@require_POST
def move(request, event, edition, verb):
    """Publish the report with the figures of today, or hide it."""
    policies.reports.scope(request.user, "organise")
    row = organised(request, event, edition)
    if verb == "publish":
        asked = {"edition_id": row.pk, "actor_id": request.user.pk, "asked_at": timezone.now().isoformat()}
        job = jobs.enqueue(
            "impact.publish", args=asked, actor=request.user,
            done_url=reverse("impact:report-edit", args=[event, edition]),
        )  # fmt: skip
        return see_other(job)
    if verb != "hide":
        raise Http404
    services.hide(policies.reports.get(request.user, "organise", edition=row), actor=request.user)
    messages.success(request, _("The report is hidden; only you see it."))
    return see_other("impact:report-edit", row.event.slug, row.slug)


@access(policies.reports, "view")
@require_GET
def practice(request, event, edition):
    """The good practice of an edition; whom to ask about it only for those who have signed in."""
    row = published(request, event, edition)
    if not row.practice_is_public and not policies.reports.allows(request.user, "organise", row):
        raise Http404
    parts = (
        ("resources", _("Resources needed")),
        ("evidence", _("Evidence of success")),
        ("difficulties", _("Difficulties encountered")),
        ("transfer", _("Potential for learning or transfer")),
    )
    context = {
        "report": row,
        "edition": row.edition,
        "dates": dates(row.edition),
        "place": place(row.edition),
        "parts": [
            {"label": label, "texts": getattr(row, name)} for name, label in parts if getattr(row, name)
        ],
        "contact": (row.author_name, row.author_contact) if request.user.is_authenticated else None,
    }
    return page(request, "impact/practice.html", context)

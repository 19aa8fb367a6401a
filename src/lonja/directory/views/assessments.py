"""The self-assessment of a cluster: overview and gaps, one form for each area, the frozen record."""

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.policy import access
from lonja.directory import composition, evidence, excellence, policies
from lonja.directory.forms.labels import AnswerForm
from lonja.directory.models import Assessment, AssessmentState
from lonja.directory.services import assessments as services
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other


@access(policies.clusters, "assess")
@require_GET
def overview(request, slug):
    """How far the cluster is, what is missing for silver and gold, and what was submitted before."""
    row = policies.clusters.get(request.user, "assess", slug=slug)
    rows = excellence.indicators()
    history = list(policies.assessments.scope(request.user).filter(cluster=row))
    draft = next((one for one in history if one.state == AssessmentState.DRAFT), None)
    latest = draft or next(iter(history), None)
    answers = _answers(latest)
    context = {
        **frame(request, row, composition.read(row), "assessment"),
        "areas": _areas(rows, answers),
        "grades": _grades(rows, answers),
        "counts": excellence.counts(rows, answers),
        "draft": draft,
        "history": [one for one in history if one.state == AssessmentState.SUBMITTED],
    }
    return page(request, "directory/assessment.html", context)


def _answers(assessment):
    return {answer.indicator_id: answer for answer in assessment.answers.all()} if assessment else {}


def _areas(rows, answers):
    return [
        {
            "term": area,
            "all": len(inside),
            "answered": sum(1 for one in inside if one.pk in answers and answers[one.pk].level is not None),
        }
        for area, inside in excellence.areas(rows)
    ]


def _grades(rows, answers):
    counted = excellence.counts(rows, answers)
    return [
        {
            "name": name,
            **counted[grade],
            "share": counted[grade]["met"] / counted[grade]["asked"] if counted[grade]["asked"] else 0,
            "needed": excellence.NEEDED[grade].label,
            "gaps": excellence.gaps(rows, answers, grade),
        }
        for grade, name in excellence.NAMES.items()
    ]


@access(policies.clusters, "edit")
@require_POST
def begin(request, slug):
    """Begin a new assessment, or go on with the draft."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    services.begin(row, actor=request.user)
    first = excellence.areas(excellence.indicators())
    if not first:
        return see_other("directory:assessment", row.slug)
    return see_other("directory:assessment-area", row.slug, first[0][0].code)


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def area(request, slug, code):
    """The indicators of one area, each with what the register can show for it."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    draft = policies.assessments.scope(request.user, "edit").filter(cluster=row).first()
    if draft is None:
        return see_other("directory:assessment", row.slug)
    areas = excellence.areas(excellence.indicators())
    place = next((n for n, (term, _rows) in enumerate(areas) if term.code == code), None)
    if place is None:
        raise Http404
    forms = _forms(request, row, draft, areas[place][1])
    valid = [form.is_valid() for form in forms]  # each is asked, so that each shows its errors
    if request.method == "POST" and all(valid):
        services.answer(draft, {form.indicator: form.cleaned_data for form in forms}, actor=request.user)
        messages.success(request, _("The answers are saved."))
        if place + 1 < len(areas) and "next" in request.POST:
            return see_other("directory:assessment-area", row.slug, areas[place + 1][0].code)
        return see_other("directory:assessment", row.slug)
    context = {
        **frame(request, row, composition.read(row), "assessment"),
        "forms": forms,
        "area": areas[place][0],
        "step": place + 1,
        "steps": len(areas),
    }
    return page(request, "directory/assessment_area.html", context, status=422 if request.POST else 200)


def _forms(request, row, draft, indicators):
    answers, found = _answers(draft), evidence.read(row, today=timezone.localdate())
    return [
        AnswerForm(
            request.POST or None,
            request.FILES or None,
            indicator=one,
            answer=answers.get(one.pk),
            facts=found.get(one.code, []),
        )
        for one in indicators
    ]


@access(policies.clusters, "edit")
@require_POST
def submit(request, slug):
    """Freeze the draft."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    draft = policies.assessments.scope(request.user, "edit").filter(cluster=row).first()
    if draft is None:
        raise Http404
    done = services.submit(draft, actor=request.user, now=timezone.now())
    messages.success(request, _("The self-assessment is submitted. Nobody can change it from now on."))
    return see_other("directory:assessment-record", done.pk)


@access(policies.assessments, "view")
@require_GET
def record(request, pk):
    """One submitted assessment with all answers, beside the one before it; made to be printed."""
    found = policies.assessments.get(request.user, "view", pk=pk)
    if found.state != AssessmentState.SUBMITTED:
        return see_other("directory:assessment", found.cluster.slug)
    earlier = (
        Assessment.objects.filter(
            cluster=found.cluster_id, state=AssessmentState.SUBMITTED, submitted_at__lt=found.submitted_at
        )
        .order_by("-submitted_at")
        .first()
    )
    rows = excellence.indicators()
    answers = {
        answer.indicator_id: answer for answer in found.answers.select_related("indicator", "evidence")
    }
    context = {
        "assessment": found,
        "cluster": found.cluster,
        "earlier": earlier,
        "areas": _lines(rows, answers, _answers(earlier)),
        "grades": _grades(rows, answers),
        "may_publish": policies.assessments.allows(request.user, "publish", found),
    }
    return page(request, "directory/assessment_record.html", context)


def _lines(rows, answers, before):
    return [
        {
            "term": area,
            "lines": [
                {
                    "indicator": one,
                    "provisional": excellence.is_provisional(one),
                    "answer": answers.get(one.pk),
                    "before": before.get(one.pk),
                    "step": _step(answers.get(one.pk), before.get(one.pk)),
                }
                for one in inside
            ],
        }
        for area, inside in excellence.areas(rows)
    ]


def _step(now, before):
    """Up, down or nothing, compared with the assessment before."""
    if now is None or before is None or now.level is None or before.level is None:
        return ""
    return "up" if now.level > before.level else "down" if now.level < before.level else ""


@access(policies.assessments, "publish")
@require_POST
def show_summary(request, pk):
    """Let everybody see the counts of this assessment, or nobody."""
    found = policies.assessments.get(request.user, "publish", pk=pk)
    services.show_summary(found, is_public=request.POST.get("public") == "yes", actor=request.user)
    messages.success(request, _("Your choice is saved."))
    return see_other("directory:assessment-record", found.pk)


@access(policies.assessments, "view")
@require_GET
def answer_evidence(request, pk, answer):
    """The document behind one answer."""
    found = policies.assessments.get(request.user, "view", pk=pk)
    row = found.answers.filter(pk=answer, evidence__isnull=False).select_related("evidence").first()
    if row is None:
        raise Http404
    return files.serve(row.evidence)

"""The life of a cluster, stage by stage, and what a promoter has in its portfolio."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.policy import access
from lonja.directory import composition, policies, presenting
from lonja.directory.forms.stages import StageForm
from lonja.directory.lifecycle import STAGE_MOVES
from lonja.directory.models import ClusterStage, ClusterStatement, Promotion, StatementKind, Term
from lonja.directory.services import stages as services
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other

SCHEME = "lifecycle_stages"


@access(policies.clusters, "view")
@require_http_methods(["GET", "POST"])
def stages(request, slug):
    """The stages that a cluster has reached, and for its manager the next one."""
    verb = "edit" if request.method == "POST" else "view"
    row = policies.clusters.get(request.user, verb, slug=slug)
    verbs = policies.clusters.verbs(request.user, row, "edit", "view_evidence")
    reached = list(row.stages.select_related("stage", "evidence"))
    following = _following(row, reached) if "edit" in verbs else []
    initial = {} if reached or row.stage is None else {"stage": row.stage.code}
    form = StageForm(request.POST or None, request.FILES or None, stages=following, initial=initial)
    if request.method == "POST" and following and form.is_valid():
        services.reach(
            row,
            stage=form.stage(),
            facts=form.facts(),
            document=form.cleaned_data["document"],
            actor=request.user,
        )
        messages.success(request, _("The stage is entered."))
        return see_other("directory:stages", row.slug)
    context = {
        **frame(request, row, composition.read(row), "stages"),
        "reached": [_line(stage) for stage in reached],
        "shows_evidence": "view_evidence" in verbs,
        "may_edit": "edit" in verbs,
        "form": form if following else None,
    }
    return page(request, "directory/stages.html", context, status=422 if form.is_bound else 200)


def _following(row, reached):
    """The stages that may come next; any when none is entered yet."""
    rows = Term.objects.filter(scheme=SCHEME, selectable=True).order_by("position")
    return list(rows.filter(code__in=STAGE_MOVES[reached[-1].stage.code]) if reached else rows)


def _line(stage):
    """One stage as the page shows it."""
    return {"row": stage, "day": presenting.known_date(stage.reached_on, stage.reached_on_precision)}


def _stage_of(request, pk, verb):
    """A stage and its cluster, when the reader may do `verb` on the cluster."""
    row = ClusterStage.objects.select_related("cluster", "stage", "evidence").filter(pk=pk).first()
    if row is None:
        raise Http404
    policies.clusters.get(request.user, verb, pk=row.cluster_id)
    return row


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def stage(request, pk):
    """Correct one stage, or hand in its evidence."""
    row = _stage_of(request, pk, "edit")
    form = StageForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.amend(row, facts=form.facts(), document=form.cleaned_data["document"], actor=request.user)
        messages.success(request, _("The stage is saved."))
        return see_other("directory:stages", row.cluster.slug)
    context = {"stage": row, "form": form}
    return page(request, "directory/stage.html", context, status=422 if form.is_bound else 200)


@access(policies.clusters, "view_evidence")
@require_GET
def stage_evidence(request, pk):
    """The document by which a stage is shown to be reached."""
    row = _stage_of(request, pk, "view_evidence")
    if row.evidence is None:
        raise Http404
    return files.serve(row.evidence)


@access(policies.organisations, "view")
@require_GET
def portfolio(request, slug):
    """The clusters that an organisation promotes: stage, dates, members and working groups on one page."""
    promoter = policies.organisations.get(request.user, "view", slug=slug)
    agreed = Promotion.objects.filter(cluster=OuterRef("pk"), organisation=promoter)
    active = Q(memberships__status=policies.ACTIVE)
    seen = policies.clusters.scope(request.user).filter(promoter=promoter)
    seen = seen.select_related("stage", "region").annotate(
        agreed=Exists(agreed), registered=Count("memberships", filter=active, distinct=True)
    )
    seen = list(seen.order_by("sort_name", "pk"))
    may_answer = policies.organisations.allows(request.user, "edit", promoter)
    lines = _portfolio_lines([row for row in seen if row.agreed])
    context = {
        "promoter": promoter,
        "lines": lines,
        "asking": [row for row in seen if not row.agreed] if may_answer else [],
        "members": sum(line["row"].registered for line in lines),
        "groups": sum(len(line["groups"]) for line in lines),
    }
    return page(request, "directory/portfolio.html", context)


def _portfolio_lines(rows):
    """The clusters with their working groups and the stages they have been through."""
    groups, stages = {}, {}
    for statement in ClusterStatement.objects.filter(cluster__in=rows, kind=StatementKind.GROUP):
        groups.setdefault(statement.cluster_id, []).append(statement)
    for reached in ClusterStage.objects.filter(cluster__in=rows).select_related("stage"):
        stages.setdefault(reached.cluster_id, []).append(_line(reached))
    return [
        {
            "row": row,
            "groups": groups.get(row.pk, []),
            "stages": stages.get(row.pk, []),
            "declared": presenting.declared(row.declared_members, row.declared_members_qualifier),
            "established": presenting.known_date(row.established, row.established_precision),
        }
        for row in rows
    ]


@access(policies.clusters, "promote")
@require_POST
def answer_promotion(request, slug):
    """Say for the promoter whether a cluster rightly names it."""
    row = policies.clusters.get(request.user, "promote", slug=slug)
    promoter = row.promoter
    services.answer_promotion(row, agrees=request.POST.get("agrees") == "yes", actor=request.user)
    messages.success(request, _("Your answer is kept."))
    return see_other("directory:portfolio", promoter.slug)

"""Reports of wrong facts, and changes that wait for a second person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import differences, policies
from lonja.directory.forms.moderation import ReportForm, SuggestForm, WordForm
from lonja.directory.forms.profile_rows import BUTTON
from lonja.directory.forms.profile_sections import SECTIONS, SectionEdit, section_of
from lonja.directory.services import moderation as services
from lonja.directory.views.both import for_both, policy_of
from lonja.ui.answers import page, see_other

MOST_PER_DAY = 20
PER_PAGE = 30
UNPROCESSABLE = 422


@limited("report", MOST_PER_DAY, per=86_400, methods=("POST",))
@require_http_methods(["GET", "POST"])
def _report(request, owner):
    """Tell the editors of a profile that a fact may be wrong; nobody needs to sign in for it."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.report(owner, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Thank you. The editors of this page look at it."))
        return see_other(owner)
    context = {"owner": owner, "form": form}
    return page(request, "directory/report.html", context, status=422 if form.is_bound else 200)


organisation_report, cluster_report = for_both("view", _report)


@require_GET
def _reports(request, owner):
    """What readers doubted, and what was answered: for who edits or checks, and for who reported it."""
    of_owner = {owner._meta.model_name: owner}
    rows = policies.fact_reports.scope(request.user).filter(**of_owner)
    if not rows.exists() and not policy_of(owner).allows(request.user, "edit", owner):
        raise PermissionDenied
    open_here = policies.fact_reports.scope(request.user, "answer").filter(**of_owner)
    context = {
        "owner": owner,
        "page": Paginator(rows.select_related("reported_by"), PER_PAGE).get_page(request.GET.get("page")),
        "answerable": set(open_here.values_list("pk", flat=True)),
        "form": WordForm(),
    }
    return page(request, "directory/reports.html", context)


organisation_reports, cluster_reports = for_both("view", _reports)


@access(policies.fact_reports, "answer")
@require_POST
def answer_report(request, pk):
    """Say that a fact is corrected, or stays."""
    row = policies.fact_reports.get(request.user, "answer", pk=pk)
    verb = "correct" if request.POST.get("verb") == "correct" else "keep"
    answer = request.POST.get("answer", "")[:1000]
    services.answer_report(row, verb=verb, answer=answer, actor=request.user, now=timezone.now())
    messages.success(request, _("The answer is saved."))
    return see_other(f"directory:{row.owner._meta.model_name}-reports", row.owner.slug)


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def cluster_changes(request, slug):
    """Changes of the profile that wait or were decided, each as a difference; and the rule itself."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    if request.method == "POST":
        services.set_editing_rule(row, two_people=request.POST.get("two_people") == "yes", actor=request.user)
        messages.success(request, _("The rule for editing is saved."))
        return see_other("directory:cluster-changes", row.slug)
    rows = policies.proposed_changes.scope(request.user).filter(cluster=row)
    paged = Paginator(rows.select_related("proposed_by", "answered_by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    decidable = set(
        policies.proposed_changes.scope(request.user, "decide")
        .filter(cluster=row)
        .values_list("pk", flat=True)
    )
    context = {
        "cluster": row,
        "page": paged,
        "changes": differences.shown(paged.object_list, decidable),
        "two_people": services.needs_second_person(row),
    }
    return page(request, "directory/changes.html", context)


@access(policies.proposed_changes, "decide")
@require_POST
def decide_change(request, pk):
    """Apply a proposed change, or leave the profile as it is."""
    row = policies.proposed_changes.get(request.user, "decide", pk=pk)
    decide = services.apply if request.POST.get("verb") == "apply" else services.decline
    decide(row, answer=request.POST.get("answer", "")[:500], actor=request.user, now=timezone.now())
    messages.success(request, _("The decision is made, and the author is told."))
    return see_other("directory:cluster-changes", row.cluster.slug)


@access(policies.clusters, "suggest")
@require_GET
def suggest(request, slug):
    """The sections of a profile for which a member of the cluster may propose a change."""
    row = policies.clusters.get(request.user, "suggest", slug=slug)
    context = {"cluster": row, "sections": [section for section in SECTIONS if not section.has_team]}
    return page(request, "directory/suggest.html", context)


@access(policies.clusters, "suggest")
@require_http_methods(["GET", "POST"])
def suggest_change(request, slug, section):
    """Propose a change of one section; a manager decides."""
    row = policies.clusters.get(request.user, "suggest", slug=slug)
    chosen = section_of(section)
    if chosen is None or chosen.has_team:
        raise Http404
    button = request.POST.get(BUTTON, "")
    edit = SectionEdit(chosen, row, request.POST if request.method == "POST" else None, button=button)
    note = SuggestForm(request.POST or None)
    if edit.is_bound and not button and edit.is_valid() and note.is_valid():
        services.propose(
            row, edit.change(), note=note.cleaned_data["note"], actor=request.user, now=timezone.now()
        )
        messages.success(request, _("The managers of the cluster look at your change."))
        return see_other(row)
    context = {
        "cluster": row,
        "section": chosen,
        "edit": edit,
        "note": note,
        "button": BUTTON,
        "faults": edit.faulty_fields() if edit.is_bound and not button else [],
    }
    status = UNPROCESSABLE if edit.is_bound and not button else 200
    return page(request, "directory/suggest_section.html", context, status=status)

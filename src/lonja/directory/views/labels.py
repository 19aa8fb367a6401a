"""Pages of labels: a profile's own list, and the list of those who check them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.accounts.models import Role
from lonja.accounts.policies import require_site_role
from lonja.base import files
from lonja.base.policy import access
from lonja.directory import policies, standing
from lonja.directory.forms.labels import LabelForm
from lonja.directory.models import LabelState
from lonja.directory.services import labels as services
from lonja.directory.views.both import for_both
from lonja.ui.answers import page, see_other

LABELS_PER_PAGE = 40


@require_http_methods(["GET", "POST"])
def _labels(request, owner):
    """The labels of one profile, and a form for a new one."""
    form = LabelForm(request.POST or None, request.FILES or None, holder=owner)
    if request.method == "POST" and form.is_valid():
        services.add(owner, facts=form.facts(), upload=form.cleaned_data["upload"], actor=request.user)
        messages.success(request, _("The label is on the page, as declared by you."))
        return see_other(f"directory:{owner._meta.model_name}-labels", owner.slug)
    context = {"owner": owner, "form": form, "labels": standing.labels(owner, today=timezone.localdate())}
    return page(request, "directory/labels.html", context, status=422 if form.is_bound else 200)


organisation_labels, cluster_labels = for_both("edit", _labels)


@access(policies.labels, "edit")
@require_POST
def remove_label(request, pk):
    """Take a label away."""
    label = policies.labels.get(request.user, "edit", pk=pk)
    owner = label.holder
    services.remove(label, actor=request.user)
    messages.success(request, _("The label is off the page."))
    return see_other(f"directory:{owner._meta.model_name}-labels", owner.slug)


@access(policies.labels, "view_evidence")
@require_GET
def label_evidence(request, pk):
    """The document behind a label."""
    label = policies.labels.get(request.user, "view_evidence", pk=pk)
    if not label.evidence_id:
        raise Http404
    return files.serve(label.evidence)


@access(policies.labels, "check")
@require_POST
def check_label(request, pk):
    """Say for the site that a label is true."""
    label = policies.labels.get(request.user, "check", pk=pk)
    services.check(label, actor=request.user, now=timezone.now())
    messages.success(request, _("The label is shown as verified now."))
    return see_other("directory:labels-to-check")


@access(policies.labels, "check")
@require_GET
def labels_to_check(request):
    """Declared labels that nobody has checked yet; for those who look after the site."""
    require_site_role(request.user, Role.OPERATOR)
    rows = policies.labels.scope(request.user, "check").filter(state=LabelState.DECLARED)
    rows = rows.valid(timezone.localdate()).select_related("kind", "organisation", "cluster")
    paged = Paginator(rows.order_by("created_at", "pk"), LABELS_PER_PAGE)
    context = {"page": paged.get_page(request.GET.get("page"))}
    return page(request, "directory/labels_to_check.html", context)

"""How organisations join clusters, and the register that the managers keep."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.policy import access
from lonja.directory import composition, policies
from lonja.directory.forms import AddMemberForm, ApplyForm, MembershipForm
from lonja.directory.lifecycle import CURRENT, VERBS, MembershipStatus, open_verbs
from lonja.directory.services import memberships as services
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50


@access(policies.clusters, "view")
@require_http_methods(["GET", "POST"])
def apply_to_cluster(request, slug):
    """Ask for membership in the name of an organisation that one administers."""
    cluster = policies.clusters.get(request.user, "view", slug=slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    mine = policies.organisations.scope(request.user, "apply")
    form = ApplyForm(request.POST or None, organisations=mine)
    if request.method == "POST" and form.is_valid():
        services.apply(
            form.cleaned_data["organisation"],
            cluster=cluster,
            note=form.cleaned_data["note"],
            actor=request.user,
        )
        messages.success(request, _("Your application is on its way to the cluster's managers."))
        return see_other(form.cleaned_data["organisation"])
    context = {"cluster": cluster, "form": form, "has_organisation": mine.exists()}
    return page(request, "directory/apply.html", context, status=422 if form.is_bound else 200)


@access(policies.clusters, "view_members")
@require_http_methods(["GET", "POST"])
def members(request, slug):
    """The register of a cluster's members, with what can be done to each line."""
    verb = "manage_members" if request.method == "POST" else "view_members"
    cluster = policies.clusters.get(request.user, verb, slug=slug)
    may_manage = policies.clusters.allows(request.user, "manage_members", cluster)
    form = AddMemberForm(request.POST or None, organisations=policies.organisations.scope(request.user))
    if request.method == "POST" and form.is_valid():
        added = services.add(cluster, **form.cleaned_data, actor=request.user)
        messages.success(request, _("%(name)s is on the list now.") % {"name": added.organisation})
        return see_other("directory:members", cluster.slug)
    status = request.GET.get("status", "")
    rows = policies.memberships.scope(request.user).filter(cluster=cluster)
    chosen = rows.filter(status=status) if status in MembershipStatus.values else rows.current()
    paged = Paginator(chosen.select_related("organisation__actor_type"), ROWS_PER_PAGE)
    context = {
        **frame(request, cluster, composition.read(cluster), "register"),
        "form": form,
        "may_manage": may_manage,
        "page": paged.get_page(request.GET.get("page")),
        "states": _states(rows, status),
    }
    for row in context["page"]:
        row.steps = [
            {"verb": verb, "label": VERBS[verb]} for verb in open_verbs(row.status) if verb != "leave"
        ]
    return page(request, "directory/members.html", context, status=422 if form.is_bound else 200)


def _states(rows, chosen):
    """How many memberships stand where, as links."""
    numbers = rows.order_by().values_list("status").annotate(n=Count("pk"))
    counts = dict(numbers)
    current = sum(counts.get(status, 0) for status in CURRENT)
    tabs = [{"label": _("Current"), "href": "?", "current": chosen not in counts, "count": current}]
    for status in MembershipStatus:
        if counts.get(status):
            href = f"?status={status}"
            tabs.append(
                {"label": status.label, "href": href, "current": chosen == status, "count": counts[status]}
            )
    return tabs


@access(policies.memberships, "manage")
@require_http_methods(["GET", "POST"])
def edit_membership(request, pk):
    """Correct the facts of a membership."""
    membership = policies.memberships.get(request.user, "manage", pk=pk)
    form = MembershipForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        services.edit(membership, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The membership is saved."))
        return see_other("directory:members", membership.cluster.slug)
    context = {"membership": membership, "form": form, "may_end": "leave" in open_verbs(membership.status)}
    return page(request, "directory/membership.html", context, status=422 if form.is_bound else 200)


@access(policies.memberships, "leave")
@require_http_methods(["GET", "POST"])
def move_membership(request, pk, verb):
    """Take a membership one step along its life; leaving asks first, on a page of its own."""
    if verb not in VERBS or (request.method == "GET" and verb != "leave"):
        raise Http404
    needed = "leave" if verb == "leave" else "manage"
    membership = policies.memberships.get(request.user, needed, pk=pk)
    if request.method == "GET":
        return page(request, "directory/leave.html", {"membership": membership})
    services.move(membership, verb=verb, today=timezone.localdate(), actor=request.user)
    messages.success(request, _("The membership is changed."))
    if policies.memberships.allows(request.user, "manage", membership):
        return see_other("directory:members", membership.cluster.slug)
    return see_other(membership.organisation)

"""How organisations join clusters, and the register that the managers keep."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, When
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import audit
from lonja.base.policy import access
from lonja.directory import composition, history, policies
from lonja.directory.forms import AddMemberForm, ApplyForm, MembershipForm
from lonja.directory.lifecycle import CURRENT, VERBS, MembershipStatus, open_verbs
from lonja.directory.services import memberships as services
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50
# The stages before a membership, in the order of the pipeline.
COMING = (MembershipStatus.PROSPECT, MembershipStatus.APPLIED, MembershipStatus.APPROVED)
# Steps that stand on pages of their own: leaving asks first, applying is the organisation's.
ELSEWHERE = ("leave", "apply")


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
        _with_steps(row)
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


@access(policies.clusters, "view_members")
@require_GET
def pipeline(request, slug):
    """Whom the cluster would like to win and who has applied: stage by stage, the next step first."""
    cluster = policies.clusters.get(request.user, "view_members", slug=slug)
    rows = policies.memberships.scope(request.user).filter(cluster=cluster, status__in=COMING)
    life = Case(*(When(status=status, then=place) for place, status in enumerate(COMING)))
    rows = rows.select_related("organisation__actor_type", "responsible")
    rows = rows.order_by(life, F("next_step_on").asc(nulls_last=True), "organisation__sort_name", "pk")
    paged = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(rows.order_by().values_list("status").annotate(n=Count("pk")))
    context = {
        **frame(request, cluster, composition.read(cluster), "pipeline"),
        "may_manage": policies.clusters.allows(request.user, "manage_members", cluster),
        "page": paged,
        "stages": [
            {
                "label": status.label,
                "count": counts.get(status, 0),
                "rows": [_with_steps(row) for row in paged if row.status == status],
            }
            for status in COMING
        ],
        "today": timezone.localdate(),
    }
    return page(request, "directory/pipeline.html", context)


def _with_steps(row):
    """A line of the register with the steps that buttons offer."""
    row.steps = [
        {"verb": verb, "label": VERBS[verb]} for verb in open_verbs(row.status) if verb not in ELSEWHERE
    ]
    return row


@access(policies.memberships, "manage")
@require_http_methods(["GET", "POST"])
def edit_membership(request, pk):
    """Correct the facts of a membership, and read what happened to it."""
    membership = policies.memberships.get(request.user, "manage", pk=pk)
    form = MembershipForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        services.edit(membership, facts=form.cleaned_data, actor=request.user)
        messages.success(request, _("The membership is saved."))
        return see_other("directory:members", membership.cluster.slug)
    entries = Paginator(audit.entries_about(membership), ROWS_PER_PAGE)
    context = {
        "membership": membership,
        "form": form,
        "may_end": "leave" in open_verbs(membership.status),
        "history": history.of_memberships(entries.get_page(request.GET.get("page"))),
        "page": entries.get_page(request.GET.get("page")),
    }
    return page(request, "directory/membership.html", context, status=422 if form.is_bound else 200)


@access(policies.memberships, "agree")
@require_POST
def agree_to_membership(request, pk):
    """Confirm in the name of the organisation what a cluster has entered."""
    membership = policies.memberships.get(request.user, "agree", pk=pk)
    services.agree(membership, actor=request.user)
    messages.success(request, _("The membership is confirmed."))
    return see_other(membership.organisation)


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

"""Pages of clusters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base.policy import access
from lonja.directory import linked_data, policies, presenting, standing
from lonja.directory.models import StatementKind
from lonja.directory.profile_page import ProfilePage
from lonja.directory.services import clusters as services
from lonja.directory.tabs import frame, with_verbs
from lonja.ui.answers import page, see_other
from lonja.ui.sharing import share_links

MEMBERS_PER_PAGE = 48


@access(policies.clusters, "view")
@require_GET
def cluster(request, slug):
    """The profile of one cluster: what it says of itself beside what its register says."""
    row = profile_row(request, slug)
    profile = ProfilePage(row, actor=request.user)
    around = frame(request, row, profile.counted, "about")
    may_edit = "edit" in around["verbs"]
    context = {
        **around,
        "profile": profile,
        "facts": facts(row, profile.counted, may_edit=may_edit),
        "gap": presenting.gap(profile.counted.total, row),
        "strengths": profile.part(StatementKind.STRENGTH),
        "tags": profile.part(StatementKind.AREA),
        "networks": profile.parts(StatementKind.NETWORK, StatementKind.LABEL),
        "team": profile.team(may_edit=may_edit),
        "share": share_links(row.name, row.get_absolute_url()),
        **standing.around(row, actor=request.user, may_edit=may_edit),
        "linked_data": linked_data.script(linked_data.cluster(row, profile)) if row.is_public else "",
    }
    return page(request, "directory/cluster.html", context)


@access(policies.clusters, "view")
@require_GET
def cluster_strategy(request, slug):
    """Strategy, goals, support services, and what stands around the cluster."""
    row = profile_row(request, slug)
    profile = ProfilePage(row, actor=request.user)
    context = {
        **frame(request, row, profile.counted, "strategy"),
        "profile": profile,
        "goals": profile.part(StatementKind.GOAL),
        "details": profile.part(StatementKind.SERVICE),
        "around": profile.parts(StatementKind.FACILITY, StatementKind.PLAYER),
        "flags": [
            {"label": label, "value": presenting.yes_or_no(value)}
            for label, value in (
                (_("Formal strategy"), row.has_formal_strategy),
                (_("Strategy looks abroad"), row.looks_abroad),
            )
            if value is not None
        ],
    }
    return page(request, "directory/cluster_strategy.html", context)


@access(policies.clusters, "view")
@require_GET
def cluster_cooperation(request, slug):
    """With whom the cluster works, where, and in which programmes."""
    row = profile_row(request, slug)
    profile = ProfilePage(row, actor=request.user)
    context = {
        **frame(request, row, profile.counted, "cooperation"),
        "profile": profile,
        "cooperation": profile.cooperation,
        "programmes": profile.programmes,
        "collaborations": profile.part(StatementKind.COLLABORATION),
    }
    return page(request, "directory/cluster_cooperation.html", context)


@access(policies.clusters, "view")
@require_GET
def cluster_organisations(request, slug):
    """The active members of a cluster that this reader may see, with the figure of them all."""
    row = profile_row(request, slug)
    profile = ProfilePage(row, actor=request.user)
    counted = profile.counted
    shown = policies.organisations.scope(request.user).values("pk")
    members = policies.memberships.scope(request.user).active().filter(cluster=row, organisation__in=shown)
    members = members.select_related("organisation__actor_type", "organisation__region")
    paged = Paginator(members.order_by("organisation__sort_name", "pk"), MEMBERS_PER_PAGE)
    context = {
        **frame(request, row, counted, "members"),
        "composition": counted,
        "profile": profile,
        "page": paged.get_page(request.GET.get("page")),
        "hidden": counted.total - paged.count,
    }
    return page(request, "directory/cluster_organisations.html", context, part="results")


@access(policies.clusters, "view")
@require_GET
def print_cluster(request, slug):
    """The whole profile on one page, for paper."""
    row = profile_row(request, slug)
    profile = ProfilePage(row, actor=request.user)
    context = {
        "cluster": row,
        "profile": profile,
        "facts": facts(row, profile.counted, may_edit=False),
        "team": profile.team(may_edit=False),
        "parts": profile.parts(*(kind for kind in StatementKind if kind != StatementKind.PROGRAMME)),
        "programmes": profile.programmes,
        "share": share_links(row.name, row.get_absolute_url()),
    }
    return page(request, "directory/cluster_print.html", context)


def profile_row(request, slug):
    """The cluster with what every part of its profile names; 404 when this reader may not see it."""
    shown = policies.organisations.scope(request.user)
    rows = policies.clusters.scope(request.user, "view").annotate(
        shows_promoter=Exists(shown.filter(pk=OuterRef("promoter"))),
        shows_coordinator=Exists(shown.filter(pk=OuterRef("coordinator"))),
    )
    rows = rows.select_related("region", "stage", "promoter", "coordinator")
    return get_object_or_404(with_verbs(rows, request.user), slug=slug)


def facts(row, counted, *, may_edit):
    """The facts of the aside, with gaps only for those who could fill them."""
    found = [
        (_("Registered members"), str(counted.total), ""),
        (
            _("Declared members"),
            presenting.declared(row.declared_members, row.declared_members_qualifier),
            "",
        ),
        (_("Established"), presenting.known_date(row.established, row.established_precision), ""),
        (_("Stage of life"), row.stage, ""),
        (_("Label or register"), row.label, ""),
        (_("Website"), presenting.bare_address(row.website), row.website),
        (_("Place"), presenting.place(row), ""),
        (_("Region"), row.region, ""),
        (_("People in the team"), presenting.number(row.staff), ""),
        (_("Working languages"), presenting.languages(row.languages), ""),
    ]
    if row.shows_promoter:
        found.append((_("Promoted by"), row.promoter.name, row.promoter.get_absolute_url()))
    if row.shows_coordinator:
        found.append((_("Coordinated by"), row.coordinator.name, row.coordinator.get_absolute_url()))
    return [
        {"label": label, "value": value or "", "href": href}
        for label, value, href in found
        if value or may_edit
    ]


@access(policies.clusters, "publish")
@require_POST
def show_cluster(request, slug):
    """Publish a cluster, or take it back."""
    row = policies.clusters.get(request.user, "publish", slug=slug)
    if request.POST.get("public") == "yes":
        services.publish(row, actor=request.user)
        messages.success(request, _("Everybody can see this cluster now."))
    else:
        services.unpublish(row, actor=request.user)
        messages.success(request, _("Only its members and managers see this cluster now."))
    return see_other(row)

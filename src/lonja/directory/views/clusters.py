"""Pages of clusters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.directory import composition, linked_data, policies, presenting
from lonja.directory.forms import ClusterForm, ContactFormSet
from lonja.directory.models import StatementKind
from lonja.directory.services import clusters as services
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other

MEMBERS_PER_PAGE = 48


@access(policies.clusters, "view")
@require_GET
def cluster(request, slug):
    """The profile of one cluster: what it says of itself beside what its register says."""
    row = policies.clusters.get(request.user, "view", slug=slug)
    counted = composition.read(row)
    links = list(row.described_by.select_related("term__scheme"))
    contacts = policies.contacts.scope(request.user).filter(cluster=row)
    context = {
        **frame(request, row, counted, "about"),
        "facts": _facts(request, row, counted),
        "composition": counted,
        "gap": presenting.gap(counted.total, row),
        "fields": presenting.by_scheme(link for link in links if not link.scope),
        "cooperation": presenting.cooperation(row.targets.all(), [link for link in links if link.scope]),
        "statements": _statements(row),
        "contacts": presenting.contacts(contacts, actor=request.user),
        "linked_data": linked_data.script(linked_data.cluster(row)) if row.is_public else "",
    }
    return page(request, "directory/cluster.html", context)


@access(policies.clusters, "view")
@require_GET
def cluster_organisations(request, slug):
    """The active members of a cluster that this reader may see, with the figure of them all."""
    row = policies.clusters.get(request.user, "view", slug=slug)
    counted = composition.read(row)
    shown = policies.organisations.scope(request.user).values("pk")
    members = policies.memberships.scope(request.user).active().filter(cluster=row, organisation__in=shown)
    members = members.select_related("organisation__actor_type", "organisation__region")
    paged = Paginator(members.order_by("organisation__sort_name", "pk"), MEMBERS_PER_PAGE)
    context = {
        **frame(request, row, counted, "members"),
        "composition": counted,
        "page": paged.get_page(request.GET.get("page")),
        "hidden": counted.total - paged.count,
    }
    return page(request, "directory/cluster_organisations.html", context, part="results")


def _facts(request, row, counted):
    """The facts of the aside."""
    organisations = policies.organisations.scope(request.user)
    around = organisations.in_bulk([pk for pk in (row.promoter_id, row.coordinator_id) if pk])
    facts = [
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
        (_("Formal strategy"), presenting.yes_or_no(row.has_formal_strategy), ""),
        (_("Strategy looks abroad"), presenting.yes_or_no(row.looks_abroad), ""),
    ]
    for label, pk in ((_("Promoted by"), row.promoter_id), (_("Coordinated by"), row.coordinator_id)):
        if pk in around:
            facts.append((label, around[pk].name, around[pk].get_absolute_url()))
    shows_gaps = policies.clusters.allows(request.user, "edit", row)
    return [
        {"label": label, "value": value or "", "href": href}
        for label, value, href in facts
        if value or shows_gaps
    ]


def _statements(row):
    """The headed texts of the profile, part by part in the order of the profile."""
    found = {}
    for statement in row.statements.all():
        found.setdefault(statement.kind, []).append(statement)
    return [
        {"kind": kind, "label": kind.label, "rows": found[kind]} for kind in StatementKind if kind in found
    ]


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def edit_cluster(request, slug):
    """Change what a cluster says of itself."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    form = ClusterForm(request.POST or None, instance=row)
    contacts = ContactFormSet(request.POST or None, owner=row)
    if request.method == "POST" and form.is_valid() and contacts.is_valid():
        services.edit(
            row, facts=form.facts(), terms=form.chosen_terms(), lines=contacts.lines(), actor=request.user
        )
        messages.success(request, _("The profile is saved."))
        return see_other(row)
    context = {
        "form": form,
        "contacts": contacts,
        "title": _("Edit %(name)s") % {"name": row.name},
        "row": row,
        "cancel": row.get_absolute_url(),
    }
    return page(request, "directory/profile_edit.html", context, status=422 if form.is_bound else 200)


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

"""Networks of clusters and consortia."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.directory import policies
from lonja.directory.forms.networks import NetworkForm, PartyForm
from lonja.directory.models import PartyState
from lonja.directory.services import networks as services
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 24


@access(policies.networks, "view")
@require_GET
def networks(request):
    """The networks and consortia that this reader may see."""
    confirmed = Count("parties", filter=~Q(parties__state__in=[PartyState.DECLINED, PartyState.LEFT]))
    rows = policies.networks.scope(request.user).select_related("lead_cluster", "lead_organisation")
    paged = Paginator(rows.annotate(n_parties=confirmed).order_by("sort_name", "pk"), ROWS_PER_PAGE)
    context = {"page": paged.get_page(request.GET.get("page")), "may_create": bool(_leads(request.user))}
    return page(request, "directory/networks.html", context)


def _leads(actor):
    """Who may coordinate a network in this person's name, by a key for the form."""
    clusters = policies.clusters.scope(actor, "edit")
    organisations = policies.organisations.scope(actor, "edit")
    return {
        **{f"cluster-{row.pk}": row for row in clusters.order_by("sort_name")},
        **{f"organisation-{row.pk}": row for row in organisations.order_by("sort_name")},
    }


@access(policies.networks, "view")
@require_http_methods(["GET", "POST"])
def network(request, slug):
    """One network: what it is, who leads it, and its parties as they stand."""
    verb = "edit" if request.method == "POST" else "view"
    row = policies.networks.get(request.user, verb, slug=slug)
    may_edit = policies.networks.allows(request.user, "edit", row)
    clusters, organisations = (
        policy.scope(request.user) for policy in (policies.clusters, policies.organisations)
    )
    form = PartyForm(request.POST or None, clusters=clusters, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        named = services.name_party(row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("%(name)s is named as a party now.") % {"name": named.party})
        return see_other(row)
    parties, hidden = _parties(request.user, row, clusters, organisations)
    context = {
        "network": row,
        "lead": _seen_lead(row, clusters, organisations),
        "parties": parties,
        "hidden": hidden,
        "may_edit": may_edit,
        "form": form,
    }
    return page(request, "directory/network.html", context, status=422 if form.is_bound else 200)


def _seen_lead(row, clusters, organisations):
    """The coordinator, when this reader may see its page."""
    rows = clusters.filter(pk=row.lead_cluster_id) if row.lead_cluster_id else None
    rows = organisations.filter(pk=row.lead_organisation_id) if rows is None else rows
    return rows.first()


def _parties(actor, network, clusters, organisations):
    """The parties whose own page this reader may see, and how many more there are."""
    rows = policies.network_parties.scope(actor).filter(network=network)
    rows = rows.exclude(state__in=[PartyState.DECLINED, PartyState.LEFT])
    seen = rows.filter(
        ~Q(name="") | Q(cluster__in=clusters.values("pk")) | Q(organisation__in=organisations.values("pk"))
    )
    mine = set(
        policies.network_parties.scope(actor, "answer").filter(network=network).values_list("pk", flat=True)
    )
    parties = list(seen.select_related("cluster", "organisation").order_by("role", "pk"))
    for party in parties:
        party.may_answer = party.pk in mine
    return parties, rows.count() - len(parties)


@access(policies.networks, "edit")
@require_http_methods(["GET", "POST"])
def new_network(request):
    """Enter a network that one of the reader's clusters or organisations coordinates."""
    policies.networks.scope(request.user, "edit")
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    leads = _leads(request.user)
    if not leads:
        return page(request, "directory/network_edit.html", {"title": _("New network")}, status=403)
    form = NetworkForm(request.POST or None, leads=leads)
    if request.method == "POST" and form.is_valid():
        made = services.create(facts=form.facts(), lead=form.lead(), actor=request.user)
        messages.success(request, _("The network is entered. Only its parties see it until you publish it."))
        return see_other(made)
    context = {"form": form, "title": _("New network")}
    return page(request, "directory/network_edit.html", context, status=422 if form.is_bound else 200)


@access(policies.networks, "edit")
@require_http_methods(["GET", "POST"])
def edit_network(request, slug):
    """Change what a network says of itself."""
    row = policies.networks.get(request.user, "edit", slug=slug)
    form = NetworkForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.edit(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The network is saved."))
        return see_other(row)
    context = {"form": form, "network": row, "title": _("Edit %(name)s") % {"name": row.name}}
    return page(request, "directory/network_edit.html", context, status=422 if form.is_bound else 200)


@access(policies.networks, "edit")
@require_POST
def show_network(request, slug):
    """Publish a network, or take it back."""
    row = policies.networks.get(request.user, "edit", slug=slug)
    services.publish(row, is_public=request.POST.get("public") == "yes", actor=request.user)
    messages.success(request, _("The network is saved."))
    return see_other(row)


@access(policies.network_parties, "answer")
@require_POST
def answer_party(request, pk):
    """Confirm for a party that it belongs, or that it does not."""
    party = policies.network_parties.get(request.user, "answer", pk=pk)
    services.answer(party, agrees=request.POST.get("agrees") == "yes", actor=request.user)
    messages.success(request, _("Your answer is kept."))
    if policies.networks.allows(request.user, "view", party.network):
        return see_other(party.network)
    return see_other(party.party)


@access(policies.network_parties, "edit")
@require_POST
def remove_party(request, pk):
    """Take a party off the list."""
    party = policies.network_parties.get(request.user, "edit", pk=pk)
    services.remove_party(party, actor=request.user)
    messages.success(request, _("The party is off the list."))
    return see_other(party.network)

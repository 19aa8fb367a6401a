"""The lists of organisations and clusters, narrowed by what the address asks for, and their figures."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import facets, figures, policies
from lonja.directory.browsing import CLUSTERS, ORGANISATIONS, browse
from lonja.directory.forms import OrganisationSearchForm
from lonja.ui.answers import page

ROWS_PER_PAGE = 24
MOST_LOOKS = 600  # in ten minutes: more than a person types, less than a copy of the directory takes

looking = limited("directory", MOST_LOOKS, per=600)


@looking
@access(policies.organisations, "view")
@require_GET
def organisations(request):
    """The organisations that this reader may see, narrowed by words and choices."""
    return _list(request, ORGANISATIONS)


@looking
@access(policies.clusters, "view")
@require_GET
def clusters(request):
    """The clusters that this reader may see, narrowed by words and choices."""
    return _list(request, CLUSTERS)


def _list(request, kind):
    context, found = browse(request, kind, "list")
    paged = Paginator(found.ids(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    # The policy is asked again for the rows of the page: nothing rests on the index alone.
    rows = kind.policy.among(request.user, paged.object_list).for_card()
    by_pk = {row.pk: row for row in rows}
    for each in context["compared"]:
        each["is_elsewhere"] = each["pk"] not in by_pk
    context["page"] = paged
    context["rows"] = [by_pk[pk] for pk in paged.object_list if pk in by_pk]
    return page(request, "directory/browse.html", context, part="results")


@looking
@access(policies.organisations, "view")
@require_GET
def organisation_figures(request):
    """What the organisations of a search are made of."""
    policies.organisations.scope(request.user)
    return _figures(request, ORGANISATIONS)


@looking
@access(policies.clusters, "view")
@require_GET
def cluster_figures(request):
    """What the clusters of a search are made of."""
    policies.clusters.scope(request.user)
    return _figures(request, CLUSTERS)


def _figures(request, kind):
    context, found = browse(request, kind, "figures")
    drawn = [figures.composition(found, name) for name in kind.figures] if context["count"] else []
    context["figures"] = [figure for figure in drawn if figure]
    return page(request, "directory/browse.html", context, part="results")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of organisations as a query, for tables that leave the house."""

    form: OrganisationSearchForm
    rows: QuerySet


ORDERS = {
    "changed": ["-changed_at", "pk"],
    "new": ["-created_at", "pk"],
    "country": ["country", "sort_name", "pk"],
}


def listed(request):
    """The organisations that the address asks for, in the order it asks for."""
    form = OrganisationSearchForm(request.GET)
    form.is_valid()
    memberships = policies.memberships.scope(request.user).active()
    visible = policies.organisations.scope(request.user).matching(form.words())
    rows = facets.narrowed(visible, form.chosen(), memberships).for_card()
    return Listed(form, rows.order_by(*ORDERS.get(form.order(), ["sort_name", "pk"])))

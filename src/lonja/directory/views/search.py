"""The lists of organisations and clusters, narrowed by what the address asks for."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.directory import facets, policies
from lonja.directory.forms import ClusterSearchForm, OrganisationSearchForm
from lonja.ui.answers import page

ROWS_PER_PAGE = 24


@access(policies.organisations, "view")
@require_GET
def organisations(request):
    """The list of organisations that this reader may see, narrowed by words and choices."""
    found = listed(request)
    context = {
        "form": found.form,
        "page": Paginator(found.rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "groups": facets.count(found.visible, found.form.chosen(), found.memberships),
        "query": request.GET.urlencode(),
    }
    return page(request, "directory/organisations.html", context, part="results")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of organisations: all that match the words, and those that fit the choices too."""

    form: OrganisationSearchForm
    visible: QuerySet
    memberships: QuerySet
    rows: QuerySet


def listed(request):
    """The organisations that the address asks for, in the order it asks for."""
    form = OrganisationSearchForm(request.GET)
    form.is_valid()
    memberships = policies.memberships.scope(request.user).active()
    visible = policies.organisations.scope(request.user).matching(form.words())
    rows = facets.narrowed(visible, form.chosen(), memberships).for_card().order_by(*form.order())
    return Listed(form, visible, memberships, rows)


@access(policies.clusters, "view")
@require_GET
def clusters(request):
    """The clusters that this reader may see."""
    form = ClusterSearchForm(request.GET)
    form.is_valid()
    found = policies.clusters.scope(request.user).matching(form.words()).for_card().order_by(*form.order())
    context = {"form": form, "page": Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))}
    return page(request, "directory/clusters.html", context, part="results")

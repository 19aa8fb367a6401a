"""A search on the map of Europe, with the same in words beside it."""

from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import mapping, policies
from lonja.directory.browsing import CLUSTERS, ORGANISATIONS, browse, without
from lonja.directory.views.search import MOST_LOOKS
from lonja.ui.answers import page


@limited("directory", MOST_LOOKS, per=600)
@access(policies.organisations, "view")
@require_GET
def map_of_organisations(request):
    """Where the organisations of a search are."""
    policies.organisations.scope(request.user)
    return _map(request, ORGANISATIONS)


@limited("directory", MOST_LOOKS, per=600)
@access(policies.clusters, "view")
@require_GET
def map_of_clusters(request):
    """Where the clusters of a search are."""
    policies.clusters.scope(request.user)
    return _map(request, CLUSTERS)


def _map(request, kind):
    context, found = browse(request, kind, "map")

    def toggled(name, value):
        if value in found.chosen.get(name, ()):
            return without(request, name, value)
        query = request.GET.copy()
        query.pop("page", None)
        query.appendlist(name, value)
        return f"?{query.urlencode()}"

    countries = mapping.places(found, "country", toggled)
    regions = mapping.places(found, "region", toggled)
    shown = regions if found.chosen.get("country") else mapping.largest(regions)
    context["hidden_regions"] = len(regions) - len(shown)
    context["places"] = countries
    context["regions"] = shown
    context["drawing"] = mapping.draw(countries, shown)
    return page(request, "directory/browse.html", context, part="results")

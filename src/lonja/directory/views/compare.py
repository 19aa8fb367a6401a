"""Up to four profiles side by side; what is chosen stands in the address."""

from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import comparing, policies
from lonja.directory.browsing import CLUSTERS, MOST_COMPARED, ORGANISATIONS, without
from lonja.directory.views.search import MOST_LOOKS
from lonja.ui.answers import page


@limited("directory", MOST_LOOKS, per=600)
@access(policies.organisations, "view")
@require_GET
def compare_organisations(request):
    """Organisations side by side."""
    rows = _chosen(request, policies.organisations.scope(request.user).for_card())
    memberships = policies.memberships.scope(request.user).active().filter(organisation__in=rows)
    memberships = memberships.select_related("cluster").order_by("cluster__sort_name")
    return _answer(request, ORGANISATIONS, rows, comparing.organisations(rows, memberships) if rows else [])


@limited("directory", MOST_LOOKS, per=600)
@access(policies.clusters, "view")
@require_GET
def compare_clusters(request):
    """Clusters side by side."""
    rows = _chosen(request, policies.clusters.scope(request.user).for_card())
    return _answer(request, CLUSTERS, rows, comparing.clusters(rows) if rows else [])


def _slugs(request):
    return list(dict.fromkeys(request.GET.getlist("compare")))


def _chosen(request, rows):
    """The rows that the address names and this reader may see, in the order of the address."""
    slugs = _slugs(request)[:MOST_COMPARED]
    found = {row.slug: row for row in rows.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def _answer(request, kind, rows, lines):
    only_differences = "differences" in request.GET and len(rows) > 1
    query = request.GET.copy()
    query.pop("differences", None)
    context = {
        "kind": kind,
        "profiles": [{"row": row, "away": without(request, "compare", row.slug)} for row in rows],
        "lines": [line for line in lines if line.differs or not only_differences],
        "is_alone": len(rows) == 1,
        "too_many": len(_slugs(request)) > MOST_COMPARED,
        "only_differences": only_differences,
        "everything": f"?{query.urlencode()}",
        "differences": f"?{query.urlencode()}&differences=1",
        "back": f"{kind.address('list')}?{query.urlencode()}",
    }
    return page(request, "directory/compare.html", context)

"""What the three looks at a search share: list, map and figures of organisations or clusters."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lonja.directory import facets, policies, saved
from lonja.directory.forms.search import ClusterSearchForm, OrganisationSearchForm

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """Organisations or clusters, as the pages of their search need them."""

    name: str
    label: object
    form: type
    search: Callable
    policy: object
    figures: tuple
    lead: object
    description: object
    routes: dict

    def address(self, view):
        """The address of one look: list, map, figures, compare."""
        return reverse(self.routes[view])

    def counted(self, number):
        """How many were found, in a sentence."""
        if self.name == "organisations":
            sentence = ngettext("One organisation found", "%(n)s organisations found", number)
        else:
            sentence = ngettext("One cluster found", "%(n)s clusters found", number)
        return sentence % {"n": f"{number:,}" if number > 9999 else number}


def _routes(list_, singular):
    return {
        "list": f"directory:{list_}",
        "map": f"directory:{list_}-map",
        "figures": f"directory:{list_}-figures",
        "compare": f"directory:{list_}-compare",
        "one": f"directory:{singular}",
    }


ORGANISATIONS = Kind(
    name="organisations",
    label=gettext_lazy("Organisations"),
    form=OrganisationSearchForm,
    search=facets.organisations,
    policy=policies.organisations,
    figures=("size", "helix", "country", "sector"),
    lead=gettext_lazy(
        "Companies, universities, public bodies and associations: what they do, where they are, "
        "and the clusters they belong to."
    ),
    description=gettext_lazy(
        "Companies, universities, public bodies and associations, with what they do and the "
        "clusters they belong to."
    ),
    routes=_routes("organisations", "organisation"),
)
CLUSTERS = Kind(
    name="clusters",
    label=gettext_lazy("Clusters"),
    form=ClusterSearchForm,
    search=facets.clusters,
    policy=policies.clusters,
    figures=("country", "ecosystem", "sector", "stage"),
    lead=gettext_lazy(
        "Organisations that work together in one field, under one name. Their registers of "
        "members say who they really are."
    ),
    description=gettext_lazy("Clusters of innovation and business, with their members, fields and strategy."),
    routes=_routes("clusters", "cluster"),
)
KINDS = {kind.name: kind for kind in (ORGANISATIONS, CLUSTERS)}


def browse(request, kind, view):
    """The context of a look at a search, and what the search found."""
    form = kind.form(request.GET)
    form.is_valid()
    found = kind.search(request.user, text=form.words(), chosen=form.chosen(), sort=form.order())
    count = int(found.mask.sum())
    query = _kept(request)
    context = {
        "kind": kind,
        "view": view,
        "here": kind.address(view),
        "form": form,
        "count": count,
        "counted": kind.counted(count),
        "groups": found.choices(whole=request.GET.get("all", "")),
        "chips": chips(request, form, found),
        "looser": [] if count else looser(request, found),
        "query": query,
        "tabs": _tabs(kind, view, query),
        "save_query": saved.canonical(request.GET),
        "compared": compared(request, kind),
        "compare_address": kind.address("compare"),
        "compare_href": f"{kind.address('compare')}?{query}",
    }
    return context, found


def _tabs(kind, view, query):
    looks = (("list", _("List")), ("map", _("Map")), ("figures", _("Figures")))
    return [
        {"label": label, "href": f"{kind.address(name)}?{query}".rstrip("?"), "current": name == view}
        for name, label in looks
    ]


def _kept(request):
    """What the address asks for, whatever look it is and whichever page."""
    query = request.GET.copy()
    for name in ("page", "all"):
        query.pop(name, None)
    return query.urlencode()


def chips(request, form, found):
    """What narrows the list now, each with the address that takes it away."""
    kept = []
    if words := form.words():
        kept.append({"label": f"“{words}”", "group": _("Words"), "href": without(request, "q")})
    groups = {group.name: group for group in found.groups}
    for name, values in found.chosen.items():
        for value in dict.fromkeys(values):
            label = found.label_of(groups[name], value)
            kept.append({"label": label, "group": groups[name].label, "href": without(request, name, value)})
    return kept


def looser(request, found):
    """Ways out of an empty list: each group of choices that stands in the way, with what it hides."""
    groups = {group.name: group for group in found.groups}
    ways = [
        {"group": groups[name].label, "count": int(found.without(name).sum()), "href": without(request, name)}
        for name in found.chosen
    ]
    return sorted((way for way in ways if way["count"]), key=lambda way: -way["count"])


def without(request, name, value=None):
    """The address without one value, or without a whole group; back on the first page."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("all", None)
    left = [each for each in query.pop(name, []) if value is not None and each != value]
    query.setlist(name, left)
    return f"?{query.urlencode()}"


def compared(request, kind):
    """What is chosen to be put side by side, as far as this reader may see it, in the order of choosing."""
    slugs = list(dict.fromkeys(request.GET.getlist("compare")))[:MOST_COMPARED]
    if not slugs:
        return []
    rows = {row.slug: row for row in kind.policy.scope(request.user).filter(slug__in=slugs)}
    return [
        {
            "pk": rows[slug].pk,
            "slug": slug,
            "name": rows[slug].name,
            "href": without(request, "compare", slug),
        }
        for slug in slugs
        if slug in rows
    ]

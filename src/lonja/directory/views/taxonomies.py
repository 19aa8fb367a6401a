"""The data dictionary: every controlled list, its values and how sure they are."""

from django.db.models import Count, Q
from django.http import Http404
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.directory import policies
from lonja.directory.forms.search import SearchForm
from lonja.directory.models import Scheme, TermStatus
from lonja.directory.places import folded
from lonja.ui.answers import page


@access(policies.terms, "view")
@require_GET
def taxonomies(request):
    """All controlled lists."""
    current = Q(terms__is_retired=False, terms__in=policies.terms.scope(request.user))
    provisional = current & Q(terms__status=TermStatus.PROVISIONAL)
    schemes = Scheme.objects.annotate(
        values_count=Count("terms", filter=current), provisional_count=Count("terms", filter=provisional)
    )
    return page(request, "directory/taxonomies.html", {"schemes": schemes})


@access(policies.terms, "view")
@require_GET
def taxonomy(request, slug):
    """One controlled list as a tree."""
    scheme = Scheme.objects.filter(slug=slug).first()
    if scheme is None:
        raise Http404
    form = SearchForm(request.GET)
    form.is_valid()
    terms = list(policies.terms.scope(request.user).filter(scheme=scheme).order_by("position"))
    words = folded(form.cleaned_data.get("q", "")).split()
    shown = _with_those_above(terms, [term for term in terms if _matches(term, words)])
    context = {"scheme": scheme, "form": form, "terms": shown, "count": len(terms), "is_search": bool(words)}
    return page(request, "directory/taxonomy.html", context, part="results")


def _matches(term, words):
    text = folded(" ".join([term.code, *term.labels.values()]))
    return all(word in text for word in words)


def _with_those_above(terms, found):
    """The values found and everything above them, in the order of the list."""
    by_pk = {term.pk: term for term in terms}
    keep = set()
    for term in found:
        while term and term.pk not in keep:
            keep.add(term.pk)
            term = by_pk.get(term.parent_id)
    return [term for term in terms if term.pk in keep]

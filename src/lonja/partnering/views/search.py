"""The page with the one box."""

from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import policies as directory
from lonja.partnering import search_lines
from lonja.partnering.engine import search as engine
from lonja.partnering.forms.search import SearchForm
from lonja.ui.answers import page

ROWS_PER_PAGE = 15
MOST_PER_MINUTE = 120


@limited("search", MOST_PER_MINUTE, per=60)
@access(directory.organisations, "view")
@require_GET
def search(request):
    """Everything that answers and that this reader may see."""
    form = SearchForm(request.GET)
    here = own_place(request.user) if request.GET.get("sort") == "near" else ""
    if request.GET.get("sort") == "near":
        form.offer_places(here)
    query = form.query(near=here)
    directory.organisations.scope(request.user)  # nothing may answer, and then no kind asks its policy
    found = engine.find(query, actor=request.user, language=get_language())
    paged = Paginator(found.keys, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "query": query,
        "asked": request.GET.urlencode(),
        "page": paged,
        "headline": search_lines.headline(found, query),
        "lines": search_lines.lines(found, list(paged), actor=request.user, language=get_language()),
        "groups": search_lines.choices(found, query.chosen),
        "meant": corrected(query, found),
    }
    return page(request, "partnering/search.html", context, part="results")


def corrected(query, found):
    """The words with those replaced that the reader may have meant; empty when none was."""
    words = [found.meant.get(engine.fold(word), word) for word in query.words.split()]
    return " ".join(words) if found.meant else ""


def own_place(actor):
    """The region, else the country, of an organisation of the actor."""
    own = directory.own_organisations(actor).order_by("pk").values_list("region__code", "country").first()
    return (own[0] or own[1]) if own else ""

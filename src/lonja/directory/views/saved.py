"""Searches that a person keeps, and the way out of their mail."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, open_to_all, signed_in
from lonja.directory import policies
from lonja.directory import saved as registry
from lonja.directory.forms.saved import SavedSearchForm
from lonja.directory.models import Frequency, SavedSearch
from lonja.directory.services import saved as services
from lonja.ui.answers import page, see_other

LONGEST_QUERY = 1000


@signed_in("the searches that this person keeps")
@require_GET
def saved_searches(request):
    """The person's own searches."""
    kinds = registry.kinds()
    rows = [
        {"search": row, "kind": kinds[row.kind].label, "address": kinds[row.kind].address(row.query)}
        for row in policies.saved_searches.scope(request.user)
        if row.kind in kinds
    ]
    return page(request, "directory/saved_searches.html", {"rows": rows})


@signed_in("whoever keeps a search becomes its owner")
@require_http_methods(["GET", "POST"])
def new_saved_search(request, kind):
    """Keep the search that stands in the address."""
    if kind not in registry.kinds():
        raise Http404
    query = registry.canonical(request.GET)[:LONGEST_QUERY]
    form = SavedSearchForm(request.POST or None, initial={"name": _suggestion(request, kind)})
    if request.method == "POST" and form.is_valid():
        services.keep(request.user, kind=kind, query=query, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The search is kept."))
        return see_other("directory:saved-searches")
    address = registry.kinds()[kind].address(query)
    return _form(request, form, _("Save this search"), cancel=address)


def _suggestion(request, kind):
    words = request.GET.get("q", "").strip()
    return (words or str(registry.kinds()[kind].label))[:120]


@access(policies.saved_searches, "edit")
@require_http_methods(["GET", "POST"])
def edit_saved_search(request, pk):
    """Another name, or another rhythm."""
    search = policies.saved_searches.get(request.user, "edit", pk=pk)
    initial = {"name": search.name, "frequency": search.frequency}
    form = SavedSearchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change(search, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The search is changed."))
        return see_other("directory:saved-searches")
    return _form(request, form, _("Change a saved search"), cancel=reverse("directory:saved-searches"))


def _form(request, form, title, *, cancel):
    context = {"form": form, "title": title, "cancel": cancel}
    return page(request, "directory/saved_search.html", context, status=422 if form.is_bound else 200)


@access(policies.saved_searches, "edit")
@require_POST
def remove_saved_search(request, pk):
    """Forget a search."""
    services.remove(policies.saved_searches.get(request.user, "edit", pk=pk), actor=request.user)
    messages.success(request, _("The search is removed."))
    return see_other("directory:saved-searches")


@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@open_to_all("whoever holds the link of the mail may end the mail, signed in or not")
@require_http_methods(["GET", "POST"])
def stop_saved_search(request, token):
    """Ask, then send no more mail about one search."""
    search = SavedSearch.objects.filter(token=token).first()
    if search is None:
        raise Http404
    if request.method == "POST":
        services.silence(search, actor=None)
    is_over = request.method == "POST" or search.frequency == Frequency.NEVER
    return page(request, "directory/saved_search_stop.html", {"search": search, "is_over": is_over})

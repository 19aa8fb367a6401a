"""Look through who comes, for one who comes too."""

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.events.policies import participations
from lonja.meetings import browsing
from lonja.meetings.forms.requests import PeopleSearchForm
from lonja.meetings.services import rules
from lonja.meetings.views.requests import attended
from lonja.ui.answers import page

PEOPLE_PER_PAGE = 12


@access(participations, "view")
@require_GET
def people(request, event, edition):
    """Who comes: search, filters with figures, reasons to meet, and what stands between the two."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    rows = browsing.listed(row, me, request.user)
    hall = browsing.Hall(rows, row, request.user)
    form = PeopleSearchForm(request.GET, choices=hall.choices())
    form.is_valid()
    found = browsing.narrowed(rows, hall, form.cleaned_data)
    shown = Paginator(found.for_list(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": row,
        "me": me,
        "form": form,
        "page": shown,
        "cards": browsing.cards(
            list(shown), me, actor=request.user, today=timezone.localdate(), language=get_language()
        ),
        "uses": browsing.use_sentences(rules.use_of(me)),
        "query": request.GET.urlencode(),
    }
    return page(request, "meetings/people.html", context, part="results")

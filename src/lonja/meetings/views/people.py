"""Look through who comes, for one who comes too."""

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
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
        "cards": browsing.cards(list(shown), me),
        "of": ",".join(str(one.pk) for one in shown),
        "uses": browsing.use_sentences(rules.use_of(me)),
        "query": request.GET.urlencode(),
    }
    return page(request, "meetings/people.html", context, part="results")


@access(participations, "view")
@require_GET
def best(request, event, edition):
    """Whom to meet first, with reasons; the list asks for it once it is shown."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    facts = {"actor": request.user, "today": timezone.localdate(), "language": get_language()}
    lines = browsing.best(browsing.listed(row, me, request.user), me, **facts)
    return page(request, "meetings/people_best.html", {"edition": row, "lines": lines}, part="best")


@access(participations, "view")
@require_GET
def reasons(request, event, edition):
    """Reasons to meet those who are named by `of`: the list asks for them once it is shown."""
    row, me = attended(request, event, edition)
    numbers = [int(one) for one in request.GET.get("of", "").split(",") if one.isdecimal() and len(one) < 16]
    people = browsing.listed(row, me, request.user).filter(pk__in=numbers[:PEOPLE_PER_PAGE])
    return page(request, "meetings/people_reasons.html", {"lines": _with_reasons(request, people, me)})


@access(participations, "view")
@require_GET
def one_person(request, event, edition, participation):
    """One of those who come: what she says of herself, reasons to meet, what stands between the two."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    rows = browsing.listed(row, me, request.user).select_related("person", "organisation")
    one = get_object_or_404(rows, pk=participation)
    (line,), (card,) = _with_reasons(request, [one], me), browsing.cards([one], me)
    context = {"edition": row, "one": one, "card": card, "reasons": line["reasons"]}
    return page(request, "meetings/people_one.html", context)


def _with_reasons(request, people, me):
    people = list(people)
    found = browsing.reasons_for(
        people, me, actor=request.user, today=timezone.localdate(), language=get_language()
    )
    return [{"one": one, "reasons": found.get(one.organisation_id, [])} for one in people]

"""What the organiser lays down for requests, and the table of all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import exports
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import extracts, policies, presenting, takeouts
from lonja.meetings.forms.requests import PairForm, RulesForm
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import AskingBar, PairRule
from lonja.meetings.services import expiry
from lonja.meetings.services import rules as services
from lonja.meetings.views.desk import organised
from lonja.meetings.views.extracts import taken_out
from lonja.ui.answers import page, see_other

REQUESTS_PER_PAGE = 50
REMINDERS_PER_HOUR = 10
SHOWN = [state for state in RequestState if state != RequestState.DRAFT]


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def request_rules(request, event, edition):
    """Limits, times, and who may ask whom."""
    row = organised(request, event, edition)
    barred = set(AskingBar.objects.filter(edition=row).values_list("asking", "asked"))
    form = RulesForm(request.POST or None, instance=services.rules_of(row), barred=barred)
    if form.is_bound and form.is_valid():
        facts, bars = form.facts()
        services.lay_down(row, facts=facts, barred=bars, actor=request.user)
        messages.success(request, _("The rules for requests are saved."))
        return see_other("meetings:request-rules", event, edition)
    context = {"edition": row, "form": form}
    return page(request, "meetings/request_rules.html", context, status=422 if form.is_bound else 200)


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def pairs(request, event, edition):
    """Who must meet, and who must not."""
    row = organised(request, event, edition)
    form = PairForm(request.POST or None, edition=row)
    if form.is_bound and form.is_valid():
        services.pair(row, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("The rule holds for the next plan."))
        return see_other("meetings:request-pairs", event, edition)
    rows = PairRule.objects.filter(edition=row).select_related(
        "one__person", "one__organisation", "other__person", "other__organisation"
    )
    shown = Paginator(rows.order_by("kind", "pk"), REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": row, "form": form, "page": shown}
    return page(request, "meetings/request_pairs.html", context, status=422 if form.is_bound else 200)


@access(editions, "organise")
@require_POST
def unpair(request, event, edition, pk):
    """Take a rule for two people away."""
    row = organised(request, event, edition)
    services.unpair(get_object_or_404(PairRule, edition=row, pk=pk), actor=request.user)
    messages.success(request, _("The rule is removed."))
    return see_other("meetings:request-pairs", event, edition)


def _rows(request, edition):
    rows = policies.requests.scope(request.user).filter(edition=edition, state__in=SHOWN)
    state = request.GET.get("state", "")
    if state in SHOWN:
        rows = rows.filter(state=state)
    return rows.with_parties().order_by("-sent_at", "pk"), state


@access(policies.requests, "view")
@require_GET
def all_requests(request, event, edition):
    """Every request of an edition, without its text."""
    row = organised(request, event, edition)
    rows, state = _rows(request, row)
    now = timezone.now()
    shown = Paginator(rows.defer("text"), REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "request": one,
            "tone": presenting.REQUEST_TONES[one.state],
            "days": (now - one.sent_at).days if one.sent_at else None,
        }
        for one in shown
    ]
    tabs = [
        {"label": label, "href": f"?state={value}" if value else "?", "current": value == state}
        for value, label in [("", _("All requests")), *((one.value, one.label) for one in SHOWN)]
    ]
    context = {"edition": row, "page": shown, "lines": lines, "tabs": tabs, "state": state}
    return page(request, "meetings/request_table.html", context)


@access(policies.requests, "view")
@require_GET
def requests_file(request, event, edition, shape):
    """Every request of an edition as a file, without the texts."""
    row = organised(request, event, edition)
    rows, state = _rows(request, row)
    if shape == "csv":
        return exports.csv_response(f"{event}-{edition}-requests", *extracts.requests(row, rows))
    return taken_out(request, row, takeouts.Takeout("requests", state if state in SHOWN else ""))


@limited("reminders", REMINDERS_PER_HOUR, per=3600, methods=("POST",))
@access(editions, "organise")
@require_POST
def remind(request, event, edition):
    """Remind everybody who has not answered."""
    row = organised(request, event, edition)
    count = expiry.remind_all(row, actor=request.user, now=timezone.now())
    messages.success(
        request,
        ngettext("One person is reminded.", "%(count)s people are reminded.", count) % {"count": count}
        if count
        else _("Nobody waits for a reminder: each person gets one a day at most."),
    )
    return see_other("meetings:requests-all", event, edition)

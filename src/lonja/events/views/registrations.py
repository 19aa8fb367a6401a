"""One's own registration, and the organiser's list."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.events import policies, presenting
from lonja.events.forms import ConditionsForm, DeclineForm, OwnRegistrationForm, ParticipantSearchForm
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import Exemption
from lonja.events.services import leaving
from lonja.events.services import registrations as services
from lonja.events.views.editions import find, found
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50
TONES = {
    ParticipationState.APPLIED: "info",
    ParticipationState.WAITING: "warn",
    ParticipationState.REGISTERED: "good",
    ParticipationState.CONFIRMED: "good",
    ParticipationState.CANCELLED: "neutral",
    ParticipationState.DECLINED: "bad",
}


@access(policies.participations, "view")
@require_http_methods(["GET", "POST"])
def registration(request, event, edition):
    """My own registration: how it stands, what I said, to what I agree."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = find(request, "view", event, edition)
    me = policies.participations.scope(request.user).filter(edition=row, person__user=request.user)
    me = get_object_or_404(me.select_related("organisation", "person"))
    given = list(me.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    form = OwnRegistrationForm(
        request.POST or None, instance=me, initial={"purposes": given}, travels=row.event.travels
    )
    if request.method == "POST" and form.is_valid():
        services.change_own(
            me,
            facts=form.facts(),
            purposes=form.cleaned_data["purposes"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Your registration is saved."))
        return see_other("events:registration", event, edition)
    waits = me.state == ParticipationState.WAITING
    context = {
        "edition": row,
        "dates": presenting.dates(row),
        "me": me,
        "tone": TONES[me.state],
        "form": form,
        "invoices": policies.invoices.scope(request.user, "pay")
        .filter(edition=row)
        .order_by("year", "number"),
        "position": services.position_in_line(me) if waits else None,
        "booking": policies.bookings.scope(request.user)
        .filter(made_by=request.user, pk=me.booking_id)
        .first(),
        "may_cancel": not row.is_called_off
        and me.state not in (ParticipationState.CANCELLED, ParticipationState.DECLINED),
    }
    return page(request, "events/registration.html", context, status=422 if form.is_bound else 200)


@access(policies.participations, "view")
@require_POST
def cancel_own(request, event, edition):
    """I cannot come; my place goes to the next."""
    row = find(request, "view", event, edition)
    me = policies.participations.scope(request.user).filter(policies.is_self(request.user), edition=row)
    me = get_object_or_404(me)
    leaving.leave(me, actor=request.user, now=timezone.now())
    messages.success(request, _("You are off the list. Thank you for saying so."))
    return see_other("events:registration", event, edition)


@access(policies.participations, "organise")
@require_GET
def registrations(request, event, edition):
    """Who has registered and how each stands, for the organiser."""
    row = find(request, "organise", event, edition)
    rows = policies.participations.scope(request.user, "organise").filter(edition=row)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    chosen = request.GET.get("state", "")
    form = ParticipantSearchForm(request.GET)
    form.is_valid()
    shown = found(rows.filter(state=chosen) if chosen in ParticipationState.values else rows, form)
    shown = shown.select_related("person", "organisation", "booking").order_by("registered_at", "pk")
    context = {
        "edition": row,
        "tabs": _tabs(counts, chosen),
        "form": form,
        "state": chosen if chosen in counts else "",
        "query": request.GET.urlencode(),
        "page": Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    for one in context["page"]:
        one.tone = TONES[one.state]
        one.waits = one.state in (ParticipationState.APPLIED, ParticipationState.WAITING)
        one.asks = one.booking if one.booking and one.booking.exemption == Exemption.ASKED else None
        one.is_over = one.state in (ParticipationState.CANCELLED, ParticipationState.DECLINED)
    return page(request, "events/registrations.html", context, part="results")


def _tabs(counts, chosen):
    tabs = [{"label": _("All"), "href": "?", "current": chosen not in counts, "count": sum(counts.values())}]
    return tabs + [
        {"label": state.label, "href": f"?state={state}", "current": chosen == state, "count": counts[state]}
        for state in ParticipationState
        if counts.get(state)
    ]


@access(policies.participations, "organise")
@require_POST
def move_registration(request, event, edition, pk, verb):
    """Admit somebody, or take her off the list."""
    row = find(request, "organise", event, edition)
    one = policies.participations.get(request.user, "organise", edition=row, pk=pk)
    if verb == "admit":
        one = services.admit(one, actor=request.user)
    elif verb == "cancel":
        one = leaving.leave(one, actor=request.user, now=timezone.now())
    else:
        raise Http404
    messages.success(
        request, _("%(person)s: %(state)s.") % {"person": one.person, "state": one.get_state_display()}
    )
    return see_other("events:registrations", event, edition)


@access(policies.participations, "organise")
@require_GET
def take_off_registration(request, event, edition, pk):
    """Ask once more before somebody loses her place."""
    row = find(request, "organise", event, edition)
    one = policies.participations.get(request.user, "organise", edition=row, pk=pk)
    return page(request, "events/registration_take_off.html", {"edition": row, "participation": one})


@access(policies.participations, "organise")
@require_http_methods(["GET", "POST"])
def decline_registration(request, event, edition, pk):
    """Turn somebody down, with a reason."""
    row = find(request, "organise", event, edition)
    one = policies.participations.get(request.user, "organise", edition=row, pk=pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.decline(one, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, _("%(person)s is told.") % {"person": one.person})
        return see_other("events:registrations", event, edition)
    context = {"edition": row, "participation": one, "form": form}
    return page(request, "events/registration_decline.html", context, status=422 if form.is_bound else 200)


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def conditions(request, event, edition):
    """From when to when, how many places, and what holds for each type of participant."""
    row = find(request, "organise", event, edition)
    with timezone.override(row.zone_info):
        form = ConditionsForm(request.POST or None, edition=row)
        if request.method == "POST" and form.is_valid():
            services.set_conditions(row, facts=form.facts(), rules=form.rules(), actor=request.user)
            messages.success(request, _("The conditions are saved."))
            return see_other("events:conditions", event, edition)
        context = {"edition": row, "form": form}
        return page(request, "events/conditions.html", context, status=422 if form.is_bound else 200)

"""The organiser's view of the day, and everything that can be said with one tap."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation
from lonja.events.policies import editions, participations
from lonja.meetings import agenda, halls, policies
from lonja.meetings.agenda import clock
from lonja.meetings.forms.live import ScreenForm, SessionForm, StayForm, TableForm
from lonja.meetings.models import Seat, Slot, Standby, Unplaced
from lonja.meetings.services import live as services
from lonja.meetings.services import proposals
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page, see_other

MOST_MATCHED = 12
FORMS = {"table": "table_form", "talk": "session_form", "screen": "screen_form"}


@access(editions, "organise")
@require_GET
def live(request, event, edition):
    """One slot of the day: held, running, missing, and who has not checked in."""
    return _shown(request, organised(request, event, edition))


def _shown(request, row, *, status=200, **forms):
    """The page of one slot; `forms` are those that somebody has filled in wrongly."""
    wanted = request.GET.get("slot", "")
    run = agenda.published_plan(row)
    number = max(_number(request.GET.get("page", "")) or 1, 1)
    context = halls.live(row, run, now=timezone.now(), wanted=_number(wanted), number=number)
    screen = getattr(row, "hall_screen", None)
    context |= {
        "edition": row,
        "run": run,
        "screen": screen,
        "screen_form": ScreenForm(instance=screen),
        "table_form": TableForm(edition=row),
        "session_form": SessionForm(edition=row),
        **forms,
    }
    response = page(request, "meetings/live.html", context, part="live", status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


@access(editions, "organise")
@require_POST
def close(request, event, edition):
    """Close the edition: what was still planned in the plan that holds was held."""
    row = organised(request, event, edition)
    services.close_edition(row, actor=request.user, now=timezone.now())
    messages.success(request, _("The edition is closed. Its page stays public."))
    return see_other("meetings:desk", event, edition)


@access(editions, "organise")
@require_GET
def matches(request, event, edition):
    """People who are free next, and whom they could meet then."""
    row = organised(request, event, edition)
    run, now = agenda.published_plan(row), timezone.now()
    found = []
    if run is not None:
        free = _free_next(row, run, now)
        found = proposals.matches(row, run, now=now, people=free)
    people = Participation.objects.select_related("person", "organisation").in_bulk(
        {who for one in found for who in (one.sender_id, one.recipient_id)}
    )
    slots = Slot.objects.in_bulk({one.slot_id for one in found})
    lines = [
        {
            "one": people[one.sender_id],
            "other": people[one.recipient_id],
            "time": clock(slots[one.slot_id].starts_at, row.zone_info),
        }
        for one in found
    ]
    return page(request, "meetings/live_matches.html", {"edition": row, "lines": lines})


def _free_next(edition, run, now):
    """Some who have nothing in the next slot, and who wait for a meeting or asked for more."""
    ahead = Slot.objects.filter(edition=edition, starts_at__gt=now).first()
    busy = Seat.objects.filter(run=run, slot=ahead).values("participation")
    standby = Standby.objects.filter(participation__edition=edition).values("participation")
    waiting = Unplaced.objects.filter(run=run).values("request__sender")
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED).exclude(pk__in=busy)
    rows = rows.filter(pk__in=standby) | rows.filter(pk__in=waiting)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_MATCHED])


@access(editions, "organise")
@require_POST
def propose(request, event, edition):
    """Offer these meetings to those who are free."""
    row = organised(request, event, edition)
    run, now = agenda.published_plan(row), timezone.now()
    made = proposals.offer(row, people=_free_next(row, run, now), actor=request.user, now=now) if run else []
    messages.success(
        request, _("%(count)s meetings are proposed; those concerned have been told.") % {"count": len(made)}
    )
    return see_other("meetings:live", event, edition)


@access(policies.meetings, "note")
@require_POST
def note(request, event, edition, uid, verb):
    """Say of a meeting that it was held, or who is not there."""
    if verb not in ("held", "missing", "here"):
        raise Http404
    row = organised(request, event, edition)
    meeting = get_object_or_404(
        policies.meetings.scope(request.user, "note").select_related("run__edition", "slot"),
        run=agenda.published_plan(row), request__uid=uid,
    )  # fmt: skip
    facts = {"actor": request.user, "now": timezone.now()}
    if verb == "held":
        services.hold(meeting, **facts)
    else:
        absent = get_object_or_404(Participation, edition=row, pk=_number(request.POST.get("who", "")))
        if verb == "missing":
            services.miss(meeting, absent=absent, **facts)
        else:
            services.undo_miss(meeting, absent=absent, at_any_time=True, **facts)
    return see_other(f"{_address(event, edition)}?slot={meeting.slot_id}")


def _number(text):
    """A row's number, or one that no row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _address(event, edition):
    return see_other("meetings:live", event, edition).url


@access(participations, "organise")
@require_http_methods(["GET", "POST"])
def person(request, event, edition, participation):
    """Somebody comes later, leaves earlier, or does not come; or her whole organisation does not."""
    row = organised(request, event, edition)
    participations.note_asked("organise")
    one = get_object_or_404(
        participations.scope(request.user, "organise").select_related("person", "organisation", "edition"),
        edition=row, pk=participation,
    )  # fmt: skip
    form = StayForm(request.POST if "stay-what" in request.POST else None, edition=row)
    facts = {"actor": request.user, "now": timezone.now()}
    if request.method == "POST" and "organisation" in request.POST and one.organisation:
        services.withdraw_organisation(row, one.organisation, **facts)
        return _mended(request, event, edition)
    if form.is_valid():
        if form.cleaned_data["what"] == "gone":
            services.withdraw(one, **facts)
        else:
            name = {"comes": "arrives_at", "leaves": "leaves_at"}[form.cleaned_data["what"]]
            services.change_stay(one, **{name: form.cleaned_data["moment"]}, **facts)
        return _mended(request, event, edition)
    context = {"edition": row, "one": one, "form": form}
    return page(request, "meetings/live_person.html", context, status=422 if form.is_bound else 200)


def _mended(request, event, edition):
    messages.success(request, _("The plan is mended, and only those concerned are told."))
    return see_other("meetings:live", event, edition)


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def act(request, event, edition, verb):
    """Close a table, move a talk, or set the hall screen; what is wrong is said beside its field."""
    row = organised(request, event, edition)
    if request.method == "GET":  # the pages of a refused form lead here
        return see_other("meetings:live", event, edition)
    facts = {"actor": request.user, "now": timezone.now()}
    if verb == "table":
        form = TableForm(request.POST, edition=row)
        if form.is_valid():
            services.close_table(form.cleaned_data["table"], **facts)
            return _mended(request, event, edition)
    elif verb == "talk":
        form = SessionForm(request.POST, edition=row)
        if form.is_valid():
            services.move_session(form.cleaned_data["session"], starts_at=form.moment(), **facts)
            return _mended(request, event, edition)
    elif verb == "renew":
        services.set_screen(row, actor=request.user, renew=True)
        messages.success(request, _("The old address of the hall screen is dead. Open the new one."))
        return see_other("meetings:live", event, edition)
    else:
        form = ScreenForm(request.POST)
        if form.is_valid():
            services.set_screen(row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The hall screen is set."))
            return see_other("meetings:live", event, edition)
    return _shown(request, row, status=422, **{FORMS[verb]: form})

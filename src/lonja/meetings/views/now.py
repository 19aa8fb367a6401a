"""What now: the page that a participant keeps open on the day."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.events.lifecycle import EXPECTED
from lonja.events.policies import editions, is_self, participations
from lonja.meetings import agenda, policies, today
from lonja.meetings.forms.live import LateForm, OwnTimeForm, StayForm
from lonja.meetings.models import Meeting
from lonja.meetings.services import live, proposals
from lonja.ui.answers import page, see_other


def mine(request, event, edition):
    """The edition and the participation of whoever looks; the plan that holds comes with them."""
    row = editions.get(request.user, "view", event__slug=event, slug=edition)
    rows = participations.scope(request.user, "agenda").select_related(
        "person", "organisation", "edition__event", "edition__hall_screen", "badge", "own_time", "standby"
    )
    me = rows.filter(is_self(request.user), edition=row).first()
    return row, me, agenda.published_plan(row)


@access(participations, "agenda")
@require_GET
def now(request, event, edition):
    """What I do now and next; asked again with what it shows, 204 until something is new."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me, run = mine(request, event, edition)
    if me is None:
        return page(request, "meetings/agenda_unknown.html", {"edition": row}, status=404)
    return shown(request, me, run)


def shown(request, me, run, *, stay=None, status=200):
    """The page, or 204 when the browser knows it already."""
    moment = timezone.now()
    offers = today.offers(me, run, now=moment)
    version = today.version_of(me, run, offers, now=moment)
    if request.GET.get("since") == version:
        return HttpResponse(status=204)
    at = (me.edition.event.slug, me.edition.slug)
    context = {
        "edition": me.edition,
        "me": me,
        "run": run,
        "version": version,
        "url": reverse("meetings:now", args=at),
        "badge": getattr(me, "badge", None),
        "comes": me.state in EXPECTED,
        "late": LateForm(),
        "stay": stay or StayForm(edition=me.edition),
        **today.of(me, run, offers, now=moment),
    }
    response = page(request, "meetings/now.html", context, part="now", status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


@access(policies.meetings, "note")
@require_POST
def note(request, event, edition, uid, verb):
    """Say at a meeting that the other is not here, that she came after all, or that I come later."""
    if verb not in ("missing", "here", "late"):
        raise Http404
    row, me, run = mine(request, event, edition)
    meeting = policies.meetings.scope(request.user, "note").filter(
        run=run, request__uid=uid, seats__participation=me
    )
    meeting = meeting.select_related("run__edition").first()
    if me is None or meeting is None:
        raise Http404
    facts = {"actor": request.user, "now": timezone.now()}
    other = meeting.other_than(me.pk)
    if verb == "missing":
        live.miss(meeting, absent=other, **facts)
        messages.success(
            request, _("Noted: %(who)s is not here. You can take it back for ten minutes.") % {"who": other}
        )
    elif verb == "here":
        live.undo_miss(meeting, absent=other, **facts)
        messages.success(request, _("Taken back: %(who)s is here.") % {"who": other})
    else:
        form = LateForm(request.POST)
        if form.is_valid():
            live.run_late(meeting, participation=me, minutes=form.cleaned_data["minutes"], **facts)
            messages.success(request, _("%(who)s sees that you come a little later.") % {"who": other})
    return see_other("meetings:now", event, edition)


@access(policies.proposals, "answer")
@require_POST
def answer(request, event, edition, uid, verb):
    """Accept or ignore a proposed meeting."""
    if verb not in ("accept", "ignore"):
        raise Http404
    row = get_object_or_404(
        policies.proposals.scope(request.user, "view").select_related("run__edition"),
        uid=uid, run__edition__slug=edition, run__edition__event__slug=event,
    )  # fmt: skip
    policies.proposals.note_asked("answer")
    if verb == "ignore":
        proposals.ignore(row, actor=request.user)
        messages.success(request, _("You will not be asked about this one again."))
    else:
        meeting = proposals.accept(row, actor=request.user, now=timezone.now())
        meeting = Meeting.objects.select_related("slot", "table").get(pk=meeting.pk)
        words = {
            "time": agenda.clock(meeting.slot.starts_at, row.run.edition.zone_info),
            "table": meeting.table,
        }
        messages.success(request, _("You meet at %(time)s, table %(table)s.") % words)
    return see_other("meetings:now", event, edition)


@access(participations, "agenda")
@require_POST
def standby(request, event, edition):
    """I would like more meetings today, or have enough."""
    row, me, _run = mine(request, event, edition)
    if me is None:
        raise Http404
    if request.POST.get("want") == "no":
        proposals.leave_standby(me, actor=request.user)
        messages.success(request, _("No more meetings are proposed to you."))
    else:
        proposals.join_standby(me, actor=request.user, now=timezone.now())
        messages.success(request, _("As soon as somebody else is free, you will see it here."))
    return see_other("meetings:now", event, edition)


@access(participations, "agenda")
@require_POST
def stay(request, event, edition):
    """I come later, I leave earlier, or I do not come any more."""
    row, me, run = mine(request, event, edition)
    if me is None:
        raise Http404
    form = StayForm(request.POST, edition=row)
    if not form.is_valid():
        return shown(request, me, run, stay=form, status=422)
    facts = {"actor": request.user, "now": timezone.now()}
    if form.cleaned_data["what"] == "gone":
        live.withdraw(me, **facts)
        messages.success(request, _("Your meetings are cancelled, and those concerned are told."))
        return see_other(row)
    name = {"comes": "arrives_at", "leaves": "leaves_at"}[form.cleaned_data["what"]]
    live.change_stay(me, **{name: form.cleaned_data["moment"]}, **facts)
    messages.success(request, _("Your agenda follows, and only those concerned are told."))
    return see_other("meetings:now", event, edition)


@access(participations, "agenda")
@require_http_methods(["GET", "POST"])
def own_time(request, event, edition):
    """Show the times by my own clock as well; a page of its own, for it lists hundreds of zones."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me, _run = mine(request, event, edition)
    if me is None:
        raise Http404
    form = OwnTimeForm(request.POST or None, edition=row, known=getattr(me, "own_time", None))
    if form.is_valid():
        live.set_own_time(me, time_zone=form.cleaned_data["time_zone"], actor=request.user)
        return see_other("meetings:now", event, edition)
    context = {"edition": row, "form": form}
    return page(request, "meetings/own_time.html", context, status=422 if form.is_bound else 200)

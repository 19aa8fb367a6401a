"""My meetings: what I thought of them, what I noted, what came of them."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.impact import conversing, outcome_types, policies, rows
from lonja.impact.forms import NoteForm, OutcomeForm, RatingForm
from lonja.impact.lifecycle import Came
from lonja.impact.models import OutcomeAnswer, Rating
from lonja.impact.services import keeping
from lonja.impact.services import outcomes as services
from lonja.impact.views.finding import find
from lonja.meetings.agenda import clock, day_label
from lonja.ui.answers import page, see_other

MEETINGS_PER_PAGE = 30
CAME_TONES = {Came.YES: "good", Came.NOT_YET: "info", Came.NO: "neutral"}


@access(policies.handshakes, "keep")
@require_GET
def meetings(request, event, edition):
    """The meetings that I have had at an edition."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = find(request, event, edition)
    mine = of_mine(request.user, row)
    paged = Paginator(mine, MEETINGS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": row, "page": paged, "lines": lines(request.user, row, paged)}
    return page(request, "impact/mine.html", context)


def of_mine(actor, edition):
    """The meetings of an edition that the actor may speak about, by time."""
    found = rows.met(edition).filter(request__in=policies.handshakes.scope(actor, "keep"))
    return found.for_agenda().prefetch_related(
        Prefetch("request__notes", policies.notes.scope(actor), to_attr="my_notes"),
        Prefetch(
            "request__ratings", Rating.objects.filter(participation__person__user=actor), to_attr="my_ratings"
        ),
        Prefetch(
            "request__outcome_answers",
            OutcomeAnswer.objects.filter(participation__person__user=actor).select_related("evidence_file"),
            to_attr="my_answers",
        ),
    )


def lines(actor, edition, found):
    """Meetings as one of the two sees them."""
    zone = edition.zone_info
    return [line(meeting, actor, zone) for meeting in found]


def line(meeting, actor, zone):
    """One meeting as this person sees it: her own words, and the other's name."""
    me = seat_of(meeting, actor)
    other = meeting.other_than(me.pk)
    asked = meeting.request
    newest = asked.my_answers[-1] if asked.my_answers else None
    return {
        "meeting": meeting,
        "uid": asked.uid,
        "me": me,
        "other": other,
        "day": day_label(meeting.slot.starts_at.astimezone(zone).date()),
        "clock": clock(meeting.slot.starts_at, zone),
        "has_begun": meeting.slot.starts_at <= timezone.now(),
        "note": asked.my_notes[0] if asked.my_notes else None,
        "rating": asked.my_ratings[0] if asked.my_ratings else None,
        "answers": [answer_line(each) for each in reversed(asked.my_answers)],
        "newest": answer_line(newest) if newest else None,
    }


def seat_of(meeting, actor):
    """The participation with which the actor sat in a meeting."""
    return next(one for one in meeting.sitting if one.person.user_id == actor.pk)


def answer_line(answer):
    """One answer in words."""
    return {
        "answer": answer,
        "label": answer.get_came_display(),
        "tone": CAME_TONES[answer.came],
        "kind": outcome_types.label_of(answer.outcome_type) if answer.outcome_type else "",
    }


def own(request, event, edition, uid):
    """(edition, line) of a meeting of mine."""
    row = find(request, event, edition)
    asked = policies.handshakes.get(request.user, "keep", edition=row, uid=uid)
    meeting = of_mine(request.user, row).filter(request=asked).first()
    return row, line(meeting, request.user, row.zone_info)


@access(policies.handshakes, "keep")
@require_GET
def meeting(request, event, edition, uid):
    """One meeting of mine: rating, note, what came of it, what it became."""
    row, mine = own(request, event, edition, uid)
    context = {
        "edition": row,
        "line": mine,
        "note_form": NoteForm(initial={"text": mine["note"].text if mine["note"] else ""}),
        "became": conversing.became(mine["meeting"].request, request.user),
        "kinds": conversing.kinds(),
    }
    return page(request, "impact/meeting.html", context)


@access(policies.handshakes, "keep")
@require_http_methods(["GET", "POST"])
def rate(request, event, edition, uid):
    """Two questions right after a meeting; a press on a number comes here to be confirmed."""
    row, mine = own(request, event, edition, uid)
    before = mine["rating"]
    initial = {"useful": before.useful, "goes_on": before.goes_on} if before else {}
    if request.GET.get("useful", "") in {"1", "2", "3", "4", "5"}:
        initial["useful"] = int(request.GET["useful"])
    form = RatingForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        keeping.rate(
            mine["meeting"],
            participation=mine["me"],
            **form.cleaned_data,
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. Only the sum of many ratings is ever shown."))
        return see_other("impact:mine", row.event.slug, row.slug)
    context = {"edition": row, "line": mine, "form": form}
    return page(request, "impact/rate.html", context, status=422 if form.is_bound else 200)


@access(policies.handshakes, "keep")
@require_POST
def note(request, event, edition, uid):
    """Keep my note about a meeting."""
    row, mine = own(request, event, edition, uid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {"edition": row, "line": mine, "note_form": form, "became": [], "kinds": conversing.kinds()}
        return page(request, "impact/meeting.html", context, status=422)
    keeping.write_note(
        mine["meeting"],
        participation=mine["me"],
        text=form.cleaned_data["text"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Your note is kept. Nobody else reads it."))
    return see_other("impact:meeting", row.event.slug, row.slug, uid)


@access(policies.handshakes, "keep")
@require_http_methods(["GET", "POST"])
def outcome(request, event, edition, uid):
    """Say what came of a meeting; it joins what I said before."""
    row, mine = own(request, event, edition, uid)
    form = OutcomeForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        services.answer(
            mine["meeting"].request,
            participation=mine["me"],
            side=rows.side_of(mine["meeting"], mine["me"].pk),
            facts=form.facts(),
            uploaded=form.cleaned_data["evidence_file"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. What you said before stays in the history."))
        return see_other("impact:meeting", row.event.slug, row.slug, uid)
    context = {"edition": row, "line": mine, "form": form}
    return page(request, "impact/outcome.html", context, status=422 if form.is_bound else 200)


@access(policies.handshakes, "keep")
@require_GET
def export(request, event, edition):
    """Everything that I wrote about my meetings, as a file of my own."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = find(request, event, edition)
    found = of_mine(request.user, row)
    data = [
        {
            "meeting": str(each["uid"]),
            "with": str(each["other"].person),
            "organisation": str(each["other"].organisation or ""),
            "starts_at": each["meeting"].slot.starts_at.isoformat(),
            "note": each["note"].text if each["note"] else "",
            "rating": {"useful": each["rating"].useful, "goes_on": each["rating"].goes_on}
            if each["rating"]
            else None,
            "answers": [
                {
                    "answered_at": one["answer"].answered_at.isoformat(),
                    "came": one["answer"].came,
                    "type": one["answer"].outcome_type,
                    "value_cents": one["answer"].value_cents,
                    "level": one["answer"].level,
                    "evidence": one["answer"].evidence,
                    "evidence_link": one["answer"].evidence_link,
                    "note": one["answer"].note,
                }
                for one in each["answers"]
            ],
        }
        for each in lines(request.user, row, found)
    ]
    response = JsonResponse(
        {"edition": str(row), "meetings": data}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{row.event.slug}-{row.slug}-my-meetings.json"'
    response["Cache-Control"] = "private, no-store"
    return response

"""Two meetings of a plan change places: the board asks whether it goes, a plain page asks the same."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.policy import access
from lonja.meetings import obstacles, policies
from lonja.meetings.services import board as services
from lonja.meetings.services import nearby
from lonja.meetings.views.board import all_wanted, board_at, measured, moved_sentence
from lonja.meetings.views.desk import arranged
from lonja.ui.answers import page, see_other


class SwapForm(forms.Form):
    """Where the organiser saw the two, so that nobody overwrites another's move."""

    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)
    other_seen = forms.CharField(max_length=60, widget=forms.HiddenInput)


@access(policies.plans, "arrange")
@require_http_methods(["GET", "POST"])
def swap(request, event, edition, number, uid, other):
    """Ask whether two meetings can change places, and let them."""
    run = arranged(request, event, edition, number)
    rows = all_wanted(run, uid, other)
    if request.method == "GET":
        return _question(request, run, rows)
    form = SwapForm(request.POST)
    if not form.is_valid():
        return _question(request, run, rows, status=422)
    with transaction.atomic():
        facts = {**form.cleaned_data, "actor": request.user, "now": timezone.now()}
        done = measured(request, services.swap(run, *rows, **facts))
    messages.success(request, moved_sentence(done, run))
    return see_other(board_at(run, done.along.to_slot or done.to_slot, rows[0]))


def _question(request, run, rows, status=200):
    hall = nearby.hall_of(run, *rows)
    at = [hall.placed.get(row.pk) for row in rows]
    why = _why_not(run, hall, rows, at)
    seen = [services.place_name(one.slot, one.table) if one else services.TRAY for one in at]
    if "application/json" in request.headers.get("Accept", ""):
        words = {"one": rows[0], "other": rows[1]}
        question = _("Let the two change places: %(one)s and %(other)s?") % {
            name: f"{row.sender} – {row.recipient}" for name, row in words.items()
        }
        return JsonResponse({"why": " ".join(why), "question": question, "seen": seen})
    zone = run.edition.zone_info
    context = {
        "run": run,
        "edition": run.edition,
        "why": why,
        "form": SwapForm(initial=dict(zip(("seen", "other_seen"), seen))),
        "rows": [
            (
                row,
                obstacles.where_sentence(zone, hall.slots[one.slot].starts_at, hall.tables[one.table].label),
            )
            if one
            else (row, obstacles.where_sentence(zone))
            for row, one in zip(rows, at)
        ],
        "back": board_at(run, hall.slots[at[0].slot] if at[0] else None, rows[0]),
    }
    return page(request, "meetings/board_swap.html", context, status=status)


def _why_not(run, hall, rows, at):
    """What stands in the way, in words; the hall is used up by the question."""
    if any(row.pk not in hall.requests for row in rows):
        return [_("This request is no longer accepted, or one of the two no longer comes.")]
    if rows[0].pk == rows[1].pk or not any(at):
        return [_("There are no two places to change here.")]
    _moved, conflicts = hall.swap(*(row.pk for row in rows))
    return obstacles.sentences(obstacles.Words(hall, run.edition.zone_info, conflicts, known=rows), conflicts)

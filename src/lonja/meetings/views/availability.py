"""When and how somebody can be met."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings.forms.requests import AvailabilityForm
from lonja.meetings.models import Presence, Slot
from lonja.meetings.services import availability as services
from lonja.meetings.views.requests import attended
from lonja.ui.answers import page, see_other


@access(editions, "attend")
@require_http_methods(["GET", "POST"])
def availability(request, event, edition):
    """One form: the grid of slots, arrival and departure, pause, languages, own table."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    form = form_of(me, row, request.POST or None)
    if form.is_bound and form.is_valid():
        changed = services.save(me, **form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, told(changed))
        return see_other("meetings:availability", event, edition)
    context = {"edition": row, "form": form, "has_plan": row.plan_runs.published().exists()}
    return page(request, "meetings/availability.html", context, status=422 if form.is_bound else 200)


def form_of(me, edition, data):
    """The form with what is known."""
    zone, slots = edition.zone_info, list(Slot.objects.filter(edition=edition))
    lunch, presence = services.lunch_of(me), Presence.objects.filter(participation=me).first()
    initial = {
        "free": services.free_slots(me, slots),
        "arrives_at": me.arrives_at and me.arrives_at.astimezone(zone).replace(tzinfo=None),
        "leaves_at": me.leaves_at and me.leaves_at.astimezone(zone).replace(tzinfo=None),
        "lunch_from": lunch and lunch.starts_at.astimezone(zone).time(),
        "lunch_until": lunch and lunch.ends_at.astimezone(zone).time(),
        "remote": me.remote,
        "languages": presence.languages if presence else [],
        "wants_table": presence.wants_table if presence else False,
    }
    return AvailabilityForm(data, initial=initial, slots=slots, zone=zone)


def told(changed):
    """What the plan made of it."""
    if not changed:
        return _("Saved. None of your meetings had to change.")
    return ngettext(
        "Saved. One meeting of the published agenda has changed; those concerned are told.",
        "Saved. %(count)s meetings of the published agenda have changed; those concerned are told.",
        changed,
    ) % {"count": changed}

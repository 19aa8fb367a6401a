"""The screen in the hall: which table is for whom, now and next."""

from hmac import compare_digest

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lonja.base.policy import access, open_to_all
from lonja.events.lifecycle import EditionState
from lonja.events.policies import editions
from lonja.meetings import agenda, halls, policies
from lonja.meetings.models import HallScreen
from lonja.ui.answers import page


@access(policies.hall_screens, "view")
@require_GET
def public(request, event, edition):
    """The screen, for anybody where the organiser chose so, and for the organiser.

    People agree to be seen by the others who come, so whoever does not come reads of public profiles only.
    """
    rows = policies.hall_screens.scope(request.user, "view").select_related("edition__event")
    screen = rows.filter(edition__slug=edition, edition__event__slug=event).first()
    if screen is None:
        raise Http404
    is_for_all = not editions.verbs(request.user, screen.edition, "attend", "organise")
    return shown(request, screen.edition, is_for_all=is_for_all)


@open_to_all("the secret in the address is the right to see this one screen, which hangs in the hall")
@require_GET
def secret(request, event, edition, token):
    """The screen at an address that only the organiser gives away."""
    rows = HallScreen.objects.select_related("edition__event").exclude(edition__state=EditionState.DRAFT)
    screen = rows.filter(edition__slug=edition, edition__event__slug=event).first()
    if screen is None or not compare_digest(screen.token.encode(), token.encode()):
        raise Http404
    return shown(request, screen.edition)


def shown(request, edition, *, is_for_all=False):
    """The screen; asked again with what it shows, 204 until something is new."""
    run, now = agenda.published_plan(edition), timezone.now()
    part = request.GET.get("part", "")
    context = halls.screen(
        edition,
        run,
        now=now,
        is_for_all=is_for_all,
        part=int(part) - 1 if part in map(str, range(1, 1000)) else None,
    )
    version = "-".join(
        [str(run.version if run else 0), str(context["part"]), context["clock"]]
    )  # a minute later the clock moves, and perhaps the slot
    if request.GET.get("since") == version:
        return HttpResponse(status=204)
    look = request.GET.get("look", "")
    context |= {
        "edition": edition,
        "version": version,
        "look": look if look in ("dark", "light") else "",
        "part_wanted": part if part in map(str, range(1, 1000)) else "",
        "path": request.path,
    }
    response = page(request, "meetings/hall.html", context, part="hall")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response

"""A page for each talk, and one of those who speak."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.base.texts import worded
from lonja.events import policies, programming, sharing, talks
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition, Session
from lonja.events.views.programme import TAKEN, coming_as
from lonja.ui.answers import page
from lonja.ui.sharing import share_links


@access(policies.sessions, "view")
@require_GET
def talk(request, event, edition, uid):
    """What a talk is about, when and where it is, who gives it, and a place there."""
    rows = Session.objects.in_order().annotate(taken=TAKEN)
    rows = rows.select_related("zone", "edition__event__organiser_cluster")
    session, verbs = policies.sessions.read(
        request.user, "organise", rows=rows, edition__event__slug=event, edition__slug=edition, uid=uid
    )
    row = session.edition
    me = coming_as(request, row)
    mine = frozenset(me.places.filter(session=session).values_list("session_id", flat=True)) if me else ()
    before, after = talks.beside(session, _order(row))
    is_off = row.is_off_at(session.ends_at)
    is_public = row.state != EditionState.DRAFT and row.event.is_public and row.event.vetted_at is not None
    context = {
        "edition": row,
        "talk": session,
        "title": worded(session.title),
        "line": programming.line(session, row.zone_info, mine),
        "times": talks.times(session, row.zone_info),
        "own_times": _own_times(me, session),
        "speakers": talks.who_speaks([session], request.user),
        "may_book": me is not None and not is_off,
        "is_off": is_off,
        "verbs": verbs,
        "before": _neighbour(row, before),
        "after": _neighbour(row, after),
        "description": talks.description(session),
        "url": request.build_absolute_uri(session.get_absolute_url()),
        "picture": request.build_absolute_uri(sharing.picture_address(row)),
        "share": share_links(str(session), session.get_absolute_url()) if is_public else None,
    }
    return page(request, "events/session.html", context)


def _order(row):
    return list(row.sessions.order_by("starts_at", "room", "pk").values_list("uid", "title"))


def _neighbour(row, other):
    if other is None:
        return None
    uid, title = other
    return {
        "title": worded(title),
        "href": reverse("events:session", args=[row.event.slug, row.slug, uid]),
    }


def _own_times(me, session):
    """When it is by the clock that somebody who takes part from elsewhere has told."""
    own = getattr(me, "own_time", None)
    return talks.own_times(session, session.edition.zone_info, ZoneInfo(own.time_zone)) if own else ""


@access(policies.editions, "view")
@require_GET
def speakers(request, event, edition):
    """Who speaks at an edition, by name, each with her talks."""
    rows = Edition.objects.select_related("event__organiser_cluster")
    row, _verbs = policies.editions.read(request.user, rows=rows, event__slug=event, slug=edition)
    sessions = list(row.sessions.in_order())
    context = {
        "edition": row,
        "who_speaks": [
            {"who": who, "talks": [programming.line(one, row.zone_info) for one in who.talks]}
            for who in talks.who_speaks(sessions, request.user)
        ],
        "lasts_days": row.starts_on != row.ends_on,
        "title": _("Who speaks"),
    }
    return page(request, "events/speakers.html", context)

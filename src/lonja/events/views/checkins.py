"""The door: check-in by name and by camera, badges on paper and on one's own telephone."""

import json
import uuid
from datetime import UTC, timedelta
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.directory.places import folded
from lonja.events import policies
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.models import Badge, ParticipantType, Participation, ScanVerb
from lonja.events.services import checkins as services
from lonja.ui.answers import page, see_other

PEOPLE_PER_PAGE = 20
MOST_SCANS = 500


def staffed(request, event, edition):
    """The edition at an address, for those who stand at its door."""
    row, may = policies.editions.read(request.user, "check_in", event__slug=event, slug=edition)
    if not may:
        raise PermissionDenied
    return row


@access(policies.editions, "check_in")
@require_GET
def checkin(request, event, edition):
    """Find somebody by name, or read her code with the camera; counts by type."""
    row = staffed(request, event, edition)
    services.ensure_badges(row)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = _found(row, query).select_related("person", "organisation", "badge")
    rows = rows.annotate(is_here=Q(badge__came_at__isnull=False, badge__left_at__isnull=True))
    rows = rows.order_by("is_here", "person__sort_name", "pk")  # the door looks for those who are not
    counts = services.counts(row)
    context = {
        "edition": row,
        "query": query,
        "page": Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page")) if query else None,
        "counts": [
            {"label": ParticipantType(kind).label, "expected": expected, "here": here}
            for kind, expected, here in counts
        ],
        "here": sum(here for _kind, _expected, here in counts),
        "expected": sum(expected for _kind, expected, _here in counts),
        "keep_until": (row.ends_on + timedelta(days=1)).isoformat(),
        "may_organise": policies.editions.allows(request.user, "organise", row),
    }
    response = page(request, "events/checkin.html", context, part="counts")
    response["Cache-Control"] = "private, no-store"
    return response


def _found(edition, query):
    """Who is expected and has these words in her name or house, or this code on her badge."""
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED)
    if badges := services.with_code(edition, query):
        return rows.filter(badge__in=badges)
    for word in folded(query).split():
        rows = rows.filter(Q(person__sort_name__contains=word) | Q(organisation__sort_name__contains=word))
    return rows


@access(policies.editions, "check_in")
@require_POST
def note(request, event, edition, participation, verb):
    """Let somebody in or out, or take it back."""
    row = staffed(request, event, edition)
    one = (
        Participation.objects.select_related("person", "edition")
        .filter(edition=row, pk=participation)
        .first()
    )
    if one is None or verb not in ScanVerb.values:
        raise Http404
    services.note(one, verb, uid=_uid(request.POST.get("uid", "")), actor=request.user, now=timezone.now())
    said = {
        ScanVerb.IN: _("%(who)s is here."),
        ScanVerb.OUT: _("%(who)s has left."),
        ScanVerb.UNDO: _("Taken back: %(who)s is not here."),
    }
    messages.success(request, said[verb] % {"who": one})
    query = request.POST.get("q", "")[:80]
    return see_other(f"{reverse('events:checkin', args=[event, edition])}{_asking(query)}")


def _asking(query):
    return f"?{urlencode({'q': query})}" if query else ""


def _uid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


@access(policies.editions, "check_in")
@require_GET
def door_list(request, event, edition):
    """The list that a device keeps for when the network is gone: a handle, a name, a house, no more."""
    row = staffed(request, event, edition)
    services.ensure_badges(row)
    rows = Badge.objects.filter(participation__edition=row, participation__state__in=EXPECTED).values_list(
        "token", "participation__person__name", "participation__organisation__name",
        "participation__participant_type", "came_at", "left_at",
    )  # fmt: skip
    people = [
        {
            "h": services.handle_of(token),
            "n": name,
            "o": organisation or "",
            "k": str(ParticipantType(kind).label),
            "in": came is not None and left is None,
        }
        for token, name, organisation, kind, came, left in rows
    ]
    response = JsonResponse({"people": people})
    response["Cache-Control"] = "private, no-store"
    return response


@access(policies.editions, "check_in")
@require_POST
def sync(request, event, edition):
    """Scans that a device has gathered; each counts once."""
    row = staffed(request, event, edition)
    scans = _scans(request.body)
    if scans is None:
        return HttpResponseBadRequest()
    outcome = services.receive(row, scans, actor=request.user, now=timezone.now())
    return JsonResponse({"outcome": outcome})


def _scans(body):
    """The scans in a message, or None when it is none."""
    try:
        sent = json.loads(body)["scans"]
        if not isinstance(sent, list) or len(sent) > MOST_SCANS:
            return None
        return [_scan(one) for one in sent]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _scan(one):
    at = parse_datetime(one["at"])
    if at is None or one["verb"] not in ScanVerb.values:
        raise ValueError(one)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    token, handle = str(one.get("token", "")), str(one.get("handle", ""))
    return services.Sent(str(uuid.UUID(one["uid"])), one["verb"], at.astimezone(UTC), token, handle)


@access(policies.editions, "check_in")
@require_http_methods(["GET", "POST"])
def door(request, token):
    """What the code on a badge leads to: for those at the door, who it is, and a button."""
    badge = (
        Badge.objects.filter(token=token, participation__state__in=EXPECTED)
        .select_related(
            "participation__person", "participation__organisation", "participation__edition__event"
        )
        .first()
    )
    if badge is None:
        raise Http404
    one = badge.participation
    if not policies.editions.allows(request.user, "check_in", one.edition):
        raise Http404
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if verb not in ScanVerb.values:
            raise Http404
        services.note(
            one, verb, uid=_uid(request.POST.get("uid", "")), actor=request.user, now=timezone.now()
        )
        return see_other("events:door", token)
    context = {"badge": badge, "one": one, "edition": one.edition, "uid": uuid.uuid4()}
    return page(request, "events/checkin_person.html", context)


@access(policies.participations, "agenda")
@require_GET
def badge(request, event, edition):
    """My own code, to show at the door."""
    row = policies.editions.get(request.user, "view", event__slug=event, slug=edition)
    me = policies.participations.scope(request.user, "agenda").filter(
        policies.is_self(request.user), edition=row, state__in=EXPECTED
    )
    me = me.exclude(edition__state=EditionState.DRAFT).select_related("person", "organisation").first()
    if me is None:
        raise Http404
    mine = services.badge_of(me)
    context = {"edition": row, "me": me, "badge": mine, "drawing": drawing_of(request, mine)}
    response = page(request, "events/checkin_badge.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def drawing_of(request, badge):
    """The code of a badge as a drawing; it holds an address, and in it a secret."""
    url = request.build_absolute_uri(reverse("events:door", args=[badge.token]))
    drawing = segno.make(url, error="m", micro=False).svg_inline(
        border=4, light="#fff", dark="#000", omitsize=True
    )
    return mark_safe(drawing)  # noqa: S308 - drawn from our own secret


@access(policies.editions, "check_in")
@require_GET
def worker(request, event, edition):
    """The part of the page that stays on the device when the network is gone."""
    staffed(request, event, edition)
    with open(finders.find("events/door-worker.js"), encoding="utf-8") as source:
        response = HttpResponse(source.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response

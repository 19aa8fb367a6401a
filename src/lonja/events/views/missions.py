"""Journeys: their legs for all, each participant's own, and the delegations that travel."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import exports
from lonja.base.policy import access
from lonja.events import journey_calendars, journeys, policies
from lonja.events import mission_policies as rights
from lonja.events.forms.missions import DelegationForm, LegForm
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Delegate, Edition, Leg, Participation
from lonja.events.services import missions as services
from lonja.ui.answers import page, see_other

DELEGATES_PER_PAGE = 50
FOUND_AT_ONCE = 20


def opened(request, event, edition, *verbs, policy=policies.editions):
    """The edition at an address with the verbs that are open on it; the first verb is needed."""
    rows = Edition.objects.select_related("event__organiser_cluster", "event__organiser_organisation")
    row, may = policy.read(request.user, *verbs, rows=rows, event__slug=event, slug=edition)
    if verbs and verbs[0] not in may:
        raise PermissionDenied
    return row, may


def organised(request, event, edition):
    """The edition at an address, for its organiser."""
    return opened(request, event, edition, "organise")[0]


def _legs(request, row):
    rows = rights.legs.scope(request.user).filter(edition=row)
    return list(rows.select_related("host_cluster", "host_organisation"))


@access(rights.legs, "view")
@require_GET
def legs(request, event, edition):
    """The journey of an edition, leg by leg, for everybody who may see the edition."""
    row, verbs = policies.editions.read(
        request.user, "organise", "attend",
        rows=Edition.objects.select_related("event__organiser_cluster"),
        event__slug=event, slug=edition,
    )  # fmt: skip
    context = {"edition": row, "verbs": verbs, "stops": journeys.stops(_legs(request, row))}
    return page(request, "events/legs.html", context)


def _own(request, event, edition):
    """The participation of the person who asks; 404 for everybody else."""
    rows = rights.own_journeys.scope(request.user).select_related(
        "edition__event", "person", "delegate__delegation__cluster", "delegate__delegation__alliance",
        "delegate__delegation__organisation", "delegate__delegation__head__person",
    )  # fmt: skip
    row = rows.filter(edition__event__slug=event, edition__slug=edition).first()
    if row is None:
        raise Http404
    return row


@access(rights.own_journeys, "view")
@require_GET
def journey(request, event, edition):
    """My journey: every leg by its own clock, with whom I travel, and a file for my calendar."""
    me = _own(request, event, edition)
    delegate = getattr(me, "delegate", None)
    companions = []
    if delegate:
        rows = Delegate.objects.filter(delegation=delegate.delegation_id).exclude(pk=delegate.pk)
        rows = rows.filter(participation__is_listed=True, participation__state__in=EXPECTED)
        companions = rows.select_related("participation__person", "participation__organisation")
    context = {
        "edition": me.edition,
        "me": me,
        "delegation": delegate.delegation if delegate else None,
        "companions": companions[:DELEGATES_PER_PAGE],
        "stops": journeys.stops(_legs(request, me.edition)),
    }
    return page(request, "events/journey.html", context)


@access(rights.own_journeys, "view")
@require_GET
def journey_file(request, event, edition):
    """My journey for a calendar, with the clock of each place."""
    me = _own(request, event, edition)
    url = request.build_absolute_uri(reverse("events:journey", args=[event, edition]))
    content = journey_calendars.journey(me.edition, _legs(request, me.edition), url=url)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event}-{edition}-journey.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def new_leg(request, event, edition):
    """Add a leg."""
    row = organised(request, event, edition)
    form = LegForm(
        request.POST or None, actor=request.user, instance=Leg(time_zone=row.time_zone, country=row.country)
    )
    if request.method == "POST" and form.is_valid():
        services.add_leg(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The leg is there."))
        return see_other("events:legs", event, edition)
    context = {"edition": row, "form": form, "leg": None}
    return page(request, "events/leg_form.html", context, status=422 if form.is_bound else 200)


def _row(request, policy, verb, event, edition, pk, path="edition__"):
    """A row of an edition, at the edition's address."""
    address = {f"{path}event__slug": event, f"{path}slug": edition, "pk": pk}
    return policy.get(request.user, verb, **address)


@access(rights.legs, "organise")
@require_http_methods(["GET", "POST"])
def edit_leg(request, event, edition, pk):
    """Change a leg."""
    leg = _row(request, rights.legs, "organise", event, edition, pk)
    form = LegForm(request.POST or None, actor=request.user, instance=leg)
    if request.method == "POST" and form.is_valid():
        services.edit_leg(leg, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("Your changes are saved."))
        return see_other("events:legs", event, edition)
    context = {"edition": leg.edition, "form": form, "leg": leg}
    return page(request, "events/leg_form.html", context, status=422 if form.is_bound else 200)


@access(rights.legs, "organise")
@require_POST
def remove_leg(request, event, edition, pk):
    """Take a leg away."""
    services.remove_leg(_row(request, rights.legs, "organise", event, edition, pk), actor=request.user)
    messages.success(request, _("The leg is taken out."))
    return see_other("events:legs", event, edition)


@access(rights.delegations, "organise")
@require_http_methods(["GET", "POST"])
def delegations(request, event, edition):
    """Who sends whom."""
    row = organised(request, event, edition)
    form = DelegationForm(request.POST or None, actor=request.user, edition=row)
    if request.method == "POST" and form.is_valid():
        made = services.add_delegation(row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The delegation is there. Now say who travels with it."))
        return see_other("events:delegation", event, edition, made.pk)
    rows = rights.delegations.scope(request.user, "organise").filter(edition=row)
    rows = rows.select_related("cluster", "organisation", "alliance", "head__person")
    context = {"edition": row, "form": form, "delegations": rows.annotate(size=Count("delegates"))}
    return page(request, "events/delegations.html", context, status=422 if form.is_bound else 200)


@access(rights.delegations, "organise")
@require_GET
def delegation(request, event, edition, pk):
    """Who travels with a delegation, and who could."""
    row = _row(request, rights.delegations, "organise", event, edition, pk)
    free = policies.participations.scope(request.user, "organise").filter(
        edition=row.edition_id, state__in=EXPECTED, delegate__isnull=True
    )
    free = free.named(request.GET.get("q", "")[:100])
    delegates = row.delegates.select_related("participation__person", "participation__organisation")
    context = {
        "edition": row.edition,
        "delegation": row,
        "q": request.GET.get("q", "")[:100],
        "page": Paginator(delegates, DELEGATES_PER_PAGE).get_page(request.GET.get("page")),
        "free": free.for_list()[:FOUND_AT_ONCE],
    }
    return page(request, "events/delegation.html", context)


@access(rights.delegations, "organise")
@require_POST
def change_delegation(request, event, edition, pk, verb):
    """Dissolve a delegation; take somebody in or out of it, or let her lead it."""
    row = _row(request, rights.delegations, "organise", event, edition, pk)
    if verb == "remove":
        services.remove_delegation(row, actor=request.user)
        messages.success(request, _("The delegation is dissolved. Its people stay registered."))
        return see_other("events:delegations", event, edition)
    number = request.POST.get("who", "")
    number = int(number) if number.isdecimal() and len(number) < 16 else 0
    if verb == "add":
        person = _found(Participation.objects.filter(edition=row.edition_id), number)
        services.add_delegate(row, person, actor=request.user)
    else:
        delegate = _found(row.delegates.all(), number)
        {"leave": services.remove_delegate, "lead": services.lead}[verb](delegate, actor=request.user)
    messages.success(request, _("Your changes are saved."))
    return see_other("events:delegation", event, edition, pk)


def _found(rows, number):
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


@access(rights.journeys, "receive")
@require_GET
def delegates(request, event, edition):
    """Who travels, for the organiser and for those who receive the delegations."""
    row, _may = opened(request, event, edition, "receive", policy=rights.journeys)
    paged = Paginator(_delegates(row), DELEGATES_PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "events/delegates.html", {"edition": row, "page": paged})


def _delegates(row):
    """Delegates who are expected, by delegation and name."""
    rows = Delegate.objects.filter(delegation__edition=row, participation__state__in=EXPECTED)
    return rows.select_related(
        "delegation__cluster", "delegation__organisation", "delegation__alliance",
        "participation__person", "participation__organisation",
    ).order_by("delegation", "participation__person__sort_name", "pk")  # fmt: skip


@access(rights.journeys, "receive")
@require_GET
def delegates_export(request, event, edition, shape):
    """Who travels, as a table for those who receive: names, houses and languages, no addresses."""
    row, _may = opened(request, event, edition, "receive", policy=rights.journeys)
    columns = [_("Delegation"), _("Name"), _("Organisation"), _("Language"), _("Leads the delegation")]
    rows = [
        (
            str(one.delegation),
            str(one.participation.person),
            str(one.participation.organisation or ""),
            one.participation.language,
            _("yes") if one.delegation.head_id == one.participation_id else _("no"),
        )
        for one in _delegates(row)
    ]
    name = f"{row.event.slug}-{row.slug}-delegates"
    if shape == "csv":
        return exports.csv_response(name, columns, rows)
    return exports.xlsx_response(name, {_("Delegates"): (columns, rows)})

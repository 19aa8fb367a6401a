"""Pages of events and editions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.accounts.models import Role
from lonja.accounts.policies import require_site_role
from lonja.base import exports
from lonja.base.policy import access, signed_in
from lonja.events import extras, policies, presenting, sharing
from lonja.events.forms import EditionForm, EventForm, ParticipantSearchForm, has_organisers
from lonja.events.lifecycle import EXPECTED, EditionState, ParticipationState
from lonja.events.models import Edition, Participation
from lonja.events.services import editions as services
from lonja.events.services import participations as comings
from lonja.events.services import registrations
from lonja.ui.answers import page, see_other
from lonja.ui.sharing import share_links

EDITIONS_PER_PAGE = 24
MOVED = {
    "publish": gettext_lazy("The edition is public now."),
    "hide": gettext_lazy("The edition is a draft again; only you see it."),
    "close": gettext_lazy("The edition is closed. Its page stays public."),
    "reopen": gettext_lazy("The edition is open again."),
}
PARTICIPANTS_PER_PAGE = 50


@access(policies.editions, "view")
@require_GET
def events(request):
    """Editions that are coming, and those that are over."""
    today = timezone.localdate()
    visible = policies.editions.scope(request.user).for_card()
    over = Paginator(visible.over(today), EDITIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": [presenting.card(edition) for edition in visible.coming(today)[:EDITIONS_PER_PAGE]],
        "over": [presenting.card(edition) for edition in over],
        "page": over,
        "may_start": has_organisers(request.user),
    }
    return page(request, "events/events.html", context)


@access(policies.events, "view")
@require_GET
def event(request, event):
    """A series: what it is, who organises it, its editions side by side."""
    row = policies.events.get(request.user, "view", slug=event)
    editions = policies.editions.scope(request.user).filter(event=row).for_card().order_by("-starts_on")
    # Those to come have no meetings yet: beside the others they would look like a fall.
    over = [edition for edition in editions if edition.ends_on < timezone.localdate()]
    columns, rows, chart = presenting.comparison(over[::-1])
    context = {
        "event": row,
        "editions": [presenting.card(edition) for edition in editions],
        "comparison": {"columns": columns, "rows": rows, "chart": chart} if len(rows) > 1 else None,
        "may_organise": policies.events.allows(request.user, "organise", row),
    }
    return page(request, "events/event.html", context)


@access(policies.editions, "view")
@require_GET
def edition(request, event, edition):
    """The public page of an edition."""
    mine = Participation.objects.filter(edition=OuterRef("pk"), person__user=request.user.pk or 0)
    rows = Edition.objects.for_card().annotate(
        is_mine=Exists(mine.exclude(state=ParticipationState.CANCELLED))
    )
    row, verbs = policies.editions.read(
        request.user, "organise", "attend", rows=rows, event__slug=event, slug=edition
    )
    sessions = list(row.sessions.in_order())
    is_public = row.state != EditionState.DRAFT and row.event.is_public and row.event.vetted_at is not None
    context = {
        "edition": row,
        "dates": presenting.dates(row),
        "place": presenting.place(row),
        "stats": presenting.stats(row),
        "zones": row.zones.all(),
        "programme": presenting.programme(row, sessions),
        "speaks": any(one.speakers.all() for one in sessions),
        "verbs": verbs,
        "conditions": [] if row.is_called_off else presenting.conditions(row, list(row.type_rules.all())),
        "registering": _registering(row, verbs),
        "extras": extras.of(row, verbs=verbs, today=timezone.localdate()),
        "is_coming": not row.is_called_off and row.ends_on >= timezone.localdate(timezone=row.zone_info),
        "others": policies.editions.scope(request.user)
        .filter(event=row.event)
        .exclude(pk=row.pk)
        .order_by("-starts_on"),
        "url": request.build_absolute_uri(row.get_absolute_url()),
        "picture": request.build_absolute_uri(sharing.picture_address(row)),
        "linked_data": sharing.linked_data(row) if is_public else "",
        "share": share_links(str(row), row.get_absolute_url()) if is_public else None,
    }
    if context["is_coming"]:
        context["comes"] = sharing.who_comes(row)
    return page(request, "events/edition.html", context)


def _registering(row, verbs):
    """`mine` for somebody on the list, `open` for anybody who may register now, else nothing."""
    if "attend" in verbs or row.is_mine:
        return "mine"
    comes = row.state == EditionState.PUBLISHED and row.ends_on >= timezone.localdate(timezone=row.zone_info)
    is_offered = comes and registrations.is_open(row, timezone.now()) and row.type_rules.all()
    return "open" if is_offered else ""


@access(policies.participations, "view")
@require_GET
def participants(request, event, edition):
    """Who comes, for those who come too and for the organiser."""
    row = find(request, "view", event, edition)
    form = ParticipantSearchForm(request.GET)
    form.is_valid()
    rows = found(policies.participations.scope(request.user).filter(edition=row, state__in=EXPECTED), form)
    context = {
        "edition": row,
        "form": form,
        "page": Paginator(rows.for_list(), PARTICIPANTS_PER_PAGE).get_page(request.GET.get("page")),
        "verbs": policies.editions.verbs(request.user, row, "organise", "attend"),
        "me": Participation.objects.filter(policies.is_self(request.user), edition=row).first(),
        "query": request.GET.urlencode(),
    }
    return page(request, "events/participants.html", context, part="results")


def found(rows, form):
    """Participants who fit what was typed."""
    rows = rows.named(form.cleaned_data.get("q", ""))
    if form.cleaned_data.get("kind"):
        rows = rows.filter(participant_type=form.cleaned_data["kind"])
    return rows


@access(policies.participations, "organise")
@require_GET
def participants_export(request, event, edition, shape):
    """Who comes, as a table for the organiser."""
    row = find(request, "organise", event, edition)
    zone = row.zone_info
    columns = [
        _("Name"),
        _("Organisation"),
        _("Takes part as"),
        _("State"),
        _("Arrives"),
        _("Leaves"),
        _("Remote"),
    ]
    rows = [
        (
            str(one.person),
            str(one.organisation or ""),
            one.get_participant_type_display(),
            one.get_state_display(),
            f"{one.arrives_at.astimezone(zone):%d/%m/%Y %H:%M}" if one.arrives_at else "",
            f"{one.leaves_at.astimezone(zone):%d/%m/%Y %H:%M}" if one.leaves_at else "",
            _("yes") if one.remote else _("no"),
        )
        for one in policies.participations.scope(request.user, "organise").filter(edition=row).for_list()
    ]
    name = f"{row.event.slug}-{row.slug}-participants"
    if shape == "csv":
        return exports.csv_response(name, columns, rows)
    return exports.xlsx_response(name, {_("People"): (columns, rows)})


@signed_in("lists the editions where the person herself takes part")
@require_GET
def mine(request):
    """The editions in which somebody takes part."""
    rows = (
        policies.participations.scope(request.user)
        .filter(person__user=request.user)
        .exclude(state__in=[ParticipationState.CANCELLED, ParticipationState.DECLINED])
        .select_related(
            "edition__event__organiser_organisation", "edition__event__organiser_cluster", "organisation"
        )
        .order_by("-edition__starts_on")
    )
    rows = rows.filter(edition__in=policies.editions.scope(request.user))
    today = timezone.localdate()
    shown = [presenting.card(row.edition) | {"participation": row} for row in rows]
    # What is next comes first; what is over follows, the latest on top.
    context = {
        "coming": [card for card in shown if card["participation"].edition.ends_on >= today][::-1],
        "over": [card for card in shown if card["participation"].edition.ends_on < today],
    }
    context["waiting"] = comings.registered_elsewhere(request.user).select_related(
        "person", "organisation", "edition"
    )
    return page(request, "events/mine.html", context)


@signed_in("acts on registrations under the person's own checked address only")
@require_POST
def claim(request):
    """This is me: take over the registrations under my own address."""
    comings.claim(request.user)
    messages.success(request, _("Your registrations stand here now."))
    return see_other("events:mine")


@signed_in("the form offers only clusters and organisations that the person manages")
@require_http_methods(["GET", "POST"])
def new_event(request):
    """Start a series for a cluster or an organisation of one's own."""
    form = EventForm(request.POST or None, actor=request.user)
    if form.is_bound and form.is_valid():
        made = services.create_event(facts=form.facts(), actor=request.user)
        messages.success(request, _("The event is there. Add its first edition."))
        return see_other(made)
    return page(request, "events/event_form.html", {"form": form}, status=422 if form.is_bound else 200)


@access(policies.events, "vet")
@require_GET
def vetting(request):
    """Series that wait until an operator knows who organises them."""
    require_site_role(request.user, Role.OPERATOR)
    waiting = policies.events.scope(request.user, "vet").filter(vetted_at=None).for_card().order_by("pk")
    paged = Paginator(waiting, EDITIONS_PER_PAGE)
    return page(request, "events/vetting.html", {"page": paged.get_page(request.GET.get("page"))})


@access(policies.events, "vet")
@require_POST
def vet(request, event):
    """Let a series go public."""
    row = policies.events.get(request.user, "vet", slug=event)
    services.vet_event(row, actor=request.user, now=timezone.now())
    messages.success(request, _("“%(event)s” may go public now.") % {"event": row})
    return see_other("events:vetting")


@access(policies.events, "organise")
@require_http_methods(["GET", "POST"])
def new_edition(request, event):
    """Add an edition to a series."""
    row = policies.events.get(request.user, "organise", slug=event)
    form = EditionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = services.create_edition(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The edition is there, as a draft. Only you see it."))
        return see_other(made)
    context = {"form": form, "event": row, "edition": None}
    return page(request, "events/edition_form.html", context, status=422 if form.is_bound else 200)


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def edit_edition(request, event, edition):
    """Change what an edition says of itself."""
    row = find(request, "organise", event, edition)
    form = EditionForm(request.POST or None, instance=row)
    if form.is_bound and form.is_valid():
        changed, is_told = services.edit_edition(
            row,
            facts=form.facts(),
            actor=request.user,
            now=timezone.now(),
            moves_hours=form.cleaned_data.get("moves_hours", False),
        )
        messages.success(request, _("Your changes are saved."))
        if is_told:
            messages.info(request, _("Everybody who comes is told of the new days or place."))
        return see_other(changed)
    context = {"form": form, "event": row.event, "edition": row}
    return page(request, "events/edition_form.html", context, status=422 if form.is_bound else 200)


@access(policies.editions, "organise")
@require_POST
def move_edition(request, event, edition, verb):
    """Publish an edition, take it back, close it or open it again."""
    row = find(request, "organise", event, edition)
    if verb not in MOVED:
        raise Http404
    services.move_edition(row, verb, actor=request.user)
    messages.success(request, MOVED[verb])
    return see_other("meetings:desk", row.event.slug, row.slug)


def find(request, verb, event, edition):
    """The edition at an address, as far as this person may `verb` it."""
    if verb == "view" and (row := policies.public_edition(event, edition)):
        return row
    return policies.editions.get(request.user, verb, event__slug=event, slug=edition)

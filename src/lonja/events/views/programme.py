"""The programme of an edition: for everybody, for whoever books a place, and for the organiser."""

from django.contrib import messages
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.events import policies, programming, talks
from lonja.events.forms.programme import SessionForm, ZoneForm
from lonja.events.forms.speakers import SpeakerFormSet
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Edition, Participation, Zone
from lonja.events.services import programme as services
from lonja.events.views.missions import opened, organised
from lonja.ui.answers import page, see_other

TAKEN = Count("places", filter=Q(places__participation__state__in=EXPECTED))


def coming_as(request, row):
    """The reader's own participation, when she is expected."""
    if not request.user.is_authenticated:
        return None
    mine = Participation.objects.filter(policies.is_self(request.user), edition=row, state__in=EXPECTED)
    return mine.select_related("own_time").first()


@access(policies.editions, "view")
@require_GET
def programme(request, event, edition):
    """What happens when and where; who takes part books places here."""
    rows = Edition.objects.select_related("event__organiser_cluster")
    row, verbs = policies.editions.read(request.user, "organise", rows=rows, event__slug=event, slug=edition)
    me = coming_as(request, row)
    booked = frozenset(me.places.values_list("session_id", flat=True)) if me else frozenset()
    sessions = list(row.sessions.in_order().annotate(taken=TAKEN))
    offered = programming.arrangements(sessions)
    by = request.GET.get("by") if request.GET.get("by") in offered else ""
    context = {
        "edition": row,
        "verbs": verbs,
        "by": by,
        "tabs": _tabs(offered, by),
        "lasts_days": row.starts_on != row.ends_on,
        "sections": programming.beside(sessions, row.zone_info, by, mine=booked)
        if by
        else programming.days(sessions, row.zone_info, mine=booked),
        "zones": row.zones.all(),
        "speaks": any(one.speakers.all() for one in sessions),
        "may_book": me is not None,
    }
    return page(request, "events/programme_page.html", context)


def _tabs(offered, by):
    labels = {"": _("By day"), "room": _("By room"), "stream": _("By stream")}
    return [
        {"label": labels[name], "href": f"?by={name}" if name else "?", "current": name == by}
        for name in ("", *offered)
    ]


@access(policies.editions, "attend")
@require_POST
def book(request, event, edition, uid, verb):
    """Take a place in a talk, or give it back."""
    row, _verbs = opened(request, event, edition, "attend")
    session = policies.sessions.get(request.user, "view", edition=row, uid=uid)
    me = coming_as(request, row)
    if verb == "book":
        services.book(session, participation=me, actor=request.user)
        messages.success(request, _("You have a place at “%(talk)s”.") % {"talk": session})
    else:
        services.give_back(session, participation=me, actor=request.user)
        messages.success(request, _("Your place at “%(talk)s” is free again.") % {"talk": session})
    if "talk" in request.POST:  # from its own page
        return see_other("events:session", event, edition, uid)
    return see_other("events:programme", event, edition)


@access(policies.editions, "organise")
@require_GET
def edit_programme(request, event, edition):
    """The organiser's list of zones and talks, and what stands in its own way."""
    row = organised(request, event, edition)
    sessions = list(row.sessions.in_order().annotate(taken=TAKEN))
    context = {
        "edition": row,
        "zones": row.zones.annotate(selected=Count("hosts")),
        "days": programming.days(sessions, row.zone_info),
        "clashes": [*programming.clashes(sessions), *talks.kept_away(row)],
    }
    return page(request, "events/programme_edit.html", context)


def _form(request, row, form, *, title, remove=""):
    context = {"edition": row, "form": form, "title": title, "remove": remove}
    return page(request, "events/programme_form.html", context, status=422 if form.is_bound else 200)


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def new_zone(request, event, edition):
    """Add a part of the hall."""
    row = organised(request, event, edition)
    form = ZoneForm(request.POST or None, instance=Zone(edition=row))
    if request.method == "POST" and form.is_valid():
        zone = services.add_zone(row, facts=form.facts(), actor=request.user)
        messages.success(request, _("The zone is added."))
        if zone.kind == "curated":
            return see_other("events:zone-edit", event, edition, zone.pk)
        return see_other("events:programme-edit", event, edition)
    return _form(request, row, form, title=_("Add a zone"))


@access(policies.zones, "organise")
@require_http_methods(["GET", "POST"])
def edit_zone(request, event, edition, pk):
    """Change a part of the hall, and who is selected for it."""
    zone = policies.zones.get(
        request.user, "organise", edition__event__slug=event, edition__slug=edition, pk=pk
    )
    form = ZoneForm(request.POST or None, instance=zone)
    if request.method == "POST" and form.is_valid():
        services.edit_zone(zone, facts=form.facts(), hosts=form.chosen_hosts(), actor=request.user)
        messages.success(request, _("The zone is saved."))
        return see_other("events:programme-edit", event, edition)
    return _form(
        request,
        zone.edition,
        form,
        title=_("Change a zone"),
        remove=reverse("events:zone-remove", args=[event, edition, zone.pk]),
    )


@access(policies.zones, "organise")
@require_POST
def remove_zone(request, event, edition, pk):
    """Take a part of the hall away."""
    zone = policies.zones.get(
        request.user, "organise", edition__event__slug=event, edition__slug=edition, pk=pk
    )
    services.remove_zone(zone, actor=request.user)
    messages.success(request, _("The zone is taken away. Its talks and tables stay."))
    return see_other("events:programme-edit", event, edition)


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def new_session(request, event, edition):
    """Add a talk or a demonstration."""
    row = organised(request, event, edition)
    form = SessionForm(request.POST or None, edition=row)
    speakers = SpeakerFormSet(request.POST or None, edition=row)
    if request.method == "POST" and _are_valid(form, speakers):
        services.add_session(row, facts=form.facts(), speakers=speakers.lines(), actor=request.user)
        messages.success(request, _("The talk is added."))
        return see_other("events:programme-edit", event, edition)
    return _session_form(request, row, form, speakers, title=_("Add a talk"))


def _are_valid(*forms):
    """Whether all are; each is asked, so that everything that is wrong is named at once."""
    answers = [form.is_valid() for form in forms]
    return all(answers)


def _session_form(request, row, form, speakers, *, title, remove=""):
    context = {
        "edition": row,
        "form": form,
        "speakers": speakers,
        "abstracts": form.text_names("abstract"),
        "title": title,
        "remove": remove,
    }
    return page(request, "events/session_form.html", context, status=422 if form.is_bound else 200)


def _session(request, event, edition, uid):
    address = {"edition__event__slug": event, "edition__slug": edition, "uid": uid}
    return policies.sessions.get(request.user, "organise", **address)


@access(policies.sessions, "organise")
@require_http_methods(["GET", "POST"])
def edit_session(request, event, edition, uid):
    """Change a talk; whoever has a place there is told when it moves."""
    session = _session(request, event, edition, uid)
    form = SessionForm(request.POST or None, edition=session.edition, instance=session)
    speakers = SpeakerFormSet(request.POST or None, edition=session.edition, session=session)
    if request.method == "POST" and _are_valid(form, speakers):
        facts, lines = form.facts(), speakers.lines()
        services.edit_session(session, facts=facts, speakers=lines, actor=request.user, now=timezone.now())
        messages.success(request, _("The talk is saved."))
        return see_other("events:programme-edit", event, edition)
    return _session_form(
        request,
        session.edition,
        form,
        speakers,
        title=_("Change a talk"),
        remove=reverse("events:session-remove", args=[event, edition, uid]),
    )


@access(policies.sessions, "organise")
@require_POST
def remove_session(request, event, edition, uid):
    """Take a talk away; whoever had a place there is told."""
    services.remove_session(_session(request, event, edition, uid), actor=request.user, now=timezone.now())
    messages.success(request, _("The talk is taken away. Those who had a place are told."))
    return see_other("events:programme-edit", event, edition)

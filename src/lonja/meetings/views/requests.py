"""Ask for meetings, and answer those who ask."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.models import Edition
from lonja.events.policies import coming, editions, fellow_of, participations
from lonja.meetings import browsing, policies, presenting
from lonja.meetings.forms.requests import (
    ChangeForm,
    ColleagueForm,
    DeclineForm,
    PriorityForm,
    SitForm,
    WishForm,
)
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import Meeting, Priority, Side
from lonja.meetings.services import requests as services
from lonja.meetings.services import rules
from lonja.ui.answers import page, see_other

CARDS_PER_PAGE = 20
WAITING_FIRST = {RequestState.SENT: 0, RequestState.ACCEPTED: 1}
MOST_PER_HOUR = 60  # each request is a mail to somebody


def attended(request, event, edition):
    """(edition, the person's own participation) where somebody takes part."""
    me = coming(request.user, event, edition)
    if me is not None:
        return me.edition, me
    rows = Edition.objects.select_related("event__organiser_cluster")
    row, may = editions.read(request.user, "attend", rows=rows, event__slug=event, slug=edition)
    if not may:
        raise PermissionDenied
    raise Http404


@access(policies.requests, "view")
@require_GET
def requests(request, event, edition):
    """My requests: those who ask me, those I asked; a mail leads here, so strangers are asked to sign in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    rows = list(
        policies.requests.scope(request.user)
        .of(me)
        .filter(edition=row)
        .with_parties()
        .select_related("passed_by__person")
        .order_by("priority", "pk")
    )
    shelves = _shelves(request, rows, me)
    lines = _lines(request, row, me, [one for shelf in shelves.values() for one in shelf["page"]])
    for shelf in shelves.values():
        shelf["lines"] = [lines[one.pk] for one in shelf["page"]]
    laid_down = rules.rules_of(row)
    context = {
        "edition": row,
        **shelves,
        "priorities": Priority.choices,
        "uses": browsing.use_sentences(rules.use_of(me, laid_down)),
        "answer_days": laid_down.answer_days,
    }
    return page(request, "meetings/requests.html", context)


def _shelves(request, rows, me):
    """My requests in three lists, each in pages of its own; what waits for an answer comes first."""
    rows = sorted(rows, key=lambda one: WAITING_FIRST.get(one.state, len(WAITING_FIRST)))
    parts = {
        "received": [one for one in rows if one.recipient_id == me.pk],
        "sent": [one for one in rows if one.sender_id == me.pk and one.state != RequestState.DRAFT],
        "drafts": [one for one in rows if one.sender_id == me.pk and one.state == RequestState.DRAFT],
    }
    return {name: _shelf(request, name, these) for name, these in parts.items()}


def _shelf(request, name, rows):
    shown = Paginator(rows, CARDS_PER_PAGE).get_page(request.GET.get(name))

    def address(number):
        query = request.GET.copy()
        query[name] = number
        return f"?{query.urlencode()}#{name}"

    return {
        "page": shown,
        "count": shown.paginator.count,
        "previous": address(shown.previous_page_number()) if shown.has_previous() else "",
        "next": address(shown.next_page_number()) if shown.has_next() else "",
    }


def _lines(request, edition, me, rows):
    """What the card of each shows and offers, by request."""
    own = policies.requests
    open_to_me = set(own.scope(request.user, "answer").filter(edition=edition).values_list("pk", flat=True))
    mine_to_end = set(
        own.scope(request.user, "withdraw").filter(edition=edition).values_list("pk", flat=True)
    )
    held = Meeting.objects.published().filter(run__edition=edition, request__in=[one.pk for one in rows])
    planned = set(held.values_list("request", flat=True))
    met = browsing.met_before([one.other_than(me.pk) for one in rows], me)
    is_open = edition.state == "published"
    return {
        one.pk: {
            "request": one,
            "other": one.other_than(me.pk),
            "tone": presenting.REQUEST_TONES[one.state],
            "is_received": one.recipient_id == me.pk,
            "may_answer": one.pk in open_to_me,
            "may_withdraw": one.pk in mine_to_end - planned,
            "may_change": is_open and one.sender_id == me.pk and one.state in ("draft", "sent"),
            "may_seat": is_open and me.organisation_id and one.state in ("draft", "sent", "accepted"),
            "met": met.get(one.other_than(me.pk).person_id),
        }
        for one in rows
    }


@limited("meeting request", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(participations, "view")
@require_http_methods(["GET", "POST"])
def new_request(request, event, edition, participation):
    """Ask somebody for a meeting, or keep the wish as a draft."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    other = fellow_of(me, participation) or participations.get(
        request.user, "view", edition=row, pk=participation
    )
    form = WishForm(request.POST or None)
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data | {"actor": request.user}
        if request.POST.get("verb") == "keep":
            services.keep(me, recipient=other, **facts)
            messages.success(request, _("%(person)s is on your wish list.") % {"person": other.person})
        else:
            services.send(me, recipient=other, **facts, now=timezone.now())
            messages.success(request, _("Your request is with %(person)s.") % {"person": other.person})
        return see_other("meetings:requests", event, edition)
    context = {"edition": row, "other": other, "form": form, "uses": browsing.use_sentences(rules.use_of(me))}
    return page(request, "meetings/request_form.html", context, status=422 if form.is_bound else 200)


@limited("meeting request", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(editions, "attend")
@require_POST
def send_drafts(request, event, edition):
    """Send everything on the wish list."""
    _row, me = attended(request, event, edition)
    services.send_drafts(me, actor=request.user, now=timezone.now())
    messages.success(request, _("Everything on your wish list is sent."))
    return see_other("meetings:requests", event, edition)


def _mine(request, verb, event, edition, uid):
    """One request, its edition, and the own participation in it."""
    row = policies.requests.get(
        request.user, verb, uid=uid, edition__event__slug=event, edition__slug=edition
    )
    _edition, me = attended(request, event, edition)
    return row, _edition, me


def _asked(request, template, form, context):
    """A form about one request, as it stands."""
    return page(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


@access(policies.requests, "change")
@require_http_methods(["GET", "POST"])
def change(request, event, edition, uid):
    """Another priority or text, until it is answered."""
    row, where, me = _mine(request, "change", event, edition, uid)
    form = ChangeForm(request.POST or None, initial={"priority": row.priority, "text": row.text})
    if form.is_bound and form.is_valid():
        services.change(row, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("The request is changed."))
        return see_other("meetings:requests", event, edition)
    return _asked(
        request, "meetings/request_change.html", form, {"edition": where, "other": row.other_than(me.pk)}
    )


@access(policies.requests, "change")
@require_POST
def prioritise(request, event, edition, uid):
    """Another priority, from the list; nobody else is told."""
    row, _where, _me = _mine(request, "change", event, edition, uid)
    form = PriorityForm(request.POST)
    if form.is_valid():
        facts = {"priority": form.cleaned_data["priority"], "text": row.text}
        services.change(row, **facts, actor=request.user, now=timezone.now())
        messages.success(request, _("The priority is changed."))
    return see_other("meetings:requests", event, edition)


@access(policies.requests, "answer")
@require_http_methods(["GET", "POST"])
def decline(request, event, edition, uid):
    """Decline with a reason."""
    row, where, me = _mine(request, "answer", event, edition, uid)
    form = DeclineForm(request.POST or None)
    if form.is_bound and form.is_valid():
        services.answer(row, "decline", **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Declined. The other side is told, with your reason."))
        return see_other("meetings:requests", event, edition)
    context = {
        "edition": where,
        "other": row.sender,
        "request_row": row,
        "has_colleagues": not row.passed_by_id
        and services.colleagues_of(me, beside=[row.sender_id]).filter(is_listed=True).exists(),
    }
    return _asked(request, "meetings/request_decline.html", form, context)


@access(policies.requests, "answer")
@require_http_methods(["GET", "POST"])
def colleague(request, event, edition, uid):
    """Propose a colleague in one's own place."""
    row, where, me = _mine(request, "answer", event, edition, uid)
    people = services.colleagues_of(me, beside=[row.sender_id]).filter(is_listed=True)
    form = ColleagueForm(request.POST or None, colleagues=people)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["colleague"]
        services.pass_on(row, colleague=chosen, actor=request.user, now=timezone.now())
        messages.success(request, _("%(person)s is asked now, and answers.") % {"person": chosen.person})
        return see_other("meetings:requests", event, edition)
    return _asked(request, "meetings/request_colleague.html", form, {"edition": where, "other": row.sender})


@access(policies.requests, "seat")
@require_http_methods(["GET", "POST"])
def seat(request, event, edition, uid):
    """Who may sit for one's own side."""
    row, where, me = _mine(request, "seat", event, edition, uid)
    other = row.other_than(me.pk)
    side = Side.SENDER if row.sender_id == me.pk else Side.RECIPIENT
    people = services.colleagues_of(me, beside=[other.pk]).filter(is_listed=True)
    form = SitForm(
        request.POST if request.method == "POST" else None, colleagues=people, request=row, side=side
    )
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["colleagues"]
        services.let_sit(row, participation=me, colleagues=chosen, actor=request.user)
        messages.success(request, _("It is noted who may sit for you."))
        return see_other("meetings:requests", event, edition)
    return _asked(
        request, "meetings/request_seat.html", form, {"edition": where, "other": other, "people": people}
    )


VERBS = {
    "accept": "answer", "decline": "answer", "withdraw": "withdraw", "send": "change", "met": "view",
}  # fmt: skip


@access(policies.requests, "answer")
@require_POST
def answer(request, event, edition, uid, verb):
    """Accept, decline or withdraw a request, send a draft, or say that the two have met before."""
    if verb not in VERBS:
        raise Http404
    row, _where, me = _mine(request, VERBS[verb], event, edition, uid)
    if me.pk not in (row.sender_id, row.recipient_id):
        raise Http404
    act(row, verb, actor=request.user)
    messages.success(request, DONE[verb]())
    return see_other("meetings:requests", event, edition)


def act(row, verb, *, actor):
    """Do one of them."""
    now = timezone.now()
    if verb == "withdraw":
        return services.withdraw(row, actor=actor, now=now)
    if verb == "met":
        return services.note_met(row, actor=actor)
    if verb == "send":
        facts = {"priority": row.priority, "text": row.text, "met_before": row.met_before}
        return services.send(row.sender, recipient=row.recipient, **facts, actor=actor, now=now)
    return services.answer(row, verb, actor=actor, now=now)


DONE = {
    "accept": lambda: _("Accepted. The organiser plans the time and the table."),
    "decline": lambda: _("Declined. The other side is told, without a reason."),
    "withdraw": lambda: _("The request is withdrawn."),
    "send": lambda: _("The request is sent."),
    "met": lambda: _("It is noted that you have met before."),
}

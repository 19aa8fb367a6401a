"""Ask for meetings, and answer those who ask."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation
from lonja.events.policies import editions, participations
from lonja.meetings import policies, presenting
from lonja.meetings.forms import RequestForm
from lonja.meetings.models import Meeting
from lonja.meetings.services import requests as services
from lonja.ui.answers import page, see_other

MOST_PER_HOUR = 60  # each request is a mail to somebody


def attended(request, event, edition):
    """(edition, the person's own participation) where somebody takes part."""
    row = editions.get(request.user, "attend", event__slug=event, slug=edition)
    mine = Participation.objects.filter(edition=row, person__user=request.user, state__in=EXPECTED)
    return row, get_object_or_404(mine)


@access(policies.requests, "view")
@require_GET
def requests(request, event, edition):
    """My requests: those who ask me, those I asked; a mail leads here, so strangers are asked to sign in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    rows = (
        policies.requests.scope(request.user)
        .of(me)
        .filter(edition=row)
        .with_parties()
        .order_by("priority", "pk")
    )
    open_to_me = set(
        policies.requests.scope(request.user, "answer").filter(edition=row).values_list("pk", flat=True)
    )
    mine_to_end = set(
        policies.requests.scope(request.user, "withdraw").filter(edition=row).values_list("pk", flat=True)
    )
    planned = set(Meeting.objects.published().filter(run__edition=row).values_list("request", flat=True))
    lines = [
        {
            "request": one,
            "other": one.other_than(me.pk),
            "tone": presenting.REQUEST_TONES[one.state],
            "is_received": one.recipient_id == me.pk,
            "may_answer": one.pk in open_to_me,
            "may_withdraw": one.pk in mine_to_end - planned,
        }
        for one in rows
    ]
    context = {
        "edition": row,
        "received": [line for line in lines if line["is_received"]],
        "sent": [line for line in lines if not line["is_received"]],
    }
    return page(request, "meetings/requests.html", context)


@limited("meeting request", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(participations, "view")
@require_http_methods(["GET", "POST"])
def new_request(request, event, edition, participation):
    """Ask somebody for a meeting."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row, me = attended(request, event, edition)
    other = participations.get(request.user, "view", edition=row, pk=participation)
    form = RequestForm(request.POST or None)
    if form.is_bound and form.is_valid():
        services.send(me, recipient=other, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Your request is with %(person)s.") % {"person": other.person})
        return see_other("meetings:requests", event, edition)
    context = {"edition": row, "other": other, "form": form}
    return page(request, "meetings/request_form.html", context, status=422 if form.is_bound else 200)


VERBS = {"accept": "answer", "decline": "answer", "withdraw": "withdraw"}


@access(policies.requests, "answer")
@require_POST
def answer(request, event, edition, uid, verb):
    """Accept, decline or withdraw a request."""
    if verb not in VERBS:
        raise Http404
    row = policies.requests.get(
        request.user, VERBS[verb], uid=uid, edition__event__slug=event, edition__slug=edition
    )
    act(row, verb, actor=request.user)
    messages.success(request, DONE[verb]())
    return see_other("meetings:requests", event, edition)


def act(row, verb, *, actor):
    """Do one of the three."""
    if verb == "withdraw":
        return services.withdraw(row, actor=actor, now=timezone.now())
    return services.answer(row, verb, actor=actor, now=timezone.now())


DONE = {
    "accept": lambda: _("Accepted. The organiser plans the time and the table."),
    "decline": lambda: _("Declined. The other side is told, without a reason."),
    "withdraw": lambda: _("The request is withdrawn."),
}

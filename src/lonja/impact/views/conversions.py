"""A meeting turns into an offer, a collaboration or a project idea."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lonja.base.policy import access
from lonja.impact import policies
from lonja.impact.forms import CollaborationForm, IdeaForm, OpportunityForm
from lonja.impact.models import ConversionKind
from lonja.impact.services import conversions as services
from lonja.impact.views.finding import find
from lonja.impact.views.mine import own
from lonja.partnering.policies import acting
from lonja.ui.answers import page, see_other

TITLES = {
    ConversionKind.OPPORTUNITY: gettext_lazy("An offer or a need from this meeting"),
    ConversionKind.COLLABORATION: gettext_lazy("A collaboration from this meeting"),
    ConversionKind.IDEA: gettext_lazy("A project idea from this meeting"),
}
ANSWERED = {
    "confirm": gettext_lazy("Confirmed. The collaboration counts now."),
    "decline": gettext_lazy("The collaboration stays unconfirmed."),
}


@access(policies.handshakes, "keep")
@require_http_methods(["GET", "POST"])
def become(request, event, edition, uid, kind):
    """Write what a meeting turned into; it keeps the way back to the meeting."""
    if kind not in ConversionKind.values:
        raise Http404
    row, mine = own(request, event, edition, uid)
    form = form_for(kind, request, mine)
    if form.is_bound and form.is_valid():
        made = SERVICES[kind](
            mine["meeting"].request,
            participation=mine["me"],
            **form.cleaned_data,
            **({"language": get_language()} if kind == ConversionKind.OPPORTUNITY else {}),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("It is kept, with the way back to this meeting."))
        if made.opportunity_id:
            return see_other(made.opportunity)
        return see_other("impact:meeting", row.event.slug, row.slug, uid)
    context = {
        "edition": row,
        "line": mine,
        "form": form,
        "title": TITLES[kind],
        "is_possible": kind != ConversionKind.OPPORTUNITY or acting(request.user).exists(),
        "back": reverse("impact:meeting", args=[row.event.slug, row.slug, uid]),
    }
    return page(request, "impact/become.html", context, status=422 if form.is_bound else 200)


SERVICES = {
    ConversionKind.OPPORTUNITY: services.to_opportunity,
    ConversionKind.COLLABORATION: services.to_collaboration,
    ConversionKind.IDEA: services.to_idea,
}


def form_for(kind, request, mine):
    """The form of a kind."""
    data = request.POST or None
    if kind == ConversionKind.OPPORTUNITY:
        return OpportunityForm(data, actor=request.user, initial={"organisation": mine["me"].organisation_id})
    if kind == ConversionKind.COLLABORATION:
        return CollaborationForm(data, actor=request.user, counterpart=mine["other"])
    return IdeaForm(data)


@access(policies.collaborations, "answer")
@require_POST
def answer(request, event, edition, uid, verb):
    """Confirm what the other side claims, or not."""
    row = find(request, event, edition)
    if verb not in ANSWERED:
        raise Http404
    claim = policies.collaborations.get(request.user, "answer", uid=uid, conversion__request__edition=row)
    services.answer_collaboration(claim, verb, actor=request.user, now=timezone.now())
    messages.success(request, ANSWERED[verb])
    return see_other("impact:meeting", row.event.slug, row.slug, claim.conversion.request.uid)

"""Interests: express one, read those that came and went, answer, and say what became of them."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.limits import limited
from lonja.base.policy import access, signed_in
from lonja.directory import policies as directory
from lonja.directory import presenting as directory_presenting
from lonja.partnering import policies, presenting
from lonja.partnering.forms.letters import AcceptForm, AgreeForm, DeclineForm, InterestForm, TalkForm
from lonja.partnering.lifecycle import INTEREST_VERBS, InterestState, interest_verbs
from lonja.partnering.models import Interest, Side
from lonja.partnering.services import interests as services
from lonja.partnering.services import results, steps
from lonja.ui.answers import page, see_other

MOST_PER_HOUR = 30
ROWS_PER_PAGE = 30
NEEDS = {"accept": "answer", "decline": "answer", "withdraw": "withdraw"}
FORMS = {"accept": AcceptForm, "decline": DeclineForm, "talk": TalkForm, "agree": AgreeForm}


@limited("interest", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(policies.opportunities, "view")
@require_http_methods(["GET", "POST"])
def express(request, reference):
    """Write to the owner of an offer or need; whoever is signed out signs in first and loses nothing."""
    row = policies.opportunities.get(request.user, "view", reference=reference)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = policies.opportunities.get(request.user, "express", reference=reference)
    mine = policies.acting(request.user).exclude(pk=row.organisation_id).order_by("sort_name")
    form = InterestForm(request.POST or None, request.FILES or None, organisations=mine)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        mandate = None
        if not directory.own_organisations(request.user).filter(pk=organisation.pk).exists():
            mandates = policies.mandates_in_force().filter(adviser=request.user, organisation=organisation)
            mandate = mandates.first()
        made = services.express(
            row,
            organisation=organisation,
            text=form.cleaned_data["text"],
            upload=form.cleaned_data["upload"],
            mandate=mandate,
            actor=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        messages.success(request, _("Your interest is sent. You get a mail when they answer."))
        return see_other(made)
    context = {
        "row": row,
        "form": form,
        "owner": presenting.owner_of(row, actor=request.user),
        "has_organisation": mine.exists(),
        "new_organisation": reverse("directory:organisation-new"),
        "days": services.DAYS_TO_ANSWER,
    }
    return page(request, "partnering/express.html", context, status=422 if form.is_bound else 200)


@signed_in("everybody sees the interests of their own organisations")
@require_GET
def interests(request):
    """Interests that came in and that went out."""
    acting = policies.acting(request.user).values("pk")
    rows = policies.interests.scope(request.user).for_card()
    tab = request.GET.get("tab", "received")
    received = rows.filter(opportunity__organisation__in=acting)
    sent = rows.filter(organisation__in=acting)
    chosen = sent if tab == "sent" else received
    paged = Paginator(chosen.order_by("-sent_at", "-pk"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    known = presenting.identified([each.opportunity for each in paged], actor=request.user)
    context = {
        "page": paged,
        "lines": [
            {
                "row": each,
                "tone": presenting.TONES.get(each.state, "neutral"),
                "other": _other(each, tab, known),
            }
            for each in paged
        ],
        "tab": tab,
        "tabs": [
            {
                "label": _("Received"),
                "href": "?tab=received",
                "current": tab != "sent",
                "count": received.waiting().count(),
            },
            {"label": _("Sent"), "href": "?tab=sent", "current": tab == "sent", "count": ""},
        ],
    }
    return page(request, "partnering/interests.html", context)


def _other(interest, tab, known):
    if tab != "sent":
        return interest.organisation.name
    if interest.opportunity_id in known:
        return interest.opportunity.organisation.name
    return _("Anonymous")


@access(policies.interests, "view")
@require_GET
def interest(request, pk):
    """One interest: what was said, how it stands, what can be done."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = Interest.objects.for_card().select_related("conversation")
    row, verbs = policies.interests.read(request.user, *policies.interests.rules, rows=rows, pk=pk)
    if "answer" in verbs and row.state == InterestState.SENT:
        row = services.see(row, actor=request.user, now=timezone.now())
    side = steps.side_of(row, request.user)
    owner = presenting.owner_of(row.opportunity, actor=request.user)
    other = row.organisation if side == Side.OWNER else owner
    contacts = []
    if row.is_opened and other:
        shown = directory.contacts.scope(request.user).filter(organisation=other)
        contacts = directory_presenting.contacts(shown, actor=request.user)
    context = {
        "row": row,
        "side": side,
        "owner": owner,
        "other": other,
        "tone": presenting.TONES.get(row.state, "neutral"),
        "acts": _acts(row, verbs, side),
        "waits_for_us": _waits_for_confirmation(row, request.user),
        "trail": [{"label": presenting.STEPS[step.verb], "at": step.at} for step in row.steps.all()],
        "contacts": contacts,
        "conversation": getattr(row, "conversation", None),
    }
    return page(request, "partnering/interest.html", context)


def _acts(row, verbs, side):
    """The steps open to this reader, as links to their pages."""
    possible = {"accept", "decline"} if "answer" in verbs else set()
    possible |= {"withdraw"} if "withdraw" in verbs and side == Side.SENDER else set()
    possible |= {"talk", "agree", "close"} if "proceed" in verbs else set()
    return [(verb, INTEREST_VERBS[verb]) for verb in interest_verbs(row.state) if verb in possible]


def _waits_for_confirmation(row, actor):
    if row.state != InterestState.AGREEMENT or row.confirmed_at:
        return False
    return (
        policies.acting(actor)
        .exclude(pk=row.agreed_by_id)
        .filter(pk__in=[row.organisation_id, row.opportunity.organisation_id])
        .exists()
    )


@access(policies.interests, "view")
@require_http_methods(["GET", "POST"])
def move(request, pk, verb):
    """Take an interest one step along its life; each step asks on a page of its own."""
    if verb not in INTEREST_VERBS:
        raise Http404
    row = policies.interests.get(request.user, "view", pk=pk)
    row = policies.interests.get(request.user, NEEDS.get(verb, "proceed"), pk=pk)
    form = FORMS[verb](request.POST or None) if verb in FORMS else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _do(row, verb, form.cleaned_data if form else {}, actor=request.user)
        messages.success(request, _("It is noted, and the other side is told where that is due."))
        return see_other(row)
    side = steps.side_of(row, request.user)
    other = (
        row.organisation if side == Side.OWNER else presenting.owner_of(row.opportunity, actor=request.user)
    )
    context = {"row": row, "verb": verb, "label": INTEREST_VERBS[verb], "form": form, "other": other}
    return page(
        request, "partnering/interest_step.html", context, status=422 if form and form.is_bound else 200
    )


def _do(row, verb, cleaned, *, actor):
    now = timezone.now()
    if verb == "accept":
        services.accept(row, note=cleaned["note"], actor=actor, now=now)
    elif verb == "decline":
        services.decline(row, reason=cleaned["reason"], note=cleaned["note"], actor=actor, now=now)
    elif verb == "withdraw":
        services.withdraw(row, actor=actor, now=now)
    elif verb == "talk":
        results.talk(row, met_on=cleaned["day"], actor=actor, now=now)
    elif verb == "agree":
        results.agree(
            row,
            result=cleaned["result"],
            title=cleaned["title"],
            agreed_on=cleaned["day"],
            organisation=_own_side(row, actor),
            actor=actor,
            now=now,
        )
    else:
        results.close(row, actor=actor, now=now)


def _own_side(row, actor):
    owner = steps.side_of(row, actor) == Side.OWNER
    return row.opportunity.organisation if owner else row.organisation


@access(policies.interests, "proceed")
@require_POST
def confirm(request, pk):
    """Confirm the agreement that the other side has told of."""
    row = policies.interests.get(request.user, "proceed", pk=pk)
    results.confirm(row, organisation=_own_side(row, request.user), actor=request.user, now=timezone.now())
    messages.success(request, _("Both sides have said so now: it counts."))
    return see_other(row)


@access(policies.interests, "view")
@require_GET
def attachment(request, pk):
    """The file of an interest, for its two sides."""
    row = policies.interests.get(request.user, "view", pk=pk)
    if row.file is None:
        raise Http404
    return files.serve(row.file)

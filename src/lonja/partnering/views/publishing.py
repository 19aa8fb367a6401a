"""The buttons beside an offer or need: publish, renew, withdraw; review; the confidential annex."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.policy import access
from lonja.directory import policies as directory
from lonja.directory.models import Cluster
from lonja.partnering import policies, presenting
from lonja.partnering.forms.letters import NoteForm
from lonja.partnering.forms.opportunities import AnnexForm
from lonja.partnering.lifecycle import IN_REVIEW, OPENED, OPPORTUNITY_VERBS, OpportunityState
from lonja.partnering.models import ReviewRule
from lonja.partnering.services import mandates, publishing
from lonja.partnering.services import opportunities as services
from lonja.ui.answers import page, see_other

PLAIN = ("hold", "resume", "withdraw")
CLIENT = ("approve", "send_back")
REVIEWER = ("pass", "reject", "publish", "flag", "clear")
ROWS_PER_PAGE = 30


@access(policies.opportunities, "manage")
@require_POST
def move(request, reference, verb):
    """Take one's own offer or need one step along its life."""
    row = policies.opportunities.get(request.user, "manage", reference=reference)
    now = timezone.now()
    if verb == "publish":
        row = publishing.publish(row, actor=request.user, now=now)
    elif verb == "renew":
        row = publishing.renew(row, actor=request.user, today=timezone.localdate(), now=now)
    elif verb == "ask_client":
        row = publishing.ask_client(row, actor=request.user)
    elif verb in PLAIN:
        row = publishing.move(row, verb, actor=request.user)
    else:
        raise Http404
    messages.success(request, _("It is now: %(state)s.") % {"state": row.get_state_display()})
    return see_other(row)


@access(policies.opportunities, "view")
@require_http_methods(["GET", "POST"])
def judge(request, reference, verb):
    """The client's word, or a reviewer's; sending back asks for a reason on a page of its own."""
    if verb not in (*CLIENT, *REVIEWER):
        raise Http404
    needed = "approve" if verb in CLIENT else "review"
    row = policies.opportunities.get(request.user, needed, reference=reference)
    policies.opportunities.scope(request.user)
    needs_note = verb in publishing.WITH_NOTE
    form = NoteForm(request.POST or None)
    if request.method == "POST" and (not needs_note or form.is_valid()):
        note = form.cleaned_data["note"] if needs_note else ""
        if verb == "approve":
            row = publishing.approve(row, actor=request.user)
        else:
            row = publishing.judge(row, verb, note=note, actor=request.user, now=timezone.now())
        messages.success(request, _("It is now: %(state)s.") % {"state": row.get_state_display()})
        return see_other(row if needed == "approve" else "partnering:review")
    context = {"row": row, "form": form, "verb": OPPORTUNITY_VERBS[verb]}
    return page(request, "partnering/judge.html", context, status=422 if form.is_bound else 200)


@access(policies.opportunities, "review")
@require_GET
def review(request):
    """What waits for the managers of a cluster that reads before publishing, and whether it does."""
    clusters = list(directory.clusters.scope(request.user, "edit").order_by("sort_name"))
    if not clusters:
        raise PermissionDenied
    rows = policies.opportunities.scope(request.user, "review")
    waiting = rows.filter(state__in=[*IN_REVIEW, OpportunityState.FLAGGED]).order_by("changed_at", "pk")
    paged = Paginator(waiting.for_card(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    ruled = set(ReviewRule.objects.filter(cluster__in=clusters).values_list("cluster", flat=True))
    context = {
        "page": paged,
        "cards": presenting.cards(paged, actor=request.user),
        "clusters": [(cluster, cluster.pk in ruled) for cluster in clusters],
    }
    return page(request, "partnering/review.html", context)


@access(directory.clusters, "edit")
@require_POST
def set_review(request, slug):
    """Switch the reading before publishing on or off for a cluster."""
    cluster: Cluster = directory.clusters.get(request.user, "edit", slug=slug)
    is_wanted = request.POST.get("wanted") == "yes"
    mandates.set_review(cluster, is_wanted=is_wanted, actor=request.user, now=timezone.now())
    messages.success(request, _("The rule is saved."))
    return see_other("partnering:review")


@access(policies.opportunities, "read_annex")
@require_GET
def annex(request, reference):
    """The confidential annex, for those to whom it is open; for all others there is none."""
    row = policies.opportunities.scope(request.user, "read_annex").filter(reference=reference).first()
    if row is None or row.annex is None:
        raise Http404
    return files.serve(row.annex)


@access(policies.opportunities, "manage")
@require_POST
def keep_annex(request, reference):
    """Keep a confidential annex, or take it away."""
    row = policies.opportunities.get(request.user, "manage", reference=reference)
    if "remove" in request.POST:
        services.remove_annex(row, actor=request.user)
        messages.success(request, _("The annex is gone."))
        return see_other(row)
    form = AnnexForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"row": row, "form": form}
        return page(request, "partnering/annex.html", context, status=422)
    services.keep_annex(row, uploaded=form.cleaned_data["annex"], actor=request.user)
    messages.success(request, _("The annex is kept. Nobody else reads it until you open it to them."))
    return see_other(row)


@access(policies.opportunities, "manage")
@require_POST
def grant_annex(request, reference, slug):
    """Open the annex to a partner whose interest was accepted, or close it again."""
    row = policies.opportunities.get(request.user, "manage", reference=reference)
    partner = get_object_or_404(row.interests.filter(state__in=OPENED), organisation__slug=slug).organisation
    if request.POST.get("open") == "yes":
        services.grant_annex(row, organisation=partner, actor=request.user, now=timezone.now())
        messages.success(request, _("%(name)s can read the annex now.") % {"name": partner})
    else:
        services.revoke_annex(row, organisation=partner, actor=request.user)
        messages.success(request, _("%(name)s can no longer read the annex.") % {"name": partner})
    return see_other(row)

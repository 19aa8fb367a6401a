"""Advisers and their clients; whom one keeps away; the person's own place in partnering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, signed_in
from lonja.directory import policies as directory
from lonja.directory.models import Block, Membership, Organisation
from lonja.partnering import policies, presenting
from lonja.partnering.forms.letters import BlockForm, MandateForm
from lonja.partnering.services import blocks as block_services
from lonja.partnering.services import mandates as services
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 30
VERBS = {"consent": "answer", "refuse": "answer", "end": "end"}


@signed_in("everybody sees the offers and needs of their own organisations")
@require_GET
def mine(request):
    """The offers and needs of the person's organisations and clients, in every state."""
    rows = policies.opportunities.scope(request.user, "manage").for_card().order_by("-changed_at", "-pk")
    paged = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": paged, "cards": presenting.cards(paged, actor=request.user)}
    return page(request, "partnering/mine.html", context)


@signed_in("advisers and administrators see their own mandates")
@require_http_methods(["GET", "POST"])
def mandates(request):
    """Who acts for whom; a cluster manager asks a member here."""
    clusters = directory.managed_clusters(request.user)
    active = Membership.objects.filter(status=directory.ACTIVE, cluster__in=clusters.values("pk"))
    members = Organisation.objects.filter(pk__in=active.values("organisation")).order_by("sort_name")
    may_ask = clusters.exists()
    form = MandateForm(request.POST or None, members=members)
    if request.method == "POST" and not may_ask:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        services.ask(
            organisation,
            cluster=clusters.filter(memberships__in=active.filter(organisation=organisation)).first(),
            note=form.cleaned_data["note"],
            actor=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        messages.success(request, _("They are asked. You can act for them once they agree."))
        return see_other("partnering:mandates")
    rows = policies.mandates.scope(request.user).select_related("adviser", "organisation", "cluster")
    to_answer = set(policies.mandates.scope(request.user, "answer").values_list("pk", flat=True))
    to_end = set(policies.mandates.scope(request.user, "end").values_list("pk", flat=True))
    context = {
        "form": form,
        "may_ask": may_ask,
        "lines": [(row, row.pk in to_answer, row.pk in to_end - to_answer) for row in rows[:200]],
    }
    return page(request, "partnering/mandates.html", context, status=422 if form.is_bound else 200)


@access(policies.mandates, "view")
@require_POST
def move_mandate(request, pk, verb):
    """Agree to an adviser, refuse, or end it."""
    if verb not in VERBS:
        raise Http404
    row = policies.mandates.get(request.user, VERBS[verb], pk=pk)
    services.move(row, verb, actor=request.user, now=timezone.now())
    messages.success(request, _("Your answer is noted."))
    return see_other("partnering:mandates")


@signed_in("everybody keeps their own list of those they do not want to hear from")
@require_http_methods(["GET", "POST"])
def blocks(request):
    """Whom the person and her organisations keep away."""
    own = directory.organisations.scope(request.user, "edit").order_by("sort_name")
    visible = directory.organisations.scope(request.user)
    form = BlockForm(request.POST or None, own=own, organisations=visible)
    if request.method == "POST" and form.is_valid():
        by, target = form.cleaned_data["by"], form.cleaned_data["organisation"]
        block_services.block(
            by_organisation=by,
            by_user=None if by else request.user,
            organisation=target,
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("You will not hear from them any more, and they are not told."))
        return see_other("partnering:blocks")
    rows = Block.objects.filter(Q(by_user=request.user) | Q(by_organisation__in=own.values("pk")))
    context = {
        "form": form,
        "rows": rows.select_related("by_organisation", "organisation", "user")[:200],
    }
    return page(request, "partnering/blocks.html", context, status=422 if form.is_bound else 200)


@signed_in("only one's own blocks are found")
@require_POST
def unblock(request, pk):
    """Let somebody write again."""
    own = directory.organisations.scope(request.user, "edit").values("pk")
    rows = Block.objects.filter(Q(by_user=request.user) | Q(by_organisation__in=own))
    row = get_object_or_404(rows, pk=pk)
    block_services.unblock(row, actor=request.user)
    messages.success(request, _("They can write to you again."))
    return see_other("partnering:blocks")

"""Organisations that stand in the directory twice: found, compared, merged, and undone."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.accounts.models import Role
from lonja.accounts.policies import has_site_role
from lonja.base.policy import access
from lonja.directory import duplicates, policies
from lonja.directory.forms.merging import MergeForm
from lonja.directory.models import MergeState, Organisation
from lonja.directory.services import merging as services
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 20
REASONS = {
    "vat": gettext_lazy("Same VAT number"),
    "name": gettext_lazy("Same name"),
    "nearly": gettext_lazy("Nearly the same name"),
    "website": gettext_lazy("Same website"),
}


@access(policies.merges, "view")
@require_GET
def merges(request):
    """Pairs that look the same, what was proposed, and what was done."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    known = policies.merges.scope(request.user).select_related("keeper", "duplicate")
    settled = set(known.exclude(state=MergeState.UNDONE).values_list("keeper", "duplicate"))
    settled |= {(duplicate, keeper) for keeper, duplicate in settled}
    pairs = [pair for pair in _pairs(request.user) if pair[:2] not in settled]
    paged = Paginator(pairs, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = Organisation.objects.for_card().in_bulk({pk for pair in paged for pk in pair[:2]})
    context = {
        "page": paged,
        "pairs": [
            {"sides": [rows[one], rows[other]], "reasons": [REASONS[reason] for reason in reasons]}
            for one, other, reasons in paged
        ],
        "proposed": known.filter(state=MergeState.PROPOSED)[:ROWS_PER_PAGE],
        "done": known.filter(state__in=[MergeState.DONE, MergeState.UNDONE])[:ROWS_PER_PAGE],
    }
    return page(request, "directory/merges.html", context)


def _pairs(actor):
    """Pairs of organisations that the actor sees, one of them at least in the actor's hands."""
    visible = policies.organisations.scope(actor)
    mine = set(visible.filter(_in_hand(actor)).values_list("pk", flat=True))
    if not mine:
        return []
    readable = set(policies.organisations.scope(actor, "view_private").values_list("pk", flat=True))
    compares_all = has_site_role(actor, Role.OPERATOR)
    columns = ("pk", "name", "legal_name", "short_name", "website", "vat_number")
    candidates = [
        duplicates.Candidate(pk, *texts, number if compares_all or pk in readable else "")
        for pk, *texts, number in visible.order_by().values_list(*columns).iterator(chunk_size=5000)
    ]
    return [pair for pair in duplicates.pairs(candidates) if pair[0] in mine or pair[1] in mine]


def _in_hand(actor):
    return policies.administers(actor) | policies.keeps_register_of(actor) | _any_for_operators(actor)


def _any_for_operators(actor):
    return policies.organisations.rules["merge"](actor)


@access(policies.organisations, "view")
@require_http_methods(["GET", "POST"])
def new_merge(request):
    """Compare two organisations and merge them, or propose it to somebody who may."""
    keeper = policies.organisations.get(request.user, "view", slug=request.GET.get("keep", ""))
    duplicate = policies.organisations.get(request.user, "view", slug=request.GET.get("duplicate", ""))
    either = policies.organisations.scope(request.user).filter(pk__in=[keeper.pk, duplicate.pk])
    if not either.filter(_in_hand(request.user)).exists():
        raise PermissionDenied
    may_merge = policies.organisations.scope(request.user, "merge").filter(pk__in=either).count() == 2
    return _compared(request, keeper, duplicate, may_merge=may_merge)


@access(policies.merges, "view")
@require_http_methods(["GET", "POST"])
def merge(request, pk):
    """One merge: decide it while it is proposed; afterwards what was done, and a way back."""
    row = policies.merges.get(request.user, "view", pk=pk)
    if row.state == MergeState.PROPOSED:
        may_merge = policies.merges.allows(request.user, "decide", row)
        return _compared(request, row.keeper, row.duplicate, may_merge=may_merge, proposal=row)
    context = {
        "merge": row,
        "verbs": policies.merges.verbs(request.user, row, "undo"),
        "moved": _moved(row),
        "kept": services.pointing_at(row.duplicate) if row.state == MergeState.DONE else [],
    }
    return page(request, "directory/merge_done.html", context)


def _moved(row):
    """How many rows of each kind went over."""
    models = {model._meta.label: str(model._meta.verbose_name_plural) for model in services.relations()}
    counts = {}
    for label, _fields, pks in row.record.get("moved", []):
        name = models.get(label, label)
        counts[name] = counts.get(name, 0) + len(pks)
    return list(counts.items())


def _compared(request, keeper, duplicate, *, may_merge, proposal=None):
    """Both side by side, with a choice for each value that differs."""
    readable = policies.organisations.scope(request.user, "view_private")
    form = MergeForm(
        request.POST or None,
        keeper=keeper,
        duplicate=duplicate,
        readable=readable.filter(pk__in=[keeper.pk, duplicate.pk]).count() == 2,
        initial={"with_administrators": may_merge and proposal is None},
    )
    if request.method == "POST" and form.is_valid():
        if may_merge:
            done = services.merge(
                keeper,
                duplicate,
                take=form.taken(),
                with_administrators=form.cleaned_data["with_administrators"],
                proposal=proposal,
                actor=request.user,
            )
            messages.success(request, _("The two organisations are one now."))
            return see_other(done)
        if proposal:
            raise PermissionDenied
        reason = form.cleaned_data["reason"]
        made = services.propose(keeper, duplicate, reason=reason, actor=request.user)
        messages.success(request, _("The proposal is on its way to those who may decide."))
        return see_other(made)
    other_way = f"{reverse('directory:merge-new')}?keep={duplicate.slug}&duplicate={keeper.slug}"
    context = {
        "form": form,
        "rows": list(form.rows()),
        "keeper": keeper,
        "duplicate": duplicate,
        "may_merge": may_merge,
        "proposal": proposal,
        "may_dismiss": proposal and policies.merges.allows(request.user, "dismiss", proposal),
        "other_way": "" if proposal else other_way,
        "pointing": services.pointing_at(duplicate),
    }
    return page(request, "directory/merge.html", context, status=422 if form.is_bound else 200)


@access(policies.merges, "dismiss")
@require_POST
def dismiss_merge(request, pk):
    """Say that a proposed pair is not the same organisation."""
    row = policies.merges.get(request.user, "dismiss", pk=pk)
    services.dismiss(row, actor=request.user)
    messages.success(request, _("The proposal is dismissed."))
    return see_other("directory:merges")


@access(policies.merges, "undo")
@require_POST
def undo_merge(request, pk):
    """Make two organisations of one again."""
    row = policies.merges.get(request.user, "undo", pk=pk)
    services.undo(row, actor=request.user)
    messages.success(request, _("The two organisations are apart again."))
    return see_other("directory:merges")

"""Pages of partners that fit, and of who is shown how often."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base.policy import access
from lonja.directory import composition
from lonja.directory import policies as directory
from lonja.directory.models import Block, Cluster
from lonja.directory.tabs import frame, with_verbs
from lonja.partnering import policies, recommend_lines
from lonja.partnering.engine import recommend as engine
from lonja.partnering.engine import recommend_exposure
from lonja.partnering.forms.recommend import DismissForm
from lonja.partnering.models import Dismissal, DismissalReason, Surface
from lonja.partnering.policies import recommend as own_policies
from lonja.partnering.services import recommend as services
from lonja.ui.answers import page, see_other

HOW_MANY = 8


@access(directory.organisations, "view")
@require_GET
def organisation_fits(request, slug):
    """Organisations that fit one, with the reasons that this reader may know."""
    row, verbs = directory.organisations.read(request.user, "edit", slug=slug)
    is_ours = "edit" in verbs
    dismissals = list(dismissed(row)) if is_ours else []
    fits = engine.for_organisation(
        row, actor=request.user, today=localdate(), count=HOW_MANY, dismissals=dismissals
    )
    if is_ours:
        kept_away = set(Block.objects.filter(by_organisation=row).values_list("organisation", flat=True))
        fits = [fit for fit in fits if fit.row.pk not in kept_away]
    context = {
        "title": row.name,
        "back": row.get_absolute_url(),
        "lines": answered(request, fits, Surface.ORGANISATION, seen=[row]),
        "is_ours": is_ours,
        "organisation": row,
        "reasons": DismissalReason.choices if is_ours else [],
        "dismissals": dismissals,
    }
    return page(request, "partnering/recommend.html", context)


def dismissed(row):
    """What was dismissed for an organisation; asked only by those who administer it."""
    return Dismissal.objects.filter(organisation=row).select_related("partner")


@access(directory.clusters, "view")
@require_GET
def cluster_fits(request, slug):
    """Organisations outside a cluster that would fit it."""
    rows = with_verbs(Cluster.objects.all(), request.user)
    row, _verbs = directory.clusters.read(request.user, rows=rows, slug=slug)
    fits = engine.for_cluster(row, actor=request.user, today=localdate(), count=HOW_MANY)
    context = {
        **frame(request, row, composition.read(row), "fits"),
        "lines": answered(request, fits, Surface.CLUSTER, seen=[row]),
    }
    return page(request, "partnering/recommend_cluster.html", context)


@access(policies.opportunities, "view")
@require_GET
def opportunity_fits(request, reference):
    """Organisations that could answer an offer or need."""
    row = policies.opportunities.get(request.user, "view", reference=reference)
    fits = engine.for_opportunity(row, actor=request.user, today=localdate(), count=HOW_MANY)
    context = {
        "title": str(row),
        "back": row.get_absolute_url(),
        "lines": answered(request, fits, Surface.OPPORTUNITY),
    }
    return page(request, "partnering/recommend.html", context)


def answered(request, fits, surface, *, seen=()):
    """The lines of a list; that it was shown to somebody signed in is written down."""
    lines = recommend_lines.lines(fits, actor=request.user, language=get_language(), seen=seen)
    if request.user.is_authenticated:
        told = {line.row.pk for line in lines}
        services.shown([fit for fit in fits if fit.row.pk in told], surface=surface, today=localdate())
    return lines


@access(directory.organisations, "edit")
@require_POST
def dismiss(request, slug, partner):
    """Take an organisation out of the list of another, with the reason."""
    row = directory.organisations.get(request.user, "edit", slug=slug)
    other = directory.organisations.get(request.user, "view", slug=partner)
    form = DismissForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else DismissalReason.OTHER
    services.dismiss(row, partner=other, reason=reason, actor=request.user)
    messages.success(
        request, _("%(name)s is no longer recommended, and the list has changed.") % {"name": other.name}
    )
    return see_other(reverse("partnering:organisation-fits", args=[row.slug]))


@access(own_policies.dismissals, "take_back")
@require_POST
def take_back(request, pk):
    """Let a dismissed organisation be recommended again."""
    row = own_policies.dismissals.get(request.user, "take_back", pk=pk)
    services.take_back(row, actor=request.user)
    messages.success(request, _("It may be recommended again."))
    return see_other(reverse("partnering:organisation-fits", args=[row.organisation.slug]))


@access(own_policies.showings, "view")
@require_GET
def exposure(request):
    """How the places of the lists were shared out, in figures; for those who organise."""
    own_policies.showings.scope(request.user)
    if not own_policies.reads_figures(request.user):
        raise Http404
    context = {"report": recommend_exposure.report(today=localdate())}
    return page(request, "partnering/recommend_exposure.html", context)

"""The list of offers and needs, the page of one, and the form to write it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, signed_in
from lonja.directory import policies as directory
from lonja.partnering import facets, policies, presenting, quality, rules
from lonja.partnering.forms.lists import OpportunityListForm
from lonja.partnering.forms.opportunities import AnnexForm, KindForm, OpportunityForm
from lonja.partnering.lifecycle import OPENED, OpportunityState, opportunity_verbs
from lonja.partnering.models import AnnexGrant, Interest, Opportunity, OpportunityKind, OpportunityTerm
from lonja.partnering.services import checking
from lonja.partnering.services import opportunities as services
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 20
OWN_VERBS = ("publish", "hold", "resume", "withdraw")
ADVISER_VERBS = ("ask_client", "hold", "resume", "withdraw")


@access(policies.opportunities, "view")
@require_GET
def home(request):
    """The public list of offers and needs, narrowed by words and choices."""
    form, matching, choices, rows = listed(request)
    paged = Paginator(rows.for_card(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": paged,
        "cards": presenting.cards(paged, actor=request.user),
        "groups": facets.count(matching, choices),
        "query": request.GET.urlencode(),
    }
    return page(request, "partnering/opportunities.html", context, part="results")


def listed(request):
    """(form, those that match the words, choices, those that fit the choices too) of the address."""
    form = OpportunityListForm(request.GET)
    form.is_valid()
    choices = facets.chosen(request.GET)
    public = policies.opportunities.scope(request.user).published()
    matching = public.matching(form.words())
    return form, matching, choices, facets.narrowed(matching, choices).order_by(*form.order())


@access(policies.opportunities, "view")
@require_GET
def opportunity(request, reference):
    """One offer or need, as far as this reader may see it."""
    rows = _rows_of_a_page(request.user)
    row, verbs = policies.opportunities.read(
        request.user, *policies.opportunities.rules, rows=rows, reference=reference
    )
    owner = row.organisation if "identify" in verbs else None
    seen = bool(owner) and row.is_owner_seen
    mine = Interest.objects.none()
    if request.user.is_authenticated:
        mine = policies.interests.scope(request.user).filter(opportunity=row).for_card()
    context = {
        "row": row,
        "verbs": verbs,
        "owner": owner,
        "tone": presenting.TONES.get(row.state, "neutral"),
        "facts": presenting.facts(row, owner, seen=seen),
        "sections": presenting.sections(row),
        "keywords": presenting.keywords(row),
        "takes_interest": _takes_interest(row),
        "interests": mine if "manage" in verbs else mine[:1],
    }
    if "manage" in verbs:
        context |= _owner_context(request, row)
    return page(request, "partnering/opportunity.html", context)


def _rows_of_a_page(actor):
    """Offers and needs with all that the page of one asks about its owner."""
    seen = directory.organisations.scope(actor).filter(pk=OuterRef("organisation"))
    own = directory.own_organisations(actor).filter(pk=OuterRef("organisation"))
    links = OpportunityTerm.objects.select_related("term__scheme")
    return (
        Opportunity.objects.select_related("organisation", "stage", "trl", "ipr")
        .prefetch_related(Prefetch("described_by", links))
        .annotate(is_owner_seen=Exists(seen), is_own=Exists(own))
    )


def _takes_interest(row):
    today = timezone.localdate()
    open_day = row.interest_until is None or row.interest_until >= today
    alive = row.state == OpportunityState.PUBLISHED and row.expires_on >= today
    return alive and row.open_for_interest and open_day


def _owner_context(request, row):
    """What only the people behind the text see beside it."""
    # Publishing asks the reviewers by itself; an adviser asks the client instead.
    own = OWN_VERBS if row.is_own or row.state == OpportunityState.DRAFT_ACCEPTED else ADVISER_VERBS
    steps = [verb for verb in opportunity_verbs(row.state) if verb in own]
    granted = AnnexGrant.objects.filter(opportunity=row, organisation=OuterRef("organisation"))
    partners = Interest.objects.filter(opportunity=row, state__in=OPENED).select_related("organisation")
    draft = checking.draft_of(row)
    visible = policies.opportunities.scope(request.user)
    return {
        "steps": steps,
        "quality": quality.review(draft),
        "alike": presenting.cards(checking.near_identical(row, visible=visible), actor=request.user),
        "is_renewable": rules.is_renewable(row, today=timezone.localdate()),
        "annex_form": AnnexForm(),
        "readers": [(each.organisation, each.reads) for each in partners.annotate(reads=Exists(granted))],
        "is_reviewed": checking.is_reviewed(row.organisation),
    }


@signed_in("whoever acts for an organisation writes in its name")
@require_GET
def new(request):
    """In whose name, and which of the five types."""
    mine = policies.acting(request.user).order_by("sort_name")
    form = KindForm(request.GET or None, organisations=mine)
    context = {
        "form": form,
        "has_organisation": mine.exists(),
        "kinds": [(kind, rules.KINDS[kind].hint) for kind in OpportunityKind],
        "new_organisation": reverse("directory:organisation-new"),
    }
    return page(request, "partnering/new.html", context)


@access(policies.opportunities, "view")
@require_http_methods(["GET", "POST"])
def write(request, kind):
    """Write a new offer or need of one type; it stays a draft until it is published."""
    if kind not in OpportunityKind.values:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    policies.opportunities.scope(request.user)
    mine = policies.acting(request.user)
    organisation = (
        mine.filter(slug=request.GET.get("organisation", "")).first() or mine.order_by("pk").first()
    )
    if organisation is None:
        return see_other("partnering:new")
    form = OpportunityForm(request.POST or None, kind=kind, organisation=organisation)
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        made = services.create(
            kind,
            organisation=organisation,
            facts=form.facts(),
            terms=form.chosen_terms(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The draft is saved. Nobody else sees it until you publish it."))
        return see_other(made)
    return _form_page(request, form, title=OpportunityKind(kind).label, cancel=reverse("partnering:new"))


@access(policies.opportunities, "edit")
@require_http_methods(["GET", "POST"])
def edit(request, reference):
    """Change an offer or need."""
    row = policies.opportunities.get(request.user, "edit", reference=reference)
    form = OpportunityForm(request.POST or None, kind=row.kind, organisation=row.organisation, instance=row)
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        services.edit(
            row,
            facts=form.facts(),
            terms=form.chosen_terms(),
            version=form.cleaned_data["version"] or 0,
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The text is saved."))
        return see_other(row)
    title = _("Edit %(reference)s") % {"reference": row.reference}
    return _form_page(request, form, title=title, cancel=row.get_absolute_url())


def _form_page(request, form, *, title, cancel):
    """The form, with what makes the text weak when somebody asks for it."""
    asked = form.is_bound and form.is_valid() and "check" in request.POST
    context = {
        "form": form,
        "title": title,
        "cancel": cancel,
        "quality": quality.review(form.draft(checking.names_of(form.organisation))) if asked else None,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return page(request, "partnering/opportunity_form.html", context, part="quality", status=status)


@access(policies.opportunities, "manage")
@require_POST
def copy(request, reference):
    """Begin a new draft with the same words."""
    row = policies.opportunities.get(request.user, "manage", reference=reference)
    made = services.copy(row, actor=request.user, now=timezone.now())
    messages.success(request, _("This is a copy; the original stays as it is."))
    return see_other("partnering:opportunity-edit", made.reference)

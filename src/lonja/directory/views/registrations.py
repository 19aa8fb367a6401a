"""Registering a cluster, and deciding about registrations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.accounts.models import Role
from lonja.accounts.policies import require_site_role
from lonja.base.limits import limited
from lonja.base.policy import access, signed_in
from lonja.directory import policies, presenting, registering
from lonja.directory.composition import HELICES
from lonja.directory.forms.moderation import RegistrationForm, WordForm
from lonja.directory.models import RegistrationState
from lonja.directory.places import country_name
from lonja.directory.services import registrations as services
from lonja.ui.answers import page, see_other

MOST_PER_DAY = 20
PER_PAGE = 30


@limited("registration", MOST_PER_DAY, per=86_400, methods=("POST",))
@signed_in("anybody may register a cluster; the site decides")
@require_http_methods(["GET", "POST"])
def new_cluster(request):
    """Register a cluster."""
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.submit(facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("The registration is sent. You hear from us by e-mail."))
        return see_other("directory:registration", row.uuid)
    return _form_page(request, form, None)


@access(policies.registrations, "view")
@require_http_methods(["GET", "POST"])
def registration(request, uuid):
    """One registration: its author mends it when returned, the site decides when submitted."""
    row = policies.registrations.get(request.user, "view", uuid=uuid)
    verbs = policies.registrations.verbs(request.user, row, "edit", "withdraw", "decide")
    if request.method == "POST" or (row.state == RegistrationState.RETURNED and "edit" in verbs):
        row = policies.registrations.get(request.user, "edit", uuid=uuid)
        form = RegistrationForm(request.POST or None, instance=row)
        if request.method == "POST" and form.is_valid():
            services.resubmit(row, facts=form.facts(), actor=request.user, now=timezone.now())
            messages.success(request, _("The registration is sent again."))
            return see_other("directory:registration", row.uuid)
        return _form_page(request, form, row)
    context = {"registration": row, "verbs": verbs, "facts": _facts(row), "form": WordForm()}
    return page(request, "directory/registration.html", context)


def _form_page(request, form, row):
    context = {"form": form, "registration": row}
    status = 422 if form.is_bound else 200
    return page(request, "directory/registration_form.html", context, status=status)


def _facts(row):
    members = [f"{HELICES[kind]}: {row.members[kind]}" for kind in registering.KINDS if row.members.get(kind)]
    facts = [
        (_("Acronym"), row.acronym),
        (_("Country"), country_name(row.country)),
        (_("Town or city"), row.city),
        (_("Website"), row.website),
        (_("Committed members"), f"{row.total_members} ({', '.join(members)})"),
        (_("People in the team"), presenting.number(row.staff)),
        (_("Exception"), row.get_waiver_display()),
        (_("Programme or register"), row.waiver_reason),
    ]
    return [{"label": label, "value": value} for label, value in facts]


@access(policies.registrations, "decide")
@require_POST
def decide_registration(request, uuid):
    """Approve a registration, or return it with what should change."""
    row = policies.registrations.get(request.user, "decide", uuid=uuid)
    form = WordForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    decide = services.approve if request.POST.get("verb") == "approve" else services.send_back
    row = decide(row, answer=answer, actor=request.user, now=timezone.now())
    messages.success(request, _("The decision is made, and the author is told."))
    return see_other("directory:registration", row.uuid)


@access(policies.registrations, "withdraw")
@require_POST
def withdraw_registration(request, uuid):
    """Take one's own registration back."""
    row = policies.registrations.get(request.user, "withdraw", uuid=uuid)
    services.withdraw(row, actor=request.user)
    messages.success(request, _("The registration is withdrawn."))
    return see_other("directory:registration", row.uuid)


@access(policies.registrations, "view")
@require_GET
def registrations(request):
    """All registrations, those that wait first; for those who look after the site."""
    require_site_role(request.user, Role.OPERATOR, Role.AUDITOR)
    rows = policies.registrations.scope(request.user).select_related("submitted_by")
    waiting = rows.filter(state=RegistrationState.SUBMITTED).order_by("submitted_at")
    decided = rows.exclude(state=RegistrationState.SUBMITTED).order_by("-submitted_at", "-pk")
    paged = Paginator(decided, PER_PAGE)
    context = {"waiting": list(waiting[:PER_PAGE]), "page": paged.get_page(request.GET.get("page"))}
    return page(request, "directory/registrations.html", context)

"""One's own account, and the auditor's page."""

import functools
from itertools import islice

from allauth.account import views as library
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from lonja.accounts import policies, services
from lonja.accounts.forms import AuditFilterForm, ProfileForm, kind_name
from lonja.accounts.models import Role, User
from lonja.accounts.roles import roles_of
from lonja.base import audit
from lonja.base.policy import access, signed_in
from lonja.ui.answers import page, see_other

ENTRIES_PER_PAGE = 50
MOST_BREAKS_SHOWN = 100


def errors_answer_422(view):
    """Let a page of the library that repeats a form with errors say so in its status."""

    @functools.wraps(view)
    def answering(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return answering


class SignInView(library.LoginView):
    """The library's page; in the demo it offers the ready-made accounts as well."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_accounts"] = import_string(settings.DEMO_ACCOUNTS)
        return context


@require_safe
@signed_in("shows the person's own account")
def account(request):
    """One page about oneself: who I am here, how I am protected, which roles I hold."""
    keys = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "identity": identity_rows(request.user),
        "protection": protection_rows(request.user, keys),
        "is_protected": bool(keys),
        "roles": [role for role in roles_of(request.user) if role.state != "former"],
    }
    return page(request, "accounts/account.html", context)


def identity_rows(user):
    """Name, address and language, each with the page where it is changed."""
    profile_page = reverse("account_profile")
    return [
        {"label": _("Name"), "value": user.name, "change": profile_page},
        {"label": _("E-mail address"), "value": user.email, "change": reverse("account_email")},
        {
            "label": _("Language"),
            "value": dict(settings.LANGUAGES).get(user.language),
            "change": profile_page,
        },
    ]


def protection_rows(user, keys):
    """Password, passkeys, second step and sessions, each with the page where it is changed."""
    passkeys, codes = keys.count(Authenticator.Type.WEBAUTHN), Authenticator.Type.TOTP in keys
    open_now = UserSession.objects.filter(user=user).count()
    return [
        {
            "label": _("Password"),
            "value": _("Set") if user.has_usable_password() else _("None: you sign in with codes or keys"),
            "change": reverse("account_change_password"),
        },
        {
            "label": _("Passkeys"),
            "value": ngettext("%(n)s key", "%(n)s keys", passkeys) % {"n": passkeys}
            if passkeys
            else _("None"),
            "change": reverse("mfa_list_webauthn"),
        },
        {
            "label": _("Second step"),
            "value": _("Authenticator app") if codes else _("Off"),
            "change": reverse("mfa_index"),
        },
        {
            "label": _("Signed in"),
            "value": ngettext("In %(n)s browser", "In %(n)s browsers", open_now) % {"n": open_now},
            "change": reverse("usersessions_list"),
            "change_label": _("See"),
        },
    ]


@signed_in("changes the person's own name and language")
def profile(request):
    """Name and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if not form.is_valid():
            request.user.refresh_from_db()
            return page(request, "accounts/profile.html", {"form": form}, status=422)
        services.change_profile(request.user, **form.cleaned_data, actor=request.user)
        with override(request.user.language):
            messages.success(request, _("Saved."))
            return see_other("account")
    return page(request, "accounts/profile.html", {"form": form})


@require_safe
@signed_in("lists the person's own roles")
def roles(request):
    """The roles that I hold, held and shall hold."""
    return page(request, "accounts/roles.html", {"roles": roles_of(request.user)})


@require_safe
@signed_in("lists the person's own sessions")
def sessions(request):
    """Where I am signed in."""
    rows = sorted(
        UserSession.objects.purge_and_list(request.user), key=lambda row: row.created_at, reverse=True
    )
    return page(request, "accounts/sessions.html", {"sessions": rows})


@require_POST
@access(policies.sessions, "end")
def end_session(request, pk):
    """Sign one browser out."""
    session = policies.sessions.get(request.user, "end", pk=pk)
    services.end_session(session, actor=request.user)
    messages.success(request, _("That browser is signed out."))
    return see_other("usersessions_list")


@require_POST
@signed_in("ends the person's own sessions")
def end_other_sessions(request):
    """Sign every other browser out."""
    services.end_other_sessions(request.user, session_key=request.session.session_key, actor=request.user)
    messages.success(request, _("All other browsers are signed out."))
    return see_other("usersessions_list")


@require_safe
@access(policies.audit_entries)
def audit_entries(request):
    """Who changed what, newest first."""
    policies.require_site_role(request.user, Role.AUDITOR)
    entries = policies.audit_entries.scope(request.user).order_by("-position")
    form = AuditFilterForm(request.GET)
    if not form.is_valid():
        return page(request, "accounts/audit.html", {"form": form}, status=400)
    if kind := form.cleaned_data["object_type"]:
        entries = entries.filter(object_type=kind)
    if action := form.cleaned_data["action"]:
        entries = entries.filter(action__startswith=action)
    shown = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    people = User.objects.in_bulk({entry.actor_id for entry in shown if entry.actor_id})
    lines = [(entry, people.get(entry.actor_id), kind_name(entry.object_type)) for entry in shown]
    return page(request, "accounts/audit.html", {"form": form, "entries": shown, "lines": lines})


@require_safe
@access(policies.audit_entries)
def audit_verification(request):
    """Whether every entry of the audit is as it was written, by reading all of them."""
    policies.require_site_role(request.user, Role.AUDITOR)
    count = policies.audit_entries.scope(request.user).count()
    breaks = list(islice(audit.verify(), MOST_BREAKS_SHOWN))
    way = [{"label": _("Audit"), "href": reverse("audit")}, {"label": _("Check")}]
    return page(request, "accounts/audit_verification.html", {"count": count, "breaks": breaks, "way": way})

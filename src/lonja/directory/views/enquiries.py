"""Asking the owner of a profile, and the owner's list of who asked."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import policies
from lonja.directory.forms.moderation import EnquiryForm, ShareForm
from lonja.directory.services import enquiries as services
from lonja.directory.views.both import for_both
from lonja.ui.answers import page, see_other

MOST_PER_DAY = 20
ENQUIRIES_PER_PAGE = 30


@limited("enquiry", MOST_PER_DAY, per=86_400, methods=("POST",))
@require_http_methods(["GET", "POST"])
def _enquire(request, owner):
    """Write to the owner of a profile; one's own address is a checked one, so one signs in first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = EnquiryForm(request.POST or None, initial={"sender_name": request.user.name})
    if request.method == "POST" and form.is_valid():
        services.ask(owner, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("Your question is on its way. The answer comes to your e-mail address."))
        return see_other(owner)
    context = {"owner": owner, "form": form}
    return page(request, "directory/enquire.html", context, status=422 if form.is_bound else 200)


organisation_enquire, cluster_enquire = for_both("view", _enquire)


@require_GET
def _enquiries(request, owner):
    """Who asked, when and what; the log of the owner."""
    rows = policies.enquiries.scope(request.user).filter(**{owner._meta.model_name: owner})
    paged = Paginator(rows.select_related("sender").prefetch_related("grants__contact"), ENQUIRIES_PER_PAGE)
    context = {"owner": owner, "page": paged.get_page(request.GET.get("page"))}
    return page(request, "directory/enquiries.html", context)


organisation_enquiries, cluster_enquiries = for_both("edit", _enquiries)


@access(policies.enquiries, "answer")
@require_http_methods(["GET", "POST"])
def share_contact(request, pk):
    """Choose which contacts the person who asked may see from now on."""
    enquiry = policies.enquiries.get(request.user, "answer", pk=pk)
    form = ShareForm(request.POST or None, owner=enquiry.owner)
    if request.method == "POST" and form.is_valid():
        services.share(enquiry, list(form.cleaned_data["contacts"]), actor=request.user, now=timezone.now())
        messages.success(request, _("The contact is open to this person, and they are told."))
        return _back(enquiry)
    context = {"enquiry": enquiry, "owner": enquiry.owner, "form": form}
    return page(request, "directory/share_contact.html", context, status=422 if form.is_bound else 200)


@access(policies.enquiries, "answer")
@require_POST
def decline_enquiry(request, pk):
    """Share no contact; the person is told that the question was read."""
    enquiry = policies.enquiries.get(request.user, "answer", pk=pk)
    services.decline(enquiry, actor=request.user, now=timezone.now())
    messages.success(request, _("No contact is shared, and the person is told."))
    return _back(enquiry)


@access(policies.enquiries, "close")
@require_POST
def close_enquiry(request, pk):
    """Take back the contacts that were opened."""
    enquiry = policies.enquiries.get(request.user, "close", pk=pk)
    services.close(enquiry, actor=request.user, now=timezone.now())
    messages.success(request, _("The contact is closed again."))
    return _back(enquiry)


def _back(enquiry):
    return see_other(f"directory:{enquiry.owner._meta.model_name}-enquiries", enquiry.owner.slug)

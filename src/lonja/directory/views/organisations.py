"""Pages of organisations."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, signed_in
from lonja.directory import linked_data, policies, presenting, standing
from lonja.directory.forms import ContactFormSet, ModerateForm, OrganisationForm
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import Size
from lonja.directory.services import organisations as services
from lonja.ui.answers import page, see_other


@access(policies.organisations, "view")
@require_GET
def organisation(request, slug):
    """The profile of one organisation, as far as this reader may see it."""
    promoted = policies.clusters.scope(request.user).filter(promoter=OuterRef("pk"))
    seen = policies.organisations.scope(request.user)
    row = seen.filter(slug=slug).annotate(promotes=Exists(promoted)).first()
    if row is None:  # perhaps an old address of one that was merged
        return redirect(get_object_or_404(seen, merged__slug=slug))
    verbs = policies.organisations.verbs(request.user, row, "view_private", "edit", "moderate")
    memberships = policies.memberships.scope(request.user).filter(organisation=row).current()
    memberships = list(memberships.select_related("cluster").order_by("cluster__sort_name"))
    people = policies.affiliations.scope(request.user).filter(organisation=row).select_related("person")
    contacts = policies.contacts.scope(request.user).filter(organisation=row)
    active = [each.cluster for each in memberships if each.status == MembershipStatus.ACTIVE]
    context = {
        "organisation": row,
        "verbs": verbs,
        "facts": _facts(row, verbs),
        "fields": presenting.by_scheme(row.described_by.select_related("term__scheme")),
        "memberships": memberships,
        "people": people,
        "contacts": presenting.contacts(contacts, actor=request.user),
        **standing.around(row, actor=request.user, may_edit="edit" in verbs),
        "linked_data": linked_data.script(linked_data.organisation(row, clusters=active))
        if row.is_public
        else "",
    }
    return page(request, "directory/organisation.html", context)


def _facts(row, verbs):
    """The facts of the aside, with gaps only for those who could fill them."""
    facts = [
        (_("Kind of actor"), row.actor_type),
        (_("Size"), _size(row)),
        (_("Parent company"), _parent(row)),
        (_("Legal name"), row.legal_name),
        (_("Founded"), presenting.known_date(row.founded, row.founded_precision)),
        (
            _("Address"),
            ", ".join(part for part in (row.street, f"{row.postcode} {row.city}".strip()) if part),
        ),
        (_("Region"), row.region),
        (_("Country"), presenting.country_name(row.country) if row.country else ""),
        (_("Working languages"), presenting.languages(row.languages)),
    ]
    rows = [{"label": label, "value": value or ""} for label, value in facts if value or "edit" in verbs]
    if row.website:
        rows.insert(
            3, {"label": _("Website"), "value": presenting.bare_address(row.website), "href": row.website}
        )
    if "view_private" in verbs and row.vat_number:
        rows.append({"label": _("VAT number (private)"), "value": row.vat_number})
    return rows


def _size(row):
    """The size class, and since when it is computed rather than said."""
    if row.size == Size.UNKNOWN:
        return ""
    if row.size_year is None:
        return row.get_size_display()
    return _("%(size)s, computed from the figures up to %(year)s") % {
        "size": row.get_size_display(),
        "year": row.size_year,
    }


def _parent(row):
    country = presenting.country_name(row.parent_country) if row.parent_country else ""
    return ", ".join(part for part in (row.parent_name, country) if part)


@signed_in("whoever enters an organisation becomes its administrator")
@require_http_methods(["GET", "POST"])
def new_organisation(request):
    """Enter an organisation; it stays private until its author publishes it."""
    form, contacts = OrganisationForm(request.POST or None), ContactFormSet(request.POST or None)
    if request.method == "POST" and form.is_valid() and contacts.is_valid():
        made = services.create(
            facts=form.facts(), terms=form.chosen_terms(), lines=contacts.lines(), actor=request.user
        )
        messages.success(request, _("The organisation is entered. Only you see it until you publish it."))
        return see_other(made)
    context = {
        "form": form,
        "contacts": contacts,
        "title": _("Enter an organisation"),
        "cancel": reverse("directory:organisations"),
    }
    return page(request, "directory/profile_edit.html", context, status=422 if form.is_bound else 200)


@access(policies.organisations, "edit")
@require_http_methods(["GET", "POST"])
def edit_organisation(request, slug):
    """Change what an organisation says of itself."""
    row = policies.organisations.get(request.user, "edit", slug=slug)
    form = OrganisationForm(request.POST or None, instance=row)
    contacts = ContactFormSet(request.POST or None, owner=row)
    if request.method == "POST" and form.is_valid() and contacts.is_valid():
        services.edit(
            row, facts=form.facts(), terms=form.chosen_terms(), lines=contacts.lines(), actor=request.user
        )
        messages.success(request, _("The profile is saved."))
        return see_other(row)
    context = {
        "form": form,
        "contacts": contacts,
        "title": _("Edit %(name)s") % {"name": row.name},
        "row": row,
        "cancel": row.get_absolute_url(),
    }
    return page(request, "directory/profile_edit.html", context, status=422 if form.is_bound else 200)


@access(policies.organisations, "publish")
@require_POST
def show_organisation(request, slug):
    """Publish an organisation, or take it back."""
    row = policies.organisations.get(request.user, "publish", slug=slug)
    if request.POST.get("public") == "yes":
        services.publish(row, actor=request.user)
        messages.success(request, _("Everybody can see this organisation now."))
    else:
        services.unpublish(row, actor=request.user)
        messages.success(
            request, _("Only your own people and your clusters' managers see this organisation now.")
        )
    return see_other(row)


@access(policies.organisations, "moderate")
@require_http_methods(["GET", "POST"])
def moderate_organisation(request, slug):
    """Take a member's page off the public directory, with a reason."""
    row = policies.organisations.get(request.user, "moderate", slug=slug)
    form = ModerateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.moderate(row, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, _("The page is private now, and its administrators know why."))
        return see_other(row)
    context = {"organisation": row, "form": form}
    return page(request, "directory/moderate.html", context, status=422 if form.is_bound else 200)

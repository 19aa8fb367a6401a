"""Pages of people: what they show of themselves, and who works where."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access, signed_in
from lonja.directory import policies, presenting
from lonja.directory.forms import ContactFormSet, PersonForm
from lonja.directory.forms.people import AffiliationForm
from lonja.directory.models import Person
from lonja.directory.services import people as services
from lonja.ui.answers import page, see_other


@access(policies.persons, "view")
@require_GET
def person(request, uuid):
    """What a person shows of themselves to this reader."""
    row = policies.persons.get(request.user, "view", uuid=uuid)
    verbs = policies.persons.verbs(request.user, row, "edit")
    work = policies.affiliations.scope(request.user).filter(person=row).select_related("organisation")
    contacts = policies.contacts.scope(request.user).filter(person=row)
    context = {
        "person": row,
        "verbs": verbs,
        "work": work,
        "languages": presenting.languages(row.languages),
        "contacts": presenting.contacts(contacts, actor=request.user),
    }
    return page(request, "directory/person.html", context)


@signed_in("everybody writes their own profile")
@require_http_methods(["GET", "POST"])
def my_profile(request):
    """Write one's own profile."""
    row = Person.objects.filter(user=request.user).first()
    form = PersonForm(request.POST or None, instance=row, initial={} if row else {"name": request.user.name})
    contacts = ContactFormSet(request.POST or None, owner=row)
    if request.method == "POST" and form.is_valid() and contacts.is_valid():
        saved = services.edit_own(request.user, facts=form.facts(), lines=contacts.lines())
        messages.success(request, _("Your profile is saved."))
        return see_other(saved)
    context = {"form": form, "contacts": contacts, "row": row}
    return page(request, "directory/my_profile.html", context, status=422 if form.is_bound else 200)


@access(policies.organisations, "edit")
@require_http_methods(["GET", "POST"])
def people_of_organisation(request, slug):
    """Who works for an organisation, written by its administrators."""
    organisation = policies.organisations.get(request.user, "edit", slug=slug)
    form = AffiliationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_to_organisation(organisation, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The person is on your list."))
        return see_other("directory:organisation-people", organisation.slug)
    rows = (
        policies.affiliations.scope(request.user).filter(organisation=organisation).select_related("person")
    )
    context = {"organisation": organisation, "form": form, "affiliations": rows}
    return page(request, "directory/organisation_people.html", context, status=422 if form.is_bound else 200)


@access(policies.affiliations, "leave")
@require_POST
def end_affiliation(request, pk):
    """Take somebody off an organisation's list of people."""
    affiliation = policies.affiliations.get(request.user, "leave", pk=pk)
    organisation, person = affiliation.organisation, affiliation.person
    services.end_affiliation(affiliation, actor=request.user)
    messages.success(request, _("The person is off the list."))
    if policies.organisations.allows(request.user, "edit", organisation):
        return see_other("directory:organisation-people", organisation.slug)
    return see_other(person)

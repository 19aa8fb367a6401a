"""The shape of what people type into the directory."""

from lonja.directory.forms.contacts import ContactForm, ContactFormSet
from lonja.directory.forms.memberships import AddMemberForm, ApplyForm, MembershipForm, ModerateForm
from lonja.directory.forms.profiles import OrganisationForm, PersonForm
from lonja.directory.forms.search import ClusterSearchForm, OrganisationSearchForm

__all__ = [
    "AddMemberForm",
    "ApplyForm",
    "ClusterSearchForm",
    "ContactForm",
    "ContactFormSet",
    "MembershipForm",
    "ModerateForm",
    "OrganisationForm",
    "OrganisationSearchForm",
    "PersonForm",
]

"""Ways to reach somebody, one line each."""

import phonenumbers
from django import forms
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import Contact, ContactKind, Visibility
from lonja.directory.services.contacts import ContactLine

MOST_CONTACTS = 30


class ContactForm(forms.Form):
    """One way to reach somebody, and who may see it."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind, required=False)
    value = forms.CharField(label=_("Address or number"), max_length=300, required=False)
    label = forms.CharField(label=_("What it is for"), max_length=100, required=False)
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=Visibility, initial=Visibility.NOBODY, required=False
    )

    def clean(self):
        cleaned = super().clean()
        kind, value = cleaned.get("kind") or ContactKind.EMAIL, cleaned.get("value")
        cleaned |= {"kind": kind, "visibility": cleaned.get("visibility") or Visibility.NOBODY}
        if not value:
            if cleaned.get("label") or cleaned.get("pk"):
                self.add_error("value", _("Write the address or number, or remove the line."))
            return cleaned
        try:
            cleaned["value"] = CHECKS[kind](value)
        except forms.ValidationError as error:
            self.add_error("value", error)
        return cleaned

    def line(self):
        """The line as the service takes it."""
        return ContactLine(
            **{name: self.cleaned_data[name] for name in ("kind", "value", "label", "visibility", "pk")}
        )


def _email(value):
    validate_email(value)
    return value.lower()


def _phone(value):
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(_("Write the number with its country: +34 91 000 00 00."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _web(value):
    value = value if "://" in value else f"https://{value}"
    URLValidator(schemes=["https", "http"])(value)
    return value


CHECKS = {
    ContactKind.EMAIL: _email,
    ContactKind.PHONE: _phone,
    ContactKind.WEB: _web,
    ContactKind.SOCIAL: _web,
    ContactKind.POSTAL: str,
}


class _ContactFormSet(forms.BaseFormSet):
    """The whole list of contacts of one owner, with empty lines for new ones."""

    def lines(self):
        """The lines to keep, in their order."""
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return [form.line() for form in kept if form.cleaned_data["value"]]


_FormSet = forms.formset_factory(
    ContactForm,
    formset=_ContactFormSet,
    extra=2,
    can_delete=True,
    max_num=MOST_CONTACTS,
    absolute_max=MOST_CONTACTS + 1,  # a thousand lines, as Django draws by default, cost many seconds
    validate_max=True,
)


class ContactFormSet(_FormSet):
    """Contacts of an owner: the rows that are there, then two empty lines."""

    def __init__(self, data=None, *, owner=None):
        rows = owner.contacts.filter(team_role=None) if owner else Contact.objects.none()
        initial = [
            {
                "pk": row.pk,
                "kind": row.kind,
                "value": row.value,
                "label": row.label,
                "visibility": row.visibility,
            }
            for row in rows
        ]
        super().__init__(data, initial=initial, prefix="contacts")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this line")
        form.line_number = (index or 0) + 1

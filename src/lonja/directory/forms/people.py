"""People of an organisation, as its administrators enter them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AffiliationForm(forms.Form):
    """Somebody who works here."""

    name = forms.CharField(label=_("Name"), max_length=150)
    role_title = forms.CharField(
        label=_("Role"), max_length=150, required=False, help_text=_("For example: head of innovation.")
    )
    is_public = forms.BooleanField(
        label=_("This person has agreed that everybody sees them here"),
        required=False,
    )

"""“Not for me”, with the reason that changes the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.partnering.models import DismissalReason


class DismissForm(forms.Form):
    """Why a recommended organisation does not fit."""

    reason = forms.ChoiceField(label=_("Why is it not for you?"), choices=DismissalReason)

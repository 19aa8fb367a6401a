"""How a person wants to keep a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import Frequency


class SavedSearchForm(forms.Form):
    """A name, and how often to hear of what is new."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As you will find it in your list."))
    frequency = forms.ChoiceField(
        label=_("Tell me by mail of what is new"),
        choices=Frequency,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
    )

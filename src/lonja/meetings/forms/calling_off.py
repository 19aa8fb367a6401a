"""Why an edition does not take place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.events.forms.editions import by_language

LONGEST = 1000


class ReasonForm(forms.Form):
    """The reason, for everybody to read, in each language of the site."""

    reason_en = forms.CharField(
        label=_("Reason in English"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason_es = forms.CharField(
        label=_("Reason in Spanish"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def facts(self):
        """What the service takes."""
        return by_language(self.cleaned_data, "reason")


class CallOffForm(ReasonForm):
    """The reason, and that it is meant."""

    is_sure = forms.BooleanField(label=_("I know that this cannot be taken back"))

"""What somebody asks the organisers of an edition."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """A question; the answer goes to the address of the account."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Your question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    consent = forms.BooleanField(
        label=_("My name, my e-mail address and this question may be passed on to the organisers"),
        error_messages={"required": _("Without your consent the question cannot be passed on.")},
    )

    def facts(self):
        """The question as the service takes it."""
        return {name: self.cleaned_data[name] for name in ("subject", "text")}

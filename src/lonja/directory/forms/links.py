"""A cluster that one's own cluster works with."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import LinkKind
from lonja.directory.models.fields import PARTIAL_DATE

_DATE = RegexValidator(PARTIAL_DATE, _("Write a year, a month or a day: 2007, 2007-11 or 2007-11-30."))


class LinkForm(forms.Form):
    """One claim."""

    other = forms.CharField(
        label=_("Cluster"),
        max_length=200,
        help_text=_("Its name or acronym. One that is not in the directory yet may be named as well."),
        widget=forms.TextInput(attrs={"list": "cluster-names", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=LinkKind)
    since = forms.CharField(
        label=_("Since"),
        max_length=10,
        required=False,
        validators=[_DATE],
        help_text=_("As exactly as you know: 2007, 2007-11 or 2007-11-30."),
    )
    until = forms.CharField(label=_("Until"), max_length=10, required=False, validators=[_DATE])

"""What people type into the one box."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import worded
from lonja.directory.models import Term
from lonja.partnering.engine.search import GROUPS, Query

MOST_VALUES = 20
MOST_LETTERS = 60
SORTS = [
    ("fit", _("Best fit")),
    ("new", _("Newest")),
    ("name", _("Name")),
    ("near", _("Nearest")),
]


class SearchForm(forms.Form):
    """Words, order and choices; an address that makes no sense is read as far as it does."""

    q = forms.CharField(
        label=_("Who or what do you look for?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)
    near = forms.CharField(label=_("Near"), max_length=10, required=False, widget=forms.Select)

    def offer_places(self, here=""):
        """Let the reader choose a place to measure from; her own organisation's first."""
        rows = Term.objects.filter(scheme="regions", level__lte=2, is_retired=False).order_by("code")
        places = [(code, worded(labels).text) for code, labels in rows.values_list("code", "labels")]
        self.fields["near"].widget.choices = [("", _("Choose a place")), *places]
        self.initial["near"] = here

    def query(self, *, near=""):
        """What is looked for."""
        clean = self.cleaned_data if self.is_valid() else {}
        return Query(
            clean.get("q", ""),
            chosen=self.chosen(),
            sort=clean.get("sort") or "fit",
            near=clean.get("near") or near,
        )

    def chosen(self):
        """The values chosen in each group; what cannot be an option is left out."""
        found = {group: self.data.getlist(group)[:MOST_VALUES] for group in GROUPS}
        return {
            group: frozenset(value for value in values if 0 < len(value) <= MOST_LETTERS)
            for group, values in found.items()
            if any(values)
        }

"""What people look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory import facets

MOST_VALUES = 20
MOST_LETTERS = 120


class SearchForm(forms.Form):
    """Words to look for; every word must occur, accents and capitals do not matter."""

    q = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class OrganisationSearchForm(SearchForm):
    """Words, order, and choices in each group of filters."""

    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[(name, label) for name, (label, _order) in facets.SORTS.items()],
        required=False,
    )

    def words(self):
        """The words, or none when the form is not valid."""
        return self.cleaned_data.get("q", "")

    def order(self):
        """The columns to order by."""
        return facets.SORTS[self.cleaned_data.get("sort") or "name"][1]

    def chosen(self):
        """The values chosen in each group; what cannot be an option is left out."""
        found = {group.name: self.data.getlist(group.name)[:MOST_VALUES] for group in facets.GROUPS}
        return {
            name: [v for v in values if 0 < len(v) <= MOST_LETTERS]
            for name, values in found.items()
            if values
        }


class ClusterSearchForm(SearchForm):
    """Words, and whether to order by name or by number of members."""

    sort = forms.ChoiceField(
        label=_("Order"), choices=[("name", _("Name")), ("members", _("Most members first"))], required=False
    )

    ORDERS = {"name": ["sort_name", "pk"], "members": ["-registered_members", "sort_name", "pk"]}

    def words(self):
        """The words, or none when the form is not valid."""
        return self.cleaned_data.get("q", "")

    def order(self):
        """The columns to order by."""
        return self.ORDERS[self.cleaned_data.get("sort") or "name"]

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

    def words(self):
        """The words, or none when the form is not valid."""
        return self.cleaned_data.get("q", "")


class FacetSearchForm(SearchForm):
    """Words, order, and choices in each group of filters."""

    sort = forms.ChoiceField(label=_("Order"), required=False)

    GROUPS = ()
    SORTS = {}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["sort"].choices = self._sorts()

    def _sorts(self):
        """The orders on offer: how well something fits is one only where there are words."""
        has_words = bool((self.data or {}).get("q", "").strip())
        return [(n, label) for n, label in self.SORTS.items() if has_words or n != facets.RELEVANCE]

    def order(self):
        """The name of the order, or none for the one that suits the search."""
        return self.cleaned_data.get("sort", "")

    def chosen(self):
        """The values chosen in each group; what cannot be an option is left out."""
        found = {group.name: self.data.getlist(group.name)[:MOST_VALUES] for group in self.GROUPS}
        kept = {n: [v for v in values if 0 < len(v) <= MOST_LETTERS] for n, values in found.items()}
        return {name: values for name, values in kept.items() if found[name]}


class OrganisationSearchForm(FacetSearchForm):
    """What people look for among organisations."""

    GROUPS = facets.GROUPS
    SORTS = facets.SORTS


class ClusterSearchForm(FacetSearchForm):
    """What people look for among clusters."""

    GROUPS = facets.CLUSTER_GROUPS
    SORTS = facets.CLUSTER_SORTS

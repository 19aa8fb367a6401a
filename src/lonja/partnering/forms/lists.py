"""The words and choices above the list of offers and needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.partnering.models import OpportunityKind

SORTS = {"newest": ("-published_at", "-pk"), "ending": ("expires_on", "pk")}


class OpportunityListForm(forms.Form):
    """What to show of the list, and in which order."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False, widget=forms.SearchInput)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[("newest", _("Newest first")), ("ending", _("Ending soonest"))],
        required=False,
    )
    side = forms.MultipleChoiceField(choices=[("offer", _("Offers")), ("need", _("Needs"))], required=False)
    kind = forms.MultipleChoiceField(choices=OpportunityKind, required=False)

    def words(self):
        """The words to look for."""
        return self.cleaned_data.get("q", "")

    def order(self):
        """The columns to sort by."""
        return SORTS[self.cleaned_data.get("sort") or "newest"]

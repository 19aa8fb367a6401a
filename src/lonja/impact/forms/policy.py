"""Which editions a policy maker looks at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.impact.policy_tables import AXES


class EditionsFilter(forms.Form):
    """A choice among the published reports; what does not exist is no choice."""

    event = forms.ChoiceField(label=_("Series of events"), required=False)
    edition = forms.ChoiceField(label=_("Edition"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    by = forms.ChoiceField(choices=[(axis, axis) for axis in AXES], required=False, widget=forms.HiddenInput)

    def __init__(self, asked, *, found):
        super().__init__(asked)
        events = {each.edition.event.slug: str(each.edition.event) for each in found}
        editions = {f"{each.edition.event.slug}/{each.edition.slug}": str(each.edition) for each in found}
        years = sorted({str(each.edition.starts_on.year) for each in found}, reverse=True)
        self.fields["event"].choices = [("", _("All series")), *events.items()]
        self.fields["edition"].choices = [("", _("All editions")), *editions.items()]
        self.fields["year"].choices = [("", _("All years")), *((year, year) for year in years)]

    def chosen(self):
        """(axis, event, edition and year by name); the first axis when none is named."""
        self.is_valid()
        wanted = dict(self.cleaned_data)
        return wanted.pop("by", "") or AXES[0], {name: value for name, value in wanted.items() if value}

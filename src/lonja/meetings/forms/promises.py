"""How many meetings everybody should have at least, by type of participant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.events.models import ParticipantType
from lonja.meetings.promising import EVERYBODY

MOST = 40  # nobody sits in more meetings on the days of an edition


class PromiseForm(forms.Form):
    """One number for everybody, and others for some types."""

    def __init__(self, *args, fewest, most=None, **kwargs):
        """Begin with what holds; `most` is what one person may have."""
        super().__init__(*args, **kwargs)
        self.fields["everybody"] = forms.IntegerField(
            label=_("Everybody"), min_value=0, max_value=most or MOST, required=False,
            initial=fewest.get(EVERYBODY), help_text=_("Empty: nothing is promised."),
        )  # fmt: skip
        for kind in ParticipantType:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, min_value=0, max_value=most or MOST, required=False,
                initial=fewest.get(kind.value), help_text=_("Empty: as for everybody."),
            )  # fmt: skip

    def by_type(self):
        """The fields of the types."""
        return [self[kind.value] for kind in ParticipantType]

    def fewest(self):
        """{type, or `EVERYBODY`: number} of those that say one; none for a type takes it out of all."""
        named = {name: number for name, number in self.cleaned_data.items() if number is not None}
        if not named.get("everybody"):
            named = {name: number for name, number in named.items() if number}
        return {EVERYBODY if name == "everybody" else name: number for name, number in named.items()}

"""What came of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.base import files
from lonja.directory.amounts import EurosField
from lonja.impact import outcome_types
from lonja.impact.lifecycle import Came, Level
from lonja.impact.services.outcomes import EVIDENCE_TYPES


class OutcomeForm(forms.Form):
    """One answer; more than the first question only where something came of the meeting."""

    came = forms.ChoiceField(label=_("Did something come of it?"), choices=Came, widget=forms.RadioSelect)
    outcome_type = forms.ChoiceField(
        label=_("What came of it"), required=False, help_text=_("Needed when something came of it.")
    )
    value_cents = EurosField(
        label=_("Worth about, in euros"), required=False, help_text=_("In public it only counts in a sum.")
    )
    level = forms.ChoiceField(label=_("How far it reaches"), required=False)
    evidence = forms.CharField(
        label=_("How one can tell"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A contract, a project number, a delivery. Only the organiser reads it."),
    )
    evidence_link = forms.URLField(
        label=_("A page that shows it"), required=False, max_length=300, assume_scheme="https"
    )
    evidence_file = forms.FileField(
        label=_("A document that shows it"),
        required=False,
        help_text=_("PDF or picture. It stays private: only you and the organiser can open it."),
    )
    note = forms.CharField(
        label=_("Anything else"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome_type"].choices = [("", _("Choose one")), *outcome_types.choices()]
        self.fields["level"].choices = [("", _("Not stated")), *Level.choices]

    def clean_evidence_file(self):
        uploaded = self.cleaned_data["evidence_file"]
        fault = files.fault_of(uploaded, types=EVIDENCE_TYPES) if uploaded else ""
        if fault:
            raise forms.ValidationError(fault)
        return uploaded

    def clean(self):
        cleaned = super().clean()
        known = outcome_types.outcome_types().get(cleaned.get("outcome_type", ""))
        if cleaned.get("came") == Came.YES and (known is None or not known.counts):
            self.add_error("outcome_type", _("Say what came of it; an open enquiry is a “not yet”."))
        return cleaned

    def facts(self):
        """What the service keeps: columns by name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "evidence_file"}

"""Entering a stage of a cluster's life."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.base import files
from lonja.directory.models import ClusterStage


class StageForm(forms.ModelForm):
    """A stage: which, when, who answers for it, and its document.

    Args:
        stages: the terms that may come next; empty when the stage stands already.
    """

    document = forms.FileField(
        label=_("Evidence document"),
        required=False,
        help_text=_(
            "A PDF or a picture, up to 10 MB. Only the cluster's managers, its promoter and auditors open it."
        ),
    )
    field_order = ["stage"]

    class Meta:
        model = ClusterStage
        fields = ["reached_on", "reached_on_precision", "responsible", "evidence_note"]
        help_texts = {
            "reached_on": _("As exactly as you know: 2007, 2007-11 or 2007-11-30."),
            "responsible": _(
                "A person, an office or an organisation. Managers, promoter and auditors read it."
            ),
        }

    def __init__(self, *args, stages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.stages = {term.code: term for term in stages}
        if stages:
            self.fields["stage"] = forms.ChoiceField(
                label=_("Stage"), choices=[(code, str(term)) for code, term in self.stages.items()]
            )
            self.order_fields(["stage", *self.fields])

    def clean_document(self):
        document = self.cleaned_data["document"]
        fault = document and files.fault_of(document, types=(files.PDF, files.PNG, files.JPEG))
        if fault:
            raise forms.ValidationError(fault)
        return document

    def stage(self):
        """The term chosen."""
        return self.stages[self.cleaned_data["stage"]]

    def facts(self):
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

"""What people type for the mechanisms: a table to bring along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.base import files
from lonja.base.imports import flow


class UploadForm(forms.Form):
    """One table, CSV or XLSX."""

    file = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        help_text=_(
            "At most 10 MB and 20,000 rows. Nothing is changed before you have seen what would change."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        fault = files.fault_of(uploaded, types=flow.TYPES)
        if fault:
            raise forms.ValidationError(fault)
        return uploaded

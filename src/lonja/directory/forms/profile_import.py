"""A profile brought along as text or file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import files

MOST_BYTES = 1024 * 1024


class ProfileImportForm(forms.Form):
    """The printed text of a profile, pasted or as a file, or a profile as JSON."""

    text = forms.CharField(
        label=gettext_lazy("Text of the profile"),
        required=False,
        max_length=200_000,
        strip=False,
        help_text=gettext_lazy(
            "Open the printer-friendly version of the profile, select everything, copy it and paste it here."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("Plain text, or JSON as this site exports it; at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.json"}),
    )

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        if uploaded:
            fault = files.fault_of(uploaded, types=(files.CSV,), most_bytes=MOST_BYTES)
            if fault:
                raise forms.ValidationError(fault)
        return uploaded

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("text", "").strip()):
            raise forms.ValidationError(_("Paste the text or choose a file, one of the two."))
        return cleaned

    def content(self):
        """The bytes to read, and a name for them."""
        uploaded = self.cleaned_data["file"]
        if uploaded:
            return uploaded, uploaded.name
        text = self.cleaned_data["text"]
        return text.encode(), "profile.json" if text.lstrip().startswith("{") else "profile.txt"

"""A label of an organisation or a cluster, and the answers of a self-assessment."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import files
from lonja.directory import excellence
from lonja.directory.models import LABEL_KINDS, Label, Level, Term
from lonja.directory.services.assessments import EVIDENCE_TYPES as ASSESSMENT_TYPES
from lonja.directory.services.labels import EVIDENCE_TYPES as LABEL_TYPES


def _day():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def checked_upload(uploaded, types):
    """An uploaded file, or the sentence why it cannot be taken, beside its field."""
    fault = files.fault_of(uploaded, types=types) if uploaded else ""
    if fault:
        raise forms.ValidationError(fault)
    return uploaded


class LabelForm(forms.ModelForm):
    """One label: a known kind, or another one by name."""

    upload = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, at most 10 MB. Only you and who checks labels can open it."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    class Meta:
        model = Label
        fields = [
            *("kind", "other_name", "other_issuer", "grade", "number"),
            *("valid_from", "valid_until", "website"),
        ]
        widgets = {"valid_from": _day(), "valid_until": _day()}
        help_texts = {
            "other_name": gettext_lazy("Only when it is not in the list above."),
            "valid_until": gettext_lazy("After this day it is shown as expired."),
        }

    def __init__(self, *args, holder, **kwargs):
        super().__init__(*args, **kwargs)
        for_this = ["both", f"{holder._meta.model_name}s"]
        kinds = Term.objects.filter(
            scheme=LABEL_KINDS, selectable=True, is_retired=False, extra__holders__in=for_this
        )
        self.fields["kind"].queryset = kinds
        self.fields["kind"].empty_label = _("Another label")

    def clean_upload(self):
        return checked_upload(self.cleaned_data["upload"], LABEL_TYPES)

    def clean(self):
        cleaned = super().clean()
        kind, other = cleaned.get("kind"), cleaned.get("other_name")
        if not kind and not other and "kind" not in self.errors:
            self.add_error("other_name", _("Choose a label from the list, or write its name."))
        if kind and (other or cleaned.get("other_issuer")):
            self.add_error("other_name", _("Choose from the list or write a name, not both."))
        if kind and cleaned.get("grade") and kind.extra.get("grades") != "yes":
            self.add_error("grade", _("This label has no grades."))
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("It cannot end before it begins."))
        return cleaned

    def facts(self):
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AnswerForm(forms.Form):
    """What a cluster says about one indicator."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("How far is it?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("No answer yet")), *Level.choices],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = forms.URLField(
        label=gettext_lazy("Link to the evidence"), max_length=300, required=False, assume_scheme="https"
    )
    upload = forms.FileField(
        label=gettext_lazy("Evidence file"),
        required=False,
        help_text=gettext_lazy("PDF, picture or table, at most 10 MB; only you and auditors can open it."),
    )

    def __init__(self, *args, indicator, answer, facts, **kwargs):
        initial = {"level": answer.level, "note": answer.note, "website": answer.website} if answer else {}
        super().__init__(*args, prefix=f"i{indicator.pk}", initial=initial, **kwargs)
        self.indicator, self.answer, self.register = indicator, answer, facts
        self.grades = [
            name for grade, name in excellence.NAMES.items() if excellence.belongs_to(indicator, grade)
        ]
        self.is_provisional = excellence.is_provisional(indicator)

    def clean_upload(self):
        return checked_upload(self.cleaned_data["upload"], ASSESSMENT_TYPES)

    def clean(self):
        cleaned = super().clean()
        level = cleaned.get("level")
        has_file = cleaned.get("upload") or (self.answer and self.answer.evidence_id)
        has_more = cleaned.get("website") or self.register or "website" in self.errors
        if level is not None and level >= Level.SHOWN and not (has_file or has_more):
            self.add_error("level", _("To say that evidence shows it, add a link or a file."))
        return cleaned

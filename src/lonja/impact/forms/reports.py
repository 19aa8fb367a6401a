"""The words of a report, and what was declared of an edition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.events.forms.editions import by_language
from lonja.impact.outcome_types import outcome_types

TEXTS = {
    "summary": (_("Summary in English"), _("Summary in Spanish")),
    "method": (_("How the figures were made, in English"), _("How the figures were made, in Spanish")),
    "resources": (_("Resources needed, in English"), _("Resources needed, in Spanish")),
    "evidence": (_("Evidence of success, in English"), _("Evidence of success, in Spanish")),
    "difficulties": (_("Difficulties encountered, in English"), _("Difficulties encountered, in Spanish")),
    "transfer": (
        _("Potential for learning or transfer, in English"),
        _("Potential for learning or transfer, in Spanish"),
    ),
}


class ReportForm(forms.Form):
    """A report's own words, the good practice among them."""

    practice_is_public = forms.BooleanField(
        label=_("Show the good practice with the public report"), required=False
    )
    author_name = forms.CharField(label=_("Whom to ask about it"), max_length=150, required=False)
    author_contact = forms.CharField(
        label=_("E-mail or telephone"),
        max_length=200,
        required=False,
        help_text=_("Shown only to people who have signed in."),
    )

    def __init__(self, *args, report=None, drafts=None, **kwargs):
        super().__init__(*args, **kwargs)
        rest = {name: self.fields.pop(name) for name in list(self.fields)}
        for name, labels in TEXTS.items():
            written = getattr(report, name, None) or (drafts or {}).get(name, {})
            for code, label in zip(("en", "es"), labels, strict=True):
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=5000,
                    initial=written.get(code, ""),
                    widget=forms.Textarea(attrs={"rows": 4}),
                )
        self.fields |= rest
        for name in rest:
            self.fields[name].initial = getattr(report, name, None)

    def facts(self):
        """Columns by name."""
        plain = ("practice_is_public", "author_name", "author_contact")
        return {name: by_language(self.cleaned_data, name) for name in TEXTS} | {
            name: self.cleaned_data[name] for name in plain
        }


class DeclareForm(forms.Form):
    """What an organiser counted herself, of an edition whose meetings are not here one by one."""

    answered = forms.IntegerField(label=_("Meetings with an answer"), min_value=0, max_value=1_000_000)
    method_en = forms.CharField(
        label=_("How they were counted, in English"), max_length=1000, required=False, widget=forms.Textarea
    )
    method_es = forms.CharField(
        label=_("How they were counted, in Spanish"), max_length=1000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        for each in outcome_types().values():
            if each.counts:
                self.fields[f"type_{each.code}"] = forms.IntegerField(
                    label=each.label, min_value=0, max_value=1_000_000, required=False
                )

    def clean(self):
        cleaned = super().clean()
        held, answered = self.edition.declared_meetings, cleaned.get("answered")
        if answered is None:
            return cleaned
        if held is None:
            self.add_error("answered", _("First say on the page of the edition how many meetings were held."))
        elif answered > held:
            self.add_error("answered", _("There were not that many meetings."))
        elif sum(self.by_type().values()) > answered:
            self.add_error("answered", _("More meetings materialised than were answered."))
        return cleaned

    def by_type(self):
        """Counts by code."""
        return {
            name.removeprefix("type_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("type_") and value
        }

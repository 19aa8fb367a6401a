"""What an organiser writes, and to whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.events import segments
from lonja.events.models import MessagePurpose

LANGUAGES = ("en", "es")


class MessageForm(forms.Form):
    """A message in one language or both, for those to whom all the chosen groups apply."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=MessagePurpose,
        widget=forms.RadioSelect,
        initial=MessagePurpose.SERVICE,
        help_text=_("News reaches only those who agreed to it, and carries a link that ends it."),
    )
    subject_en = forms.CharField(label=_("Subject in English"), max_length=150, required=False)
    text_en = forms.CharField(
        label=_("Text in English"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    subject_es = forms.CharField(label=_("Subject in Spanish"), max_length=150, required=False)
    text_es = forms.CharField(
        label=_("Text in Spanish"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("{name} stands for the name of the reader, {edition} for the edition."),
    )

    def __init__(self, *args, edition, message=None, **kwargs):
        if message:
            kwargs["initial"] = {
                "purpose": message.purpose,
                **{f"subject_{code}": message.subject.get(code, "") for code in LANGUAGES},
                **{f"text_{code}": message.text.get(code, "") for code in LANGUAGES},
                **{f"to_{key}": values for key, values in message.groups.items()},
            }
        super().__init__(*args, **kwargs)
        for group in segments.groups():
            if choices := group.choices(edition):
                self.fields[f"to_{group.key}"] = forms.MultipleChoiceField(
                    label=group.label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )

    def group_fields(self):
        """The fields that choose to whom it goes."""
        return [self[name] for name in self.fields if name.startswith("to_")]

    def text_fields(self):
        """The fields that hold what it says."""
        return [self[name] for name in self.fields if not name.startswith("to_")]

    def clean(self):
        cleaned = super().clean()
        whole = 0
        for code in LANGUAGES:
            subject, text = cleaned.get(f"subject_{code}"), cleaned.get(f"text_{code}")
            if bool(subject) != bool(text):
                missing = "text" if subject else "subject"
                self.add_error(f"{missing}_{code}", _("Give a subject and a text, or neither."))
            whole += bool(subject and text)
        if not whole and not self.errors:
            self.add_error("subject_en", _("Write the message in one language at least."))
        return cleaned

    def facts(self):
        """The columns as the service takes them."""
        given = self.cleaned_data
        groups = {
            name.removeprefix("to_"): values
            for name, values in given.items()
            if name.startswith("to_") and values
        }
        return {
            "purpose": given["purpose"],
            "groups": groups,
            "subject": {code: given[f"subject_{code}"] for code in LANGUAGES if given[f"subject_{code}"]},
            "text": {code: given[f"text_{code}"] for code in LANGUAGES if given[f"text_{code}"]},
        }

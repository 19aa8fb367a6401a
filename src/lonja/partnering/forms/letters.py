"""What people write to each other: an interest, an answer, a message, an introduction."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import files
from lonja.partnering.models import DeclineReason, Result

LEAST_LETTERS = 40


def _file(label):
    return forms.FileField(
        label=label, required=False, help_text=gettext_lazy("PDF, picture or table, up to 10 MB.")
    )


class WithFile(forms.Form):
    """A letter that may carry a file."""

    def clean_upload(self):
        uploaded = self.cleaned_data.get("upload")
        if uploaded and (fault := files.fault_of(uploaded)):
            raise forms.ValidationError(fault)
        return uploaded


class InterestForm(WithFile):
    """In whose name, why, and with what."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=None, empty_label=None
    )
    text = forms.CharField(
        label=gettext_lazy("Message"),
        min_length=LEAST_LETTERS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("Who you are, why this fits, and what you propose as a first step."),
    )
    upload = _file(gettext_lazy("File"))
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "If they accept, our two organisations see each other's contact details, the private ones too."
        ),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class AcceptForm(forms.Form):
    """A yes, and a first word."""

    note = forms.CharField(
        label=gettext_lazy("A word to them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    """A no, with the reason that the sender reads."""

    reason = forms.ChoiceField(label=gettext_lazy("Why not"), choices=DeclineReason, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("A word to them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PastDay(forms.Form):
    """A day that is not in the future."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_day(self):
        if self.cleaned_data["day"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["day"]


class TalkForm(PastDay):
    """When the two sides met for the first time."""


class AgreeForm(PastDay):
    """What the two sides agreed on."""

    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[choice for choice in Result.choices if choice[0] != Result.NONE],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=gettext_lazy("Name of the project or contract"), max_length=200)


class MessageForm(WithFile):
    """A message, a file, or both."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    upload = _file(gettext_lazy("File"))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text", "").strip() and not cleaned.get("upload") and not self.errors:
            self.add_error("text", _("Write something, or choose a file."))
        return cleaned


class IntroductionForm(forms.Form):
    """A member, somebody for them to meet, and why."""

    one = forms.ModelChoiceField(label=gettext_lazy("Member"), queryset=None, empty_label="–")
    other = forms.CharField(
        label=gettext_lazy("Organisation to meet"),
        max_length=200,
        help_text=gettext_lazy("Its name as the directory shows it, or the last part of its page's address."),
    )
    text = forms.CharField(
        label=gettext_lazy("Why the two should meet"),
        min_length=LEAST_LETTERS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Both read it."),
    )

    def __init__(self, *args, members, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["one"].queryset = members
        self.organisations = organisations

    def clean_other(self):
        return found(self.organisations, self.cleaned_data["other"])


class MandateForm(forms.Form):
    """For which member an adviser would like to act, and what for."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Member"), queryset=None, empty_label="–")
    note = forms.CharField(label=gettext_lazy("What for"), max_length=500, required=False)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = members


class BlockForm(forms.Form):
    """Whom to keep away, in whose name."""

    by = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"),
        queryset=None,
        empty_label=gettext_lazy("Myself"),
        required=False,
        help_text=gettext_lazy("In your own name: interest in what you wrote does not reach you."),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        help_text=gettext_lazy("Its name as the directory shows it, or the last part of its page's address."),
    )

    def __init__(self, *args, own, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = own
        self.organisations = organisations

    def clean_organisation(self):
        return found(self.organisations, self.cleaned_data["organisation"])


class NoteForm(forms.Form):
    """Why something is sent back."""

    note = forms.CharField(
        label=gettext_lazy("What to mend"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


def found(organisations, name):
    """The organisation of exactly that name or address among those that the person may see."""
    rows = list(organisations.named(name)[:2])
    if not rows:
        raise forms.ValidationError(_("The directory knows no organisation of that name."))
    if len(rows) > 1:
        raise forms.ValidationError(_("Several have that name: write the last part of the page's address."))
    return rows[0]

"""Questions, registrations, proposals and reports, as people type them."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lonja.directory import registering
from lonja.directory.composition import HELICES
from lonja.directory.forms.fields import country_choices
from lonja.directory.models import Contact, Enquiry, FactReport, Registration, Waiver


class EnquiryForm(forms.ModelForm):
    """A question to the owner of a profile."""

    consent = forms.BooleanField(
        label=_("My name, my e-mail address and this question may be passed on to the owner of this profile"),
        error_messages={"required": _("Without your consent the question cannot be passed on.")},
    )

    class Meta:
        model = Enquiry
        fields = ["sender_name", "sender_organisation", "subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def facts(self):
        """The question as the service takes it."""
        return dict(self.cleaned_data)


class ShareForm(forms.Form):
    """Which contacts the owner opens to the person who asked."""

    contacts = forms.ModelMultipleChoiceField(
        label=_("Contacts to share with this person"),
        queryset=Contact.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one contact to share.")},
    )

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = owner.contacts.all()
        self.fields["contacts"].label_from_instance = lambda row: (
            f"{row.label or row.get_kind_display()}: {row.value}"
        )


class RegistrationForm(forms.ModelForm):
    """A cluster that wants to be entered; each rule of the house stands beside its field."""

    waiver = forms.ChoiceField(
        label=_("Exception from the rules on size"), choices=Waiver, required=False, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    staff = forms.DecimalField(
        label=_("People in the team"),
        max_digits=6,
        decimal_places=1,
        min_value=0,
        help_text=_("Full-time equivalents: half a post is 0.5."),
    )
    has_english_website = forms.BooleanField(
        label=_("The website can be read in English (a machine translation is enough)"), required=False
    )
    privacy = forms.BooleanField(label=_("I have read how personal data are protected here"))
    terms = forms.BooleanField(label=_("I accept the terms of use of this site"))
    truth = forms.BooleanField(label=_("I may speak for this cluster, and what I write is true"))

    class Meta:
        model = Registration
        fields = [
            *("name", "acronym", "country", "city", "website", "has_english_website"),
            *("staff", "waiver", "waiver_reason"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        members = self.instance.members or {}
        for kind in registering.KINDS:
            self.fields[f"members_{kind}"] = forms.IntegerField(
                label=HELICES[kind],
                min_value=0,
                max_value=100_000,
                required=False,
                initial=members.get(kind, 0),
            )
        for code, language in settings.LANGUAGES:
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("In one sentence (%(language)s)") % {"language": language},
                max_length=300,
                required=False,
                initial=self.instance.summary.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def clean(self):
        cleaned = super().clean()
        if {"staff", "waiver", "waiver_reason"} & set(self.errors):
            return cleaned
        for rule in registering.broken(
            members=self._members(),
            staff=cleaned.get("staff") or Decimal(0),
            waiver=cleaned.get("waiver", ""),
            waiver_reason=cleaned.get("waiver_reason", ""),
            has_english_website=cleaned.get("has_english_website", False),
        ):
            self.add_error(rule.field, rule.sentence)
        return cleaned

    def _members(self):
        return {kind: self.cleaned_data.get(f"members_{kind}") or 0 for kind in registering.KINDS}

    def facts(self):
        """The registration as the service takes it."""
        texts = {code: self.cleaned_data[f"summary_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {
            **{name: self.cleaned_data[name] for name in self.Meta.fields},
            "members": self._members(),
            "summary": {code: text for code, text in texts.items() if text},
        }

    def parts(self):
        """(heading, hint, fields) in the order of the page."""
        yield (
            _("What it is"),
            "",
            [
                self[name]
                for name in (
                    *("name", "acronym", "country", "city", "website", "has_english_website"),
                    *(f"summary_{code}" for code, _name in settings.LANGUAGES),
                )
            ],
        )
        yield (
            _("Committed members"),
            _("At least 15, of at least two kinds. Write how many of each."),
            [self[f"members_{kind}"] for kind in registering.KINDS],
        )
        yield _("Team"), _("At least half a full-time post."), [self["staff"]]
        yield (
            _("Exception"),
            _("The rules on members and team do not apply to a cluster that somebody recognises already."),
            [self["waiver"], self["waiver_reason"]],
        )
        yield _("Consent"), "", [self["privacy"], self["terms"], self["truth"]]


class ReportForm(forms.ModelForm):
    """A fact that a reader finds wrong."""

    class Meta:
        model = FactReport
        fields = ["what", "text", "source"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "what": _("For example: the number of members, the website."),
            "source": _("A link or a document, if you have one."),
        }


class WordForm(forms.Form):
    """A word to go with a decision."""

    answer = forms.CharField(
        label=_("Answer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SuggestForm(forms.Form):
    """Why a change is proposed."""

    note = forms.CharField(label=_("Why this change"), max_length=500, required=False)

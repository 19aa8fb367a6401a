"""Registering, and the conditions that an organiser sets for it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lonja.events.models import FeeUnit, ParticipantType, Participation, Purpose

MOST_PLACES = 1_000_000
MOST_EUROS = 100_000
_MOMENT = {"type": "datetime-local"}


class OwnRegistrationForm(forms.ModelForm):
    """What somebody says about her own coming, and to what she agrees."""

    purposes = forms.MultipleChoiceField(
        label=_("I agree"),
        choices=Purpose,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each by itself, and each can be taken back at any time."),
    )

    class Meta:
        model = Participation
        fields = ["language", "remote", "motivation"]
        widgets = {"motivation": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"motivation": _("What you look for; the organiser and the other participants read it.")}

    def __init__(self, *args, travels, **kwargs):
        super().__init__(*args, **kwargs)
        if travels:  # nobody is on a journey from elsewhere
            del self.fields["remote"]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the mails"), choices=settings.LANGUAGES, initial=self.instance.language
        )
        self.order_fields(["language", "remote", "motivation", "purposes"])

    def facts(self):
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}


class DeclineForm(forms.Form):
    """Why somebody is not admitted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes to the person by e-mail."),
    )


class ConditionsForm(forms.Form):
    """Window, places, and what holds for each type of participant."""

    opens_at = forms.DateTimeField(
        label=_("Registration opens"),
        required=False,
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
    )
    closes_at = forms.DateTimeField(
        label=_("Registration closes"),
        required=False,
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
    )
    places = forms.IntegerField(
        label=_("Places in all"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Empty: as many as come. When they are taken, a waiting list opens by itself."),
    )

    def __init__(self, *args, edition, **kwargs):
        rules = {rule.participant_type: rule for rule in edition.type_rules.all()}
        initial = {name: getattr(edition, name) for name in ("opens_at", "closes_at", "places")}
        super().__init__(*args, initial=initial, **kwargs)
        for kind in ParticipantType:
            self._add_type(kind, rules.get(kind))

    def _add_type(self, kind, rule):
        self.fields |= {
            f"{kind}_offered": forms.BooleanField(label=kind.label, required=False, initial=rule is not None),
            f"{kind}_places": forms.IntegerField(
                label=_("Places"), required=False, min_value=0, max_value=MOST_PLACES,
                initial=rule and rule.places,
            ),
            f"{kind}_needs_approval": forms.BooleanField(
                label=_("I approve each"), required=False, initial=rule is not None and rule.needs_approval
            ),
            f"{kind}_fee": forms.DecimalField(
                label=_("Fee in euro, without VAT"), required=False, min_value=0, max_value=MOST_EUROS,
                decimal_places=2, initial=rule.fee_cents / 100 if rule else 0,
            ),
            f"{kind}_fee_unit": forms.ChoiceField(
                label=_("Paid"), choices=FeeUnit, required=False,
                initial=rule.fee_unit if rule else FeeUnit.PERSON,
            ),
            f"{kind}_vat": forms.DecimalField(
                label=_("VAT in per cent"), required=False, min_value=0, max_value=100, decimal_places=1,
                initial=rule.vat_permille / 10 if rule else 21,
            ),
        }  # fmt: skip

    def types(self):
        """For the page: each type with its fields."""
        names = ("places", "needs_approval", "fee", "fee_unit", "vat")
        return [
            {
                "label": kind.label,
                "offered": self[f"{kind}_offered"],
                "fields": [self[f"{kind}_{name}"] for name in names],
            }
            for kind in ParticipantType
        ]

    def clean(self):
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Registration cannot close before it opens."))
        return cleaned

    def facts(self):
        """The columns of the edition."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at", "places")}

    def rules(self):
        """{type: columns} of the types that are offered."""
        given = self.cleaned_data
        return {
            str(kind): {
                "places": given[f"{kind}_places"],
                "needs_approval": given[f"{kind}_needs_approval"],
                "fee_cents": int((given[f"{kind}_fee"] or 0) * 100),
                "fee_unit": given[f"{kind}_fee_unit"] or FeeUnit.PERSON,
                "vat_permille": int((given[f"{kind}_vat"] or 0) * 10),
            }
            for kind in ParticipantType
            if given[f"{kind}_offered"]
        }

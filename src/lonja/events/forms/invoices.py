"""Money that came, and money that goes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.amounts import EurosField
from lonja.events.models import PaymentMethod

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaymentForm(forms.Form):
    """A payment that came in."""

    cents = EurosField(label=_("Amount in euro"))
    method = forms.ChoiceField(label=_("How"), choices=PaymentMethod)
    reference = forms.CharField(label=_("Reference"), max_length=140, required=False)
    on = forms.DateField(label=_("On"), widget=_DAY)
    is_another = forms.BooleanField(label=_("The money came twice"), required=False, widget=forms.HiddenInput)

    def ask_whether_twice(self, refused):
        """Say what is noted already, and let her say that this is more money."""
        self.fields["is_another"].widget = forms.CheckboxInput()
        self.add_error("is_another", f"{refused.sentence} {refused.remedy}")


class RefundForm(forms.Form):
    """Money that shall go back."""

    cents = EurosField(label=_("Amount in euro"))
    method = forms.ChoiceField(
        label=_("How"),
        choices=[(kind, kind.label) for kind in (PaymentMethod.TRANSFER, PaymentMethod.CARD)],
        required=False,
        help_text=_("By card: it goes back to the card that paid, through the provider."),
    )
    reference = forms.CharField(label=_("Why"), max_length=140)
    on = forms.DateField(label=_("On"), widget=_DAY)

    def clean_method(self):
        return self.cleaned_data["method"] or PaymentMethod.TRANSFER


class WaiveForm(forms.Form):
    """Why somebody pays nothing."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: public body, speaker, co-funder. It stays with the registration."),
    )

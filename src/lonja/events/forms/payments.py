"""To which account one pays, and whether by card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.events.models import PaymentWays


class PaymentWaysForm(forms.ModelForm):
    """The account for bank transfers, checked digit by digit, and whether cards are taken."""

    class Meta:
        model = PaymentWays
        fields = ["account_holder", "iban", "bic", "takes_card"]
        help_texts = {"iban": _("It stands on each invoice. Empty: the organiser tells it otherwise.")}

    def __init__(self, *args, has_provider, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_provider:
            del self.fields["takes_card"]
        else:
            self.fields["takes_card"].help_text = _(
                "The payer types the card at the provider of this site; none of it comes here."
            )

    def clean_iban(self):
        iban = "".join(self.cleaned_data["iban"].split()).upper()
        if iban and not is_iban(iban):
            raise forms.ValidationError(_("This is no IBAN: please check it digit by digit."))
        return iban

    def clean_bic(self):
        bic = self.cleaned_data["bic"].strip().upper()
        if bic and not (len(bic) in (8, 11) and bic.isascii() and bic.isalnum()):
            raise forms.ValidationError(_("A BIC has 8 or 11 letters and digits."))
        return bic

    def facts(self):
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.fields}


def is_iban(text):
    """Whether the two check digits agree with the rest (ISO 13616, modulo 97)."""
    if not (15 <= len(text) <= 34 and text.isascii() and text.isalnum() and text[:2].isalpha()):
        return False
    if not text[2:4].isdecimal():
        return False
    digits = "".join(str(int(letter, 36)) for letter in text[4:] + text[:4])
    return int(digits) % 97 == 1

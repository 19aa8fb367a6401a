"""Money: whole cents in the rows, euros on the page."""

from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _


def euros(cents):
    """An amount as people write it, without cents when there are none; empty when unknown."""
    if cents is None:
        return ""
    whole = cents % 100 == 0
    amount = number_format(
        Decimal(cents) / 100, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True
    )
    return _("%(amount)s euros") % {"amount": amount}


class EurosField(forms.DecimalField):
    """Euros as typed, whole cents as cleaned."""

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "max_digits": 16, "decimal_places": 2, **kwargs})

    def prepare_value(self, value):
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)

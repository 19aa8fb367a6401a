"""Who takes payments by card for us: one small interface, and which of them this installation uses.

A provider shows its own page, on which the payer types the card; we see none of it. It tells us
the end in a signed notice, and can be asked. The setting `CARD_PROVIDER` names the one in use.
"""

from django.conf import settings

from lonja.events.providers.interface import Begun, Forged, Kind, Notice, Order, Provider, Unreachable
from lonja.events.providers.sandbox import Sandbox
from lonja.events.providers.stripe_checkout import StripeCheckout

__all__ = ["Begun", "Forged", "Kind", "Notice", "Order", "Provider", "Unreachable", "in_use", "named"]

PROVIDERS = {provider.name: provider for provider in (Sandbox(), StripeCheckout())}


def in_use():
    """The provider of new payments, or None when this installation takes no cards."""
    return PROVIDERS[settings.CARD_PROVIDER] if settings.CARD_PROVIDER else None


def named(name):
    """The provider of a payment that began earlier; None when it may not speak here."""
    provider = PROVIDERS.get(name)
    return provider if provider is not None and provider.is_configured() else None

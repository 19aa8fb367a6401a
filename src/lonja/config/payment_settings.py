"""Settings of payments by card.

LONJA_CARDS                  stripe (needs the extra `payments`); default: none in production, else a sandbox
LONJA_STRIPE_KEY             the installation's secret key at Stripe
LONJA_STRIPE_NOTICES_SECRET  the secret with which Stripe signs what it sends to /payments/stripe/notices/
"""

import os

from django.core.exceptions import ImproperlyConfigured

_PRODUCTION = os.environ.get("LONJA_MODE", "development") == "production"

CARD_PROVIDER = os.environ.get("LONJA_CARDS", "" if _PRODUCTION else "sandbox")
STRIPE_KEY = os.environ.get("LONJA_STRIPE_KEY", "")
STRIPE_NOTICES_SECRET = os.environ.get("LONJA_STRIPE_NOTICES_SECRET", "")

if CARD_PROVIDER not in {"", "sandbox", "stripe"}:
    raise ImproperlyConfigured(f"LONJA_CARDS is {CARD_PROVIDER!r}; choose stripe or leave it empty.")
if CARD_PROVIDER == "sandbox" and _PRODUCTION:
    raise ImproperlyConfigured("The sandbox takes no real money; LONJA_CARDS=sandbox is for the demo.")
if CARD_PROVIDER == "stripe" and not (STRIPE_KEY and STRIPE_NOTICES_SECRET):
    raise ImproperlyConfigured("Set LONJA_STRIPE_KEY and LONJA_STRIPE_NOTICES_SECRET for payments by card.")

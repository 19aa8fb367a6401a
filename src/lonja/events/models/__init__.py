"""Facts of the events: series and editions, who comes, and roles for them."""

from lonja.events.models.editions import Edition, Event, EventKind, Session, Zone, ZoneKind, known_time_zone
from lonja.events.models.grants import EventGrant
from lonja.events.models.invoices import Invoice, InvoiceCounter, InvoiceLine, Payment, PaymentMethod
from lonja.events.models.messages import (
    Delivery,
    DeliveryReason,
    DeliveryState,
    Message,
    MessagePurpose,
    MessageState,
)
from lonja.events.models.payments import (
    CURRENCY,
    Checkout,
    CheckoutState,
    PaymentWays,
    ProviderNotice,
    SandboxPayment,
)
from lonja.events.models.people import Absence, ParticipantType, Participation, SessionPlace, feed_token
from lonja.events.models.registrations import Booking, Consent, Exemption, FeeUnit, Purpose, TypeRule

__all__ = [
    "CURRENCY",
    "Absence",
    "Booking",
    "Checkout",
    "CheckoutState",
    "Consent",
    "Delivery",
    "DeliveryReason",
    "DeliveryState",
    "Edition",
    "Event",
    "EventGrant",
    "EventKind",
    "Exemption",
    "FeeUnit",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "Message",
    "MessagePurpose",
    "MessageState",
    "ParticipantType",
    "Participation",
    "Payment",
    "PaymentMethod",
    "PaymentWays",
    "ProviderNotice",
    "Purpose",
    "SandboxPayment",
    "Session",
    "SessionPlace",
    "TypeRule",
    "Zone",
    "ZoneKind",
    "feed_token",
    "known_time_zone",
]

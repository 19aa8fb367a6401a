"""Facts of the events: series and editions, who comes, and roles for them."""

from lonja.events.models.editions import Edition, Event, EventKind, Session, Zone, ZoneKind, known_time_zone
from lonja.events.models.grants import EventGrant
from lonja.events.models.invoices import Invoice, InvoiceCounter, InvoiceLine, Payment, PaymentMethod
from lonja.events.models.people import Absence, ParticipantType, Participation, SessionPlace, feed_token
from lonja.events.models.registrations import Consent, FeeUnit, Purpose, TypeRule

__all__ = [
    "Absence",
    "Consent",
    "Edition",
    "Event",
    "EventGrant",
    "EventKind",
    "FeeUnit",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "ParticipantType",
    "Participation",
    "Payment",
    "PaymentMethod",
    "Purpose",
    "Session",
    "SessionPlace",
    "TypeRule",
    "Zone",
    "ZoneKind",
    "feed_token",
    "known_time_zone",
]

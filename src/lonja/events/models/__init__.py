"""Facts of the events: series and editions, who comes, and roles for them."""

from lonja.events.models.budgets import (
    INCOME,
    SUPPORT,
    WITH_PARTNER,
    BudgetCategory,
    BudgetEntry,
    BudgetLine,
    Helper,
    HelperKind,
)
from lonja.events.models.checkins import Badge, Scan, ScanVerb
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
from lonja.events.models.missions import SENDERS, Delegate, Delegation, Leg
from lonja.events.models.news import NewsItem
from lonja.events.models.outputs import EditionReport, FollowUp, Output, OutputKind, ReportFigure
from lonja.events.models.payments import (
    CURRENCY,
    Checkout,
    CheckoutState,
    PaymentWays,
    ProviderNotice,
    SandboxPayment,
)
from lonja.events.models.people import Absence, ParticipantType, Participation, SessionPlace, feed_token
from lonja.events.models.programme import ZoneHost
from lonja.events.models.registrations import Booking, Consent, Exemption, FeeUnit, Purpose, TypeRule
from lonja.events.models.speakers import Speaker

__all__ = [
    "CURRENCY",
    "INCOME",
    "SENDERS",
    "SUPPORT",
    "WITH_PARTNER",
    "Absence",
    "Badge",
    "Booking",
    "BudgetCategory",
    "BudgetEntry",
    "BudgetLine",
    "Checkout",
    "CheckoutState",
    "Consent",
    "Delegate",
    "Delegation",
    "Delivery",
    "DeliveryReason",
    "DeliveryState",
    "Edition",
    "EditionReport",
    "Event",
    "EventGrant",
    "EventKind",
    "Exemption",
    "FeeUnit",
    "FollowUp",
    "Helper",
    "HelperKind",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "Leg",
    "Message",
    "MessagePurpose",
    "MessageState",
    "NewsItem",
    "Output",
    "OutputKind",
    "ParticipantType",
    "Participation",
    "Payment",
    "PaymentMethod",
    "PaymentWays",
    "ProviderNotice",
    "Purpose",
    "ReportFigure",
    "SandboxPayment",
    "Scan",
    "ScanVerb",
    "Session",
    "SessionPlace",
    "Speaker",
    "TypeRule",
    "Zone",
    "ZoneHost",
    "ZoneKind",
    "feed_token",
    "known_time_zone",
]

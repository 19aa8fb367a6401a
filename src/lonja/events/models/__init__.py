"""Facts of the events: series and editions, who comes, and roles for them."""

from lonja.events.models.editions import Edition, Event, EventKind, Session, Zone, ZoneKind, known_time_zone
from lonja.events.models.grants import EventGrant
from lonja.events.models.people import Absence, ParticipantType, Participation, SessionPlace, feed_token

__all__ = [
    "Absence",
    "Edition",
    "Event",
    "EventGrant",
    "EventKind",
    "ParticipantType",
    "Participation",
    "Session",
    "SessionPlace",
    "Zone",
    "ZoneKind",
    "feed_token",
    "known_time_zone",
]

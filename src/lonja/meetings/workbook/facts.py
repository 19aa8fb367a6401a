"""What a workbook of an encounter says, as plain values; it needs no database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lonja.meetings.lifecycle import RequestState


@dataclass(frozen=True, slots=True)
class EventFact:
    """The frame: when, where, and what holds for everybody."""

    name: str = ""
    time_zone: str = "Europe/Madrid"
    minutes: int = 15
    venue: str = ""
    city: str = ""
    country: str = ""
    most_meetings: int | None = None
    most_in_a_row: int = 0
    aims: tuple = ()  # what the plan should be good at, the most important first
    limits: tuple = ()  # the limits of which the workbook has a column


@dataclass(frozen=True, slots=True)
class SlotFact:
    """A time in which each table can hold one meeting."""

    starts_at: datetime
    minutes: int
    block: int

    @property
    def ends_at(self):
        """When the slot ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class TableFact:
    """A place for two, open the whole time or between two moments."""

    number: int
    label: str = ""
    host: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    remote_link: str = ""
    closed: tuple = ()  # (from, until)

    @property
    def name(self):
        """What stands on the table."""
        return self.label or str(self.number)

    def is_closed_in(self, slot):
        """Whether the table is not open during the whole slot."""
        early = self.opens_at is not None and slot.starts_at < self.opens_at
        late = self.closes_at is not None and slot.ends_at > self.closes_at
        return early or late or any(a < slot.ends_at and slot.starts_at < b for a, b in self.closed)


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    """Whom people come for."""

    name: str
    country: str = ""
    city: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Who comes, known by e-mail address, or by her number where the address is not told."""

    email: str
    name: str
    organisation: str = ""
    participant_type: str = "company"
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    absences: tuple = ()  # (from, until)
    language: str = ""
    remote: bool = False
    row: int = 0  # of the sheet
    known: int | None = None  # the number of her registration


@dataclass(frozen=True, slots=True)
class RequestFact:
    """Who would like to meet whom; on each side one person is named, and others may sit instead."""

    sender: str
    recipient: str
    priority: int = 2
    state: str = RequestState.ACCEPTED
    text: str = ""
    sender_also: tuple = ()
    recipient_also: tuple = ()
    fixed_at: datetime | None = None
    fixed_table: int | None = None
    after: tuple = ()  # rows of requests that are held before this one
    rows: tuple = ()  # of the sheet
    remote_link: str = ""

    @property
    def key(self):
        """How the request is known: the two who are named."""
        return self.sender, self.recipient

    @property
    def sides(self):
        """Everybody who may sit on each side."""
        return frozenset((self.sender, *self.sender_also)), frozenset((self.recipient, *self.recipient_also))


@dataclass(frozen=True, slots=True)
class PairFact:
    """Two people who must meet, or must not."""

    one: str
    other: str
    kind: str
    reason: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class TalkFact:
    """A talk; those who attend it meet nobody meanwhile."""

    code: str
    title: str
    starts_at: datetime
    ends_at: datetime
    speaker: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A whole workbook, checked."""

    event: EventFact = EventFact()
    slots: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    organisations: list = field(default_factory=list)
    people: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    talks: list = field(default_factory=list)
    registrations: list = field(default_factory=list)  # (e-mail, code of the talk)
    pairs: list = field(default_factory=list)
    notes: list = field(default_factory=list)  # what was read differently than it was written

"""An edition that was called off a day ago: its page, what was said, and money that is to go back."""

from datetime import UTC, date, datetime, time, timedelta

from lonja.accounts.models import Role
from lonja.base import audit, jobs
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import (
    Edition,
    Event,
    EventGrant,
    EventKind,
    ParticipantType,
    Participation,
    PaymentMethod,
    TypeRule,
)
from lonja.events.services import invoices
from lonja.events.services.bills import unbilled
from lonja.meetings.lifecycle import PlanState, RequestState
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Seat, Slot, Table
from lonja.meetings.services import calling_off

ORGANISER, PARTICIPANT = "organiser@example.org", "participant@example.org"
PEOPLE, PAID, DAYS_AHEAD, FEE_CENTS = 8, 2, 60, 30_00
SLOT = timedelta(minutes=20)
NAME = {"en": "Suppliers' day", "es": "Jornada de proveedores"}
REASON = {
    "en": "The hall in Manzanares has to be repaired after the storm, and no other one was free. "
    "We are looking for a day in spring and will write to you.",
    "es": "El recinto de Manzanares debe repararse tras el temporal y ningún otro estaba libre. "
    "Buscamos una fecha en primavera y le escribiremos.",
}


def write(users, organisations, *, today):
    """Write the series, its edition with people, meetings and bills, and call it off."""
    now = datetime.combine(today, time(9), UTC)
    organiser = users[ORGANISER]
    edition = _write_edition(organisations["itecam"], organiser, day=today + timedelta(days=DAYS_AHEAD))
    people = _write_people(edition, users[PARTICIPANT].person, now)
    _write_meetings(edition, people, now)
    _bill(edition, organiser, now)
    _edition, job = calling_off.call_off(edition, reason=REASON, actor=organiser, now=now - timedelta(days=1))
    jobs.run_now(job)


def _write_edition(house, organiser, *, day: date):
    event = Event.objects.create(
        slug="itecam-suppliers-day", name=NAME, kind=EventKind.ENCOUNTER, organiser_organisation=house,
        vetted_at=datetime(2014, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    EventGrant.objects.create(user=organiser, role=Role.EVENT_ORGANISER, event=event)
    edition = Edition.objects.create(
        event=event, slug=str(day.year), title={code: f"{name} {day.year}" for code, name in NAME.items()},
        summary={
            "en": "Metal companies of the region meet those who supply them.",
            "es": "Las empresas del metal de la región se reúnen con sus proveedores.",
        },
        starts_on=day, ends_on=day, venue="Recinto ferial", city="Manzanares", country="ES",
        state=EditionState.PUBLISHED,
    )  # fmt: skip
    TypeRule.objects.create(edition=edition, participant_type=ParticipantType.COMPANY, fee_cents=FEE_CENTS)
    audit.record_many(None, "edition.created", [edition], source="demo")
    return edition


def _write_people(edition, known, now):
    """The demo's participant, and some who came to the encounter."""
    before = Participation.objects.filter(
        edition__event__slug="itecam-encounter", participant_type=ParticipantType.COMPANY,
        state=ParticipationState.CONFIRMED,
    ).exclude(person=known)  # fmt: skip
    persons = {one.person_id: one.organisation_id for one in before.order_by("-edition__starts_on", "pk")}
    mine = Participation.objects.filter(person=known).first()
    chosen = [(known.pk, mine.organisation_id if mine else None), *list(persons.items())[: PEOPLE - 1]]
    return Participation.objects.bulk_create(
        Participation(
            edition=edition, person_id=person, organisation_id=house, registered_at=now - timedelta(days=20),
            state=ParticipationState.WAITING if place == PEOPLE - 1 else ParticipationState.REGISTERED,
        )
        for place, (person, house) in enumerate(chosen)
    )  # fmt: skip


def _write_meetings(edition, people, now):
    """Two meetings of a plan that holds, and one request that waits."""
    start = datetime.combine(edition.starts_on, time(10), edition.zone_info).astimezone(UTC)
    slots = Slot.objects.bulk_create(
        Slot(edition=edition, starts_at=start + n * SLOT, minutes=20, block=0) for n in range(4)
    )
    tables = Table.objects.bulk_create(Table(edition=edition, number=n + 1) for n in range(2))
    run = PlanRun.objects.create(
        edition=edition, number=1, state=PlanState.PUBLISHED, version=1, requested_at=now,
        published_at=now - timedelta(days=3), figures={},
    )  # fmt: skip
    first, second, third, fourth = people[:4]
    for sender, recipient, state in (
        (first, second, RequestState.ACCEPTED),
        (third, fourth, RequestState.ACCEPTED),
        (fourth, first, RequestState.SENT),
    ):
        request = MeetingRequest.objects.create(
            edition=edition, sender=sender, recipient=recipient, state=state,
            sent_at=now - timedelta(days=9),
        )  # fmt: skip
        if state == RequestState.ACCEPTED:
            meeting = Meeting.objects.create(run=run, request=request, slot=slots[0], table=tables.pop())
            Seat.objects.bulk_create(
                Seat(run=run, slot=slots[0], participation=one, meeting=meeting)
                for one in (sender, recipient)
            )


def _bill(edition, organiser, now):
    """Invoices for all who have a place; some are paid."""
    keys = {bill.key for bill in unbilled(edition)}
    written = invoices.issue(edition, keys=keys, actor=organiser, now=now - timedelta(days=10))
    for invoice in written[:PAID]:
        invoices.record_payment(
            invoice, cents=invoice.total_cents, method=PaymentMethod.TRANSFER, reference=str(invoice),
            on=(now - timedelta(days=5)).date(), actor=organiser,
        )  # fmt: skip

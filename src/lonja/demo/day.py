"""An edition that takes place today, so that the pages of the day live: half of it is over, half to come."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from lonja.base import audit
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import Badge, Edition, Participation, Zone, ZoneKind
from lonja.meetings.lifecycle import MeetingState, PlanState, RequestState
from lonja.meetings.models import (
    HallScreen,
    Meeting,
    MeetingRequest,
    NoShow,
    OwnTime,
    PlanRun,
    Seat,
    Slot,
    Standby,
    Table,
)

PEOPLE, TABLES, SLOTS, SLOT = 36, 10, 16, timedelta(minutes=15)
SLOTS_OVER = 6


def write(coming, *, actor, now):
    """Write the edition of today with people of the coming one.

    Args:
        coming: the edition whose people come today as well.
        actor: who organises.
        now: the moment from which the day is told.
    """
    starts_at = _quarter(now) - SLOTS_OVER * SLOT
    edition = Edition.objects.create(
        event=coming.event, slug="today",
        title={"en": "Open day of meetings", "es": "Jornada abierta de reuniones"},
        summary={
            "en": "A short day of meetings between members, here to try the pages of the day.",
            "es": "Una jornada breve de reuniones entre miembros, para probar las páginas del día.",
        },
        starts_on=starts_at.astimezone(coming.zone_info).date(),
        ends_on=(starts_at + SLOTS * SLOT).astimezone(coming.zone_info).date(),
        venue=coming.venue, city=coming.city, country=coming.country, state=EditionState.PUBLISHED,
    )  # fmt: skip
    hall = Zone.objects.create(
        edition=edition, position=1, kind=ZoneKind.MEETINGS, name={"en": "Meetings", "es": "Reuniones"}
    )
    slots = Slot.objects.bulk_create(
        Slot(edition=edition, starts_at=starts_at + n * SLOT, minutes=15, block=0) for n in range(SLOTS)
    )
    tables = Table.objects.bulk_create(Table(edition=edition, number=n + 1, zone=hall) for n in range(TABLES))
    people = _people(edition, coming)
    run = _plan(edition, people, slots, tables, actor, now)
    _live(run, people, now)
    OwnTime.objects.bulk_create(
        OwnTime(participation=one, time_zone="America/Mexico_City") for one in people if one.remote
    )
    HallScreen.objects.create(
        edition=edition, is_public=True, remote_link="https://meet.example.org/lonja-{meeting}"
    )
    audit.record_many(None, "edition.created", [edition], source="demo")


def _quarter(now):
    return datetime.fromtimestamp(now.timestamp() // 900 * 900, UTC)


def _people(edition, coming):
    """People of another edition, those with an account first."""
    rows = coming.participations.filter(state=ParticipationState.CONFIRMED) | coming.participations.filter(
        state=ParticipationState.REGISTERED
    )
    rows = sorted(rows.select_related("person"), key=lambda one: (one.person.user_id is None, one.pk))
    return Participation.objects.bulk_create(
        Participation(
            edition=edition, person=one.person, organisation=one.organisation, language=one.language,
            participant_type=one.participant_type, state=ParticipationState.CONFIRMED, remote=n == 5,
        )
        for n, one in enumerate(rows[:PEOPLE])
    )  # fmt: skip


def _plan(edition, people, slots, tables, actor, now):
    """Pairs of different houses, one after the other at the first time and table that are free."""
    run = PlanRun.objects.create(
        edition=edition, number=1, state=PlanState.PUBLISHED, version=1, requested_at=now, requested_by=actor,
        published_at=slots[0].starts_at - timedelta(days=1),
    )  # fmt: skip
    busy, taken, placed, waiting = set(), set(), [], []
    pairs = [
        (one, other)
        for one, other in combinations(range(len(people)), 2)
        if (one * 7 + other * 3) % 5 == 0 and people[one].organisation_id != people[other].organisation_id
    ]
    for one, other in sorted(pairs, key=lambda two: (two[0] * 5 + two[1] * 11) % 37):
        at = next(
            (
                (slot, table)
                for slot in range(one % 3, len(slots))
                for table in range(len(tables))
                if not {(one, slot), (other, slot)} & busy and (slot, table) not in taken
                and (one + slot) % 4 and (other + slot) % 4
            ),
            None,
        )  # fmt: skip
        if at is None:
            waiting.append((one, other))
            continue
        busy |= {(one, at[0]), (other, at[0])}
        taken.add(at)
        placed.append((one, other, *at))
    _write_meetings(run, people, slots, tables, placed, waiting[:40])
    return run


def _write_meetings(run, people, slots, tables, placed, waiting):
    asked = run.requested_at
    requests = MeetingRequest.objects.bulk_create(
        MeetingRequest(
            edition=run.edition, sender=people[two[0]], recipient=people[two[1]],
            state=RequestState.ACCEPTED, sent_at=asked, answered_at=asked,
        )
        for two in [*placed, *waiting]
    )  # fmt: skip
    meetings = Meeting.objects.bulk_create(
        Meeting(run=run, request=request, slot=slots[slot], table=tables[table])
        for request, (_one, _other, slot, table) in zip(requests, placed, strict=False)
    )
    Seat.objects.bulk_create(
        Seat(run=run, slot=meeting.slot, participation=people[who], meeting=meeting)
        for meeting, two in zip(meetings, placed, strict=True)
        for who in two[:2]
    )


def _live(run, people, now):
    """Most are here, what is over was held but for one, and three would like more meetings."""
    Badge.objects.bulk_create(
        Badge(participation=one, came_at=now - timedelta(hours=2) if n % 6 else None)
        for n, one in enumerate(people)
    )
    over = Meeting.objects.filter(run=run, slot__starts_at__lt=now - SLOT)
    missed = over.order_by("pk").last()
    over.update(state=MeetingState.HELD, ended_at=now)
    if missed:
        absent = missed.seats.order_by("pk").last().participation
        NoShow.objects.create(meeting=missed, absent=absent, noted_at=now - SLOT)
        Meeting.objects.filter(pk=missed.pk).update(state=MeetingState.NO_SHOW)
    Standby.objects.bulk_create(Standby(participation=one, joined_at=now) for one in people[7:10])

"""Who is selected for the curated zone of an edition, and demonstrations with places to book."""

from datetime import datetime, time, timedelta

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import ParticipantType, Session, SessionPlace, ZoneHost, ZoneKind

MOST_SELECTED = 30
DEMONSTRATIONS = (
    (time(11), "Welding cell without programming", "Célula de soldadura sin programación", 6),
    (time(12), "A battery from used cells, opened", "Una batería de celdas usadas, abierta", 4),
)
TAKEN = 4


def write(edition):
    """Select the research groups of the curated zone; lay demonstrations into an edition that is coming."""
    groups = edition.participations.filter(participant_type=ParticipantType.GROUP, state__in=EXPECTED)
    for zone in edition.zones.filter(kind=ZoneKind.CURATED):
        ZoneHost.objects.bulk_create(
            ZoneHost(zone=zone, participation=one) for one in groups.order_by("pk")[:MOST_SELECTED]
        )
    zone = edition.zones.filter(kind=ZoneKind.DEMONSTRATION).first()
    if zone is None or edition.plan_runs.exists():
        return
    guests = list(edition.participations.filter(state__in=EXPECTED, person__user=None).order_by("pk")[:TAKEN])
    for number, (begins, english, spanish, capacity) in enumerate(DEMONSTRATIONS, start=1):
        starts_at = datetime.combine(edition.starts_on, begins, edition.zone_info)
        session = Session.objects.create(
            edition=edition, zone=zone, code=f"D{number}", title={"en": english, "es": spanish},
            room="Nave 2", stream="Innova+", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20),
            is_bookable=True, capacity=capacity,
        )  # fmt: skip
        if number == 1:
            SessionPlace.objects.bulk_create(
                SessionPlace(session=session, participation=one) for one in guests
            )

"""Editions of the demo's encounter: the hall, the day, the talks, and who comes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lonja.demo import tables
from lonja.demo.asking import spread
from lonja.demo.talk_texts import ABSTRACTS, AFFILIATIONS
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import (
    Edition,
    Event,
    EventKind,
    FeeUnit,
    ParticipantType,
    Participation,
    Session,
    SessionPlace,
    Speaker,
    TypeRule,
    Zone,
    ZoneKind,
)
from lonja.events.speaking import names_in
from lonja.meetings.models import Slot, Table

MADRID = ZoneInfo("Europe/Madrid")
VETTED_AT = datetime(2014, 9, 1, tzinfo=UTC)
SLOT = timedelta(minutes=15)
PLACES, FEE_CENTS = 450, 50_00
WEIGHT = {"micro": 2, "small": 4, "medium": 7, "large": 9}
TAKES_PART_AS = {
    **dict.fromkeys(["RTO", "UNI", "EDU", "HOSP"], ParticipantType.RESEARCH),
    "UNIGROUP": ParticipantType.GROUP,
    **dict.fromkeys(["GOV", "PUBLIC"], ParticipantType.PUBLIC),
    **dict.fromkeys(["ASSOC", "CLUSTERORG"], ParticipantType.ASSOCIATION),
    "INVESTOR": ParticipantType.INVESTOR,
    "EXPERT": ParticipantType.EXPERT,
    "INCUB": ParticipantType.OTHER,
}


def write_event(organisations):
    """Write the series."""
    return Event.objects.create(
        slug="itecam-encounter",
        vetted_at=VETTED_AT,
        name={"en": "ITECAM Encounter", "es": "Encuentro ITECAM"},
        kind=EventKind.ENCOUNTER,
        description={
            "en": "Since November 2014 the Metal Technology Centre of Castilla-La Mancha has brought the "
            "region’s companies, research groups, administrations and experts together for meetings of "
            "fifteen minutes. Four in ten become something: a research project, a commercial agreement, "
            "a sale, an alliance abroad.",
            "es": "Desde noviembre de 2014 el Centro Tecnológico del Metal de Castilla-La Mancha reúne a "
            "las empresas, los grupos de investigación, las administraciones y las personas expertas de la "
            "región en reuniones de quince minutos. Cuatro de cada diez acaban en algo: un proyecto de "
            "investigación, un acuerdo comercial, una venta, una alianza en el exterior.",
        },
        organiser_organisation=organisations["itecam"],
    )


def coming_day(today):
    """The first Thursday at least 24 days ahead that is not in the Christmas holidays."""
    day = today + timedelta(days=24)
    while day.weekday() != 3 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 10):
        day += timedelta(days=1)
    return day


def write_edition(row, event, *, today):
    """Write one edition with its zones, talks, slots and tables."""
    day = date.fromisoformat(row["on"]) if row["on"] else coming_day(today)
    edition = Edition.objects.create(
        event=event,
        slug=str(day.year),
        title=_of_year(tables.both(row, "title"), day),
        summary=tables.both(row, "summary"),
        starts_on=day,
        ends_on=day,
        venue=row["venue"],
        city=row["city"],
        country="ES",
        state=EditionState.CLOSED if day < today else EditionState.PUBLISHED,
        most_meetings=16,
    )
    zones = {
        zone.kind: zone
        for zone in Zone.objects.bulk_create(
            Zone(
                edition=edition,
                position=position,
                kind=zone["kind"],
                name=tables.both(zone, "name"),
                description=tables.both(zone, "description"),
            )
            for position, zone in enumerate(tables.rows("zones"), 1)
        )
    }
    Slot.objects.bulk_create(_slots(edition, row))
    Table.objects.bulk_create(_tables(edition, row, zones))
    _write_talks(edition, row["slug"], zones[ZoneKind.CONFERENCE])
    if edition.state == EditionState.PUBLISHED:
        _open_registration(edition)
    return edition


def _write_talks(edition, slug, zone):
    rows = [talk for talk in tables.rows("talks") if talk["edition"] == slug]
    talks = Session.objects.bulk_create(
        Session(
            edition=edition,
            zone=zone,
            code=talk["code"],
            title=tables.both(talk, "title"),
            abstract=ABSTRACTS.get(talk["title_en"], {}),
            starts_at=_at(edition.starts_on, talk["starts"]),
            ends_at=_at(edition.starts_on, talk["ends"]),
        )
        for talk in rows
    )
    Speaker.objects.bulk_create(
        Speaker(session=talk, position=position, name=name, affiliation=AFFILIATIONS.get(name, ""))
        for talk, row in zip(talks, rows)
        for position, name in enumerate(names_in(row["speaker"]), 1)
    )


def _open_registration(edition):
    """Let people register: companies pay once, research groups are looked at, public bodies come free."""
    edition.places = PLACES
    edition.save(update_fields=["places"])
    once = {"fee_cents": FEE_CENTS, "fee_unit": FeeUnit.ORGANISATION}
    rules = {
        ParticipantType.COMPANY: once,
        ParticipantType.ASSOCIATION: once,
        ParticipantType.RESEARCH: {"fee_cents": FEE_CENTS},
        ParticipantType.GROUP: {"needs_approval": True, "places": 30},
        ParticipantType.PUBLIC: {},
    }
    TypeRule.objects.bulk_create(
        TypeRule(edition=edition, participant_type=kind, **columns) for kind, columns in rules.items()
    )


def _of_year(texts, day):
    return {language: text.format(year=day.year) for language, text in texts.items()}


def _at(day, clock):
    return datetime.combine(day, time.fromisoformat(clock), MADRID)


def _slots(edition, row):
    for block, hours in enumerate(filter(None, (row["morning"], row["afternoon"]))):
        now, end = (_at(edition.starts_on, clock) for clock in hours.split("-"))
        while now < end:
            yield Slot(edition=edition, starts_at=now, minutes=15, block=block)
            now += SLOT


def _tables(edition, row, zones):
    """The last tables stand in the area of the research groups."""
    total, curated = int(row["tables"]), int(row["curated"])
    for number in range(1, total + 1):
        kind = ZoneKind.CURATED if number > total - curated else ZoneKind.MEETINGS
        yield Table(edition=edition, number=number, zone=zones[kind])


class Guests:
    """Chooses who takes part in each edition, keeping to the organisers' figures.

    Args:
        houses: organisations that may come, in a fixed order.
        staff: people of each house by its short address; grows when a house sends more.
        invent: makes one more person for an organisation.
        regulars: short addresses of houses that come each time with the same people first.
    """

    def __init__(self, rng, houses, staff, *, invent, regulars):
        self.rng, self.houses, self.staff, self.invent = rng, houses, staff, invent
        self.regulars = regulars
        self.first = {house.slug: 0 for house in houses}

    def choose(self, row, *, year):
        """The people of one edition, as pairs of organisation and person."""
        wanted = int(row["organisations"])
        able = [h for h in self.houses if not h.founded or int(h.founded[:4]) <= year]
        always = [house for house in able if house.slug in self.regulars]
        others = [house for house in able if house.slug not in self.regulars]
        chosen = {h.slug for h in [*always, *self.rng.sample(others, wanted - len(always))]}
        coming = [house for house in able if house.slug in chosen]
        weight = {house.slug: WEIGHT[house.size] for house in coming}
        shares = spread(self.rng, int(row["people"]), [house.slug for house in coming], weight=weight, most=5)
        return [(house, person) for house in coming for person in self._delegation(house, shares[house.slug])]

    def _delegation(self, house, size):
        """The next people of a house; now and then somebody has left and somebody new comes."""
        people = self.staff.setdefault(house.slug, [])
        if house.slug not in self.regulars and people and self.rng.random() < 0.2:
            self.first[house.slug] += 1
        start = self.first[house.slug]
        while len(people) < start + size:
            people.append(self.invent(house))
        return people[start : start + size]


def write_participations(edition, guests, rng, *, open_to_answers):
    """Write who comes, from when to when, and which talks they have chosen."""
    day = edition.starts_on
    has_afternoon = Slot.objects.filter(edition=edition, block=1).exists()
    rows = []
    for house, person in guests:
        late, early = rng.random() < 0.05, rng.random() < 0.05
        waiting = open_to_answers and rng.random() < 0.3
        rows.append(
            Participation(
                edition=edition,
                person=person,
                organisation=house,
                participant_type=TAKES_PART_AS.get(house.actor_type.code, ParticipantType.COMPANY),
                state=ParticipationState.REGISTERED if waiting else ParticipationState.CONFIRMED,
                language=person.languages[0],
                arrives_at=_at(day, "10:30") if late else None,
                leaves_at=_at(day, "16:45") if early and not late and has_afternoon else None,
            )
        )
    participations = Participation.objects.bulk_create(rows)
    talks = list(Session.objects.filter(edition=edition).order_by("code"))
    SessionPlace.objects.bulk_create(
        SessionPlace(participation=one, session=talk)
        for one in participations
        for talk in talks
        if rng.random() < 0.09
    )
    return participations

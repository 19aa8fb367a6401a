"""One event of each other kind: a workshop and a closing conference of innoSmart, a conference, a mission."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lonja.accounts.models import Role
from lonja.accounts.services import facts as facts_of
from lonja.base import audit
from lonja.demo.editions import TAKES_PART_AS, VETTED_AT
from lonja.demo.kind_texts import (
    CLOSING_TALKS,
    CONFERENCE_MONEY,
    CONFERENCE_TALKS,
    EVENTS,
    IDEAS,
    LEGS,
    MEXICO,
    WORKSHOP_TALKS,
    ZONES,
)
from lonja.demo.missions import delegate, write_money
from lonja.demo.talk_texts import ABSTRACTS, AFFILIATIONS
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import (
    Consent,
    Edition,
    Event,
    EventGrant,
    OutputKind,
    ParticipantType,
    Participation,
    Purpose,
    TypeRule,
)
from lonja.events.services import missions, outputs, programme
from lonja.events.services.speakers import SpeakerLine
from lonja.events.speaking import names_in
from lonja.meetings.models import Slot, Table

ORGANISER, TRAVELLER = "organiser@example.org", "participant@example.org"
WORKSHOP_DAY, CLOSING_DAY = date(2014, 10, 23), date(2016, 1, 28)


def write(rng, clusters, organisations, users, *, today):
    """Write the four series, each with one edition that the demo's organiser may change."""
    actor = users[ORGANISER]
    writing = (
        ("innosmart-workshops", {"organiser_organisation": organisations["madrimasd"]}, _write_workshop),
        ("innosmart-closing", {"organiser_organisation": organisations["madrimasd"]}, _write_closing),
        ("data-that-works", {"organiser_cluster": clusters["madrid-big-data-ai"]}, _write_conference),
        ("solar-missions", {"organiser_cluster": clusters["solartys"]}, _write_mission),
    )
    for slug, organiser, write_edition in writing:
        event = Event.objects.create(slug=slug, vetted_at=VETTED_AT, **EVENTS[slug], **organiser)
        given = EventGrant.objects.create(event=event, user=actor, role=Role.EVENT_ORGANISER)
        audit.record(None, "role.granted", given, **facts_of(given))
        write_edition(event, rng, clusters, users, today)


def _edition(event, day, *, state, days=1, **columns):
    edition = Edition.objects.create(
        event=event, starts_on=day, ends_on=day + timedelta(days=days - 1), state=state, **columns
    )
    audit.record(None, "edition.created", edition, source="demo")
    return edition


def _at(edition, clock, day=None):
    return datetime.combine(day or edition.starts_on, time.fromisoformat(clock), edition.zone_info)


def _guests(edition, rows, today):
    """Let the people of some participations elsewhere come here too; they agree to be asked later."""
    known = {one.person_id: one for one in rows}
    guests = Participation.objects.bulk_create(
        Participation(
            edition=edition, person=one.person, organisation=one.organisation, language=one.language,
            participant_type=one.participant_type, state=ParticipationState.CONFIRMED,
        )
        for one in known.values()
    )  # fmt: skip
    asked_on = min(edition.starts_on - timedelta(days=20), today - timedelta(days=6))
    given_at = datetime.combine(asked_on, time(9), UTC)
    Consent.objects.bulk_create(
        Consent(participation=one, purpose=Purpose.FOLLOW_UP, given_at=given_at) for one in guests
    )
    return guests


def _some(rng, count, **facts):
    """Some of those who were at the encounters, in a fixed order."""
    rows = Participation.objects.filter(edition__event__slug="itecam-encounter", **facts)
    rows = list(rows.select_related("person", "organisation").order_by("pk"))
    known = list({one.person_id: one for one in rows if one.person.user_id is None}.values())
    return rng.sample(known, min(count, len(known)))


def _zone(edition, name, actor):
    kind, called, described = ZONES[name]
    return programme.add_zone(
        edition, facts={"kind": kind, "name": called, "description": described}, actor=actor
    )


def _talks(edition, zone, talks, actor, **facts):
    for starts, ends, english, spanish, room, speaker in talks:
        moments = {"starts_at": _at(edition, starts), "ends_at": _at(edition, ends)}
        texts = {
            "title": {"en": english, "es": spanish},
            "room": room,
            "abstract": ABSTRACTS.get(english, {}),
        }
        speakers = [SpeakerLine(name, AFFILIATIONS.get(name, "")) for name in names_in(speaker)]
        programme.add_session(
            edition, facts={"zone": zone, **texts, **moments, **facts}, speakers=speakers, actor=actor
        )


def _write_workshop(event, rng, clusters, users, today):
    actor = users[ORGANISER]
    edition = _edition(
        event, WORKSHOP_DAY, state=EditionState.CLOSED, slug="madrid-2014", city="Madrid", country="ES",
        venue="Casa de los creadores",
        title={"en": "Creativity workshop in Madrid", "es": "Taller de creatividad en Madrid"},
        summary={
            "en": "Forty people, sixty notes on a wall, eighteen ideas and twelve teams by the evening.",
            "es": "Cuarenta personas, sesenta notas en una pared, dieciocho ideas y doce equipos al final.",
        },
    )  # fmt: skip
    _guests(edition, _some(rng, 40), today)
    zone = _zone(edition, "rooms", actor)
    _talks(edition, zone, WORKSHOP_TALKS, actor)
    noted = [
        outputs.note_output(
            edition, facts={"kind": OutputKind.INPUT, "text": {"en": en, "es": es}, "is_public": True},
            actor=actor,
        )
        for en, es in IDEAS
    ]  # fmt: skip
    for output in noted[:4]:
        outputs.move_output(output, "promote", actor=actor)
    _report(edition, actor, [(60, {"en": "notes", "es": "notas"}), (18, {"en": "ideas", "es": "ideas"}),
                             (12, {"en": "teams", "es": "equipos"})])  # fmt: skip


def _write_closing(event, rng, clusters, users, today):
    actor = users[ORGANISER]
    edition = _edition(
        event, CLOSING_DAY, state=EditionState.CLOSED, slug="madrid-2016", city="Madrid", country="ES",
        venue="Fundación madri+d",
        title={"en": "innoSmart closing conference", "es": "Conferencia de clausura de innoSmart"},
        summary={
            "en": "The 25 projects on one stage, with their mentors and the four clusters of Madrid.",
            "es": "Los 25 proyectos en un escenario, con quienes los mentorizaron y los cuatro clústeres.",
        },
    )  # fmt: skip
    _guests(edition, _some(rng, 85), today)
    zone = _zone(edition, "stage", actor)
    _talks(edition, zone, CLOSING_TALKS, actor)
    _report(edition, actor, [(25, {"en": "projects on stage", "es": "proyectos en el escenario"})])


def _report(edition, actor, figures):
    """A public report with the figures of the day."""
    now = datetime.combine(edition.ends_on + timedelta(days=7), time(9), UTC)
    text = {"en": "The day in figures.", "es": "La jornada en cifras."}
    outputs.write_report(
        edition, facts={"text": text, "encounters": {}, "is_public": True}, actor=actor, now=now
    )
    for number, label in figures:
        facts = {"label": label, "number": number, "number_qualifier": "exact", "source": "innoSmart"}
        outputs.add_figure(edition, facts=facts, actor=actor, now=now)


def _write_conference(event, rng, clusters, users, today):
    actor, day = users[ORGANISER], today + timedelta(days=58)
    edition = _edition(
        event, day, state=EditionState.PUBLISHED, slug=str(day.year), city="Madrid", country="ES",
        venue="La Nave", places=240,
        title={"en": f"Data that Works {day.year}", "es": f"Datos que funcionan {day.year}"},
        summary={
            "en": "One day, two rooms: five members tell what became of a pilot.",
            "es": "Un día, dos salas: cinco socios cuentan en qué quedó un piloto.",
        },
    )  # fmt: skip
    TypeRule.objects.bulk_create(
        TypeRule(edition=edition, participant_type=kind, fee_cents=cents)
        for kind, cents in ((ParticipantType.COMPANY, 120_00), (ParticipantType.RESEARCH, 60_00),
                            (ParticipantType.PUBLIC, 0))
    )  # fmt: skip
    _guests(edition, _some(rng, 60), today)
    zone = _zone(edition, "halls", actor)
    _zone(edition, "stands", actor)
    _talks(edition, zone, CONFERENCE_TALKS, actor, is_bookable=True, capacity=80)
    write_money(edition, CONFERENCE_MONEY, actor, on=today)


def _write_mission(event, rng, clusters, users, today):
    actor, day = users[ORGANISER], today + timedelta(days=84)
    day += timedelta(days=-day.weekday() % 7)  # a mission leaves on a Monday
    edition = _edition(
        event, day, days=4, state=EditionState.PUBLISHED, slug=f"mexico-{day.year}", country="MX",
        city="Ciudad de México", time_zone=MEXICO,
        title={"en": f"Mission to Mexico {day.year}", "es": f"Misión a México {day.year}"},
        summary={
            "en": "Four days, three stops, and an afternoon of meetings with buyers in Mexico City.",
            "es": "Cuatro días, tres paradas y una tarde de reuniones con compradores en Ciudad de México.",
        },
    )  # fmt: skip
    TypeRule.objects.bulk_create(
        TypeRule(edition=edition, participant_type=kind, fee_cents=cents, needs_approval=True)
        for kind, cents in ((ParticipantType.COMPANY, 900_00), (ParticipantType.ASSOCIATION, 450_00))
    )
    traveller = Participation.objects.filter(person__user=users[TRAVELLER]).select_related(
        "person", "organisation"
    )
    rows = [*traveller[:1], *_some(rng, 11, participant_type=TAKES_PART_AS["CLUSTERORG"])]
    people = _guests(edition, rows, today)
    for after, starts, ends, zone, where, english, spanish in LEGS:
        clock, on = ZoneInfo(zone), day + timedelta(days=after)
        facts = {
            "title": {"en": english, "es": spanish}, "place": where, "country": "MX", "time_zone": zone,
            "starts_at": datetime.combine(on, time(*starts), clock).astimezone(UTC),
            "ends_at": datetime.combine(on, time(*ends), clock).astimezone(UTC),
        }  # fmt: skip
        missions.add_leg(edition, facts=facts, actor=actor)
    delegate(edition, clusters["solartys"], people[:7], actor)
    delegate(edition, clusters["clusgrid"], people[7:], actor)
    zone = _zone(edition, "buyers", actor)
    Slot.objects.bulk_create(
        Slot(
            edition=edition, starts_at=_at(edition, "15:00") + timedelta(minutes=20 * n), minutes=20, block=0
        )
        for n in range(6)
    )
    Table.objects.bulk_create(Table(edition=edition, number=n, zone=zone) for n in range(1, 5))

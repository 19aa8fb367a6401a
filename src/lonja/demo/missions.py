"""The journeys of the demo: the visit to Barcelona and on to Valencia, one to come, and the money of 2018."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lonja.accounts.models import Role
from lonja.accounts.services import facts as facts_of
from lonja.base import audit
from lonja.demo.editions import TAKES_PART_AS
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import (
    WITH_PARTNER,
    BudgetCategory,
    Edition,
    Event,
    EventGrant,
    HelperKind,
    Participation,
)
from lonja.events.services import budgets, missions, news, outputs
from lonja.partnering.models import Alliance

ORGANISER, TRAVELLER = "organiser@example.org", "participant@example.org"
BARCELONA = {
    "title": {
        "en": "Laboratories and substations in Barcelona",
        "es": "Laboratorios y subestaciones en Barcelona",
    },
    "place": "Barcelona",
    "programme": {
        "en": "Morning: control rooms of the grid. Afternoon: working groups on storage and metering.",
        "es": "Mañana: salas de control de la red. Tarde: grupos de trabajo de almacenamiento y medida.",
    },
    "transport": {
        "en": "Coach from the station of Sants at half past eight.",
        "es": "Autobús desde la estación de Sants a las ocho y media.",
    },
}
VALENCIA = {
    "title": {"en": "Grow Your Region in Valencia", "es": "Grow Your Region en Valencia"},
    "place": "Valencia",
    "programme": {
        "en": "Conference of clusters, with workshops on the next call for projects.",
        "es": "Conferencia de clústeres, con talleres sobre la próxima convocatoria de proyectos.",
    },
    "transport": {"en": "Train from Barcelona the evening before.", "es": "Tren desde Barcelona la víspera."},
}
INPUTS = [
    (
        "Pay for the first joint visit, not only for the project.",
        "Financiar la primera visita conjunta, no solo el proyecto.",
    ),
    (
        "One reporting form for all partners of an alliance.",
        "Un único formulario de justificación para toda la alianza.",
    ),
    (
        "Let an alliance name its missing link and search for it.",
        "Que la alianza declare el eslabón que le falta y lo busque.",
    ),
    ("Storage in city districts as a topic of its own.", "El almacenamiento en barrios como tema propio."),
    ("Vouchers that cross borders.", "Vales que cruzan fronteras."),
    (
        "Count meetings that led to something, not meetings held.",
        "Contar las reuniones que dieron fruto, no las celebradas.",
    ),
    (
        "Open the test beds of one cluster to the members of another.",
        "Abrir los bancos de pruebas de un clúster a los socios de otro.",
    ),
]
NEWS = {
    "title": {"en": "On the way to Barcelona", "es": "Rumbo a Barcelona"},
    "text": {
        "en": "On 6 and 7 November the delegation meets members of both clusters, then goes on.",
        "es": "El 6 y 7 de noviembre la delegación se reúne con socios de ambos clústeres.",
    },
}
# Category, who or what, planned and actual in euro, named on the public page.
MONEY_2018 = [
    (BudgetCategory.OTHER_INCOME, "ITECAM", 10_000, 10_000, False),
    (BudgetCategory.CO_FUNDING, "Junta de Comunidades de Castilla-La Mancha", 8_000, 8_000, True),
    (BudgetCategory.SPONSOR, "Patrocinadores", 2_000, 2_000, False),
    (BudgetCategory.VENUE, "Pabellón de exposiciones", 6_500, 6_240, False),
    (BudgetCategory.SUBCONTRACT, "Catering", 9_800, 10_115, False),
    (BudgetCategory.SUBCONTRACT, "Imprenta", 2_400, 2_180, False),
    (BudgetCategory.COMMUNICATION, "Web y difusión", 3_000, 2_750, False),
]
# The edition to come: the same income, and only what had to be paid in advance.
MONEY_TO_COME = [
    (BudgetCategory.OTHER_INCOME, "ITECAM", 10_000, 10_000, False),
    (BudgetCategory.CO_FUNDING, "Junta de Comunidades de Castilla-La Mancha", 8_000, 4_000, True),
    (BudgetCategory.SPONSOR, "Patrocinadores", 2_000, 1_500, False),
    (BudgetCategory.VENUE, "Pabellón de exposiciones", 5_800, 2_900, False),
    (BudgetCategory.SUBCONTRACT, "Catering", 6_400, 0, False),
    (BudgetCategory.SUBCONTRACT, "Imprenta", 1_900, 640, False),
    (BudgetCategory.COMMUNICATION, "Web y difusión", 2_600, 1_780, False),
]
HELPERS = ["Inés Arroyo", "Marcos Gallego", "Sara Villar", "Hugo Prieto", "Nuria Cano", "Iván Rubio",
           "Elsa Moreno", "Raúl Pardo", "Celia Luna", "Óscar Vidal"]  # fmt: skip


def write(clusters, users, *, today):
    """Write the legs, delegations, outputs and money."""
    organiser = users[ORGANISER]
    visits = Event.objects.get(slug="clusgrid-study-visits")
    given = EventGrant.objects.create(event=visits, user=organiser, role=Role.EVENT_ORGANISER)
    audit.record(None, "role.granted", given, **facts_of(given))
    past = visits.editions.get(slug="barcelona-2018")
    _write_past(past, clusters, organiser)
    _write_coming(visits, past, clusters, users, today)
    encounters = Edition.objects.filter(event__slug="itecam-encounter")
    last = encounters.get(slug="2018")
    write_money(last, MONEY_2018, organiser, on=last.ends_on)
    _write_helpers(last, organiser)
    for coming in encounters.filter(state=EditionState.PUBLISHED, ends_on__gt=today):
        write_money(coming, MONEY_TO_COME, organiser, on=today)


def _leg(edition, facts, day, starts, ends, zone, actor, **more):
    """Add a leg on a day, from an hour to an hour of its clock."""
    clock = ZoneInfo(zone)
    moments = {
        "starts_at": datetime.combine(day, time(*starts), clock).astimezone(UTC),
        "ends_at": datetime.combine(day, time(*ends), clock).astimezone(UTC),
    }
    return missions.add_leg(
        edition, facts={"country": "ES", **facts, **moments, "time_zone": zone, **more}, actor=actor
    )


def delegate(edition, sender, people, actor):
    """Let a sender send some of those who take part; the first one leads."""
    delegation = missions.add_delegation(edition, sender=sender, note="", actor=actor)
    delegates = [missions.add_delegate(delegation, one, actor=actor) for one in people]
    if delegates:
        missions.lead(delegates[0], actor=actor)


def _write_past(edition, clusters, actor):
    host = clusters["solartys"]
    first = edition.starts_on
    _leg(edition, BARCELONA, first, (9, 0), (18, 0), "Europe/Madrid", actor, host_cluster=host)
    _leg(edition, VALENCIA, first + timedelta(days=2), (9, 30), (17, 0), "Europe/Madrid", actor)
    people = list(edition.participations.order_by("organisation__slug", "pk"))
    delegate(edition, clusters["clusgrid"], people[::2], actor)
    delegate(edition, Alliance.objects.earliest("pk"), people[1::2], actor)
    noted = [
        outputs.note_output(
            edition, facts={"kind": "input", "text": {"en": en, "es": es}, "is_public": True}, actor=actor
        )
        for en, es in INPUTS
    ]
    for output in noted[:2]:
        outputs.move_output(output, "promote", actor=actor)
    outputs.add_follow_up(
        edition,
        text="Send the seven inputs to the Commission",
        responsible=actor,
        due_on=outputs.due_day(edition),
        output=noted[0],
        actor=actor,
    )
    now = datetime.combine(edition.ends_on + timedelta(days=10), time(9), UTC)
    news.write_news(
        edition, facts=NEWS | {"published_on": date(2018, 10, 16), "is_public": True}, actor=actor, now=now
    )
    outputs.write_report(
        edition,
        facts={
            "text": {
                "en": "Two days in Barcelona, then the conference in Valencia with all who came.",
                "es": "Dos días en Barcelona y después la conferencia de Valencia, con todos.",
            },
            "encounters": {
                "en": "Members of CLUSGRID and INNODROP met the programme of cluster excellence.",
                "es": "Socios de CLUSGRID e INNODROP hablaron con el programa de excelencia.",
            },
            "is_public": True,
        },
        actor=actor,
        now=now,
    )
    outputs.add_figure(
        edition,
        facts={
            "label": {
                "en": "people at the conference in Valencia",
                "es": "personas en la conferencia de Valencia",
            },
            "number": 300,
            "number_qualifier": "over",
            "source": "CLUSGRID",
        },
        actor=actor,
        now=now,
    )


def _write_coming(visits, past, clusters, users, today):
    """A visit still to come, in two legs with two clocks."""
    actor, first = users[ORGANISER], today + timedelta(days=115)
    edition = Edition.objects.create(
        event=visits,
        slug="lisbon-next",
        title={"en": "Study visit to Bilbao and Lisbon", "es": "Visita de estudio a Bilbao y Lisboa"},
        summary={
            "en": "Two days, two cities, two clocks: converters in Bilbao, storage in Lisbon.",
            "es": "Dos días, dos ciudades, dos husos: convertidores y almacenamiento.",
        },
        starts_on=first,
        ends_on=first + timedelta(days=1),
        city="Bilbao",
        country="ES",
        state=EditionState.PUBLISHED,
    )
    audit.record(None, "edition.created", edition, source="demo")
    bilbao = {
        "title": {"en": "Converters in Bilbao", "es": "Convertidores en Bilbao"},
        "place": "Bilbao",
        "programme": {"en": "Two workshops and their test bed.", "es": "Dos talleres y su banco de pruebas."},
    }
    lisbon = {
        "title": {"en": "The port of Lisbon", "es": "El puerto de Lisboa"},
        "place": "Lisboa",
        "programme": {"en": "Storage on the quay.", "es": "Almacenamiento en el muelle."},
        "transport": {"en": "Evening flight from Bilbao.", "es": "Vuelo de tarde desde Bilbao."},
    }
    _leg(edition, bilbao, first, (10, 0), (17, 30), "Europe/Madrid", actor, host_cluster=clusters["clusgrid"])
    _leg(edition, lisbon, edition.ends_on, (9, 30), (15, 0), "Europe/Lisbon", actor, country="PT")
    person = users[TRAVELLER].person
    people = [person, *(one.person for one in past.participations.select_related("person")[:5])]
    coming = Participation.objects.bulk_create(
        Participation(
            edition=edition,
            person=one,
            organisation_id=one.affiliations.values_list("organisation", flat=True).first(),
            participant_type=TAKES_PART_AS["CLUSTERORG"],
            state=ParticipationState.CONFIRMED,
            language=one.languages[0] if one.languages else "en",
        )
        for one in dict.fromkeys(people)
    )
    delegate(edition, Alliance.objects.earliest("pk"), coming[:3], actor)
    delegate(edition, clusters["clusgrid"], coming[3:], actor)


def write_money(edition, lines, actor, *, on):
    """Write a budget: category, who or what, planned and actual in euro, named on the public page."""
    for category, what, planned, actual, public in lines:
        with_partner = category in WITH_PARTNER
        line = budgets.add_line(
            edition,
            facts={
                "category": category,
                "text": "" if with_partner else what,
                "partner_name": what if with_partner else "",
                "planned_cents": planned * 100,
                "is_public": public,
            },
            actor=actor,
        )
        if actual:
            budgets.enter(line, cents=actual * 100, on=on, note="", evidence=None, actor=actor)


def _write_helpers(edition, actor):
    for name in HELPERS:
        budgets.add_helper(
            edition, facts={"kind": HelperKind.VOLUNTEER, "name": name, "task": "", "hours": 8}, actor=actor
        )

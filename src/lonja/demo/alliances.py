"""An alliance of the demo along the smart grid, short needs, and which organisations lists have shown."""

from datetime import UTC, datetime, time, timedelta

from lonja.base import audit
from lonja.demo import tables
from lonja.directory.models import Organisation, Term
from lonja.partnering.alliances_chains import stages_of
from lonja.partnering.alliances_lifecycle import PartyState
from lonja.partnering.lifecycle import OpportunityState
from lonja.partnering.models import (
    AllianceCover,
    AllianceParty,
    CoverLevel,
    JointAction,
    Opportunity,
    OpportunityKind,
    OpportunityTerm,
    Showing,
    Surface,
)
from lonja.partnering.services import alliances

FOUNDED = datetime(2018, 11, 7, 16, tzinfo=UTC)
COORDINATOR = "smart-city-cluster"
PARTIES = ["clusgrid", "solartys", "madrid-renewable-energy", "madrid-big-data-ai"]
NOT_YET = "madrid-big-data-ai"
# Party, position of the stage, how well, with what.
SAID = [
    ("solartys", 3, CoverLevel.NOT, "Members use batteries; none makes them"),
    ("smart-city-cluster", 3, CoverLevel.NOT, ""),
    ("madrid-renewable-energy", 3, CoverLevel.NOT, ""),
    ("smart-city-cluster", 4, CoverLevel.PARTLY, "Smart meters on trial in two districts"),
]
# What, how, and in how many days.
ACTIONS = [
    (
        "Joint stand at the next study visit",
        "One stand along the whole chain, from the panel to the meter, shared by all parties.",
        112,
    ),
    ("Input for the next call: storage in city districts", "Two pages with needs and figures.", None),
]
LISTS, PLACES = 150, 8


def write(rng, clusters, organisations, users, *, today):
    """Write the alliance with its parties, and the lists shown in the last weeks."""
    actor = users["cluster@example.org"]
    terms = {term.code: term for term in Term.objects.filter(scheme="een_technologies")}
    alliance = alliances.found(
        facts={
            "name": {"en": "Smart grid from end to end", "es": "La red inteligente de punta a punta"},
            "aim": {
                "en": "Cover every link of the smart grid together, and find the partners that are missing.",
                "es": "Cubrir juntos cada eslabón de la red inteligente y encontrar los socios que faltan.",
            },
            "is_public": True,
            "countries_wanted": 2,
        },
        coordinator=clusters[COORDINATOR],
        stages=stages_of("smart-grid", terms),
        actor=actor,
        now=FOUNDED,
    )
    _invite(alliance, clusters, actor)
    _say(alliance, clusters)
    actions = [
        JointAction(alliance=alliance, title=what, text=how, due_on=days and today + timedelta(days=days))
        for what, how, days in ACTIONS
    ]
    audit.record_many(actor, "alliance.action_proposed", JointAction.objects.bulk_create(actions))
    _show(rng, organisations, today)
    _seek(rng, today)


def _invite(alliance, clusters, actor):
    for slug in PARTIES:
        party = alliances.invite(alliance, cluster=clusters[slug], actor=actor)
        if slug != NOT_YET:
            alliances.answer(party, verb="confirm", actor=None, now=FOUNDED + timedelta(days=9))


def _say(alliance, clusters):
    parties = {party.cluster_id: party for party in AllianceParty.objects.filter(alliance=alliance)}
    stages = list(alliance.stages.all())
    AllianceCover.objects.bulk_create(
        AllianceCover(party=parties[clusters[slug].pk], stage=stages[place], level=level, note=note)
        for slug, place, level, note in SAID
        if parties[clusters[slug].pk].state == PartyState.CONFIRMED
    )


def _show(rng, organisations, today):
    """Lists as many readers would have opened them in ten weeks."""
    numbers = [organisation.pk for organisation in organisations.values()]
    Showing.objects.bulk_create(
        Showing(
            shown_on=today - timedelta(days=rng.randint(0, 69)),
            surface=rng.choice([Surface.ORGANISATION, Surface.ORGANISATION, Surface.OPPORTUNITY]),
            organisations=rng.sample(numbers, PLACES),
        )
        for _list in range(LISTS)
    )


def _seek(rng, today):
    """Short needs of organisations that wrote none yet, in words of their own trade."""
    profiles = {row["slug"]: row["profile"] for row in tables.rows("organisations")}
    free = {}
    houses = Organisation.objects.filter(opportunities=None, is_public=True, region__isnull=False)
    for house in houses.prefetch_related("described_by__term").order_by("pk"):
        free.setdefault(profiles.get(house.slug), []).append(house)
    made = []
    for row in tables.rows("sentences"):
        told = [row["en"].startswith("We look for "), row["es"].startswith("Buscamos ")]
        if row["part"] == "seek" and all(told) and free.get(row["profile"]):
            house = free[row["profile"]].pop(rng.randrange(len(free[row["profile"]])))
            made.append((house, _need(house, row, len(made), today)))
    rows = Opportunity.objects.bulk_create([need for _house, need in made])
    OpportunityTerm.objects.bulk_create(
        OpportunityTerm(opportunity=need, term=link.term)
        for need, (house, _need) in zip(rows, made, strict=True)
        for link in house.described_by.all()
        if link.term.scheme_id == "een_technologies"
    )
    audit.record_many(None, "opportunity.published", rows, source="demo")


def _need(house, row, number, today):
    """A request in the words of one sentence: “We look for …” becomes the title."""
    day = today - timedelta(days=20 + 3 * number)
    wanted = {
        "en": row["en"].removeprefix("We look for ").rstrip("."),
        "es": row["es"].removeprefix("Buscamos ").rstrip("."),
    }
    return Opportunity(
        reference=f"BR{house.country}{day:%Y%m%d}{900 + number}",
        kind=OpportunityKind.BUSINESS_REQUEST,
        organisation=house,
        state=OpportunityState.PUBLISHED,
        language="es",
        title={code: text[0].upper() + text[1:] for code, text in wanted.items()},
        summary={code: row[code] for code in ("en", "es")},
        description=house.description,
        technical={code: row[code] for code in ("en", "es")},
        country=house.country,
        created_at=datetime.combine(day, time(9), UTC),
        changed_at=datetime.combine(day, time(9), UTC),
        published_at=datetime.combine(day, time(9), UTC),
        first_published_on=day,
        expires_on=day + timedelta(days=365),
    )

"""One believable ecosystem: what `load_demo` writes, the same each time for the same seed and day."""

import random
from datetime import UTC, date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from lonja.accounts.models import ROLES_ON, SiteGrant, User
from lonja.accounts.services import facts
from lonja.base import audit
from lonja.demo import alliances as demo_alliances
from lonja.demo import called_off as demo_called_off
from lonja.demo import clusters as demo_clusters
from lonja.demo import day as demo_day
from lonja.demo import editions as demo_editions
from lonja.demo import kinds as demo_kinds
from lonja.demo import members as demo_members
from lonja.demo import missions as demo_missions
from lonja.demo import money as demo_money
from lonja.demo import networks as demo_networks
from lonja.demo import offers as demo_offers
from lonja.demo import organisations as demo_organisations
from lonja.demo import outcomes as demo_outcomes
from lonja.demo import planning as demo_planning
from lonja.demo import programme as demo_programme
from lonja.demo import searches as demo_searches
from lonja.demo import standing as demo_standing
from lonja.demo import tables
from lonja.demo import wishes as demo_wishes
from lonja.demo.accounts import ACCOUNTS, PASSWORD
from lonja.demo.organisations import Terms
from lonja.demo.people import Register
from lonja.demo.requests import Correspondence
from lonja.directory.models import ClusterGrant, OrganisationGrant
from lonja.directory.services import taxonomies
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import Edition, Event, EventGrant, EventKind, Participation
from lonja.meetings.lifecycle import next_plan_state
from lonja.meetings.services import plans

SEED = 2018
VISIT = ["solartys", "clusgrid", "innodrop"]
GRANTS = {"organisation": OrganisationGrant, "cluster": ClusterGrant, "event": EventGrant, "site": SiteGrant}


def is_loaded():
    """Whether the demo is in this database already."""
    return Event.objects.filter(slug="itecam-encounter").exists()


@transaction.atomic
def load(*, seed=SEED, today, now=None, say=lambda line: None):
    """Write the whole ecosystem, or nothing when it is there already; whether anything was written.

    Args:
        seed: the same seed and day give the same people, texts and requests.
        today: the day that decides which editions are over and when the next one is.
        now: the moment at which the edition of today is half over; this moment if not given.
        say: told one line of progress now and then.
    """
    if is_loaded():
        return False
    rng = random.Random(seed)
    taxonomies.load()
    terms = Terms()
    organisations = demo_organisations.write(rng, terms)
    clusters = demo_clusters.write(organisations, terms)
    demo_networks.write(clusters, organisations, terms)
    say(f"{len(organisations)} organisations, {len(clusters)} clusters")
    users = _open_accounts()
    register = Register(rng)
    staff = _enter_account_holders(register, organisations, users)
    event = demo_editions.write_event(organisations)
    coming = _choose_guests(rng, organisations, staff, register, today=today)
    register.write()
    planner, sought = users["organiser@example.org"], users["participant@example.org"].person
    _write_encounters(rng, event, coming, terms, today=today, planner=planner, sought=sought, say=say)
    demo_day.write(
        event.editions.filter(state=EditionState.PUBLISHED).first(), actor=planner, now=now or timezone.now()
    )
    _write_study_visit(rng, clusters, organisations, staff)
    _grant_roles(users, organisations, clusters, event)
    demo_outcomes.write(random.Random(seed), users)
    demo_standing.write(random.Random(seed), clusters, organisations, users, today=today)
    demo_offers.write(random.Random(seed), organisations, terms, users, today=today)
    demo_alliances.write(random.Random(seed), clusters, organisations, users, today=today)
    demo_missions.write(clusters, users, today=today)
    demo_kinds.write(random.Random(seed), clusters, organisations, users, today=today)
    demo_money.write(random.Random(seed), users, today=today)
    demo_called_off.write(users, organisations, today=today)
    demo_members.write(random.Random(seed), clusters, organisations, users, today=today)
    demo_searches.write(users, today=today)
    _count_rows()
    return True


def _count_rows():
    """Let the database look at what came in: without statistics it reads so many new rows badly.

    Table by table: a plain ANALYZE would also hold the catalogues that all databases share.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _open_accounts():
    """Write the ready-made accounts with checked addresses; return them by address."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=one.email, name=one.name, password=password, language="en") for one in ACCOUNTS
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    audit.record_many(None, "account.opened", users, source="demo")
    return {user.email: user for user in users}


def _enter_account_holders(register, organisations, users):
    """Enter the people behind the accounts; return the first staff of each house by its short address."""
    staff = {}
    for one in ACCOUNTS:
        if one.works_for:
            gender = "woman" if one.woman else "man"
            person = register.enter(
                one.name, organisations[one.works_for], gender=gender, user=users[one.email]
            )
            staff.setdefault(one.works_for, []).append(person)
    return staff


def _choose_guests(rng, organisations, staff, register, *, today):
    """Choose who comes to each edition, and give every other organisation one person as well."""
    houses = [organisations[row["slug"]] for row in tables.rows("organisations") if row["encounter"] == "yes"]
    regulars = {house.slug for house in houses} & {"itecam", *staff}
    guests = demo_editions.Guests(rng, houses, staff, invent=register.invent, regulars=regulars)
    coming = {
        row["slug"]: guests.choose(row, year=int(row["slug"]) if row["on"] else today.year)
        for row in tables.rows("editions")
    }
    for house in organisations.values():
        if not staff.get(house.slug):
            staff[house.slug] = [register.invent(house)]
    return coming


def _write_encounters(rng, event, coming, terms, *, today, planner, sought, say):
    """Write every edition: who comes, who asked whom, and the plans of those that are over."""
    letters = Correspondence(
        rng,
        {
            row["slug"]: terms.several("een_technologies", row["technologies"])[0].labels
            for row in tables.rows("organisations")
        },
    )
    for row in tables.rows("editions"):
        edition = demo_editions.write_edition(row, event, today=today)
        over = edition.state == EditionState.CLOSED
        people = demo_editions.write_participations(
            edition, coming[row["slug"]], rng, open_to_answers=not over
        )
        letters.write(row, edition, people, sought=sought, today=today)
        audit.record_many(None, "edition.created", [edition], source="demo")
        if over:
            publish_plan(edition, seed=rng.randrange(10_000), actor=planner)
            demo_programme.write(edition)
        else:
            demo_wishes.write(edition, sought=sought)
            demo_programme.write(edition)
            demo_planning.write(edition, actor=planner, today=today)
        say("{}: {organisations} organisations, {people} people, {meetings} meetings".format(edition, **row))


def publish_plan(edition, *, seed, actor):
    """Make the plan of an edition that is over and let it hold, without writing to anybody."""
    requested_at = datetime.combine(edition.starts_on - timedelta(days=2), time(9), UTC)
    run = plans.request_plan(edition, seed=seed, effort="quick", actor=actor, now=requested_at)
    run = plans.solve(run)
    run.state = next_plan_state("publish", run.state)
    run.version, run.published_at = 1, requested_at + timedelta(hours=5)
    run.save(update_fields=["state", "version", "published_at"])
    audit.record(actor, "plan.published", run, version=run.version, number=run.number)
    return run


def _write_study_visit(rng, clusters, organisations, staff):
    """Write the visit to Barcelona after which the delegation went on to Valencia."""
    event = Event.objects.create(
        slug="clusgrid-study-visits",
        vetted_at=demo_editions.VETTED_AT,
        name={"en": "CLUSGRID study visits", "es": "Visitas de estudio de CLUSGRID"},
        kind=EventKind.STUDY_VISIT,
        description={
            "en": "Clusters along the value chain of smart grids visit each other and bring home what works.",
            "es": "Los clústeres de la cadena de valor de las redes inteligentes se visitan "
            "y se llevan a casa lo que funciona.",
        },
        organiser_cluster=clusters["clusgrid"],
    )
    first = date(2018, 11, 6)
    edition = Edition.objects.create(
        event=event,
        slug="barcelona-2018",
        title={"en": "Study visit to Barcelona", "es": "Visita de estudio a Barcelona"},
        summary={
            "en": "Two days with members of CLUSGRID and INNODROP; from there the delegation went on to "
            "Valencia, to the conference Grow Your Region.",
            "es": "Dos días con miembros de CLUSGRID e INNODROP; desde allí la delegación siguió a "
            "Valencia, a la conferencia Grow Your Region.",
        },
        starts_on=first,
        ends_on=first + timedelta(days=1),
        city="Barcelona",
        country="ES",
        state=EditionState.CLOSED,
    )
    Participation.objects.bulk_create(
        Participation(
            edition=edition,
            person=person,
            organisation=organisations[slug],
            participant_type=demo_editions.TAKES_PART_AS["CLUSTERORG"],
            state=ParticipationState.CONFIRMED,
            language=person.languages[0],
        )
        for slug in VISIT
        for person in staff[slug]
    )
    audit.record_many(None, "edition.created", [edition], source="demo")


def _grant_roles(users, organisations, clusters, event):
    """Give each account its role."""
    known = {"organisation": organisations, "cluster": clusters, "event": {event.slug: event}}
    for one in ACCOUNTS:
        kind = next((kind for kind, roles in ROLES_ON.items() if one.grants in roles), "")
        if kind:
            target = {kind: known[kind][one.on]} if kind in known else {}
            given = GRANTS[kind].objects.create(user=users[one.email], role=one.grants, **target)
            audit.record(None, "role.granted", given, **facts(given))

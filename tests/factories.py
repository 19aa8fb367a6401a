"""Plain functions that make rows for tests, with no surprises in them."""

import itertools
from datetime import UTC, date, datetime, timedelta

from allauth.account.models import EmailAddress

from lonja.accounts.models import Role, User
from lonja.directory.models import (
    Affiliation,
    Cluster,
    ClusterGrant,
    Contact,
    Membership,
    Organisation,
    OrganisationGrant,
    Person,
    Scheme,
    Term,
)
from lonja.events.models import (
    Consent,
    Edition,
    Event,
    EventGrant,
    Leg,
    Participation,
    Session,
    SessionPlace,
    Speaker,
)
from lonja.impact.models import OutcomeAnswer
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Seat, Slot, Table
from lonja.partnering.models import Interest, Opportunity, OpportunityTerm

_number = itertools.count(1)


def make_user(email="", *, password="a-good-long-password", **fields):
    """An account with a checked address."""
    user = User.objects.create_user(email or f"person{next(_number)}@example.org", password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_term(scheme="een_technologies", code="", **fields):
    """One value of a controlled list; its list is made when missing."""
    Scheme.objects.get_or_create(slug=scheme, defaults={"labels": {"en": scheme}})
    code = code or f"T{next(_number)}"
    fields.setdefault("labels", {"en": f"Term {code}", "es": f"Término {code}"})
    return Term.objects.create(scheme_id=scheme, code=code, **fields)


def make_organisation(name="", *, admin=None, **fields):
    """A public organisation, administered by `admin` when one is named."""
    number = next(_number)
    fields = {"slug": f"organisation-{number}", "is_public": True, "country": "ES", **fields}
    organisation = Organisation.objects.create(name=name or f"Organisation {number}", **fields)
    if admin:
        OrganisationGrant.objects.create(user=admin, role=Role.ORGANISATION_ADMIN, organisation=organisation)
    return organisation


def make_cluster(name="", *, manager=None, **fields):
    """A public cluster, managed by `manager` when one is named."""
    number = next(_number)
    fields = {"slug": f"cluster-{number}", "is_public": True, "country": "ES", **fields}
    cluster = Cluster.objects.create(name=name or f"Cluster {number}", **fields)
    if manager:
        ClusterGrant.objects.create(user=manager, role=Role.CLUSTER_MANAGER, cluster=cluster)
    return cluster


def make_membership(organisation=None, cluster=None, **fields):
    """An active membership to which both sides said yes; organisation and cluster made when missing."""
    fields = {"status": "active", "agreed_at": datetime(2020, 1, 1, tzinfo=UTC), **fields}
    return Membership.objects.create(
        organisation=organisation or make_organisation(), cluster=cluster or make_cluster(), **fields
    )


def make_person(name="", *, organisation=None, role_title="", **fields):
    """A person, working for `organisation` when one is named."""
    person = Person.objects.create(name=name or f"Person {next(_number)}", **fields)
    if organisation:
        Affiliation.objects.create(
            person=person, organisation=organisation, role_title=role_title, is_main=True
        )
    return person


def make_contact(owner, value="", *, kind="email", **fields):
    """A private contact of an organisation, a person or a cluster."""
    value = value or f"contact{next(_number)}@example.org"
    return Contact.objects.create(**{owner._meta.model_name: owner}, kind=kind, value=value, **fields)


def make_event(name="", *, organiser=None, **fields):
    """A public series of events, organised by the account `organiser` when one is named."""
    number = next(_number)
    fields = {
        "slug": f"event-{number}", "name": {"en": name or f"Event {number}"},
        "vetted_at": datetime(2018, 1, 1, tzinfo=UTC), **fields,
    }  # fmt: skip
    if "organiser_cluster" not in fields:
        fields.setdefault("organiser_organisation", make_organisation())
    event = Event.objects.create(**fields)
    if organiser:
        EventGrant.objects.create(user=organiser, role=Role.EVENT_ORGANISER, event=event)
    return event


def make_edition(event=None, **fields):
    """A published edition on 15 November 2018, in Madrid's time."""
    number = next(_number)
    fields = {
        "slug": f"edition-{number}", "title": {"en": f"Edition {number}"}, "starts_on": date(2018, 11, 15),
        "ends_on": date(2018, 11, 15), "time_zone": "Europe/Madrid", "state": "published", **fields,
    }  # fmt: skip
    return Edition.objects.create(event=event or make_event(), **fields)


def make_participation(edition, *, person=None, user=None, name="", organisation=None, **fields):
    """Somebody who comes; with an account when `user` is named."""
    fields = {"state": "confirmed", **fields}
    return Participation.objects.create(
        edition=edition, person=person or make_person(name, user=user), organisation=organisation, **fields
    )


def make_slots(edition, count=4, *, minutes=15, starts_at=datetime(2018, 11, 15, 8, 0, tzinfo=UTC)):
    """Slots one after the other, from nine o'clock in Madrid on."""
    return Slot.objects.bulk_create(
        Slot(edition=edition, starts_at=starts_at + n * timedelta(minutes=minutes), minutes=minutes, block=0)
        for n in range(count)
    )


def make_tables(edition, count=2):
    """Tables 1, 2, 3, …"""
    return Table.objects.bulk_create(Table(edition=edition, number=n + 1) for n in range(count))


def make_request(sender, recipient, *, state="accepted", **fields):
    """An accepted request between two participants."""
    return MeetingRequest.objects.create(
        edition=sender.edition, sender=sender, recipient=recipient, state=state, **fields
    )


def make_session(
    edition, *, attended_by=(), speakers=(), starts_at=datetime(2018, 11, 15, 8, 0, tzinfo=UTC), minutes=30,
    **fields,
):  # fmt: skip
    """A talk, with a place for each participant named."""
    fields = {"code": f"T{next(_number)}", "title": {"en": "A talk"}, **fields}
    session = Session.objects.create(
        edition=edition, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **fields
    )
    make_speakers(session, *speakers)
    SessionPlace.objects.bulk_create(SessionPlace(participation=one, session=session) for one in attended_by)
    return session


def make_speakers(session, *names, **fields):
    """Speakers of a talk, in this order."""
    return Speaker.objects.bulk_create(
        Speaker(session=session, position=position, name=name, **fields)
        for position, name in enumerate(names, 1)
    )


def make_plan(edition, **fields):
    """A plan that waits to be made."""
    fields = {"number": next(_number), "requested_at": datetime(2018, 11, 1, tzinfo=UTC), **fields}
    return PlanRun.objects.create(edition=edition, **fields)


LETTERS = "We cool fish and fruit on the way from the port to the shop, with sun and ice. " * 8


def make_opportunity(organisation=None, *, kind="BO", terms=(), **fields):
    """A published offer or need that is complete; `terms` are added to its keywords."""
    number = next(_number)
    organisation = organisation or make_organisation()
    today = date.today()
    fields = {
        "reference": f"{kind}ES20261122{number:03}", "state": "PUBLISHED", "language": "en", "country": "ES",
        "title": {"en": f"Cold transport number {number} for fresh fish"}, "summary": {"en": LETTERS[:240]},
        "description": {"en": LETTERS}, "advantages": {"en": LETTERS}, "technical": {"en": LETTERS},
        "partner_role": {"en": LETTERS}, "published_at": datetime.now(UTC), "first_published_on": today,
        "expires_on": today + timedelta(days=365), **fields,
    }  # fmt: skip
    opportunity = Opportunity.objects.create(kind=kind, organisation=organisation, **fields)
    for scheme in ("sdg", "een_partnership_types", "organisation_sizes", "een_markets"):
        term = Term.objects.filter(scheme=scheme).first() or make_term(scheme)
        OpportunityTerm.objects.create(opportunity=opportunity, term=term)
    OpportunityTerm.objects.bulk_create(OpportunityTerm(opportunity=opportunity, term=term) for term in terms)
    return opportunity


def make_interest(opportunity=None, organisation=None, **fields):
    """An interest that waits for an answer."""
    fields = {"text": "We would like to talk.", "expires_on": date.today() + timedelta(days=30), **fields}
    return Interest.objects.create(
        opportunity=opportunity or make_opportunity(),
        organisation=organisation or make_organisation(),
        **fields,
    )


def make_held(*requests, slots=None, tables=None):
    """A published plan in which these requests of one edition were held, one after the other."""
    edition = requests[0].edition
    run = PlanRun.objects.published().filter(edition=edition).first() or make_plan(
        edition, state="published", version=1, published_at=datetime(2018, 11, 1, tzinfo=UTC)
    )
    slots = slots or make_slots(edition, len(requests))
    table = (tables or make_tables(edition, 1))[0]
    made = []
    for request, slot in zip(requests, slots, strict=False):
        meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=table, state="held")
        for one in (request.sender, request.recipient):
            Seat.objects.create(run=run, slot=slot, participation=one, meeting=meeting)
        made.append(meeting)
    return made


def make_consent(participation, purpose="follow_up", **fields):
    """A consent in force."""
    return Consent.objects.create(participation=participation, purpose=purpose, **fields)


def make_answer(request, participation, came="yes", **fields):
    """What one side says came of a meeting."""
    side = "sender" if request.sender_id == participation.pk else "recipient"
    fields = {"answered_at": datetime(2018, 12, 20, tzinfo=UTC), "side": side, **fields}
    if came == "yes":
        fields.setdefault("outcome_type", "RD")
    return OutcomeAnswer.objects.create(request=request, participation=participation, came=came, **fields)


def make_leg(edition, title="", **fields):
    """A stop in Barcelona on 6 November 2026, from ten to one by the clock of the place."""
    fields = {
        "title": {"en": title or f"Leg {next(_number)}"}, "place": "Barcelona", "country": "ES",
        "starts_at": datetime(2026, 11, 6, 9, tzinfo=UTC), "ends_at": datetime(2026, 11, 6, 12, tzinfo=UTC),
        **fields,
    }  # fmt: skip
    return Leg.objects.create(edition=edition, **fields)


def make_published(*placed, edition):
    """A plan that holds; each of `placed` is (request, slot, table), and those named in it sit."""
    run = make_plan(
        edition, state="published", version=1, published_at=datetime(2018, 11, 1, tzinfo=UTC), figures={}
    )
    for request, slot, table in placed:
        meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=table)
        for one in (request.sender, request.recipient):
            Seat.objects.create(run=run, slot=slot, participation=one, meeting=meeting)
    return run

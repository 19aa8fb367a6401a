"""Who may see and do what with events, editions and participants."""

from django.db.models import Q

from lonja.accounts.models import Role, in_force
from lonja.accounts.policies import is_somebody, site_role
from lonja.base.policy import NOBODY, Policy
from lonja.base.prepared import Prepared
from lonja.directory.policies import administers, managed_clusters
from lonja.events.lifecycle import EXPECTED, KNOWN
from lonja.events.models import (
    Booking,
    Checkout,
    Edition,
    Event,
    EventGrant,
    Invoice,
    InvoiceLine,
    Message,
    Participation,
    Payment,
    Session,
    Zone,
)

PUBLIC = Q(
    state__in=KNOWN,
    event__is_public=True,
    event__vetted_at__isnull=False,
)
of_public_edition = Q(
    edition__state__in=KNOWN,
    edition__event__is_public=True,
    edition__event__vetted_at__isnull=False,
)


def grants(actor, *roles):
    """The event roles of `actor` that hold now."""
    return EventGrant.objects.filter(in_force(), user=actor, role__in=roles)


def holds_event(actor, *roles, path=""):
    """Rows whose event gives `actor` one of the roles for the whole series."""
    if not is_somebody(actor):
        return NOBODY
    return Q(**{f"{path}pk__in": grants(actor, *roles).filter(edition=None).values("event")})


def holds_edition(actor, *roles, path=""):
    """Rows whose edition gives `actor` one of the roles, for itself or for the series."""
    if not is_somebody(actor):
        return NOBODY
    given = grants(actor, *roles)
    return Q(**{f"{path}pk__in": given.filter(edition__isnull=False).values("edition")}) | Q(
        **{f"{path}event__in": given.filter(edition=None).values("event")}
    )


def works_for(actor):
    """Events for which, or for one edition of which, `actor` has a role."""
    if not is_somebody(actor):
        return NOBODY
    return Q(pk__in=grants(actor, Role.EVENT_ORGANISER, Role.CHECK_IN_STAFF).values("event"))


def organises(actor, path=""):
    """Rows of editions that `actor` organises; `path` leads to the edition, such as `edition__`."""
    return holds_edition(actor, Role.EVENT_ORGANISER, path=path)


def checks_in(actor, path=""):
    """Rows of editions where `actor` stands at the door."""
    return holds_edition(actor, Role.EVENT_ORGANISER, Role.CHECK_IN_STAFF, path=path)


def audits(actor):
    """Everything, for auditors."""
    return site_role(actor, Role.AUDITOR)


def operates(actor):
    """Everything, for those who answer for the installation."""
    return site_role(actor, Role.OPERATOR)


def manages_the_cluster(actor, path=""):
    """Rows of events whose organising cluster `actor` manages; `path` leads to the event."""
    if not is_somebody(actor):
        return NOBODY
    return Q(**{f"{path}organiser_cluster__in": managed_clusters(actor).values("pk")})


def is_self(actor, path=""):
    """The actor's own participations."""
    if not is_somebody(actor):
        return NOBODY
    return Q(**{f"{path}person__user": actor})


def fellow(actor):
    """Listed people who are expected at a published edition where `actor` is expected too."""
    if not is_somebody(actor):
        return NOBODY
    mine = Participation.objects.filter(
        person__user=actor,
        state__in=EXPECTED,
        edition__state__in=KNOWN,
    )
    return Q(edition__in=mine.values("edition"), state__in=EXPECTED, is_listed=True)


events = Policy(
    Event,
    view=lambda actor: (
        Q(is_public=True, vetted_at__isnull=False)
        | works_for(actor)
        | manages_the_cluster(actor)
        | operates(actor)
        | audits(actor)
    ),
    vet=lambda actor: operates(actor),
    organise=lambda actor: holds_event(actor, Role.EVENT_ORGANISER),
)

editions = Policy(
    Edition,
    view=lambda actor: PUBLIC | checks_in(actor) | manages_the_cluster(actor, "event__"),
    organise=lambda actor: organises(actor),
    check_in=lambda actor: checks_in(actor),
    attend=lambda actor: attended(actor),
)

participations = Policy(
    Participation,
    view=lambda actor: is_self(actor) | fellow(actor) | checks_in(actor, "edition__") | audits(actor),
    agenda=lambda actor: is_self(actor) | organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)


def pays(actor, path=""):
    """Invoices, at the end of `path`, of organisations that `actor` administers, of people whom she
    registered, or her own."""
    if not is_somebody(actor):
        return NOBODY
    booked = InvoiceLine.objects.filter(participation__booking__made_by=actor, is_open=True)
    return (
        administers(actor, f"{path}payer_organisation")
        | Q(**{f"{path}payer_person__user": actor})
        | Q(**{f"{path}pk__in": booked.values("invoice")})
    )


invoices = Policy(
    Invoice,
    view=lambda actor: pays(actor) | organises(actor, "edition__") | audits(actor),
    pay=lambda actor: pays(actor),
    organise=lambda actor: organises(actor, "edition__"),
)

payments = Policy(
    Payment,
    view=lambda actor: pays(actor, "invoice__") | organises(actor, "invoice__edition__") | audits(actor),
    organise=lambda actor: organises(actor, "invoice__edition__"),
)


checkouts = Policy(
    Checkout,
    view=lambda actor: pays(actor, "invoice__") | organises(actor, "invoice__edition__") | audits(actor),
    pay=lambda actor: pays(actor, "invoice__"),
)


def booked(actor):
    """Bookings that `actor` made."""
    return Q(made_by=actor) if is_somebody(actor) else NOBODY


bookings = Policy(
    Booking,
    view=lambda actor: booked(actor) | organises(actor, "edition__") | audits(actor),
    pay=lambda actor: booked(actor),
    organise=lambda actor: organises(actor, "edition__"),
)

event_messages = Policy(
    Message,
    view=lambda actor: organises(actor, "edition__") | audits(actor),
    organise=lambda actor: organises(actor, "edition__"),
)


def attended(actor):
    """Published editions where `actor` is expected."""
    if not is_somebody(actor):
        return NOBODY
    mine = Participation.objects.filter(person__user=actor, state__in=EXPECTED)
    return PUBLIC & Q(pk__in=mine.values("edition"))


def of_a_seen_edition(actor):
    """Rows of editions whose page `actor` may open."""
    return Q(edition__in=Edition.objects.filter(editions.rules["view"](actor)).values("pk"))


_public = Prepared(
    lambda event_slug, edition_slug: Edition.objects.filter(
        PUBLIC, event__slug=event_slug, slug=edition_slug
    ).select_related("event")
)
_coming = Prepared(
    lambda user, event_slug, edition_slug: Participation.objects.filter(
        of_public_edition,
        person__user=user,
        state__in=EXPECTED,
        edition__event__slug=event_slug,
        edition__slug=edition_slug,
    ).select_related("edition__event__organiser_cluster", "organisation", "person")
)
_fellow = Prepared(
    lambda edition, pk: Participation.objects.filter(
        pk=pk, edition=edition, state__in=EXPECTED, is_listed=True
    ).select_related("person__user", "organisation")
)


def public_edition(event_slug, edition_slug):
    """An edition that everybody may view, with its event, or None: most who ask need no other rule."""
    editions.note_asked("view")
    return _public.first(event_slug, edition_slug)


def coming(actor, event_slug, edition_slug):
    """The participation with which `actor` may attend an edition, with what pages need, or None.

    `attend` read from the side of the person: she comes to few editions, so it is found at once.
    """
    if not is_somebody(actor):
        return None
    editions.note_asked("attend")
    return _coming.first(actor.pk, event_slug, edition_slug)


def fellow_of(me, pk):
    """Somebody whom `me`, found by `coming`, may see because both come, or None: `fellow`, read from her."""
    participations.note_asked("view")
    return _fellow.first(me.edition_id, pk)


zones = Policy(Zone, view=of_a_seen_edition, organise=lambda actor: organises(actor, "edition__"))
sessions = Policy(Session, view=of_a_seen_edition, organise=lambda actor: organises(actor, "edition__"))

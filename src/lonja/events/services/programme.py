"""Make the programme of an edition, and book places in it."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events import mails
from lonja.events.lifecycle import EXPECTED, refuse_called_off
from lonja.events.models import Edition, Participation, Session, SessionPlace, Zone, ZoneHost, ZoneKind
from lonja.events.services import speakers as speaking
from lonja.events.services import turns

MOST_ZONES = 40
MOST_SESSIONS = 1_000
WHEN_AND_WHERE = 3  # so many of the facts that calendars print of a talk are worth a mail


def _locked(edition):
    return Edition.objects.select_for_update().get(pk=edition.pk)


@transaction.atomic
def add_zone(edition, *, facts, actor):
    """Add a part of the hall, after the others.

    Raises:
        Refused: when there are too many.
    """
    edition = _locked(edition)
    positions = list(edition.zones.values_list("position", flat=True))
    if len(positions) >= MOST_ZONES:
        raise Refused(_("An edition has %(most)d zones at most.") % {"most": MOST_ZONES})
    zone = Zone.objects.create(edition=edition, position=max(positions, default=0) + 1, **facts)
    audit.record(actor, "zone.added", zone, kind=zone.kind)
    return zone


@transaction.atomic
def edit_zone(zone, *, facts, hosts, actor):
    """Change a part of the hall, and who is selected for it where only some can be asked for."""
    edition = _locked(zone.edition)
    zone = Zone.objects.get(pk=zone.pk)
    for name, value in facts.items():
        setattr(zone, name, value)
    zone.save()
    wanted = set(hosts) if zone.kind == ZoneKind.CURATED else set()
    wanted &= set(edition.participations.filter(pk__in=wanted).values_list("pk", flat=True))
    zone.hosts.exclude(participation__in=wanted).delete()
    present = set(zone.hosts.values_list("participation", flat=True))
    ZoneHost.objects.bulk_create(
        [ZoneHost(zone=zone, participation_id=one) for one in sorted(wanted - present)]
    )
    audit.record(actor, "zone.edited", zone, kind=zone.kind, selected=len(wanted))
    return zone


@transaction.atomic
def remove_zone(zone, *, actor):
    """Take a part of the hall away; its talks and tables stay without a zone."""
    audit.record(actor, "zone.removed", zone, edition=zone.edition_id)
    zone.delete()


@transaction.atomic
def add_session(edition, *, facts, actor, speakers=()):
    """Add a talk with the lines of its speakers; its code is the next number.

    Raises:
        Refused: when there are too many.
    """
    edition = _locked(edition)
    codes = set(edition.sessions.values_list("code", flat=True))
    if len(codes) >= MOST_SESSIONS:
        raise Refused(_("An edition has %(most)d talks at most.") % {"most": MOST_SESSIONS})
    number = len(codes) + 1
    while f"T{number}" in codes:
        number += 1
    session = Session.objects.create(edition=edition, code=f"T{number}", **facts)
    speaking.write({session: speakers})
    audit.record(actor, "session.added", session)
    return session


@transaction.atomic
def edit_session(session, *, facts, actor, now, speakers=None):
    """Change a talk; calendars follow, and when it moves, whoever has a place there is told.

    Without `speakers` they stay as they are.

    Raises:
        Refused: when fewer places are left than are taken.
    """
    session = Session.objects.select_for_update(of=["self"]).get(pk=session.pk)
    before = session.printed()
    for name, value in facts.items():
        setattr(session, name, value)
    taken = session.places_taken()
    if session.capacity is not None and taken > session.capacity:
        raise Refused(
            _("%(taken)d places are taken already.") % {"taken": taken},
            remedy=_("Leave at least that many, or ask people to give places back."),
        )
    is_given_by_others = speakers is not None and speakers != speaking.lines_of(session)
    if before != session.printed() or is_given_by_others:
        session.revise(now)
    session.save()
    if is_given_by_others:
        speaking.write({session: speakers})
    if before[:WHEN_AND_WHERE] != session.printed()[:WHEN_AND_WHERE]:
        tell(session, "moved", now=now)
    audit.record(actor, "session.edited", session, moved=before[0] != session.starts_at)
    return session


@transaction.atomic
def remove_session(session, *, actor, now):
    """Take a talk away; whoever had a place there is told, and her calendar cleared."""
    session = Session.objects.select_for_update(of=["self"]).get(pk=session.pk)
    session.revise(now)
    tell(session, "removed", now=now)
    audit.record(actor, "session.removed", session, edition=session.edition_id)
    session.delete()


def tell(session, what, *, now, places=None):
    """Tell who has a place in a talk that it was moved or removed; `places` are others than all of them."""
    if session.edition.is_called_off:
        return  # whoever had a place was told that none of it takes place
    places = session.places.all() if places is None else places
    places = places.filter(participation__state__in=EXPECTED).order_by("pk")
    for place in places.select_related("participation__person__user", "participation__edition__event"):
        for mail in mails.session_changed(session, place.participation, what, at=now):
            outbox.send(mail)


@transaction.atomic
def book(session, *, participation, actor):
    """Take a place in a talk.

    Raises:
        Refused: when it is full, needs no booking, is at the time of another, or the person does not come.
    """
    # The person first: two talks of one hour are two rows, and she could take a place in both at once.
    edition_state, _people = turns.take(session.edition_id, participation.pk)
    refuse_called_off(edition_state)
    session = Session.objects.select_for_update(of=["self"]).get(pk=session.pk)
    one = Participation.objects.get(pk=participation.pk, edition=session.edition_id)
    if one.state not in EXPECTED:
        raise Refused(_("Only those who take part book a place."))
    if not session.is_bookable:
        raise Refused(_("This needs no booking: just come."))
    if SessionPlace.objects.filter(session=session, participation=one).exists():
        return session
    other = Session.objects.filter(
        places__participation=one, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    ).first()
    if other:
        raise Refused(
            _("At this time you have a place at “%(other)s”.") % {"other": other},
            remedy=_("Give that place back first."),
        )
    if session.capacity is not None and session.places_taken() >= session.capacity:
        raise Refused(_("All places are taken."), remedy=_("Come back later: somebody may give one back."))
    SessionPlace.objects.create(session=session, participation=one)
    audit.record(actor, "session.booked", session, participation=one.pk)
    return session


@transaction.atomic
def give_back(session, *, participation, actor):
    """Give a place in a talk back; twice changes nothing."""
    session = Session.objects.select_for_update(of=["self"]).get(pk=session.pk)
    gone, _rows = SessionPlace.objects.filter(session=session, participation=participation).delete()
    if gone:
        audit.record(actor, "session.given_back", session, participation=participation.pk)
    return session

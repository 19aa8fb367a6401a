"""Take part: register, wait, be admitted, step back; places go in the order of asking.

One lock keeps the places: whoever counts them holds the row of the edition.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events import mails
from lonja.events.lifecycle import (
    EXPECTED,
    EditionState,
    ParticipationState,
    next_participation_state,
    refuse_called_off,
)
from lonja.events.models import Consent, Edition, Participation, Purpose, Session, TypeRule
from lonja.events.services import checkins


class Places:
    """The places of an edition as they stand while its row is locked."""

    def __init__(self, edition):
        self.total = edition.places
        self.rules = {rule.participant_type: rule for rule in edition.type_rules.all()}
        everybody = Participation.objects.filter(edition=edition).order_by()
        counted = everybody.values_list("participant_type").annotate(
            n=Count("pk", filter=Q(state__in=EXPECTED)), last=Max("registered_at")
        )
        rows = list(counted)
        self.taken = {participant_type: n for participant_type, n, _last in rows}
        self.last = max((last for _type, _n, last in rows if last), default=None)

    def moment_after_all(self, now):
        """The moment that counts in the line: after all who came before, whoever saw the clock first."""
        is_close = self.last is not None and now <= self.last < now + timedelta(minutes=1)
        return self.last + timedelta(microseconds=1) if is_close else now

    def has_room(self, participant_type):
        """Whether one more of that type can come."""
        if self.total is not None and sum(self.taken.values()) >= self.total:
            return False
        most = self._most(participant_type)
        return most is None or self.taken.get(participant_type, 0) < most

    def _most(self, participant_type):
        rule = self.rules.get(participant_type)
        return rule.places if rule else None

    def left(self, participant_type):
        """How many more of that type can come; None when nobody set a limit."""
        limits = []
        if self.total is not None:
            limits.append(self.total - sum(self.taken.values()))
        if (most := self._most(participant_type)) is not None:
            limits.append(most - self.taken.get(participant_type, 0))
        return max(min(limits), 0) if limits else None

    def take(self, participant_type):
        """Count one more."""
        self.taken[participant_type] = self.taken.get(participant_type, 0) + 1


@transaction.atomic
def register(edition, *, persons, facts, purposes=(), actor, now, booking=None):
    """Register one person, or several colleagues at once: all of them or nobody.

    Args:
        persons: people of the directory; consents hold only for the actor's own person.
        facts: `organisation`, `participant_type`, `language`, `remote`, `motivation`.
        purposes: values of `Purpose` to which the actor agrees for herself.
        booking: the act of registering to which they belong, when somebody registers several.

    Returns:
        The participations, registered, waiting for approval or on the waiting list.

    Raises:
        Refused: registration is not open, the type is not offered, or somebody is on the list.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    _refuse_closed(edition, now)
    places = Places(edition)
    now = places.moment_after_all(now)
    rule = places.rules.get(facts["participant_type"])
    if rule is None:
        raise Refused(_("Nobody registers for this edition as that type of participant."))
    made = []
    for person in persons:
        own = purposes if person.user_id == actor.pk else ()
        columns = facts | {"booking": booking, "is_listed": Purpose.LISTED in own}
        made.append(_enter(edition, person, rule, places, columns, now, purposes=own))
    checkins.give_badges(made)
    for one in made:
        waits = one.state == ParticipationState.WAITING
        for message in mails.registration_taken(one, place=position_in_line(one) if waits else None):
            outbox.send(message)
    audit.record_many(actor, "participation.registered", made, source="form")
    return made


def _refuse_closed(edition, now):
    refuse_called_off(edition.state)
    if edition.state != EditionState.PUBLISHED or edition.ends_on < timezone.localdate(
        now, edition.zone_info
    ):
        raise Refused(_("Nobody can register for this edition now."))
    if not is_open(edition, now):
        raise Refused(
            _("Registration for this edition is not open now."),
            remedy=_("Its page says from when to when it is."),
            href=edition.get_absolute_url(),
        )


def is_open(edition, now):
    """Whether the window of registration is open; one that nobody set is always open."""
    return (edition.opens_at is None or edition.opens_at <= now) and (
        edition.closes_at is None or now < edition.closes_at
    )


def _enter(edition, person, rule, places, facts, now, *, purposes):
    """One person onto the list, where the rule and the places put her."""
    present = Participation.objects.filter(edition=edition, person=person).first()
    if present and present.state != ParticipationState.CANCELLED:
        raise Refused(
            _("%(person)s is on the list of this edition already: %(state)s.")
            % {"person": person, "state": present.get_state_display()}
        )
    one = present or Participation(edition=edition, person=person)
    for name, value in facts.items():
        setattr(one, name, value)
    one.registered_at = now
    one.state = _first_state(rule, places)
    if one.state == ParticipationState.REGISTERED:
        places.take(rule.participant_type)
    one.save()
    if present:
        _set_consents(one, purposes, now)
    else:
        _give_consents(one, purposes, now)
    return one


def _first_state(rule, places):
    if rule.needs_approval:
        return ParticipationState.APPLIED
    if places.has_room(rule.participant_type):
        return ParticipationState.REGISTERED
    return ParticipationState.WAITING


@transaction.atomic
def admit(participation, *, actor):
    """Admit somebody who waits for approval; without a free place she goes on the waiting list."""
    edition, one = _locked(participation)
    if Places(edition).has_room(one.participant_type):
        one.state = next_participation_state("admit", one.state)
    elif one.state == ParticipationState.APPLIED:
        one.state = next_participation_state("queue", one.state)
    else:
        raise Refused(
            _("There is no free place for %(person)s.") % {"person": one.person},
            remedy=_("Raise the number of places; the waiting list then moves by itself."),
        )
    one.save(update_fields=["state"])
    checkins.give_badges([one])
    place = position_in_line(one) if one.state == ParticipationState.WAITING else None
    for message in mails.registration_taken(one, place=place):
        outbox.send(message)
    audit.record(actor, "participation.admitted", one, state=one.state)
    return one


@transaction.atomic
def decline(participation, *, reason, actor):
    """Turn down somebody who waits, and say why."""
    _edition, one = _locked(participation)
    one.state = next_participation_state("decline", one.state)
    one.save(update_fields=["state"])
    for message in mails.registration_declined(one, reason):
        outbox.send(message)
    audit.record(actor, "participation.declined", one)
    return one


@transaction.atomic
def cancel(participation, *, actor):
    """Step back, or be taken off; the place, and those in talks, are free for others at once.

    The place at the edition goes to whoever has waited longest. Whoever books a talk holds the edition,
    so nobody takes a place in one while she is taken off.
    """
    edition, one = _locked(participation)
    had_place, one.state = one.state in EXPECTED, next_participation_state("cancel", one.state)
    one.save(update_fields=["state"])
    talks = list(Session.objects.in_order().filter(places__participation=one))
    one.places.all().delete()
    if had_place:
        for message in mails.registration_cancelled(one, talks):
            outbox.send(message)
    moved = _fill(edition)
    audit.record(actor, "participation.cancel", one)
    audit.record_many(actor, "session.given_back", talks, participation=one.pk)
    audit.record_many(actor, "participation.admitted", moved, source="waiting list")
    return one


def _fill(edition):
    """Give free places to the waiting list, first come first served; a full type holds up no other."""
    waiting = Participation.objects.filter(edition=edition, state=ParticipationState.WAITING)
    waiting = list(waiting.select_related("person__user").order_by("registered_at", "pk"))
    places, moved = Places(edition), []
    for one in waiting:
        if places.has_room(one.participant_type):
            one.state = next_participation_state("admit", one.state)
            places.take(one.participant_type)
            moved.append(one)
    Participation.objects.bulk_update(moved, ["state"])
    checkins.give_badges(moved)
    _tell(moved, mails.place_found)
    return moved


@transaction.atomic
def set_conditions(edition, *, facts, rules, actor):
    """Set window, places and the rule of each type; the waiting list moves when there is more room.

    Args:
        facts: `opens_at`, `closes_at`, `places`.
        rules: {participant type: columns of `TypeRule`}; a type that is missing is not offered.
    """
    edition = Edition.objects.select_for_update(of=["self"]).select_related("event").get(pk=edition.pk)
    refuse_called_off(edition.state)
    for name, value in facts.items():
        setattr(edition, name, value)
    edition.save(update_fields=list(facts))
    edition.type_rules.exclude(participant_type__in=rules).delete()
    for participant_type, columns in rules.items():
        TypeRule.objects.update_or_create(
            edition=edition, participant_type=participant_type, defaults=columns
        )
    moved = _fill(edition)
    audit.record(actor, "edition.conditions_set", edition, types=sorted(rules), places=edition.places)
    audit.record_many(actor, "participation.admitted", moved, source="waiting list")
    return edition


@transaction.atomic
def change_own(participation, *, facts, purposes, actor, now):
    """Change what one said about one's own coming, and to what one agrees."""
    one = Participation.objects.select_for_update().get(pk=participation.pk)
    for name, value in facts.items():
        setattr(one, name, value)
    one.is_listed = Purpose.LISTED in purposes
    one.save(update_fields=[*facts, "is_listed"])
    _set_consents(one, purposes, now)
    audit.record(actor, "participation.edited", one, consents=sorted(purposes))
    return one


def _set_consents(participation, purposes, now):
    """Make `purposes` those in force; what ends stays as history."""
    wanted = {str(purpose) for purpose in purposes}
    present = participation.consents.filter(withdrawn_at=None)
    present.exclude(purpose__in=wanted).update(withdrawn_at=now)
    there = set(present.values_list("purpose", flat=True))
    _give_consents(participation, wanted - there, now)


def _give_consents(participation, purposes, now):
    Consent.objects.bulk_create(
        Consent(participation=participation, purpose=purpose, given_at=now) for purpose in sorted(purposes)
    )


def position_in_line(participation):
    """How many wait before somebody on the waiting list, herself included."""
    line = Participation.objects.filter(edition=participation.edition_id, state=ParticipationState.WAITING)
    at = participation.registered_at
    return line.filter(Q(registered_at__lt=at) | Q(registered_at=at, pk__lte=participation.pk)).count()


def with_position(rows):
    """Participations, each with how many wait before her, herself included."""
    line = Participation.objects.filter(edition=OuterRef("edition"), state=ParticipationState.WAITING)
    at = OuterRef("registered_at")
    line = line.filter(Q(registered_at__lt=at) | Q(registered_at=at, pk__lte=OuterRef("pk")))
    count = line.order_by().values("edition").annotate(n=Count("pk")).values("n")
    return rows.annotate(position=Subquery(count))


def _locked(participation):
    edition = (
        Edition.objects.select_for_update(of=["self"])
        .select_related("event")
        .get(pk=participation.edition_id)
    )
    refuse_called_off(edition.state)
    one = Participation.objects.select_related("person__user").get(pk=participation.pk)
    one.edition = edition
    return edition, one


def _tell(participations, write):
    for one in participations:
        for message in write(one):
            outbox.send(message)

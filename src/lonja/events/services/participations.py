"""Whether people come, and who they are."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.models import ContactKind, Person
from lonja.events.lifecycle import EXPECTED, next_participation_state, refuse_called_off
from lonja.events.models import Participation, feed_token
from lonja.events.services import turns


@transaction.atomic
def move_participation(participation, verb, *, actor):
    """Confirm, cancel or restore somebody's participation.

    Raises:
        Refused: when it is not in a state for that.
    """
    refuse_called_off(turns.hold(participation.edition_id))
    participation = Participation.objects.select_for_update().get(pk=participation.pk)
    participation.state = next_participation_state(verb, participation.state)
    participation.save(update_fields=["state"])
    audit.record(actor, f"participation.{verb}", participation)
    return participation


def registered_elsewhere(user):
    """Participations of people without an account whose private e-mail is the user's own, checked address."""
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return Participation.objects.none()
    people = Person.objects.filter(
        user=None, contacts__kind=ContactKind.EMAIL, contacts__value__iexact=user.email
    )
    return Participation.objects.filter(person__in=people)


@transaction.atomic
def claim(user):
    """Say "this is me": registrations under the user's checked address become her own, one of an edition.

    Raises:
        Refused: when there are none.
    """
    found = list(registered_elsewhere(user).select_related("person"))
    if not found:
        raise Refused(_("No registration waits for you under your e-mail address."))
    mine = Person.objects.select_for_update().filter(user=user).first()
    joined = []
    if mine is None:
        mine = Person.objects.select_for_update().get(pk=found[0].person_id)
        mine.user = user
        mine.save(update_fields=["user"])
        joined = [mine]
    taken = set(Participation.objects.filter(person=mine).values_list("edition_id", flat=True))
    claimed = []
    for one in sorted(found, key=lambda one: (one.state not in EXPECTED, one.pk)):
        if one.person_id == mine.pk or one.edition_id not in taken:
            taken.add(one.edition_id)
            claimed.append(one)
    Participation.objects.filter(pk__in=[one.pk for one in claimed]).update(person=mine)
    audit.record_many(user, "person.claimed", joined)
    audit.record_many(user, "participation.claimed", claimed)
    return claimed


@transaction.atomic
def renew_feed(participation, *, actor):
    """Give the calendar subscription another address; whoever knew the old one reads nothing any more."""
    participation = Participation.objects.select_for_update().get(pk=participation.pk)
    participation.feed_token = feed_token()
    participation.save(update_fields=["feed_token"])
    audit.record(actor, "participation.feed_renewed", participation)
    return participation

"""Register oneself and colleagues in one go, with one payer; everybody agrees for herself."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory.models import Contact, ContactKind, Person
from lonja.directory.services import people
from lonja.events import mails
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import Booking, Exemption, Participation
from lonja.events.services import registrations

SALT = "events.agree"
LINKS_LIVE_SECONDS = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A colleague whom the directory does not know yet."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Guests:
    """Who shall come.

    Attributes:
        me: columns of the registrar's own profile that were missing; None when she does not come.
        colleagues: people of the directory.
        newcomers: colleagues whom it does not know.
    """

    me: dict | None
    colleagues: tuple = ()
    newcomers: tuple = ()


@transaction.atomic
def book(edition, *, guests, facts, paying, purposes, actor, now):
    """Register everybody whom the form names, all or nobody; colleagues are asked what they agree to.

    Args:
        facts: as `registrations.register` takes them.
        paying: `payer`, `order_number`, `exemption_reason`.

    Raises:
        Refused: as `registrations.register` does.
    """
    persons = []
    if guests.me is not None:
        persons.append(_me(actor, guests.me))
    persons += guests.colleagues
    persons += [_newcomer(edition, one, facts["organisation"], actor) for one in guests.newcomers]
    asked = Exemption.ASKED if paying["exemption_reason"] else Exemption.NONE
    booking = Booking.objects.create(edition=edition, made_by=actor, made_at=now, exemption=asked, **paying)
    made = registrations.register(
        edition, persons=persons, facts=facts, purposes=purposes, actor=actor, now=now, booking=booking
    )
    for one in made:
        if one.person.user_id != actor.pk:
            _ask(one, actor)
    return booking


def _me(user, facts):
    """My own person; an account without a profile gets one now, and what was missing is filled in."""
    me = Person.objects.filter(user=user).first()
    if me is None or facts:
        me = people.edit_own(user, facts={"name": str(user)} | facts if me is None else facts)
    me.user = user
    return me


def _newcomer(edition, newcomer, organisation, actor):
    """Somebody new to the directory: private, known by her address, until she claims the registration."""
    there = Q(person__user__email__iexact=newcomer.email) | Q(
        person__contacts__kind=ContactKind.EMAIL, person__contacts__value__iexact=newcomer.email
    )
    present = Participation.objects.filter(there, edition=edition, organisation=organisation)
    if present.exclude(state=ParticipationState.CANCELLED).exists():
        raise Refused(
            _("Somebody of your organisation is on the list with the address %(email)s already.")
            % {"email": newcomer.email}
        )
    person = Person.objects.create(name=newcomer.name)
    Contact.objects.create(person=person, kind=ContactKind.EMAIL, value=newcomer.email)
    audit.record(actor, "person.created", person, source="registration")
    return person


def _ask(participation, actor):
    link = f"{settings.SITE_URL}{reverse('events:agree', args=[token_of(participation)])}"
    for message in mails.asked_to_agree(participation, link=link, registrar=str(actor)):
        outbox.send(message, key=f"agree-{participation.pk}-{participation.registered_at.timestamp():.0f}")


def token_of(participation):
    """What opens the page on which somebody says what she agrees to."""
    return signing.dumps(participation.pk, salt=SALT)


def participation_of(token):
    """The participation behind a link; None when the link is not ours, too old, or over."""
    try:
        number = signing.loads(token, salt=SALT, max_age=LINKS_LIVE_SECONDS)
    except signing.BadSignature:
        return None
    rows = Participation.objects.select_related(
        "edition__event", "person", "organisation", "booking__made_by"
    )
    return rows.filter(pk=number).first()

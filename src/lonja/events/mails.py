"""What the events write to people, each in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.directory.mails.readers import to_account, to_holders, to_operators
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import EventGrant


def series_waits(event):
    """Ask the operators to look at a new series."""

    def write():
        names = {
            "event": event,
            "organiser": event.organiser,
            "address": f"{settings.SITE_URL}{reverse('events:vetting')}",
        }
        return (
            _("A new series of events waits for you: %(event)s") % names,
            _(
                "%(organiser)s has started the series “%(event)s”. It can go public, and write to people, "
                "after one of you has looked at it: %(address)s\n"
            )
            % names,
        )

    return to_operators(write, purpose="events")


def series_vetted(event):
    """Tell the organisers that their series may go public."""

    def write():
        names = {"event": event, "address": f"{settings.SITE_URL}{event.get_absolute_url()}"}
        return (
            _("%(event)s may go public") % names,
            _("Your series “%(event)s” is vetted: you can publish its editions now. %(address)s\n") % names,
        )

    organisers = EventGrant.objects.in_force().filter(event=event, role=Role.EVENT_ORGANISER, edition=None)
    return to_holders(organisers, write, purpose="events")


def registration_taken(participation):
    """Tell somebody how her registration stands."""
    return _to_participant(participation, lambda: _standing(participation.state))


def _standing(state):
    """Subject and text for each way in which a registration can stand, in the language that is active."""
    return {
        ParticipationState.REGISTERED: (
            _("You are registered for %(edition)s"),
            _("You have a place at %(edition)s. Your registration: %(address)s\n"),
        ),
        ParticipationState.APPLIED: (
            _("Your registration for %(edition)s waits for approval"),
            _("The organiser of %(edition)s looks at each registration. You see yours here: %(address)s\n"),
        ),
        ParticipationState.WAITING: (
            _("You are on the waiting list of %(edition)s"),
            _(
                "All places at %(edition)s are taken. As soon as one is free, it goes to whoever has waited "
                "longest, and you are told. You see your place in the line here: %(address)s\n"
            ),
        ),
    }[state]


def place_found(participation):
    """Tell somebody on the waiting list that a place is hers."""
    return _to_participant(
        participation,
        lambda: (
            _("There is a place for you at %(edition)s"),
            _(
                "A place at %(edition)s has become free, and it is yours. If you cannot come any more, "
                "please give it back here, so that the next one gets it: %(address)s\n"
            ),
        ),
    )


def registration_declined(participation, reason):
    """Tell somebody that she is not admitted, and why."""
    return _to_participant(
        participation,
        lambda: (
            _("Your registration for %(edition)s"),
            _("The organiser of %(edition)s could not admit you. The reason:\n\n%(reason)s\n"),
        ),
        reason=reason,
    )


def _to_participant(participation, write, **words):
    """One mail to the account behind a participation, in its language; nobody without an account."""
    user = participation.person.user
    if user is None:
        return []
    edition = participation.edition
    address = reverse("events:registration", args=[edition.event.slug, edition.slug])

    def worded_mail():
        names = {"edition": edition, "address": f"{settings.SITE_URL}{address}", **words}
        subject, text = write()
        return subject % names, text % names

    return [to_account(user, worded_mail, purpose="events")]

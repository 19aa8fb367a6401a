"""What the events write to people, each in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.directory.mails.readers import to_holders, to_operators
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

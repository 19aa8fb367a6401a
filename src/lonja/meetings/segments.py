"""Groups of participants by their meetings, to whom an organiser can write."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lonja.events.segments import Group, register
from lonja.meetings.lifecycle import HOLDING, STANDING, RequestState
from lonja.meetings.models import MeetingRequest, Seat

CHOICES = [
    ("no_requests", _("Has no request, neither sent nor received")),
    ("no_accepted", _("Has no accepted request")),
    ("unanswered", _("Has requests that wait for an answer")),
    ("no_agenda", _("Has no meeting in the published plan")),
]


def offer():
    """Add the groups to those of the events."""
    register(Group("meetings", _("Meetings"), lambda _edition: CHOICES, _where))


def _where(_edition, values):
    found = Q(pk__in=[])
    for value in values:
        found |= FILTERS.get(value, Q(pk__in=[]))
    return found


def _has_request(*sides, **lookup):
    """A participation has such a request on one of the sides."""
    found = Q()
    for side in sides:
        found |= Q(Exists(MeetingRequest.objects.filter(**{side: OuterRef("pk")}, **lookup)))
    return found


FILTERS = {
    "no_requests": ~_has_request("sender", "recipient", state__in=STANDING),
    "no_accepted": ~_has_request("sender", "recipient", state=RequestState.ACCEPTED),
    "unanswered": _has_request("recipient", state=RequestState.SENT),
    "no_agenda": ~Q(
        Exists(Seat.objects.filter(participation=OuterRef("pk"), meeting__run__state__in=HOLDING))
    ),
}

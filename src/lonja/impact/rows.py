"""Reading what the counts need: which meetings were held, who sat there, what each side said last."""

from django.db.models import OuterRef, Q, Subquery

from lonja.events.lifecycle import EditionState
from lonja.meetings.lifecycle import MeetingState, PlanState
from lonja.meetings.models import Meeting, Seat, Side

# A meeting that may have taken place: people can rate it and write notes while the day still runs.
MAY_HAVE_MET = Q(state__in=[MeetingState.PLANNED, MeetingState.HELD])
HELD = Q(state=MeetingState.HELD)
# Of one that was called off in its middle, the meetings before that were held; of all others nobody is asked.
HELD_EDITION = Q(state__in=[EditionState.CLOSED, EditionState.CALLED_OFF])


def held(edition):
    """The meetings of an edition that were held, one row for each request."""
    return Meeting.objects.filter(HELD, run__edition=edition, run__state=PlanState.PUBLISHED)


def met(edition):
    """The meetings of an edition that people may speak about."""
    return Meeting.objects.filter(MAY_HAVE_MET, run__edition=edition, run__state=PlanState.PUBLISHED)


def side_of(meeting, participation_id):
    """For which side somebody sat: the side that asks is seated first."""
    return Side.SENDER if meeting.sitting[0].pk == participation_id else Side.RECIPIENT


def first_seats(meetings):
    """Of each meeting, who sat for the side that asked: participation ids by meeting id."""
    first = Seat.objects.filter(meeting=OuterRef("pk")).order_by("pk").values("participation")[:1]
    return dict(meetings.annotate(asker=Subquery(first)).values_list("pk", "asker"))

"""By the meetings that took place, or shall, the costs of an edition can be divided."""

from django.utils.translation import gettext as _

from lonja.events.costs import Unit, unit
from lonja.meetings.lifecycle import HOLDING, MeetingState
from lonja.meetings.models import Meeting


@unit
def meetings(edition):
    """The meetings of the plan that holds, without those to which somebody did not come."""
    rows = Meeting.objects.filter(run__edition=edition, run__state__in=HOLDING)
    count = rows.exclude(state=MeetingState.NO_SHOW).count()
    return Unit(_("Cost per meeting"), edition.declared_meetings or count)

"""By the meetings that took place, or shall, the costs of an edition can be divided."""

from django.utils.translation import gettext as _

from lonja.events.costs import Unit, unit
from lonja.meetings.lifecycle import HOLDING, MeetingState, PlanState
from lonja.meetings.models import Meeting


@unit
def meetings(edition):
    """The meetings of the plan that holds, without those to which somebody did not come.

    Until a plan holds, those of the newest draft tell what a meeting will cost.
    """
    rows = Meeting.objects.filter(run__edition=edition, run__state__in=HOLDING)
    count = rows.exclude(state=MeetingState.NO_SHOW).count()
    count = edition.declared_meetings or count
    planned = 0 if count else _planned(edition)
    if planned:
        return Unit(_("Cost per planned meeting"), planned)
    return Unit(_("Cost per meeting"), count)


def _planned(edition):
    newest = edition.plan_runs.filter(state=PlanState.DRAFT).order_by("-number")[:1]
    return Meeting.objects.filter(run__in=newest.values("pk")).count()

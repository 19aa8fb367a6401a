"""Work in the background: making a plan."""

from django.utils.translation import gettext_lazy as _

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.meetings import engine
from lonja.meetings.models import PlanRun
from lonja.meetings.services import plans

STAGES = {
    "bounding": _("Looking how much is possible at most"),
    "placing": _("Giving each request a time"),
    "polishing": _("Looking for something better"),
    "seating": _("Giving each meeting a table"),
    "explaining": _("Writing down why some requests found no place"),
    "done": _("Checking the plan once more"),
}


@jobs.handler("meetings.plan", title=_("Planning the meetings"))
def make_plan(run_id, *, report):
    """Make one plan; when it is stopped or fails, the plan says so."""
    run = PlanRun.objects.select_related("edition__event").get(pk=run_id)
    try:
        report(0.0, str(STAGES["placing"]))
        plans.solve(run, progress=lambda share, stage: report(share, str(STAGES[stage])))
    except (jobs.Cancelled, engine.Cancelled):
        plans.end_unfinished(run, "cancel")
        raise jobs.Cancelled from None
    except Refused:
        plans.end_unfinished(run, "fail")
        raise

"""Work in the background: making a plan."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lonja.base import files, jobs
from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition
from lonja.meetings import documents, engine, papers, takeouts
from lonja.meetings.lifecycle import HOLDING, MeetingState, RequestState
from lonja.meetings.models import Meeting, PlanRun
from lonja.meetings.services import calling_off, demand, expiry, live, moves, plans

STAGES = {
    "bounding": _("Looking how much is possible at most"),
    "placing": _("Giving each request a time"),
    "polishing": _("Looking for something better"),
    "seating": _("Giving each meeting a table"),
    "explaining": _("Writing down why some requests found no place"),
    "done": _("Checking the plan once more"),
}


class _Listener:
    """Between the planner, which asks whether to stop, and the job, which says so by raising."""

    def __init__(self, report):
        self.report = report
        self.stopped = None

    def tell(self, share, stage):
        """Say how far the plan is, until somebody wants no more of it."""
        if self.stopped is None:
            try:
                self.report(share, str(STAGES[stage]))
            except jobs.Cancelled as stopped:
                self.stopped = stopped

    def is_stopped(self):
        """Whether to make do with the best plan so far; a job that another worker has now just ends."""
        if self.stopped is not None and not self.stopped.was_asked:
            raise self.stopped
        return self.stopped is not None


@jobs.handler("meetings.demand", title=_("Looking at the demand"))
def study_demand(edition_id, *, report):
    """Work out what the wishes ask for, and what would help."""
    edition = Edition.objects.select_related("event").get(pk=edition_id)
    stage = str(_("Trying what would help"))
    report(0.0, stage)
    demand.study(edition, actor=None, now=timezone.now(), report=lambda share: report(share, stage))


@jobs.handler("meetings.plan", title=_("Planning the meetings"))
def make_plan(run_id, *, report):
    """Make one plan; whoever stops it keeps the best plan so far, once there is one."""
    run = PlanRun.objects.select_related("edition__event").get(pk=run_id)
    try:
        report(0.0, str(STAGES["placing"]))
        listener = _Listener(report)
        plans.solve(run, progress=listener.tell, cancelled=listener.is_stopped)
    except engine.Cancelled:
        plans.end_unfinished(run, "cancel")
        raise jobs.Cancelled from None
    except jobs.Cancelled as stopped:
        if stopped.was_asked:  # else another worker is making this plan
            plans.end_unfinished(run, "cancel")
        raise
    except Refused:
        plans.end_unfinished(run, "fail")
        raise


@jobs.handler("meetings.measure", title=_("Working out the figures of a plan"))
def measure_plan(run_id, *, report):
    """Bring the figures of a plan up to the moves made in it."""
    moves.measure(PlanRun.objects.get(pk=run_id))
    report(1.0)


@jobs.handler("meetings.settle", title=_("Noting which meetings were held"), daily=True)
def settle_closed(*, report):
    """What is still planned in the plan of a closed edition was held."""
    waiting = Meeting.objects.filter(
        state=MeetingState.PLANNED, run__state__in=HOLDING, run__edition__state=EditionState.CLOSED
    )
    for edition in Edition.objects.filter(pk__in=waiting.values("run__edition")):
        live.settle(edition, actor=None, now=timezone.now())
    report(1.0)


@jobs.handler("meetings.called_off", title=_("Telling everybody that the edition was called off"))
def tell_of_calling_off(edition_id, *, report):
    """Write to everybody whom it concerns, batch by batch; a second run writes to nobody twice."""
    edition = Edition.objects.select_related("event").get(pk=edition_id)
    everybody = calling_off.everybody(edition)
    total, last = everybody.count() or 1, 0
    while last is not None:
        left = everybody.filter(pk__gt=last).count()
        report(1 - left / total, gettext("%(n)s people are left") % {"n": left} if left else "")
        last = calling_off.tell_batch(edition, after=last)
    calling_off.tell_others(edition)
    report(1.0)


@jobs.handler("meetings.agendas", title=_("Setting all agendas"))
def set_agendas(run_id, kind, *, report):
    """Set the agendas of everybody and keep them as one file; a second run keeps them again."""
    run = PlanRun.objects.select_related("edition__event").get(pk=run_id)
    content = documents.all_agendas_pdf(run.edition, run, heard=report)
    report(0.95, gettext("Keeping the file"))
    files.keep(content, name=f"{run.edition.slug}-agendas.pdf", kind=kind, most_bytes=papers.MOST_BYTES)
    report(1.0)


@jobs.handler("meetings.takeout", title=_("Writing the tables to take away"))
def write_tables(edition_id, actor_id, name, state, token, *, report):
    """Write a large workbook for the one who asked; a second run writes it again."""
    edition = Edition.objects.select_related("event").get(pk=edition_id)
    actor = get_user_model().objects.get(pk=actor_id)
    takeouts.write(takeouts.Takeout(name, state), edition, actor=actor, token=token, report=report)


@jobs.handler("meetings.forget_files", title=_("Forgetting files that were made to take away"), daily=True)
def forget_files(*, report):
    """Take away files that were kept long enough."""
    takeouts.forget(now=timezone.now())
    report(1.0)


@jobs.handler("meetings.expire", title=_("Reminding of requests and letting old ones expire"), daily=True)
def expire_requests(*, report):
    """Remind those who have not answered, and end what nobody answered in time."""
    open_ones = Edition.objects.filter(
        state=EditionState.PUBLISHED, meeting_requests__state=RequestState.SENT
    ).distinct()
    for edition in open_ones:
        now = timezone.now()
        expiry.expire(edition, now=now)
        expiry.remind_due(edition, now=now)
    report(1.0)

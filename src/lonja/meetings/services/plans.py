"""Ask for a plan, make it, and publish it."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition
from lonja.meetings import engine, mails
from lonja.meetings.lifecycle import PlanState, next_plan_state
from lonja.meetings.models import MeetingRequest, PlanRun, Slot, Table


@transaction.atomic
def request_plan(edition, *, seed, effort, actor, now):
    """Note that a plan is wanted; the view queues the work.

    Raises:
        Refused: when there is nothing to plan, or nowhere.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    _refuse_empty_floor(edition)
    newest = PlanRun.objects.filter(edition=edition).aggregate(newest=Max("number"))["newest"] or 0
    run = PlanRun.objects.create(
        edition=edition, number=newest + 1, seed=seed, effort=effort, requested_at=now, requested_by=actor
    )
    audit.record(actor, "plan.requested", run, seed=seed, effort=effort)
    return run


def _refuse_empty_floor(edition):
    remedy = _("Upload the workbook of the encounter first.")
    if not MeetingRequest.objects.accepted().filter(edition=edition).exists():
        raise Refused(_("There is no accepted request to plan."), remedy=remedy)
    if not Slot.objects.filter(edition=edition).exists():
        raise Refused(_("There is no slot in which a meeting could be held."), remedy=remedy)
    if not Table.objects.filter(edition=edition).exists():
        raise Refused(_("There is no table at which a meeting could be held."), remedy=remedy)


def remember_job(run, *, job):
    """Note which job makes a plan."""
    PlanRun.objects.filter(pk=run.pk).update(job=job.uuid)


def solve(run, *, progress=None, cancelled=None):
    """Make a plan and store it as a draft, all of it or nothing; a plan that is made already stays as it is.

    The planner works outside every transaction. Two workers that make the same plan by mistake
    come to the same draft, and only the first stores it.
    """
    if not _start(run):
        return run
    floor = engine.read_floor(run.edition)
    draft = engine.plan_floor(floor, seed=run.seed, effort=run.effort, progress=progress, cancelled=cancelled)
    return _store(run, draft)


@transaction.atomic
def _start(run):
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (PlanState.QUEUED, PlanState.SOLVING):
        return False
    run.state = next_plan_state("start", run.state)
    run.save(update_fields=["state"])
    return True


@transaction.atomic
def _store(run, draft):
    run = PlanRun.objects.select_for_update().select_related("edition__event").get(pk=run.pk)
    if run.state != PlanState.SOLVING:
        return run
    engine.write_draft(run, draft)
    run.state = next_plan_state("store", run.state)
    run.figures = draft.figures
    run.save(update_fields=["state", "figures"])
    audit.record(None, "plan.made", run, placed=draft.figures["placed"], requests=draft.figures["requests"])
    return run


@transaction.atomic
def end_unfinished(run, verb):
    """Note that a plan was stopped (`cancel`) or could not be made (`fail`); one that is made stays."""
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.state in (PlanState.QUEUED, PlanState.SOLVING):
        run.state = next_plan_state(verb, run.state)
        run.save(update_fields=["state"])
        audit.record(None, f"plan.{verb}", run)
    return run


@transaction.atomic
def publish(run, *, actor, now):
    """Let a draft hold: the plan before it is replaced, and everybody concerned gets the agenda.

    Raises:
        Refused: when it is not a draft, its edition is not public, or it no longer fits who comes
            and what is asked.
    """
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = PlanRun.objects.select_related("edition__event").get(pk=run.pk)
    run.state = next_plan_state("publish", run.state)
    _refuse_hidden(edition)
    _refuse_outdated(edition, run)
    before = PlanRun.objects.published().filter(edition=edition).first()
    if before:
        before.state = next_plan_state("supersede", before.state)
        before.save(update_fields=["state"])
    newest = PlanRun.objects.filter(edition=edition).aggregate(newest=Max("version"))["newest"] or 0
    run.version, run.published_at = newest + 1, now
    run.save(update_fields=["state", "version", "published_at"])
    for mail in mails.agendas(run, before):
        outbox.send(mail, key=f"agenda-{edition.pk}-{run.version}")
    audit.record(actor, "plan.published", run, version=run.version, number=run.number)
    return run


def _refuse_hidden(edition):
    """The mails lead to pages of the edition, which participants must be able to open."""
    if edition.state == EditionState.DRAFT:
        raise Refused(
            _("This edition is still a draft, so nobody could open the agenda."),
            remedy=_("Publish the edition first."),
            href=edition.get_absolute_url(),
        )


def _refuse_outdated(edition, run):
    floor = engine.read_floor(edition)
    planned = engine.placed_of(run)
    asked = {request.key for request in floor.requests}
    if any(one.request not in asked for one in planned) or engine.broken_rules(floor, planned):
        raise Refused(
            _("Since this plan was made, people, requests or tables have changed, and it no longer fits."),
            remedy=_("Plan again, and publish the new plan."),
        )

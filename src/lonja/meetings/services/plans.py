"""Ask for a plan, make it, and publish it."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState, refuse_called_off
from lonja.events.models import Edition
from lonja.meetings import engine, mails
from lonja.meetings.lifecycle import PlanState, next_plan_state
from lonja.meetings.models import MeetingRequest, PlanRun, Slot, Table, Unplaced
from lonja.meetings.services import locks


@transaction.atomic
def request_plan(edition, *, seed, effort, actor, now, keeps=None):
    """Note that a plan is wanted; the view queues the work.

    Args:
        edition: what to plan.
        seed: of every random choice.
        effort: how long to look.
        actor: who asks.
        now: when.
        keeps: a plan of the same edition whose meetings all stay; only free slots are planned.

    Raises:
        Refused: when there is nothing to plan, or nowhere, or what is locked contradicts itself.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse_called_off(edition.state)
    _refuse_empty_floor(edition)
    locks.refuse_contradictions(edition)
    if keeps is not None:
        next_plan_state("arrange", keeps.state)  # one that was never made has nothing to keep
    run = PlanRun.objects.create(
        edition=edition, number=_next_number(edition), seed=seed, effort=effort, requested_at=now,
        requested_by=actor, keeps=keeps,
    )  # fmt: skip
    kept = keeps.number if keeps else None
    audit.record(actor, "plan.requested", run, seed=seed, effort=effort, keeps=kept)
    return run


def _next_number(edition):
    newest = PlanRun.objects.filter(edition=edition).aggregate(newest=Max("number"))["newest"] or 0
    return newest + 1


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
    if run.keeps:
        floor = engine.keep_what_stands(floor, engine.placed_of(run.keeps))
    draft = engine.plan_floor(floor, seed=run.seed, effort=run.effort, progress=progress, cancelled=cancelled)
    return _store(run, draft, floor.digest())


@transaction.atomic
def _start(run):
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (PlanState.QUEUED, PlanState.SOLVING):
        return False
    run.state = next_plan_state("start", run.state)
    run.save(update_fields=["state"])
    return True


@transaction.atomic
def _store(run, draft, digest):
    run = PlanRun.objects.select_for_update().select_related("edition__event").get(pk=run.pk)
    if run.state != PlanState.SOLVING:
        return run
    engine.write_draft(run, draft)
    run.state = next_plan_state("store", run.state)
    run.figures, run.digest = draft.figures, digest
    run.save(update_fields=["state", "figures", "digest"])
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
def copy(run, *, actor, now):
    """A draft with the meetings of another plan, to be changed in peace; nobody is told of it.

    Raises:
        Refused: when there is nothing to copy.
    """
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    refuse_called_off(edition.state)
    next_plan_state("arrange", run.state)
    placed = engine.placed_of(run)
    new = PlanRun.objects.create(
        edition=edition, number=_next_number(edition), seed=run.seed, effort=run.effort, digest=run.digest,
        requested_at=now, requested_by=actor, keeps=run, state=PlanState.DRAFT, figures=run.figures,
        moves_made=run.moves_made,
    )  # fmt: skip
    engine.write_draft(new, engine.Draft(tuple(placed), (), {}))
    Unplaced.objects.bulk_create(
        [
            Unplaced(
                run=new, request_id=one.request_id, reason=one.reason, who_id=one.who_id, detail=one.detail
            )
            for one in Unplaced.objects.filter(run=run).order_by("pk")
        ],
        batch_size=500,
    )
    audit.record(actor, "plan.copied", new, source=run.number)
    return new


@transaction.atomic
def publish(run, *, actor, now, provisionally=False):
    """Let a plan hold: the plan before it is replaced, and everybody concerned gets the agenda.

    Args:
        run: a draft; or the provisional plan, which becomes final.
        actor: who publishes it.
        now: when.
        provisionally: whether people are told that it may still change.

    Raises:
        Refused: when it cannot be published any more, its edition is not public, or it no longer
            fits who comes, what is asked, and what is locked.
    """
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = PlanRun.objects.select_related("edition__event").get(pk=run.pk)
    was_provisional = run.is_provisional
    run.state = next_plan_state("publish_provisionally" if provisionally else "publish", run.state)
    _refuse_hidden(edition)
    locks.refuse_broken(run)
    _refuse_outdated(edition, run)
    before = PlanRun.objects.published().filter(edition=edition).exclude(pk=run.pk).first()
    if before:
        was_provisional = before.is_provisional
        before.state = next_plan_state("supersede", before.state)
        before.save(update_fields=["state"])
    run.version, run.published_at = next_version(edition), now
    run.save(update_fields=["state", "version", "published_at"])
    makes_final = was_provisional and not provisionally
    for mail in mails.agendas(run, before or (run if was_provisional else None), to_everybody=makes_final):
        outbox.send(mail, key=f"agenda-{edition.pk}-{run.version}")
    audit.record(
        actor, "plan.published", run, version=run.version, number=run.number, provisional=provisionally
    )
    return run


def next_version(edition):
    """The version of the agenda that comes now; the caller has locked the row of the edition."""
    newest = PlanRun.objects.filter(edition=edition).aggregate(newest=Max("version"))["newest"] or 0
    return newest + 1


def _refuse_hidden(edition):
    """The mails lead to pages of the edition, which participants must be able to open."""
    refuse_called_off(edition.state)
    if edition.state == EditionState.DRAFT:
        raise Refused(
            _("This edition is still a draft, so nobody could open the agenda."),
            remedy=_("Publish the edition first."),
            href=edition.get_absolute_url(),
        )


def _refuse_outdated(edition, run):
    floor = engine.read_floor(edition, with_locks=False)
    planned = engine.placed_of(run)
    asked = {request.key for request in floor.requests}
    if any(one.request not in asked for one in planned) or engine.broken_rules(floor, planned):
        raise Refused(
            _("Since this plan was made, people, requests or tables have changed, and it no longer fits."),
            remedy=_("Plan again, and publish the new plan."),
        )

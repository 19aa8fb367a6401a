"""Write what was moved in a plan by hand; whoever calls has asked every rule and locked the edition."""

from dataclasses import dataclass

from django.db import transaction

from lonja.base import audit
from lonja.events.models import Edition
from lonja.meetings import agenda, engine
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import Meeting, MeetingRequest, Move, PlanRun, Seat, Unplaced
from lonja.meetings.services import mending

TAKEN_OFF = "taken_off"
MEASURED_AT_ONCE = 2000  # of more accepted requests, the figures of a plan are worked out in the background


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a deed: where its meeting stands, if it does, and where it goes, if anywhere."""

    request: MeetingRequest
    meeting: Meeting | None
    to: engine.Placed | None


def carry_out(run, steps, actor, now):
    """Write the moves of one deed and return the last; every rule is asked, the edition is locked."""
    day = mending.Day(run.edition, run, now)
    old = [_placed(step) for step in steps]
    if run.holds:
        places = [one for pair in zip(old, (step.to for step in steps)) for one in pair if one]
        day.before = agenda.entries_of_all(
            run.edition, run, only=sorted({who for one in places for who in (one.sender, one.recipient)})
        )
        for before, step in zip(old, steps):
            mending.note(day, before, step.to)
    done = _write_down(run, steps, actor, now)
    if len(steps) > 1:
        _set_aside([step.meeting for step in steps if step.meeting], now)
    for step in steps:
        _seat(run, step) if step.to else _unseat(run, step, now)
    _count(run)
    mending.tell(day)
    for step in steps:
        where = {"slot": step.to.slot, "table": step.to.table} if step.to else {}
        verb = "meeting.moved" if step.to else "meeting.taken_off"
        audit.record(actor, verb, run, request=step.request.pk, **where)
    return done


def _placed(step):
    """Where the meeting of a step stands, with those who sit there; None when it waits."""
    if step.meeting is None:
        return None
    seated = (seat.participation_id for seat in step.meeting.seats.all())
    return engine.Placed(step.request.pk, step.meeting.slot_id, step.meeting.table_id, *seated)


def _write_down(run, steps, actor, now):
    """A row for each step, each leading to the one before; returns the last."""
    done = None
    for step in steps:
        done = Move.objects.create(
            run=run, request=step.request, moved_at=now, moved_by=actor, along=done,
            from_slot=step.meeting and step.meeting.slot, from_table=step.meeting and step.meeting.table,
            to_slot_id=step.to and step.to.slot, to_table_id=step.to and step.to.table,
        )  # fmt: skip
    return done


def _set_aside(meetings, now):
    """Free the places of some meetings, so that no two stand at one while they change."""
    ids = [meeting.pk for meeting in meetings]
    Seat.objects.filter(meeting__in=ids).delete()
    Meeting.objects.filter(pk__in=ids).update(state=MeetingState.CANCELLED, ended_at=now)


def _seat(run, step):
    """Let a meeting stand: the one there is moves, so that whatever hangs on it stays."""
    Unplaced.objects.filter(run=run, request=step.request).delete()
    to, two = step.to, [step.to.sender, step.to.recipient]
    meeting = step.meeting
    if meeting is None:
        meeting = Meeting.objects.create(run=run, request=step.request, slot_id=to.slot, table_id=to.table)
    else:
        rows = Meeting.ever.filter(pk=meeting.pk)
        rows.update(slot=to.slot, table=to.table, state=MeetingState.PLANNED, ended_at=None)
    if [seat.participation_id for seat in meeting.seats.all()] == two:
        meeting.seats.all().update(slot=to.slot)
        return
    meeting.seats.all().delete()
    Seat.objects.bulk_create(
        Seat(run=run, slot_id=to.slot, participation_id=who, meeting=meeting) for who in two
    )


def _unseat(run, step, now):
    """Let a request wait; of a plan that people come by, the meeting stays on record as cancelled."""
    if run.holds:
        step.meeting.seats.all().delete()
        Meeting.objects.filter(pk=step.meeting.pk).update(state=MeetingState.CANCELLED, ended_at=now)
    else:
        step.meeting.delete()
    Unplaced.objects.update_or_create(
        run=run, request=step.request, defaults={"reason": TAKEN_OFF, "who": None, "detail": {}}
    )


def _count(run):
    """Bring the figures of a plan up to its meetings; of a large plan only what is quickly counted."""
    run.moves_made += 1
    if MeetingRequest.objects.accepted().filter(edition=run.edition).count() <= MEASURED_AT_ONCE:
        run.figures = run.figures | _measured(run)
    else:
        placed = Meeting.objects.filter(run=run).count()
        run.figures = run.figures | {"placed": placed, "is_stale": True}
    run.save(update_fields=["figures", "moves_made"])


def _measured(run):
    return engine.measure_again(engine.read_floor(run.edition), engine.placed_of(run)) | {"is_stale": False}


def measure(run):
    """Bring the figures of a large plan up to its meetings, where nobody waits for it."""
    run = PlanRun.objects.select_related("edition__event").get(pk=run.pk)
    if not run.figures.get("is_stale"):
        return
    figures = _measured(run)
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=run.edition_id)
        now = PlanRun.objects.get(pk=run.pk)
        if now.moves_made == run.moves_made:  # else whoever moved it since asked for this again
            now.figures = now.figures | figures
            now.save(update_fields=["figures"])

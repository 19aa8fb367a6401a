"""Move meetings of a plan by hand: each move is checked again, written down, and told to the two."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition
from lonja.meetings import agenda, engine, obstacles
from lonja.meetings.lifecycle import MeetingState, next_plan_state
from lonja.meetings.models import Meeting, Move, PlanRun, Seat, Table, Unplaced
from lonja.meetings.services import mending

TRAY = "tray"  # where a request stands that has no place in a plan
TAKEN_OFF = "taken_off"


class InTheWay(Refused):
    """The place does not fit; each sentence says one reason.

    Attributes:
        sentences: the reasons, in words.
    """

    def __init__(self, sentences):
        super().__init__(" ".join(sentences), remedy=_("Nothing was changed. Choose another place."))
        self.sentences = sentences


def place_of(meeting):
    """Where a meeting stands, as the board names it: slot and table, or the tray."""
    return place_name(meeting.slot_id, meeting.table_id) if meeting else TRAY


def place_name(slot, table):
    """A place as the board names it."""
    return f"{slot}-{table}"


def hall_of(run):
    """The meetings of a plan on the floor of its edition."""
    return engine.Hall(engine.read_floor(run.edition), engine.placed_of(run))


@transaction.atomic
def move(run, request, *, slot, table, seen, actor, now):
    """Put a request at another place of a plan, or into it.

    Args:
        run: a draft, or the plan that holds; of the latter the two are told at once.
        request: whose meeting.
        slot: when.
        table: where; None takes the first table that is free then.
        seen: where the organiser saw it (`place_of`), so that nobody overwrites another's move.
        actor: who moves it.
        now: when it is moved.

    Raises:
        InTheWay: when a rule stands against it.
        Refused: when it was moved in the meantime, or nothing can be moved any more.
    """
    run, meeting = _locked(run, request, seen)
    hall = hall_of(run)
    if request.pk not in hall.requests:
        raise Refused(_("This request is no longer accepted, or one of the two no longer comes."))
    if slot.pk not in hall.slots or (table and table.pk not in hall.tables):
        raise Refused(_("There is no such slot or table any more. Load the board again."))
    if run.holds and slot.starts_at <= now:
        raise Refused(_("This time has passed."), remedy=_("Choose a slot that is still to come."))
    at_table = table.pk if table else hall.first_table(request.pk, slot.pk)
    conflicts = (
        hall.conflicts(request.pk, slot.pk, at_table)
        if at_table
        else hall.of_people(request.pk, slot.pk, hall.sitting(request.pk, slot.pk))
        or [engine.Conflict("no_table")]
    )
    if conflicts:
        words = obstacles.Words(hall, run.edition.zone_info, conflicts)
        raise InTheWay(obstacles.sentences(words, conflicts))
    two = hall.sitting(request.pk, slot.pk)
    target = Table.objects.get(pk=at_table)
    return _carry_out(run, request, meeting, slot, target, two, actor, now)


@transaction.atomic
def take_off(run, request, *, seen, actor, now):
    """Take a meeting off a plan; its request waits in the tray.

    Raises:
        Refused: when it was moved in the meantime, it is locked, or nothing can be moved any more.
    """
    run, meeting = _locked(run, request, seen)
    if meeting is None:
        raise Refused(_("This request has no place in the plan."))
    if hasattr(meeting.request, "lock"):
        raise InTheWay([_("The meeting is locked. Lift the lock first.")])
    return _carry_out(run, request, meeting, None, None, (), actor, now)


@transaction.atomic
def undo(run, *, actor, now):
    """Take back one's own last move in a plan.

    Raises:
        Refused: when there is none, somebody has moved the meeting since, or its old place is taken.
    """
    last = last_move(run, actor)
    if last is None:
        raise Refused(_("There is no move of yours to take back."))
    seen = place_name(last.to_slot_id, last.to_table_id) if last.to_slot_id else TRAY
    if last.from_slot is None:
        back = take_off(run, last.request, seen=seen, actor=actor, now=now)
    else:
        back = move(
            run, last.request, slot=last.from_slot, table=last.from_table, seen=seen, actor=actor, now=now
        )
    Move.objects.filter(pk__in=[last.pk, back.pk]).update(is_undone=True)
    return back


def last_move(run, actor):
    """The last move of somebody in a plan that is not taken back, or None."""
    rows = Move.objects.filter(run=run, moved_by=actor, is_undone=False).select_related(
        "request__sender__person", "request__recipient__person", "from_slot", "from_table"
    )
    return rows.order_by("-pk").first()


def _locked(run, request, seen):
    """The plan, its edition locked, and the meeting as it stands, once nothing speaks against a move."""
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = PlanRun.objects.select_related("edition__event").get(pk=run.pk)
    next_plan_state("arrange", run.state)
    if edition.state == EditionState.CLOSED:
        raise Refused(_("This edition is over. Its plans stay as they were."))
    meeting = (
        Meeting.objects.filter(run=run, request=request)
        .select_related("slot", "table", "request__lock")
        .first()
    )
    if meeting and meeting.state != MeetingState.PLANNED:
        raise Refused(_("This meeting has taken place, or somebody missed it. It stays where it was."))
    if place_of(meeting) != seen:
        raise Refused(
            _("Somebody else has moved this meeting in the meantime. %(where)s")
            % {"where": _where(run, meeting)},
            remedy=_("Nothing was changed. Load the board again, and move it from there."),
        )
    return run, meeting


def _where(run, meeting):
    zone = run.edition.zone_info
    if meeting is None:
        return obstacles.where_sentence(zone)
    return obstacles.where_sentence(zone, meeting.slot.starts_at, meeting.table)


def _carry_out(run, request, meeting, slot, table, two, actor, now):
    """Write one move; the caller has asked every rule and holds the row of the edition."""
    seated = [seat.participation_id for seat in meeting.seats.all()] if meeting else []
    old = engine.Placed(request.pk, meeting.slot_id, meeting.table_id, *seated) if meeting else None
    new = engine.Placed(request.pk, slot.pk, table.pk, *two) if slot else None
    day = mending.Day(run.edition, run, now)
    if run.holds:
        day.before = agenda.entries_of_all(run.edition, run, only=list({*two, *seated}))
        mending.note(day, old, new)
    done = Move.objects.create(
        run=run, request=request, moved_at=now, moved_by=actor,
        from_slot=meeting and meeting.slot, from_table=meeting and meeting.table, to_slot=slot,
        to_table=table,
    )  # fmt: skip
    if slot:
        _seat(run, request, meeting, slot, table, two)
    else:
        _unseat(run, request, meeting, now)
    _count(run)
    mending.tell(day)
    where = {"slot": slot.pk, "table": table.pk} if slot else {}
    audit.record(actor, "meeting.moved" if slot else "meeting.taken_off", run, request=request.pk, **where)
    return done


def _seat(run, request, meeting, slot, table, two):
    """Let a meeting stand: the one there is moves, so that whatever hangs on it stays."""
    Unplaced.objects.filter(run=run, request=request).delete()
    if meeting is None:
        meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=table)
    else:
        Meeting.objects.filter(pk=meeting.pk).update(slot=slot, table=table)
    if [seat.participation_id for seat in meeting.seats.all()] == list(two):
        meeting.seats.all().update(slot=slot)
        return
    meeting.seats.all().delete()
    Seat.objects.bulk_create(Seat(run=run, slot=slot, participation_id=who, meeting=meeting) for who in two)


def _unseat(run, request, meeting, now):
    """Let a request wait; of a plan that people come by, the meeting stays on record as cancelled."""
    if run.holds:
        meeting.seats.all().delete()
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED, ended_at=now)
    else:
        meeting.delete()
    Unplaced.objects.update_or_create(
        run=run, request=request, defaults={"reason": TAKEN_OFF, "who": None, "detail": {}}
    )


def _count(run):
    """Bring the figures of a plan up to its meetings."""
    floor = engine.read_floor(run.edition)
    run.figures = run.figures | engine.measure_again(floor, engine.placed_of(run))
    run.moves_made += 1
    run.save(update_fields=["figures", "moves_made"])

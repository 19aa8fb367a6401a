"""Move meetings of a plan by hand: each move is checked again, written down, and told to the two."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState, refuse_called_off
from lonja.events.models import Edition
from lonja.meetings import engine, obstacles
from lonja.meetings.lifecycle import MeetingState, next_plan_state
from lonja.meetings.models import Meeting, Move, PlanRun
from lonja.meetings.services import moves, nearby

TRAY = "tray"  # where a request stands that has no place in a plan


class InTheWay(Refused):
    """The place does not fit; each sentence says one reason.

    Attributes:
        sentences: the reasons, in words.
        others: ids of the requests whose meetings are in the way.
    """

    def __init__(self, sentences, *, others=()):
        super().__init__(" ".join(sentences), remedy=_("Nothing was changed. Choose another place."))
        self.sentences, self.others = sentences, others


def place_of(meeting):
    """Where a meeting stands, as the board names it: slot and table, or the tray."""
    return place_name(meeting.slot_id, meeting.table_id) if meeting else TRAY


def place_name(slot, table):
    """A place as the board names it."""
    return f"{slot}-{table}"


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
    run = _locked(run)
    meeting = _standing(run, request, seen)
    hall = nearby.hall_of(run, request, slots=[slot.pk])
    _refuse_unknown(hall, request)
    if slot.pk not in hall.slots or (table and table.pk not in hall.tables):
        raise Refused(_("There is no such slot or table any more. Load the board again."))
    _refuse_past(run, [slot], now)
    at_table = table.pk if table else hall.first_table(request.pk, slot.pk)
    two = hall.sitting(request.pk, slot.pk)
    conflicts = (
        hall.conflicts(request.pk, slot.pk, at_table)
        if at_table
        else hall.of_people(request.pk, slot.pk, two) or [engine.Conflict("no_table")]
    )
    _refuse_conflicts(run, hall, conflicts)
    to = engine.Placed(request.pk, slot.pk, at_table, *two)
    return moves.carry_out(run, [moves.Step(request, meeting, to)], actor, now)


@transaction.atomic
def swap(run, request, other, *, seen, other_seen, actor, now):
    """Let two requests change places; where one of them waits, the other waits in its stead.

    Args:
        run: a draft, or the plan that holds.
        request: one of the two.
        other: the other one.
        seen: where the organiser saw the one.
        other_seen: where she saw the other.
        actor: who changes them.
        now: when.

    Raises:
        InTheWay: when a rule stands against it.
        Refused: when one was moved in the meantime, or nothing can be moved any more.
    """
    run = _locked(run)
    rows = [(request, _standing(run, request, seen)), (other, _standing(run, other, other_seen))]
    hall = nearby.hall_of(run, request, other)
    _refuse_unknown(hall, request, other)
    if request.pk == other.pk or not any(meeting for _row, meeting in rows):
        raise Refused(_("There are no two places to change here."))
    _refuse_past(run, [meeting.slot for _row, meeting in rows if meeting], now)
    moved, conflicts = hall.swap(request.pk, other.pk)
    _refuse_conflicts(run, hall, conflicts)
    to = {one.request: one for one in moved}
    return moves.carry_out(
        run, [moves.Step(row, meeting, to.get(row.pk)) for row, meeting in rows], actor, now
    )


@transaction.atomic
def take_off(run, request, *, seen, actor, now):
    """Take a meeting off a plan; its request waits in the tray.

    Raises:
        Refused: when it was moved in the meantime, it is locked, or nothing can be moved any more.
    """
    run = _locked(run)
    meeting = _standing(run, request, seen)
    if meeting is None:
        raise Refused(_("This request has no place in the plan."))
    if hasattr(meeting.request, "lock"):
        raise InTheWay([_("The meeting is locked. Lift the lock first.")])
    return moves.carry_out(run, [moves.Step(request, meeting, None)], actor, now)


@transaction.atomic
def undo(run, *, actor, now):
    """Take back one's own last move in a plan; of a swap, both its moves.

    Raises:
        Refused: when there is none, somebody has moved the meeting since, or its old place is taken.
    """
    last = last_move(run, actor)
    if last is None:
        raise Refused(_("There is no move of yours to take back."))
    facts = {"seen": _went_to(last), "actor": actor, "now": now}
    if last.along:
        back = swap(run, last.request, last.along.request, other_seen=_went_to(last.along), **facts)
    elif last.from_slot is None:
        back = take_off(run, last.request, **facts)
    else:
        back = move(run, last.request, slot=last.from_slot, table=last.from_table, **facts)
    both = [last.pk, last.along_id, back.pk, back.along_id]
    Move.objects.filter(pk__in=[pk for pk in both if pk]).update(is_undone=True)
    return back


def _went_to(move):
    return place_name(move.to_slot_id, move.to_table_id) if move.to_slot_id else TRAY


def last_move(run, actor):
    """The last move of somebody in a plan that is not taken back, or None."""
    rows = Move.objects.filter(run=run, moved_by=actor, is_undone=False).select_related(
        "request__sender__person", "request__recipient__person", "from_slot", "from_table",
        "along__request__sender__person", "along__request__recipient__person",
    )  # fmt: skip
    return rows.order_by("-pk").first()


def _locked(run):
    """The plan, its edition locked, once nothing speaks against changing it."""
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = PlanRun.objects.select_related("edition__event").get(pk=run.pk)
    next_plan_state("arrange", run.state)
    refuse_called_off(edition.state)
    if edition.state == EditionState.CLOSED:
        raise Refused(_("This edition is over. Its plans stay as they were."))
    return run


def _standing(run, request, seen):
    """The meeting of a request, or None when it waits; it must stand where it was seen."""
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
    return meeting


def _where(run, meeting):
    zone = run.edition.zone_info
    if meeting is None:
        return obstacles.where_sentence(zone)
    return obstacles.where_sentence(zone, meeting.slot.starts_at, meeting.table)


def _refuse_unknown(hall, *requests):
    if any(one.pk not in hall.requests for one in requests):
        raise Refused(_("This request is no longer accepted, or one of the two no longer comes."))


def _refuse_past(run, slots, now):
    if run.holds and any(slot.starts_at <= now for slot in slots):
        raise Refused(_("This time has passed."), remedy=_("Choose a slot that is still to come."))


def _refuse_conflicts(run, hall, conflicts):
    if conflicts:
        words = obstacles.Words(hall, run.edition.zone_info, conflicts)
        in_the_way = dict.fromkeys(one.other for one in conflicts if one.other)
        raise InTheWay(obstacles.sentences(words, conflicts), others=[*in_the_way])

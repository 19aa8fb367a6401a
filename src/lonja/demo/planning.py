"""Plans of the coming edition to compare: two runs, one changed by hand, and what the wishes ask for."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, F

from lonja.events.models import Participation
from lonja.meetings import engine
from lonja.meetings.models import Slot
from lonja.meetings.services import board, demand, locks, plans

SEEDS = (1, 2)
SHORT_STAYS, SLOTS_OF_A_SHORT_STAY = 6, 6


def write(edition, *, actor, today):
    """Plan an edition twice as a draft, lock the meetings of who is asked most, and move one by hand."""
    now = datetime.combine(today, time(8), UTC)
    _shorten_stays(edition)
    runs = []
    for number, seed in enumerate(SEEDS):
        at = now + timedelta(minutes=10 * number)
        run = plans.request_plan(edition, seed=seed, effort="quick", actor=actor, now=at)
        runs.append(plans.solve(run))
        if number == 0:
            locks.lock(runs[0], of=_most_asked(runs[0]), actor=actor, now=at)
    demand.study(edition, actor=actor, now=now + timedelta(minutes=25))
    last = plans.copy(runs[-1], actor=actor, now=now + timedelta(minutes=30))
    _move_one(last, actor, now + timedelta(minutes=40))


def _shorten_stays(edition):
    """Those who are asked most stay for a few meetings only, so that not every wish can be met."""
    slots = list(edition.slots.order_by("starts_at"))
    asked = edition.participations.annotate(
        sent=Count("requests_sent", distinct=True), received=Count("requests_received", distinct=True)
    )
    for one in asked.order_by(-F("sent") - F("received"), "pk")[:SHORT_STAYS]:
        one.arrives_at, one.leaves_at = None, slots[SLOTS_OF_A_SHORT_STAY].starts_at
        one.save(update_fields=["arrives_at", "leaves_at"])


def _most_asked(run):
    """Who has most meetings; the first of several."""
    rows = Participation.objects.filter(seats__run=run)
    counted = rows.annotate(held=Count("seats")).order_by("-held", "pk")
    return counted.first()


def _move_one(run, actor, now):
    """Move the first meeting that is not locked to the last time at which it fits."""
    hall = engine.Hall(engine.read_floor(run.edition), engine.placed_of(run))
    for meeting in run.meetings.filter(request__lock=None).select_related("request").order_by("pk"):
        slot = next((key for key in reversed(hall.slots) if _fits(hall, meeting, key)), None)
        if slot is not None:
            facts = {"slot": Slot.objects.get(pk=slot), "table": None, "seen": board.place_of(meeting)}
            board.move(run, meeting.request, **facts, actor=actor, now=now)
            return


def _fits(hall, meeting, slot):
    request = meeting.request_id
    two = hall.sitting(request, slot)
    return (
        slot != meeting.slot_id and not hall.of_people(request, slot, two) and hall.first_table(request, slot)
    )

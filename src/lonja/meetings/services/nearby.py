"""A plan as some of its requests see it, read without the thousands who have nothing to do with them."""

from lonja.meetings import engine
from lonja.meetings.models import Lock, MeetingRequest, Representative


def hall_of(run, *requests, slots=None):
    """The hall of a plan around some requests.

    For these requests it gives the answers that the hall of everybody would: whoever may sit for
    them comes with all her meetings, absences and talks, and each table with whoever takes it.

    Args:
        run: the plan.
        requests: whose places are asked for.
        slots: ids of the only slots asked for; None asks for all.
    """
    floor = engine.read_floor(run.edition, only=_around(requests))
    placed, taken = engine.placed_around(run, floor.people, slots)
    hall = engine.Hall(floor, placed)
    hall.taken |= taken
    return hall


def _around(requests):
    """The ids of whoever is named for some requests, may sit instead, or is locked to sit; not read yet."""
    ids = [one.pk for one in requests]
    asked = MeetingRequest.objects.filter(pk__in=ids).order_by()
    locks = Lock.objects.filter(request__in=ids)
    representatives = Representative.objects.filter(request__in=ids).order_by()
    return asked.values("sender_id").union(
        asked.values("recipient_id"),
        representatives.values("participation_id"),
        locks.values("sender_id"),
        locks.values("recipient_id"),
    )

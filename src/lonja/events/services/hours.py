"""The hours of an edition on other days: the same by the clock of the venue, whatever that clock does."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from lonja.base.errors import Refused
from lonja.events.models import Absence, Leg, Session

# Rows that hold a moment alone stand there for a while when all of them move: no two may share one.
_AWAY = timedelta(days=40_000)


def shifted(moment, *, days, zone_info, to=None):
    """The same hour on the clock of the venue, some days later; None stays None.

    An hour that the clocks leave out on the new day becomes the hour after it.

    Args:
        to: the clock from then on, where it is another.
    """
    if moment is None:
        return None
    local = moment.astimezone(zone_info).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=to or zone_info).astimezone(UTC)


def move_all(edition, *, days, zone_info, now):
    """Move talks, slots, stays, absences and legs of an edition by some days; meetings go with their slots.

    Args:
        edition: locked, with its new days and its new clock.
        zone_info: the clock until now, by which the hours were meant.

    Returns:
        How many talks and how many slots moved.

    Raises:
        Refused: when two slots would begin in one moment, because the clocks skip an hour.
    """

    def later(moment):
        return shifted(moment, days=days, zone_info=zone_info, to=edition.zone_info)

    talks = list(edition.sessions.order_by("pk"))
    for talk in talks:
        _stretch(talk, later)
        talk.revise(now)
    _write(Session, talks, "starts_at", "ends_at", "revision", "revised_at")
    people = list(edition.participations.exclude(arrives_at=None, leaves_at=None).order_by("pk"))
    for one in people:
        one.arrives_at, one.leaves_at = later(one.arrives_at), later(one.leaves_at)
    _write(edition.participations.model, people, "arrives_at", "leaves_at")
    absences = list(Absence.objects.filter(participation__edition=edition).order_by("pk"))
    for one in absences:
        _stretch(one, later)
    _write(Absence, absences, "starts_at", "ends_at")
    _move_legs(edition, days, now)
    return {"talks": len(talks), "slots": _move_slots(edition, later)}


def _stretch(row, later):
    """Move beginning and end; what the clocks would leave without an end lasts as long as it did."""
    lasts = row.ends_at - row.starts_at
    row.starts_at, row.ends_at = later(row.starts_at), later(row.ends_at)
    if row.ends_at <= row.starts_at:
        row.ends_at = row.starts_at + lasts


def _move_legs(edition, days, now):
    """Legs of a journey go by the clocks of their own places."""
    legs = list(edition.legs.order_by("pk"))
    for leg in legs:
        zone = ZoneInfo(leg.time_zone)
        _stretch(leg, lambda moment, zone=zone: shifted(moment, days=days, zone_info=zone))
        leg.version += 1
        leg.changed_at = now
    _write(Leg, legs, "starts_at", "ends_at", "version", "changed_at")


def _move_slots(edition, later):
    """Slots keep their meetings, which so move with them."""
    slots = list(edition.slots.order_by("pk"))
    moments = [later(slot.starts_at) for slot in slots]
    if len(set(moments)) < len(moments):
        raise Refused(
            _("On the new days the clocks skip an hour, and two slots would begin in one moment."),
            remedy=_("Choose other days, or leave the hours where they are and change them one by one."),
        )
    edition.slots.update(starts_at=models.F("starts_at") + _AWAY)
    for slot, moment in zip(slots, moments):
        slot.starts_at = moment
    _write(edition.slots.model, slots, "starts_at")
    return len(slots)


def _write(model, rows, *names):
    model.objects.bulk_update(rows, names, batch_size=500)

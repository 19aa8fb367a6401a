"""When somebody can be met: her slots, her stay, her pause; a plan that holds follows."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.models import Absence, Participation
from lonja.meetings.models import Presence, Slot
from lonja.meetings.services import mending

LUNCH = "lunch"


def touches(absence, slot):
    """Whether an absence takes something of a slot."""
    return absence.starts_at < slot.ends_at and absence.ends_at > slot.starts_at


def free_slots(participation, slots):
    """Slots, by id, that no absence but the pause touches."""
    absences = [one for one in participation.absences.all() if one.reason != LUNCH]
    return {slot.pk for slot in slots if not any(touches(one, slot) for one in absences)}


def lunch_of(participation):
    """The pause, as an absence of its own, or None."""
    return next((one for one in participation.absences.all() if one.reason == LUNCH), None)


@transaction.atomic
def save(participation, *, free, lunch, stay, presence, actor, now):
    """Write down when and how somebody can be met; returns how many of her meetings had to change.

    Args:
        participation: whose.
        free: ids of the slots in which she can meet somebody.
        lunch: (from, until) by the clock of the venue, for each day, or None.
        stay: arrives_at, leaves_at, remote.
        presence: languages, wants_table.
        actor: who says so.
        now: the moment.

    Raises:
        Refused: when the edition is over.
    """
    day = mending.locked_day(participation.edition, now=now)
    one = Participation.objects.get(pk=participation.pk)
    if stay["arrives_at"] and stay["leaves_at"] and stay["arrives_at"] >= stay["leaves_at"]:
        raise Refused(_("Nobody can leave before she comes."))
    for name, value in stay.items():
        setattr(one, name, value)
    one.save(update_fields=list(stay))
    _write_absences(one, list(Slot.objects.filter(edition=day.edition)), set(free))
    _write_lunch(one, day.edition, lunch)
    Presence.objects.update_or_create(participation=one, defaults=presence)
    mending.mend(day, [one.pk])
    mending.tell(day)
    audit.record(actor, "participation.availability", one, free=len(free))
    return len({change.request_id for change in day.changes})


def _write_absences(one, slots, free):
    """Bring the absences in line with the grid; those that no changed slot touches stay as they were."""
    before = free_slots(one, slots)
    freed = [slot for slot in slots if slot.pk in free - before]
    absences = [row for row in one.absences.all() if row.reason != LUNCH]
    gone = [row for row in absences if any(touches(row, slot) for slot in freed)]
    still = {slot.pk for slot in slots for row in gone if touches(row, slot)} - free
    Absence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    taken = still | (before - free)
    Absence.objects.bulk_create(
        Absence(participation=one, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for slot in slots
        if slot.pk in taken
    )


def _write_lunch(one, edition, lunch):
    Absence.objects.filter(participation=one, reason=LUNCH).delete()
    if lunch is None:
        return
    days = range((edition.ends_on - edition.starts_on).days + 1)
    Absence.objects.bulk_create(
        Absence(
            participation=one,
            reason=LUNCH,
            starts_at=datetime.combine(edition.starts_on + timedelta(n), lunch[0], tzinfo=edition.zone_info),
            ends_at=datetime.combine(edition.starts_on + timedelta(n), lunch[1], tzinfo=edition.zone_info),
        )
        for n in days
    )

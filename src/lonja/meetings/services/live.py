"""What happens on the day: no-shows, late and early people, withdrawals, closed tables, moved talks."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition, Participation, Session
from lonja.events.services import editions, registrations
from lonja.meetings import agenda
from lonja.meetings.lifecycle import HOLDING, MeetingState, next_meeting_state
from lonja.meetings.models import HallScreen, Meeting, NoShow, OwnTime, RunningLate, Seat, Slot, Table
from lonja.meetings.models.live import hall_token
from lonja.meetings.services import mending, proposals

UNDO_WITHIN = timedelta(minutes=10)


@transaction.atomic
def miss(meeting, *, absent, actor, now):
    """Note that somebody is not at a meeting that has begun; whoever came gets proposals at once.

    Raises:
        Refused: when it has not begun, was cancelled, or the person does not sit there.
    """
    day, meeting, seated = _locked(meeting, now)
    if meeting.slot.starts_at > now:
        raise Refused(_("This meeting has not begun yet, so nobody can be missing."))
    if absent.pk not in seated:
        raise Refused(_("This person does not sit in this meeting."))
    _row, is_new = NoShow.objects.get_or_create(
        meeting=meeting, absent=absent, defaults={"noted_at": now, "noted_by": actor}
    )
    if not is_new:
        return meeting
    _set(meeting, "miss", now)
    missing = set(NoShow.objects.filter(meeting=meeting).values_list("absent_id", flat=True))
    proposals.propose(day, [(who, None) for who in seated if who not in missing])
    mending.bump(day)
    audit.record(actor, "meeting.missed", meeting, absent=absent.pk)
    return meeting


@transaction.atomic
def undo_miss(meeting, *, absent, actor, now, at_any_time=False):
    """Take a no-show back, within some minutes: she came after all.

    Raises:
        Refused: when nothing was noted, or too long ago (an organiser may at any time).
    """
    day, meeting, seated = _locked(meeting, now)
    row = NoShow.objects.filter(meeting=meeting, absent=absent).first()
    if row is None:
        raise Refused(_("There is nothing to take back at this meeting."))
    if now - row.noted_at > UNDO_WITHIN and not at_any_time:
        raise Refused(
            _("This was noted more than ten minutes ago."), remedy=_("The organiser can still take it back.")
        )
    row.delete()
    proposals.take_back(day, [who for who in seated if who != absent.pk], made_at=row.noted_at)
    if not NoShow.objects.filter(meeting=meeting).exists():
        _set(meeting, "undo", None)
    mending.bump(day)
    audit.record(actor, "meeting.miss_undone", meeting, absent=absent.pk)
    return meeting


@transaction.atomic
def hold(meeting, *, actor, now):
    """Note that a meeting took place.

    Raises:
        Refused: when it has not begun, or was cancelled.
    """
    day, meeting, seated = _locked(meeting, now)
    if meeting.slot.starts_at > now:
        raise Refused(_("This meeting has not begun yet."))
    for row in NoShow.objects.filter(meeting=meeting):
        proposals.take_back(day, [who for who in seated if who != row.absent_id], made_at=row.noted_at)
        row.delete()
    _set(meeting, "hold", now)
    mending.bump(day)
    audit.record(actor, "meeting.held", meeting)
    return meeting


@transaction.atomic
def run_late(meeting, *, participation, minutes, actor, now):
    """Tell the other at the table that one comes some minutes later; nothing moves.

    Raises:
        Refused: when the meeting is over or the person does not sit there.
    """
    day, meeting, seated = _locked(meeting, now)
    if participation.pk not in seated or meeting.slot.ends_at <= now:
        raise Refused(_("This meeting is over."))
    RunningLate.objects.update_or_create(
        meeting=meeting, participation=participation, defaults={"minutes": minutes, "noted_at": now}
    )
    mending.bump(day)
    audit.record(actor, "meeting.late", meeting, minutes=minutes)
    return meeting


@transaction.atomic
def change_stay(participation, *, actor, now, arrives_at=None, leaves_at=None):
    """Somebody comes later or leaves earlier than the plan says; her meetings then find another time.

    Raises:
        Refused: when she would leave before she comes.
    """
    day = mending.locked_day(participation.edition, now=now)
    one = Participation.objects.get(pk=participation.pk)
    one.arrives_at, one.leaves_at = arrives_at or one.arrives_at, leaves_at or one.leaves_at
    if one.arrives_at and one.leaves_at and one.arrives_at >= one.leaves_at:
        raise Refused(_("Nobody can leave before she comes."))
    one.save(update_fields=["arrives_at", "leaves_at"])
    _mend(day, [one.pk])
    audit.record(actor, "participation.stay_changed", one, arrives_at=one.arrives_at, leaves_at=one.leaves_at)
    return day


@transaction.atomic
def withdraw(participation, *, actor, now):
    """Somebody does not come, or not any more; a colleague sits for her, or her partners get proposals.

    Raises:
        Refused: when her participation is cancelled already.
    """
    day = mending.locked_day(participation.edition, now=now)
    registrations.cancel(participation, actor=actor)
    _mend(day, [participation.pk])
    return day


@transaction.atomic
def go_on_without(participation, *, now):
    """Mend the plan after somebody has left; what has begun stays, and the plan of what is over too."""
    waiting = Seat.objects.filter(
        participation=participation,
        run__state__in=HOLDING,
        run__edition__state=EditionState.PUBLISHED,
        slot__starts_at__gt=now,
    )
    if waiting.exists():
        _mend(mending.locked_day(participation.edition, now=now), [participation.pk])


@transaction.atomic
def withdraw_organisation(edition, organisation, *, actor, now):
    """Everybody of one organisation stays away; her own tables serve the others from now on.

    Raises:
        Refused: when nobody of it is expected.
    """
    day = mending.locked_day(edition, now=now)
    people = list(mending.expected_of(edition, organisation=organisation))
    if not people:
        raise Refused(_("Nobody of this organisation is expected."))
    for one in people:
        registrations.cancel(one, actor=actor)
    released = Table.objects.filter(edition=edition, host__in=people)
    numbers = sorted(released.values_list("number", flat=True))
    released.update(host=None)
    _mend(day, [one.pk for one in people])
    audit.record(actor, "organisation.withdrawn", edition, organisation=organisation.pk, tables=numbers)
    return day


@transaction.atomic
def close_table(table, *, actor, now):
    """A table can no longer be used today; its meetings go to another one."""
    day = mending.locked_day(table.edition, now=now)
    slots = list(Slot.objects.filter(edition=day.edition, starts_at__gt=now))
    table.closed_slots.add(*slots)
    seats = Seat.objects.filter(run=day.run, meeting__table=table, slot__in=slots)
    _mend(day, list(seats.values_list("participation_id", flat=True).distinct()))
    audit.record(actor, "table.closed", table, slots=len(slots))
    return day


@transaction.atomic
def move_session(session, *, starts_at, actor, now):
    """A talk begins at another time; those who attend or give it keep it, and their meetings make room."""
    day = mending.locked_day(session.edition, now=now)
    session = Session.objects.get(pk=session.pk)
    attend = session.places.values_list("participation_id", flat=True)
    speak = session.speakers.exclude(participation=None).values_list("participation_id", flat=True)
    people = sorted({*attend, *speak})
    day.before = agenda.entries_of_all(day.edition, day.run, only=people)
    session.starts_at, session.ends_at = starts_at, starts_at + (session.ends_at - session.starts_at)
    session.revise(now)
    session.save(update_fields=["starts_at", "ends_at", "revision", "revised_at"])
    _mend(day, people, also_told=people)
    audit.record(actor, "session.moved", session, starts_at=starts_at)
    return day


def _mend(day, people, *, also_told=()):
    """Mend the plan around some people, tell those touched, and offer what is free to those who lost."""
    mending.mend(day, people)
    mending.tell(day, also=also_told)
    gone = set(people) - set(mending.expected_of(day.edition, pk__in=people).values_list("pk", flat=True))
    proposals.propose(day, [(who, slot) for who, slot in day.freed if who not in gone])


def _locked(meeting, now):
    """The locked day, the meeting as it stands, and the two who sit there."""
    day = mending.locked_day(meeting.run.edition, now=now)
    row = Meeting.objects.select_related("slot", "run").filter(pk=meeting.pk).first()
    if row is None or day.run is None or row.run_id != day.run.pk:
        raise Refused(_("This meeting was cancelled, or the plan has changed. Load the page again."))
    seated = list(Seat.objects.filter(meeting=row).order_by("pk").values_list("participation_id", flat=True))
    return day, row, seated


def _set(meeting, verb, ended_at):
    meeting.state, meeting.ended_at = next_meeting_state(verb, meeting.state), ended_at
    meeting.save(update_fields=["state", "ended_at"])


@transaction.atomic
def close_edition(edition, *, actor, now):
    """Close an edition: what is still planned in the plan that holds was held.

    Raises:
        Refused: when it cannot be closed.
    """
    editions.move_edition(edition, "close", actor=actor)
    return settle(edition, actor=actor, now=now)


@transaction.atomic
def settle(edition, *, actor, now):
    """Turn what is still planned in the plan of a closed edition into held; twice changes nothing."""
    edition = type(edition).objects.select_for_update().get(pk=edition.pk)
    if edition.state != EditionState.CLOSED:
        return 0
    rows = Meeting.objects.filter(run__edition=edition, run__state__in=HOLDING, state=MeetingState.PLANNED)
    held = rows.update(state=next_meeting_state("hold", MeetingState.PLANNED), ended_at=now)
    if held:
        audit.record(actor, "edition.settled", edition, held=held)
    return held


@transaction.atomic
def set_screen(edition, *, actor, is_public=None, remote_link=None, renew=False):
    """Say who sees the hall screen and where remote meetings take place; or give it a new secret address.

    Calendars look again when the address of remote meetings is another one.
    """
    edition = Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
    row, _is_new = HallScreen.objects.get_or_create(edition=edition)
    if renew:
        row.token = hall_token()
    if is_public is not None:
        row.is_public = is_public
    if remote_link is not None and remote_link != row.remote_link:
        row.remote_link = remote_link
        mending.bump(mending.Day(edition, agenda.published_plan(edition), None))
    row.save()
    audit.record(actor, "hall_screen.set", row, public=row.is_public, renewed=renew)
    return row


@transaction.atomic
def set_own_time(participation, *, time_zone, actor):
    """Remember by which clock somebody lives."""
    row, _is_new = OwnTime.objects.update_or_create(
        participation=participation, defaults={"time_zone": time_zone}
    )
    audit.record(actor, "participation.own_time_set", participation, time_zone=time_zone)
    return row

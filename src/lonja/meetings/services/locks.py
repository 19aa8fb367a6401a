"""Keep meetings where they are, whatever is planned later; and let them go again."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.models import Edition, Participation
from lonja.meetings import engine
from lonja.meetings.lifecycle import next_plan_state
from lonja.meetings.models import Lock, Meeting, MeetingRequest

NAMES_SHOWN = 5


@transaction.atomic
def lock(run, *, actor, now, only=None, of=None):
    """Lock meetings of a plan where they stand: time, table, and who sits.

    Args:
        run: the plan.
        actor: who locks them.
        now: when.
        only: just the meeting of this request.
        of: just the meetings of this participant; without both, all meetings of the plan.

    Returns:
        How many are locked now that were not, or stood elsewhere.

    Raises:
        Refused: when there is no such meeting, or it contradicts what is locked already.
    """
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    next_plan_state("arrange", run.state)
    rows = Meeting.objects.filter(run=run).prefetch_related("seats").order_by("pk")
    if only is not None:
        rows = rows.filter(request=only)
    if of is not None:
        rows = rows.filter(seats__participation=of)
    meetings = list(rows)
    if not meetings:
        raise Refused(_("There is no such meeting in this plan."))
    new = _changed(meetings, edition, actor, now)
    Lock.objects.filter(request__in=[one.request_id for one in new]).delete()
    _refuse_taken(edition, new)
    Lock.objects.bulk_create(new, batch_size=500)
    refuse_contradictions(edition)
    audit.record(actor, "meetings.locked", run, count=len(new))
    return len(new)


def _changed(meetings, edition, actor, now):
    """Locks for the meetings that are not locked just so already."""
    known = {
        row[0]: row[1:]
        for row in Lock.objects.filter(edition=edition).values_list(
            "request_id", "slot_id", "table_id", "sender_id", "recipient_id"
        )
    }
    new = []
    for meeting in meetings:
        sender, recipient = (seat.participation_id for seat in meeting.seats.all())
        if known.get(meeting.request_id) != (meeting.slot_id, meeting.table_id, sender, recipient):
            new.append(
                Lock(
                    edition=edition, request_id=meeting.request_id, slot_id=meeting.slot_id,
                    table_id=meeting.table_id, sender_id=sender, recipient_id=recipient, locked_at=now,
                    locked_by=actor,
                )
            )  # fmt: skip
    return new


def _refuse_taken(edition, new):
    held = {(one.slot_id, one.table_id) for one in Lock.objects.filter(edition=edition)}
    if any((one.slot_id, one.table_id) in held for one in new):
        raise Refused(
            _("Another meeting is locked at the same table at the same time."),
            remedy=_("Lift that lock first."),
            href=_address(edition),
        )


@transaction.atomic
def lift(edition, *, actor, only=None, of=None):
    """Let locked meetings be planned again; returns how many.

    Args:
        edition: whose locks.
        actor: who lifts them.
        only: just the one of this request.
        of: just those of this participant; without both, all of them.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    rows = Lock.objects.filter(edition=edition)
    if only is not None:
        rows = rows.filter(request=only)
    if of is not None:
        rows = rows.filter(sender=of) | rows.filter(recipient=of)
    count = rows.count()
    rows.delete()
    if count:
        audit.record(actor, "meetings.unlocked", edition, count=count)
    return count


def refuse_contradictions(edition):
    """Say no when what is locked cannot be, and name it.

    Raises:
        Refused: naming the people.
    """
    try:
        engine.check_locks(engine.read_floor(edition))
    except engine.Contradiction as fault:
        names = _pairs(fault.requests) or [
            str(one) for one in Participation.objects.filter(pk__in=fault.people).select_related("person")
        ]
        raise Refused(
            _("What is locked contradicts itself: %(names)s. %(why)s")
            % {"names": _listed(names), "why": fault.sentence},
            remedy=_("Lift a lock, and try again."),
            href=_address(edition),
        ) from fault


def refuse_broken(run):
    """Say no when locked meetings stand elsewhere in a plan, or nowhere.

    Raises:
        Refused: naming the people.
    """
    stands = {
        row[0]: row[1:]
        for row in Meeting.objects.filter(run=run).values_list("request_id", "slot_id", "table_id")
    }
    locks = Lock.objects.filter(
        edition=run.edition_id, request__in=MeetingRequest.objects.accepted()
    ).values_list("request_id", "slot_id", "table_id")
    broken = [request for request, *where in locks if stands.get(request) != tuple(where)]
    if broken:
        raise Refused(
            _("Meetings that you have locked stand elsewhere in this plan: %(names)s.")
            % {"names": _listed(_pairs(broken))},
            remedy=_("Lift those locks, or plan again."),
            href=_address(run.edition),
        )


def _pairs(requests):
    rows = MeetingRequest.objects.filter(pk__in=requests).select_related(
        "sender__person", "recipient__person"
    )
    return [f"{row.sender} – {row.recipient}" for row in rows.order_by("pk")]


def _listed(names):
    shown = ", ".join(names[:NAMES_SHOWN])
    return f"{shown}, …" if len(names) > NAMES_SHOWN else shown


def _address(edition):
    return reverse("meetings:locks", args=[edition.event.slug, edition.slug])

"""On the spot: what somebody thinks of a meeting, and what she wants to remember."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.impact.models import MeetingNote, Rating
from lonja.meetings.models import Meeting


@transaction.atomic
def rate(meeting, *, participation, useful, goes_on, actor, now):
    """Say how useful a meeting was and whether it goes on; a later word replaces an earlier one.

    Raises:
        Refused: before the meeting has begun.
    """
    if meeting.slot.starts_at > now:
        raise Refused(
            _("This meeting has not begun yet."), remedy=_("Come back when you have talked to each other.")
        )
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    rating, _is_new = Rating.objects.update_or_create(
        request_id=meeting.request_id,
        participation=participation,
        defaults={"useful": useful, "goes_on": goes_on, "rated_at": now},
    )
    audit.record(actor, "meeting.rated", rating)
    return rating


@transaction.atomic
def write_note(meeting, *, participation, text, actor, now):
    """Keep a private note; an empty one takes it away. The audit tells that, never the words."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    mine = {"request_id": meeting.request_id, "participation": participation}
    if not text.strip():
        gone = MeetingNote.objects.filter(**mine).first()
        if gone:
            audit.record(actor, "meeting.note_removed", gone)
            gone.delete()
        return None
    note, _is_new = MeetingNote.objects.update_or_create(
        **mine, defaults={"text": text.strip(), "changed_at": now}
    )
    audit.record(actor, "meeting.note_written", note)
    return note

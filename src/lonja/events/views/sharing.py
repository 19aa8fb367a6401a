"""What other places fetch of an edition: its picture and its calendar files."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events import calendars, policies, sharing, timetables
from lonja.events.models import Session
from lonja.events.views.editions import find

MOST_FILES = 120  # in ten minutes


@limited("edition-files", MOST_FILES, per=600)
@access(policies.editions, "view")
@require_GET
def picture(request, event, edition):
    """The picture of an edition, for previews on other sites."""
    row = find(request, "view", event, edition)
    return HttpResponse(sharing.picture(row), content_type="image/png")


@limited("edition-files", MOST_FILES, per=600)
@access(policies.editions, "view")
@require_GET
def calendar(request, event, edition):
    """The days of an edition as a calendar file."""
    row = find(request, "view", event, edition)
    return _file(calendars.public_days(row), f"{row.event.slug}-{row.slug}")


@limited("edition-files", MOST_FILES, per=600)
@access(policies.editions, "view")
@require_GET
def programme_calendar(request, event, edition):
    """All talks of an edition as a calendar file; at an address to which calendars subscribe."""
    row = find(request, "view", event, edition)
    name = _("%(edition)s: programme") % {"edition": row}
    content = timetables.programme_file(row, row.sessions.in_order(), name=name)
    return _file(content, f"{row.event.slug}-{row.slug}-programme")


@limited("edition-files", MOST_FILES, per=600)
@access(policies.sessions, "view")
@require_GET
def talk_calendar(request, event, edition, uid):
    """One talk as a calendar file."""
    rows = Session.objects.in_order().select_related("edition__event")
    talk, _verbs = policies.sessions.read(
        request.user, rows=rows, edition__event__slug=event, edition__slug=edition, uid=uid
    )
    return _file(timetables.programme_file(talk.edition, [talk]), f"{edition}-{talk.code}")


def _file(content, name):
    response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    response["Content-Disposition"] = f'attachment; filename="{letters}.ics"'
    return response

"""What other places fetch of an edition: its picture and its calendar file."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events import calendars, policies, sharing
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
    response = HttpResponse(calendars.public_days(row), content_type=calendars.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{row.event.slug}-{row.slug}.ics"'
    return response

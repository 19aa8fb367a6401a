"""The edition at an address with its series, in one query."""

from django.core.exceptions import PermissionDenied

from lonja.events.models import Edition
from lonja.events.policies import editions


def find(request, event, edition, verb="view"):
    """The edition, as far as this person may `verb` it: 404 when it is hidden, 403 when only the verb is."""
    rows = Edition.objects.select_related(
        "event", "event__organiser_organisation", "event__organiser_cluster"
    )
    wanted = () if verb == "view" else (verb,)
    row, open_verbs = editions.read(request.user, *wanted, rows=rows, event__slug=event, slug=edition)
    if verb != "view" and verb not in open_verbs:
        raise PermissionDenied
    return row

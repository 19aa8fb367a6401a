"""Telling people of what is new in the searches that they keep."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base import jobs
from lonja.directory.marks import forget_old
from lonja.directory.services import saved


@jobs.handler("directory.saved", title=_("Telling of what is new in saved searches"), daily=True)
def tell_of_saved_searches(*, report):
    """Look through every search whose day has come; a second run finds none."""
    forget_old()
    now = timezone.now()
    due = saved.due(now=now)
    for number, search in enumerate(due, start=1):
        saved.tell(search, now=now)
        report(number / len(due), str(number))

"""Once a day: ask the editors of old profiles whether they are still true."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base import jobs
from lonja.directory.services import freshness


@jobs.handler("directory.ask_if_true", title=_("Asking whether profiles are still true"), daily=True)
def ask_if_true(*, report):
    """Ask about profiles that nobody looked at for a year; a second run finds none left."""
    freshness.ask_all(now=timezone.now())
    report(1.0)

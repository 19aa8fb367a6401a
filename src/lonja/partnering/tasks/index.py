"""Background work of search: keep the index in its file, and forget old lists."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import jobs
from lonja.partnering.services import index, recommend


@jobs.handler("partnering.index", title=gettext_lazy("Keeping the index of the search"), daily=True)
def keep_index(*, report):
    """Bring the index up to date and keep it for new processes; a second run writes the same."""
    report(0.1, _("Reading what has changed"))
    index.keep()
    recommend.forget_old(timezone.localdate())

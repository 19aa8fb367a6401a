"""Background work of the mechanisms themselves: large tables."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import jobs
from lonja.base.imports import flow
from lonja.base.models import ImportRun


@jobs.handler("imports.check", title=gettext_lazy("Checking your table"))
def check_import(run_id, *, report):
    """Check an uploaded table; a second run finds the same."""
    report(0.1, _("Reading the file"))
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    if run.state == ImportRun.State.UPLOADED:
        with flow.telling(report):
            flow.check(run, actor=get_user_model().objects.get(pk=run.actor_id))


@jobs.handler("imports.apply", title=gettext_lazy("Applying your table"))
def apply_import(run_id, *, report):
    """Apply a checked table; a second run does nothing."""
    report(0.3, _("Writing all rows, or none"))
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    if run.state == ImportRun.State.CHECKED:
        flow.apply(run, actor=get_user_model().objects.get(pk=run.actor_id))

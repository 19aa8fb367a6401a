"""Who sees the rows of the mechanisms."""

from django.db.models import Q

from lonja.base.models import ImportRun, Job
from lonja.base.policy import NOBODY, Policy


def requester(actor):
    """Rows that this person asked for; somebody who is not signed in asked for none."""
    return Q(actor_id=actor.pk) if actor.pk else NOBODY


jobs = Policy(
    Job,
    view=requester,
    cancel=lambda actor: requester(actor) & Q(state__in=[Job.State.QUEUED, Job.State.RUNNING]),
)

import_runs = Policy(
    ImportRun,
    view=requester,
    apply=lambda actor: requester(actor) & Q(state=ImportRun.State.CHECKED),
)

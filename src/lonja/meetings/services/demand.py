"""Work out what the wishes of an edition ask for, and keep it until they change."""

from django.db import transaction

from lonja.base import audit
from lonja.events.models import Edition
from lonja.meetings import engine
from lonja.meetings.models import DemandStudy

INLINE_REQUESTS = 200  # up to so many, the answer is there at once


def study(edition, *, actor, now, report=lambda share: None):
    """Look at the demand as it is now; what is known for the same people, requests and tables stays.

    Raises:
        Contradiction: when what is locked contradicts itself.
    """
    floor = engine.read_floor(edition)
    digest = floor.digest()
    known = DemandStudy.objects.filter(edition=edition, digest=digest).first()
    return known or _keep(edition, digest, engine.study_demand(floor, report=report), actor, now)


@transaction.atomic
def _keep(edition, digest, findings, actor, now):
    Edition.objects.select_for_update().get(pk=edition.pk)
    row, _is_new = DemandStudy.objects.update_or_create(
        edition=edition, defaults={"digest": digest, "findings": findings, "made_at": now}
    )
    audit.record(actor, "demand.studied", edition, digest=digest)
    return row

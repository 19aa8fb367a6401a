"""How many meetings the organiser would like everybody to have at least."""

from django.db import transaction

from lonja.base import audit
from lonja.events.models import Edition
from lonja.meetings.models import Promise


@transaction.atomic
def promise(edition, fewest, *, actor):
    """Set how many meetings each type of participant should have at least; the next plan tries to give them.

    Args:
        edition: whose participants.
        fewest: {type of participant, or "" for all others: a number}; what is not in it is not promised.
        actor: who promises it.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    Promise.objects.filter(edition=edition).delete()
    Promise.objects.bulk_create(
        Promise(edition=edition, participant_type=kind, fewest=number)
        for kind, number in sorted(fewest.items())
    )
    audit.record(actor, "promises.changed", edition, fewest=fewest)

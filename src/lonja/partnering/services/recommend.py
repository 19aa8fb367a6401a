"""What people say to recommendations, and the count of who was shown."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.partnering.models import Dismissal, Showing

KEPT_DAYS = 400


@transaction.atomic
def dismiss(organisation, *, partner, reason, actor):
    """Say that a recommended organisation is not for us; saying it again changes the reason."""
    if organisation.pk == partner.pk:
        raise Refused(_("An organisation cannot dismiss itself."))
    row, _made = Dismissal.objects.update_or_create(
        organisation=organisation, partner=partner, defaults={"reason": reason, "created_by": actor}
    )
    audit.record(actor, "recommendation.dismissed", row, reason=reason)
    return row


@transaction.atomic
def take_back(dismissal, *, actor):
    """Let a dismissed organisation be recommended again."""
    audit.record(actor, "recommendation.restored", dismissal)
    dismissal.delete()


def shown(fits, *, surface, today):
    """Write down which organisations a list showed, and nothing of its reader."""
    if fits:
        Showing.objects.create(shown_on=today, surface=surface, organisations=[fit.row.pk for fit in fits])


def forget_old(today):
    """Drop the lists that were shown more than a year ago; returns how many."""
    return Showing.objects.filter(shown_on__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]

"""What becomes of an accepted interest: talks, an agreement that both sides tell, the end."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.partnering.lifecycle import InterestState
from lonja.partnering.models import Result
from lonja.partnering.services import steps


@transaction.atomic
def talk(interest, *, met_on, actor, now):
    """Note that the two sides have met."""
    interest = steps.locked(interest)
    interest.met_on = met_on
    return steps.move(interest, "talk", side=steps.side_of(interest, actor), actor=actor, now=now)


@transaction.atomic
def agree(interest, *, result, title, agreed_on, organisation, actor, now):
    """One side tells of an agreement; it counts when the other has confirmed it."""
    interest = steps.locked(interest)
    if result == Result.NONE:
        raise Refused(_("An agreement is about something. Close the interest when nothing came of it."))
    interest.result, interest.result_title = result, title
    interest.agreed_on, interest.agreed_by = agreed_on, organisation
    return steps.move(interest, "agree", side=steps.side_of(interest, actor), actor=actor, now=now)


@transaction.atomic
def confirm(interest, *, organisation, actor, now):
    """The other side confirms the agreement; from now on it counts."""
    interest = steps.locked(interest)
    if interest.state != InterestState.AGREEMENT or interest.confirmed_at:
        raise Refused(_("There is no agreement that waits for a confirmation."))
    if interest.agreed_by_id == organisation.pk:
        raise Refused(_("The other side has to confirm it."))
    interest.confirmed_at = now
    interest.save()
    steps.log(
        interest, "confirm", before=interest.state, side=steps.side_of(interest, actor), actor=actor, now=now
    )
    audit.record(actor, "interest.confirmed", interest)
    return interest


@transaction.atomic
def close(interest, *, actor, now):
    """End it; without an agreement nothing came of it this time."""
    interest = steps.locked(interest)
    interest.closed_at = now
    interest.result = interest.result or Result.NONE
    return steps.move(interest, "close", side=steps.side_of(interest, actor), actor=actor, now=now)

"""One step of an interest: its row locked, its state moved by the table, the step written down."""

from lonja.base import audit
from lonja.partnering import policies
from lonja.partnering.lifecycle import next_interest_state
from lonja.partnering.models import Interest, InterestStep, Side


def side_of(interest, actor):
    """On which side of an interest somebody stands; the owner's when on both."""
    own = policies.acting(actor).filter(pk=interest.opportunity.organisation_id)
    return Side.OWNER if own.exists() else Side.SENDER


def locked(interest):
    """The interest as it is now; nobody else changes it until the transaction ends."""
    rows = Interest.objects.select_for_update(of=["self"])
    return rows.select_related("opportunity__organisation", "organisation").get(pk=interest.pk)


def move(interest, verb, *, side, actor, now):
    """Take a locked interest one step along its life."""
    before = interest.state
    interest.state = next_interest_state(verb, before)
    interest.save()
    log(interest, verb, before=before, side=side, actor=actor, now=now)
    audit.record(actor, f"interest.{verb}", interest, before=before, after=interest.state)
    return interest


def log(interest, verb, *, before, side, actor, now):
    """Write the step down with its moment."""
    InterestStep.objects.create(
        interest=interest, verb=verb, before=before, after=interest.state, side=side, actor=actor, at=now
    )

"""What follows for the plan when somebody leaves an edition by its registration."""

from lonja.events.services import leaving
from lonja.meetings.services import live


@leaving.follower
def mend_plan(participation, *, now):
    """Her meetings to come go to a colleague or are cancelled, and those concerned are told."""
    live.go_on_without(participation, now=now)

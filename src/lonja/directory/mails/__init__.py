"""What the directory writes to people, each in their own language."""

from lonja.directory.mails.links import link_answered, link_claimed
from lonja.directory.mails.memberships import application_received, decision_made, taken_off

__all__ = [
    "application_received",
    "decision_made",
    "link_answered",
    "link_claimed",
    "taken_off",
]

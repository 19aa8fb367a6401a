"""What the directory writes to people, each in their own language."""

from lonja.directory.mails.links import link_answered, link_claimed
from lonja.directory.mails.memberships import (
    application_received,
    decision_made,
    listed_as_member,
    taken_off,
)
from lonja.directory.mails.networks import named_as_party

__all__ = [
    "application_received",
    "decision_made",
    "link_answered",
    "link_claimed",
    "listed_as_member",
    "named_as_party",
    "taken_off",
]

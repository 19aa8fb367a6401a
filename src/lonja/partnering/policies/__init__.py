"""Who may read and change what in partnering."""

from lonja.partnering.policies.acting import acting, acts_for, belongs_to, mandates, mandates_in_force
from lonja.partnering.policies.interests import conversations, interests, introductions
from lonja.partnering.policies.opportunities import opportunities

__all__ = [
    "acting",
    "acts_for",
    "belongs_to",
    "conversations",
    "interests",
    "introductions",
    "mandates",
    "mandates_in_force",
    "opportunities",
]

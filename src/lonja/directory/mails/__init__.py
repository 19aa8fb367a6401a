"""What the directory writes to people, each in their own language."""

from lonja.directory.mails.links import link_answered, link_claimed
from lonja.directory.mails.memberships import (
    application_received,
    decision_made,
    listed_as_member,
    taken_off,
)
from lonja.directory.mails.merging import merge_proposed, organisations_merged
from lonja.directory.mails.moderation import (
    change_decided,
    change_proposed,
    contact_declined,
    contact_shared,
    enquiry_received,
    fact_reported,
    label_declared,
    registration_answered,
    registration_submitted,
    report_answered,
    still_true,
)
from lonja.directory.mails.networks import named_as_party
from lonja.directory.mails.saved import new_hits

__all__ = [
    "application_received",
    "change_decided",
    "change_proposed",
    "contact_declined",
    "contact_shared",
    "decision_made",
    "enquiry_received",
    "fact_reported",
    "label_declared",
    "link_answered",
    "link_claimed",
    "listed_as_member",
    "merge_proposed",
    "named_as_party",
    "new_hits",
    "organisations_merged",
    "registration_answered",
    "registration_submitted",
    "report_answered",
    "still_true",
    "taken_off",
]

"""The lives of an offer or need, of an interest, an introduction and a mandate: (verb, state) → state."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lonja.base.errors import Refused


class OpportunityState(models.TextChoices):
    """How far an offer or need is; the twelve states of a partnering profile."""

    DRAFT = "DRAFT", pgettext_lazy("offer or need", "Draft")
    CLIENT_VALIDATION_PENDING = "CLIENT_VALIDATION_PENDING", gettext_lazy("Waiting for the client")
    DRAFT_ACCEPTED = "DRAFT_ACCEPTED", gettext_lazy("Approved by the client")
    DRAFT_REJECTED = "DRAFT_REJECTED", gettext_lazy("Sent back by the client")
    UNDER_REVIEW = "UNDER_REVIEW", gettext_lazy("Under review")
    UNDER_VALIDATION = "UNDER_VALIDATION", gettext_lazy("Being validated")
    REJECTED = "REJECTED", gettext_lazy("Sent back by the reviewer")
    PUBLISHED = "PUBLISHED", pgettext_lazy("offer or need", "Published")
    FLAGGED = "FLAGGED", gettext_lazy("Flagged for a check")
    ON_HOLD = "ON_HOLD", gettext_lazy("On hold")
    EXPIRED = "EXPIRED", pgettext_lazy("offer or need", "Expired")
    ARCHIVED = "ARCHIVED", gettext_lazy("Archived")


_O = OpportunityState
EDITABLE = (_O.DRAFT, _O.DRAFT_ACCEPTED, _O.DRAFT_REJECTED, _O.REJECTED, _O.PUBLISHED, _O.ON_HOLD)
# States in which everybody may still read the page by its address, because it was public before.
ENDED = (_O.EXPIRED, _O.ARCHIVED)
IN_REVIEW = (_O.UNDER_REVIEW, _O.UNDER_VALIDATION)

OPPORTUNITY_MOVES = {
    ("ask_client", _O.DRAFT): _O.CLIENT_VALIDATION_PENDING,
    ("ask_client", _O.DRAFT_REJECTED): _O.CLIENT_VALIDATION_PENDING,
    ("approve", _O.CLIENT_VALIDATION_PENDING): _O.DRAFT_ACCEPTED,
    ("send_back", _O.CLIENT_VALIDATION_PENDING): _O.DRAFT_REJECTED,
    ("submit", _O.DRAFT): _O.UNDER_REVIEW,
    ("submit", _O.DRAFT_ACCEPTED): _O.UNDER_REVIEW,
    ("submit", _O.DRAFT_REJECTED): _O.UNDER_REVIEW,
    ("submit", _O.REJECTED): _O.UNDER_REVIEW,
    ("submit", _O.PUBLISHED): _O.UNDER_REVIEW,  # its text was changed
    ("pass", _O.UNDER_REVIEW): _O.UNDER_VALIDATION,
    ("reject", _O.UNDER_REVIEW): _O.REJECTED,
    ("reject", _O.UNDER_VALIDATION): _O.REJECTED,
    ("publish", _O.DRAFT): _O.PUBLISHED,
    ("publish", _O.DRAFT_ACCEPTED): _O.PUBLISHED,
    ("publish", _O.DRAFT_REJECTED): _O.PUBLISHED,
    ("publish", _O.REJECTED): _O.PUBLISHED,
    ("publish", _O.UNDER_VALIDATION): _O.PUBLISHED,
    ("flag", _O.PUBLISHED): _O.FLAGGED,
    ("clear", _O.FLAGGED): _O.PUBLISHED,
    ("hold", _O.PUBLISHED): _O.ON_HOLD,
    ("resume", _O.ON_HOLD): _O.PUBLISHED,
    ("renew", _O.PUBLISHED): _O.PUBLISHED,
    ("renew", _O.EXPIRED): _O.PUBLISHED,
    ("expire", _O.PUBLISHED): _O.EXPIRED,
    ("expire", _O.ON_HOLD): _O.EXPIRED,
    ("expire", _O.FLAGGED): _O.EXPIRED,
    ("withdraw", _O.DRAFT): _O.ARCHIVED,
    ("withdraw", _O.DRAFT_ACCEPTED): _O.ARCHIVED,
    ("withdraw", _O.DRAFT_REJECTED): _O.ARCHIVED,
    ("withdraw", _O.REJECTED): _O.ARCHIVED,
    ("withdraw", _O.UNDER_REVIEW): _O.ARCHIVED,
    ("withdraw", _O.PUBLISHED): _O.ARCHIVED,
    ("withdraw", _O.ON_HOLD): _O.ARCHIVED,
    ("withdraw", _O.FLAGGED): _O.ARCHIVED,
    ("withdraw", _O.EXPIRED): _O.ARCHIVED,
}

OPPORTUNITY_VERBS = {
    "publish": gettext_lazy("Publish"),
    "submit": gettext_lazy("Send to review"),
    "ask_client": gettext_lazy("Ask the client to approve"),
    "approve": gettext_lazy("Approve the text"),
    "send_back": gettext_lazy("Send back with a note"),
    "pass": gettext_lazy("Take up for validation"),
    "reject": gettext_lazy("Send back with a reason"),
    "renew": gettext_lazy("Renew"),
    "hold": gettext_lazy("Put on hold"),
    "resume": gettext_lazy("Publish again"),
    "flag": gettext_lazy("Flag for a check"),
    "clear": gettext_lazy("Lift the flag"),
    "withdraw": gettext_lazy("Withdraw"),
}


class InterestState(models.TextChoices):
    """How far an interest is."""

    SENT = "sent", gettext_lazy("Waiting for an answer")
    SEEN = "seen", gettext_lazy("Seen, not answered yet")
    ACCEPTED = "accepted", pgettext_lazy("interest", "Accepted")
    DECLINED = "declined", pgettext_lazy("interest", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("interest", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("interest", "Expired")
    TALKS = "talks", gettext_lazy("In talks")
    AGREEMENT = "agreement", gettext_lazy("Agreement")
    CLOSED = "closed", pgettext_lazy("interest", "Closed")


_I = InterestState
WAITING = (_I.SENT, _I.SEEN)
OPENED = (_I.ACCEPTED, _I.TALKS, _I.AGREEMENT, _I.CLOSED)
# One pair of organisations has at most one interest in these states for the same offer or need.
STANDING = (_I.SENT, _I.SEEN, _I.ACCEPTED, _I.TALKS, _I.AGREEMENT)

INTEREST_MOVES = {
    ("see", _I.SENT): _I.SEEN,
    ("accept", _I.SENT): _I.ACCEPTED,
    ("accept", _I.SEEN): _I.ACCEPTED,
    ("decline", _I.SENT): _I.DECLINED,
    ("decline", _I.SEEN): _I.DECLINED,
    ("withdraw", _I.SENT): _I.WITHDRAWN,
    ("withdraw", _I.SEEN): _I.WITHDRAWN,
    ("expire", _I.SENT): _I.EXPIRED,
    ("expire", _I.SEEN): _I.EXPIRED,
    ("talk", _I.ACCEPTED): _I.TALKS,
    ("agree", _I.ACCEPTED): _I.AGREEMENT,
    ("agree", _I.TALKS): _I.AGREEMENT,
    ("close", _I.ACCEPTED): _I.CLOSED,
    ("close", _I.TALKS): _I.CLOSED,
    ("close", _I.AGREEMENT): _I.CLOSED,
}

INTEREST_VERBS = {
    "accept": gettext_lazy("Accept"),
    "decline": gettext_lazy("Decline"),
    "withdraw": gettext_lazy("Withdraw"),
    "talk": gettext_lazy("We have met"),
    "agree": gettext_lazy("We have an agreement"),
    "close": gettext_lazy("Close"),
}


class AnswerState(models.TextChoices):
    """What one side says to an introduction, or an organisation to an adviser."""

    ASKED = "asked", gettext_lazy("Waiting for an answer")
    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No, thank you")


class MandateState(models.TextChoices):
    """Whether an adviser may act for an organisation."""

    ASKED = "asked", gettext_lazy("Waiting for consent")
    GIVEN = "given", gettext_lazy("Consent given")
    REFUSED = "refused", gettext_lazy("Refused")
    ENDED = "ended", gettext_lazy("Ended")


_M = MandateState
MANDATE_MOVES = {
    ("consent", _M.ASKED): _M.GIVEN,
    ("refuse", _M.ASKED): _M.REFUSED,
    ("end", _M.ASKED): _M.ENDED,
    ("end", _M.GIVEN): _M.ENDED,
}


def next_opportunity_state(verb, state):
    """The state of an offer or need after `verb`; raises `Refused` when the table has no such move."""
    try:
        return OPPORTUNITY_MOVES[verb, _O(state)]
    except KeyError:
        raise Refused(
            _("This is “%(state)s”, so “%(verb)s” is not possible now.")
            % {"state": _O(state).label, "verb": OPPORTUNITY_VERBS.get(verb, verb)},
            remedy=_("Look at the page again: somebody may have changed it meanwhile."),
        ) from None


def next_interest_state(verb, state):
    """The state of an interest after `verb`; raises `Refused` when the table has no such move."""
    try:
        return INTEREST_MOVES[verb, _I(state)]
    except KeyError:
        raise Refused(
            _("This interest is “%(state)s”: it has been answered or changed in the meantime.")
            % {"state": _I(state).label},
            remedy=_("Look at the page again to see how it stands."),
        ) from None


def next_mandate_state(verb, state):
    """The state of a mandate after `verb`; raises `Refused` when the table has no such move."""
    try:
        return MANDATE_MOVES[verb, _M(state)]
    except KeyError:
        raise Refused(_("This mandate has been answered or ended in the meantime.")) from None


def opportunity_verbs(state):
    """The verbs that the table allows from `state`."""
    return [verb for verb in OPPORTUNITY_VERBS if (verb, _O(state)) in OPPORTUNITY_MOVES]


def interest_verbs(state):
    """The verbs that the table allows from `state`."""
    return [verb for verb in INTEREST_VERBS if (verb, _I(state)) in INTEREST_MOVES]

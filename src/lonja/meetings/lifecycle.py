"""The life of a request and of a plan: which verb leads from which state to which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.base.errors import Refused


class RequestState(models.TextChoices):
    """How far a meeting request is."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class PlanState(models.TextChoices):
    """How far a plan is."""

    QUEUED = "queued", _("Waiting")
    SOLVING = "solving", _("Being planned")
    DRAFT = "draft", _("Draft")
    PROVISIONAL = "provisional", _("Published, provisional")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by a newer one")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


# Plans that people come by: an edition has at most one. A provisional one says so wherever it is shown.
HOLDING = (PlanState.PROVISIONAL, PlanState.PUBLISHED)

# Two people have at most one request in these states between them.
STANDING = (RequestState.DRAFT, RequestState.SENT, RequestState.ACCEPTED, RequestState.DECLINED)

REQUEST_MOVES = {
    ("send", RequestState.DRAFT): RequestState.SENT,
    ("accept", RequestState.SENT): RequestState.ACCEPTED,
    ("decline", RequestState.SENT): RequestState.DECLINED,
    ("withdraw", RequestState.DRAFT): RequestState.WITHDRAWN,
    ("withdraw", RequestState.SENT): RequestState.WITHDRAWN,
    ("withdraw", RequestState.ACCEPTED): RequestState.WITHDRAWN,
    ("expire", RequestState.SENT): RequestState.EXPIRED,
}
REQUEST_REFUSALS = {
    "send": _("This request was sent already."),
    "accept": _("This request has been answered or withdrawn in the meantime."),
    "decline": _("This request has been answered or withdrawn in the meantime."),
    "withdraw": _("This request is closed already."),
    "expire": _("Only a request that waits for an answer can expire."),
}

PLAN_MOVES = {
    ("start", PlanState.QUEUED): PlanState.SOLVING,
    ("start", PlanState.SOLVING): PlanState.SOLVING,  # a worker died; another takes over
    ("store", PlanState.SOLVING): PlanState.DRAFT,
    ("fail", PlanState.QUEUED): PlanState.FAILED,
    ("fail", PlanState.SOLVING): PlanState.FAILED,
    ("cancel", PlanState.QUEUED): PlanState.CANCELLED,
    ("cancel", PlanState.SOLVING): PlanState.CANCELLED,
    ("publish_provisionally", PlanState.DRAFT): PlanState.PROVISIONAL,
    ("publish", PlanState.DRAFT): PlanState.PUBLISHED,
    ("publish", PlanState.PROVISIONAL): PlanState.PUBLISHED,  # what was provisional is final now
    ("supersede", PlanState.PROVISIONAL): PlanState.SUPERSEDED,
    ("supersede", PlanState.PUBLISHED): PlanState.SUPERSEDED,
    ("arrange", PlanState.DRAFT): PlanState.DRAFT,
    ("arrange", PlanState.PROVISIONAL): PlanState.PROVISIONAL,
    ("arrange", PlanState.PUBLISHED): PlanState.PUBLISHED,
}
PLAN_REFUSALS = {
    "start": _("This plan is made already, or was stopped."),
    "store": _("This plan is made already, or was stopped."),
    "fail": _("This plan is made already, or was stopped."),
    "cancel": _("Only a plan that is being made can be stopped."),
    "publish": _("Only a draft can be published. This plan is out already, or was never finished."),
    "publish_provisionally": _("Only a draft can be published provisionally."),
    "supersede": _("Only a published plan can be replaced."),
    "arrange": _("This plan is not made yet, or another one has replaced it, so nothing moves in it."),
}


def next_request_state(verb, state):
    """The state after `verb`.

    Raises:
        Refused: when a request in this state cannot do that.
    """
    try:
        return REQUEST_MOVES[verb, RequestState(state)]
    except KeyError:
        raise Refused(REQUEST_REFUSALS[verb]) from None


def next_plan_state(verb, state):
    """The state after `verb`.

    Raises:
        Refused: when a plan in this state cannot do that.
    """
    try:
        return PLAN_MOVES[verb, PlanState(state)]
    except KeyError:
        raise Refused(PLAN_REFUSALS[verb]) from None

"""The life of a request and of a plan: which verb leads from which state to which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.base.lifecycle import Lifecycle


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


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    NO_SHOW = "no_show", _("Somebody was not there")
    CANCELLED = "cancelled", _("Cancelled")


class ProposalState(models.TextChoices):
    """What became of a proposed meeting."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    IGNORED = "ignored", _("Not wanted")
    PASSED = "passed", _("Passed")


# Plans that people come by: an edition has at most one. A provisional one says so wherever it is shown.
HOLDING = (PlanState.PROVISIONAL, PlanState.PUBLISHED)

# Two people have at most one request in these states between them; a draft is its writer's alone.
STANDING = (RequestState.SENT, RequestState.ACCEPTED, RequestState.DECLINED)

# What counts against the limit of who asked.
USED = (RequestState.SENT, RequestState.ACCEPTED)

REQUEST_MOVES = {
    ("send", RequestState.DRAFT): RequestState.SENT,
    ("accept", RequestState.SENT): RequestState.ACCEPTED,
    ("decline", RequestState.SENT): RequestState.DECLINED,
    ("change", RequestState.DRAFT): RequestState.DRAFT,
    ("change", RequestState.SENT): RequestState.SENT,
    ("pass", RequestState.SENT): RequestState.SENT,
    ("withdraw", RequestState.DRAFT): RequestState.WITHDRAWN,
    ("withdraw", RequestState.SENT): RequestState.WITHDRAWN,
    ("withdraw", RequestState.ACCEPTED): RequestState.WITHDRAWN,
    ("expire", RequestState.SENT): RequestState.EXPIRED,
}
REQUEST_REFUSALS = {
    "send": _("This request was sent already."),
    "accept": _("This request has been answered or withdrawn in the meantime."),
    "decline": _("This request has been answered or withdrawn in the meantime."),
    "change": _("This request has been answered or withdrawn in the meantime."),
    "pass": _("This request has been answered or withdrawn in the meantime."),
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

MEETING_MOVES = {
    ("hold", MeetingState.PLANNED): MeetingState.HELD,
    ("hold", MeetingState.NO_SHOW): MeetingState.HELD,  # they met after all
    ("miss", MeetingState.PLANNED): MeetingState.NO_SHOW,
    ("miss", MeetingState.HELD): MeetingState.NO_SHOW,
    ("miss", MeetingState.NO_SHOW): MeetingState.NO_SHOW,  # the other was not there either
    ("undo", MeetingState.NO_SHOW): MeetingState.PLANNED,
    ("undo", MeetingState.HELD): MeetingState.PLANNED,
    ("cancel", MeetingState.PLANNED): MeetingState.CANCELLED,
}
MEETING_REFUSALS = {
    "hold": _("This meeting was cancelled."),
    "miss": _("This meeting was cancelled."),
    "undo": _("There is nothing to take back at this meeting."),
    "cancel": _("This meeting is over, or was cancelled already."),
}

PROPOSAL_MOVES = {
    ("accept", ProposalState.OPEN): ProposalState.ACCEPTED,
    ("ignore", ProposalState.OPEN): ProposalState.IGNORED,
    ("pass", ProposalState.OPEN): ProposalState.PASSED,
}
PROPOSAL_REFUSALS = {
    "accept": _("This proposal was answered, or has passed."),
    "ignore": _("This proposal was answered, or has passed."),
    "pass": _("This proposal was answered, or has passed."),
}

next_request_state = Lifecycle(RequestState, REQUEST_MOVES, REQUEST_REFUSALS).after
next_plan_state = Lifecycle(PlanState, PLAN_MOVES, PLAN_REFUSALS).after
next_meeting_state = Lifecycle(MeetingState, MEETING_MOVES, MEETING_REFUSALS).after
next_proposal_state = Lifecycle(ProposalState, PROPOSAL_MOVES, PROPOSAL_REFUSALS).after

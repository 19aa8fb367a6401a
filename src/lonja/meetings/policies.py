"""Who may see and do what with requests, plans and meetings."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.events.lifecycle import EditionState
from lonja.events.policies import is_self, organises
from lonja.meetings.lifecycle import HOLDING, RequestState
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun


def is_party(actor):
    """Requests that `actor` sent, or received once they were sent."""
    return is_self(actor, "sender__") | (is_self(actor, "recipient__") & ~Q(state=RequestState.DRAFT))


def sits_there(actor):
    """Meetings of a plan that holds in which `actor` has a seat."""
    if not is_somebody(actor):
        return NOBODY
    return is_self(actor, "seats__participation__") & Q(run__state__in=HOLDING)


def is_open(path=""):
    """Rows of editions in which people can still ask and answer."""
    return Q(**{f"{path}state": EditionState.PUBLISHED})


requests = Policy(
    MeetingRequest,
    view=lambda actor: is_party(actor) | organises(actor, "edition__"),
    read_text=is_party,
    answer=lambda actor: is_self(actor, "recipient__") & Q(state=RequestState.SENT) & is_open("edition__"),
    withdraw=lambda actor: (
        (
            (
                is_self(actor, "sender__")
                & Q(state__in=[RequestState.DRAFT, RequestState.SENT, RequestState.ACCEPTED])
            )
            | (is_self(actor, "recipient__") & Q(state=RequestState.ACCEPTED))
        )
        & is_open("edition__")
    ),
)

plans = Policy(
    PlanRun,
    view=lambda actor: organises(actor, "edition__"),
    publish=lambda actor: organises(actor, "edition__"),
    arrange=lambda actor: organises(actor, "edition__"),
)

meetings = Policy(
    Meeting,
    view=lambda actor: sits_there(actor) | organises(actor, "run__edition__"),
)

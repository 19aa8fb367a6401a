"""Who may see and do what with requests, plans and meetings."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition
from lonja.events.policies import PUBLIC, is_self, organises
from lonja.meetings.lifecycle import HOLDING, ProposalState, RequestState
from lonja.meetings.models import HallScreen, Meeting, MeetingRequest, PlanRun, Proposal


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
    view=lambda actor: is_party(actor) | (organises(actor, "edition__") & ~Q(state=RequestState.DRAFT)),
    read_text=is_party,
    answer=lambda actor: is_self(actor, "recipient__") & Q(state=RequestState.SENT) & is_open("edition__"),
    change=lambda actor: (
        is_self(actor, "sender__")
        & Q(state__in=[RequestState.DRAFT, RequestState.SENT])
        & is_open("edition__")
    ),
    seat=lambda actor: (
        is_party(actor)
        & Q(state__in=[RequestState.DRAFT, RequestState.SENT, RequestState.ACCEPTED])
        & is_open("edition__")
    ),
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
    note=lambda actor: sits_there(actor) | organises(actor, "run__edition__"),
)


def is_proposed(actor):
    """Proposals to `actor` in a plan that holds."""
    mine = is_self(actor, "sender__") | is_self(actor, "recipient__")
    return mine & Q(run__state__in=HOLDING) & is_open("run__edition__")


proposals = Policy(
    Proposal,
    view=is_proposed,
    answer=lambda actor: is_proposed(actor) & Q(state=ProposalState.OPEN),
)

hall_screens = Policy(
    HallScreen,
    view=lambda actor: (
        Q(is_public=True, edition__in=Edition.objects.filter(PUBLIC).values("pk"))
        | organises(actor, "edition__")
    ),
)

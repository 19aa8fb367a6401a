"""Who may see and do what with ratings, notes, outcomes and reports."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.events.policies import PUBLIC, audits, is_self, organises
from lonja.impact.models import Collaboration, Erasure, MeetingNote, OutcomeAnswer, OutcomeReport, ProjectIdea
from lonja.impact.rows import MAY_HAVE_MET
from lonja.meetings.lifecycle import PlanState
from lonja.meetings.models import Meeting, MeetingRequest


def sat_there(actor):
    """Requests whose meeting `actor` has a seat in, by the plan that holds."""
    if not is_somebody(actor):
        return NOBODY
    mine = Meeting.objects.filter(
        MAY_HAVE_MET, run__state=PlanState.PUBLISHED, seats__participation__person__user=actor
    )
    return Q(pk__in=mine.values("request"))


def on_public_edition(path="edition__"):
    """Rows whose edition everybody may see."""
    return Q(**{f"{path}{name}": value for name, value in PUBLIC.children})


# A request is the handshake that outlives every plan; what came of it hangs here.
handshakes = Policy(
    MeetingRequest,
    view=lambda actor: sat_there(actor) | organises(actor, "edition__"),
    keep=sat_there,
    walk=lambda actor: organises(actor, "edition__"),
)

# A note is its author's alone: not the other side's, not the organiser's, not an auditor's.
notes = Policy(MeetingNote, view=lambda actor: is_self(actor, "participation__"))

answers = Policy(
    OutcomeAnswer,
    view=lambda actor: is_self(actor, "participation__") | organises(actor, "request__edition__"),
)

collaborations = Policy(
    Collaboration,
    view=lambda actor: Q(conversion__request__in=MeetingRequest.objects.filter(sat_there(actor))),
    answer=lambda actor: (
        Q(conversion__request__in=MeetingRequest.objects.filter(sat_there(actor)), link=None)
        & ~is_self(actor, "claimed_by__")
    ),
)

ideas = Policy(
    ProjectIdea,
    view=lambda actor: (
        (Q(is_public=True) & on_public_edition("author__edition__"))
        | Q(conversion__request__in=MeetingRequest.objects.filter(sat_there(actor)))
        | organises(actor, "conversion__request__edition__")
    ),
    edit=lambda actor: is_self(actor, "author__"),
)

reports = Policy(
    OutcomeReport,
    view=lambda actor: (Q(is_public=True) & on_public_edition()) | organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

erasures = Policy(Erasure, view=lambda actor: organises(actor, "edition__") | audits(actor))

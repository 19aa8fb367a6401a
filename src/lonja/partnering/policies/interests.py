"""Interests, introductions and conversations are private to their two sides."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.partnering.lifecycle import WAITING, AnswerState, InterestState
from lonja.partnering.models import Conversation, Interest, Introduction
from lonja.partnering.policies.acting import acts_for

_S = InterestState


def sent_by(actor):
    """Interests that an organisation of the actor has sent."""
    return acts_for(actor, "organisation")


def received_by(actor):
    """Interests in an offer or need of an organisation of the actor; held ones never arrive."""
    return acts_for(actor, "opportunity__organisation") & Q(is_held=False)


interests = Policy(
    Interest,
    view=lambda actor: sent_by(actor) | received_by(actor),
    answer=lambda actor: received_by(actor) & Q(state__in=WAITING),
    withdraw=lambda actor: sent_by(actor) & Q(state__in=WAITING),
    proceed=lambda actor: (
        (sent_by(actor) | received_by(actor)) & Q(state__in=[_S.ACCEPTED, _S.TALKS, _S.AGREEMENT])
    ),
)


def asked_to_meet(actor):
    """Introductions of an organisation of the actor; held ones never arrive."""
    return (acts_for(actor, "first") | acts_for(actor, "second")) & Q(is_held=False)


introductions = Policy(
    Introduction,
    view=lambda actor: (Q(introducer=actor.pk) if is_somebody(actor) else NOBODY) | asked_to_meet(actor),
    answer=lambda actor: (
        (
            (acts_for(actor, "first") & Q(first_answer=AnswerState.ASKED))
            | (acts_for(actor, "second") & Q(second_answer=AnswerState.ASKED))
        )
        & Q(is_over=False, is_held=False)
    ),
)

conversations = Policy(
    Conversation,
    view=lambda actor: acts_for(actor, "first") | acts_for(actor, "second"),
)

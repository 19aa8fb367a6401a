"""Who may propose, decide and undo that two organisations are one."""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import is_somebody, site_role
from lonja.base.policy import NOBODY, Policy
from lonja.directory.lifecycle import CURRENT
from lonja.directory.models import Membership, Merge, MergeState
from lonja.directory.policies.belonging import administers, audits, managed


def keeps_register_of(actor):
    """Organisations on the register of a cluster that the actor manages, whether they agreed or not."""
    if not is_somebody(actor):
        return NOBODY
    rows = Membership.objects.filter(status__in=CURRENT, cluster__in=managed(actor))
    return Q(pk__in=rows.values("organisation"))


def decides(actor):
    """Merges of organisations that the actor administers both, or any for an operator."""
    return (administers(actor, "keeper") & administers(actor, "duplicate")) | site_role(actor, Role.OPERATOR)


def proposed_it(actor):
    """Merges that the actor proposed."""
    return Q(proposed_by=actor.pk) if is_somebody(actor) else NOBODY


merges = Policy(
    Merge,
    view=lambda actor: (
        proposed_it(actor)
        | administers(actor, "keeper")
        | administers(actor, "duplicate")
        | site_role(actor, Role.OPERATOR)
        | audits(actor)
    ),
    decide=lambda actor: Q(state=MergeState.PROPOSED) & decides(actor),
    dismiss=lambda actor: (
        Q(state=MergeState.PROPOSED)
        & (
            proposed_it(actor)
            | administers(actor, "keeper")
            | administers(actor, "duplicate")
            | site_role(actor, Role.OPERATOR)
        )
    ),
    undo=lambda actor: (
        Q(state=MergeState.DONE) & (administers(actor, "keeper") | site_role(actor, Role.OPERATOR))
    ),
)

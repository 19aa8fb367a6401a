"""Who reads an alliance, who leads it, and who speaks for a party to it."""

from django.db.models import Q

from lonja.base.policy import NOBODY, Policy
from lonja.directory.policies import administers as administers_organisation
from lonja.directory.policies import audits, clusters, manages, organisations, own_clusters, own_organisations
from lonja.partnering.alliances_lifecycle import PartyState
from lonja.partnering.models import (
    Alliance,
    AllianceConfirmation,
    AllianceDocument,
    AllianceParty,
    JointAction,
)

STANDING = [PartyState.INVITED, PartyState.CONFIRMED]


def leads(actor, path=""):
    """Rows of alliances whose coordinating cluster the actor manages."""
    return manages(actor, f"{path}coordinator")


def speaks(actor):
    """Parties in whose name the actor says yes or no."""
    return manages(actor, "cluster") | administers_organisation(actor, "organisation")


def belongs(actor):
    """Ids of alliances to which a cluster or organisation of the actor is a party."""
    if not actor.pk:
        return AllianceParty.objects.none().values("alliance")
    own = Q(cluster__in=own_clusters(actor).values("pk")) | Q(
        organisation__in=own_organisations(actor).values("pk")
    )
    return AllianceParty.objects.filter(own, state__in=STANDING).values("alliance")


def inside(actor, path=""):
    """Rows of alliances that the actor leads or belongs to."""
    field = f"{path}pk__in" if not path else f"{path.removesuffix('__')}__in"
    return leads(actor, path) | (Q(**{field: belongs(actor)}) if actor.pk else NOBODY)


alliances = Policy(
    Alliance,
    view=lambda actor: Q(is_public=True) | inside(actor) | audits(actor),
    view_inside=lambda actor: inside(actor) | audits(actor),
    edit=leads,
)


def party_is_shown(actor):
    """Parties that said yes, to alliances the reader sees, when she may see the party itself."""
    seen = Q(cluster__in=clusters.scope(actor).values("pk")) | Q(
        organisation__in=organisations.scope(actor).values("pk")
    )
    return Q(state=PartyState.CONFIRMED) & seen & Q(alliance__in=alliances.scope(actor).values("pk"))


parties = Policy(
    AllianceParty,
    view=lambda actor: party_is_shown(actor) | inside(actor, "alliance__") | speaks(actor),
    answer=lambda actor: speaks(actor) & Q(state__in=STANDING),
    manage=lambda actor: leads(actor, "alliance__"),
)
actions = Policy(
    JointAction,
    view=lambda actor: inside(actor, "alliance__") | audits(actor),
    manage=lambda actor: leads(actor, "alliance__"),
)
documents = Policy(
    AllianceDocument,
    view=lambda actor: inside(actor, "alliance__") | audits(actor),
    manage=lambda actor: leads(actor, "alliance__"),
)
confirmations = Policy(
    AllianceConfirmation, view=lambda actor: inside(actor, "party__alliance__") | audits(actor)
)

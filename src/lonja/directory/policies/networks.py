"""Who may see and keep a network, and who answers for a party to it."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import Network, NetworkParty, PartyState
from lonja.directory.policies.belonging import administers, audits, manages, own_clusters, own_organisations

STILL_IN = (PartyState.NAMED, PartyState.CONFIRMED)


def leads(actor, path=""):
    """Networks, at the end of `path`, whose coordinator the actor speaks for."""
    return manages(actor, f"{path}lead_cluster") | administers(actor, f"{path}lead_organisation")


def takes_part(actor):
    """Networks to which the actor's organisations or clusters are asked or belong."""
    if not is_somebody(actor):
        return NOBODY
    parties = NetworkParty.objects.filter(state__in=STILL_IN).filter(
        Q(cluster__in=own_clusters(actor).values("pk"))
        | Q(organisation__in=own_organisations(actor).values("pk"))
    )
    return Q(pk__in=parties.values("network"))


networks = Policy(
    Network,
    view=lambda actor: Q(is_public=True) | leads(actor) | takes_part(actor) | audits(actor),
    edit=leads,
)


def answers_for(actor):
    """Parties that are a cluster the actor manages or an organisation they administer."""
    return manages(actor, "cluster") | administers(actor, "organisation")


network_parties = Policy(
    NetworkParty,
    view=lambda actor: (
        Q(network__is_public=True, state__in=STILL_IN)
        | leads(actor, "network__")
        | answers_for(actor)
        | audits(actor)
    ),
    edit=lambda actor: leads(actor, "network__"),
    answer=answers_for,
)

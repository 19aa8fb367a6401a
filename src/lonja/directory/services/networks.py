"""Make networks, name their parties, and let these answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.models import Cluster, Network, NetworkParty, PartyState
from lonja.directory.services.profiles import apply_facts, show, touch
from lonja.directory.services.slugs import free_slug


@transaction.atomic
def create(*, facts, lead, actor):
    """Enter a network, private at first, coordinated by a cluster or an organisation."""
    side = "lead_cluster" if isinstance(lead, Cluster) else "lead_organisation"
    network = Network.objects.create(slug=free_slug(Network, facts["name"]), **facts, **{side: lead})
    audit.record(actor, "network.created", network)
    return network


@transaction.atomic
def edit(network, *, facts, actor):
    """Change what a network says of itself; its address stays."""
    network = Network.objects.select_for_update(of=["self"]).get(pk=network.pk)
    changed = apply_facts(network, facts)
    if changed:
        touch(network)
        audit.record(actor, "network.edited", network, fields=sorted(changed))
    return network


def publish(network, *, is_public, actor):
    """Show a network to everybody, or only to its parties."""
    action = "network.published" if is_public else "network.unpublished"
    return show(network, is_public=is_public, action=action, actor=actor)


@transaction.atomic
def name_party(network, *, party, role, actor):
    """Name a cluster, an organisation or (by its name) somebody outside the directory as a party.

    Whoever is in the directory is asked to confirm; until then the page says who named them.
    """
    Network.objects.select_for_update(of=["self"]).get(pk=network.pk)
    if party == network.lead:
        raise Refused(_("%(name)s coordinates this network already.") % {"name": party})
    target = _target(party)
    present = NetworkParty.objects.filter(network=network, **target).first()
    if present and present.state in (PartyState.NAMED, PartyState.CONFIRMED):
        raise Refused(_("%(name)s is a party to this network already.") % {"name": party})
    if present:
        present.role, present.state, present.answered_at = role, PartyState.NAMED, None
        present.save()
    else:
        present = NetworkParty.objects.create(network=network, role=role, **target)
    entry = audit.record(actor, "network.party_named", present, network=network.pk)
    for message in mails.named_as_party(present):
        outbox.send(message, key=f"party-{entry.position}-{message.to[0]}")
    return present


def _target(party):
    if isinstance(party, str):
        return {"name": party}
    return {"cluster" if isinstance(party, Cluster) else "organisation": party}


@transaction.atomic
def answer(party, *, agrees, actor):
    """Confirm that one belongs to a network, decline it, or leave."""
    party = NetworkParty.objects.select_for_update(of=["self"]).get(pk=party.pk)
    before = party.state
    if agrees:
        allowed, after = (PartyState.NAMED,), PartyState.CONFIRMED
    else:
        allowed = (PartyState.NAMED, PartyState.CONFIRMED)
        after = PartyState.LEFT if before == PartyState.CONFIRMED else PartyState.DECLINED
    if before not in allowed:
        raise Refused(
            _("This was answered already: %(state)s.") % {"state": party.get_state_display()},
            remedy=_("Look at the network's page again."),
        )
    party.state, party.answered_at = after, timezone.now()
    party.save()
    audit.record(actor, "network.party_answered", party, before=before, after=after)
    return party


@transaction.atomic
def remove_party(party, *, actor):
    """Take a party off the network, in the coordinator's name."""
    audit_of = party
    audit.record(actor, "network.party_removed", audit_of, network=party.network_id, party=str(party.party))
    party.delete()

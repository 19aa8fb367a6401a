"""Advisers who act for organisations with their consent, and clusters that read before publishing."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.partnering import mails
from lonja.partnering.lifecycle import MandateState, next_mandate_state
from lonja.partnering.models import Mandate, ReviewRule

LIFETIME = timedelta(days=365)


@transaction.atomic
def ask(organisation, *, cluster, note, actor, today, now):
    """A cluster manager asks a member whether they may act for it."""
    open_states = [MandateState.ASKED, MandateState.GIVEN]
    if Mandate.objects.filter(adviser=actor, organisation=organisation, state__in=open_states).exists():
        raise Refused(_("You have asked this organisation already."))
    mandate = Mandate.objects.create(
        adviser=actor,
        organisation=organisation,
        cluster=cluster,
        note=note,
        asked_at=now,
        valid_until=today + LIFETIME,
    )
    for message in mails.mandate_asked(mandate):
        outbox.send(message, key=f"mandate-{mandate.pk}")
    audit.record(actor, "mandate.asked", mandate)
    return mandate


@transaction.atomic
def move(mandate, verb, *, actor, now):
    """Consent, refuse, or end a mandate."""
    mandate = Mandate.objects.select_for_update(of=["self"]).get(pk=mandate.pk)
    mandate.state = next_mandate_state(verb, mandate.state)
    mandate.answered_at, mandate.answered_by = now, actor
    mandate.save()
    audit.record(actor, f"mandate.{verb}", mandate)
    return mandate


@transaction.atomic
def set_review(cluster, *, is_wanted, actor, now):
    """Let a cluster read, or no longer read, what its members want to publish."""
    if is_wanted:
        _rule, changed = ReviewRule.objects.get_or_create(
            cluster=cluster, defaults={"set_by": actor, "set_at": now}
        )
    else:
        changed = ReviewRule.objects.filter(cluster=cluster).delete()[0]
    if changed:
        audit.record(actor, "cluster.review_rule", cluster, is_wanted=is_wanted)

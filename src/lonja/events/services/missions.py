"""Lay out the legs of a journey, and say who travels with whom."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import SENDERS, Delegate, Delegation, Edition, Leg

# What a calendar shows of a leg: only when one of these changes, it hears of a new version.
IN_THE_CALENDAR = {"title", "starts_at", "ends_at", "time_zone", "place", "transport", "programme"}


@transaction.atomic
def add_leg(edition, *, facts, actor):
    """Add a stop to the journey of an edition."""
    leg = Leg.objects.create(edition=edition, **facts)
    audit.record(actor, "leg.added", leg, edition=edition.pk)
    return leg


@transaction.atomic
def edit_leg(leg, *, facts, actor, now):
    """Change a stop; calendars replace it when what they show has changed."""
    leg = Leg.objects.select_for_update().get(pk=leg.pk)
    changed = [name for name, value in facts.items() if getattr(leg, name) != value]
    for name in changed:
        setattr(leg, name, facts[name])
    if IN_THE_CALENDAR & set(changed):
        leg.version += 1
        leg.changed_at = now
    if changed:
        leg.save()
        audit.record(actor, "leg.edited", leg, fields=sorted(changed))
    return leg


@transaction.atomic
def remove_leg(leg, *, actor):
    """Take a stop out of the journey."""
    audit.record(actor, "leg.removed", leg, edition=leg.edition_id)
    leg.delete()


@transaction.atomic
def add_delegation(edition, *, sender, note, actor):
    """Let a cluster, an organisation or an alliance send people.

    Raises:
        Refused: when it sends a delegation already.
    """
    Edition.objects.select_for_update().get(pk=edition.pk)
    kind = sender._meta.model_name
    if kind not in SENDERS:
        raise Refused(_("Only a cluster, an organisation or an alliance can send a delegation."))
    if Delegation.objects.filter(edition=edition, **{kind: sender}).exists():
        raise Refused(_("%(sender)s sends a delegation already.") % {"sender": sender})
    delegation = Delegation.objects.create(edition=edition, note=note, **{kind: sender})
    audit.record(actor, "delegation.added", delegation, edition=edition.pk)
    return delegation


@transaction.atomic
def remove_delegation(delegation, *, actor):
    """Dissolve a delegation; its people stay registered."""
    audit.record(actor, "delegation.removed", delegation, edition=delegation.edition_id)
    delegation.delete()


@transaction.atomic
def add_delegate(delegation, participation, *, actor):
    """Let a participant travel with a delegation.

    Raises:
        Refused: when she is not expected at this edition, or travels with another delegation.
    """
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if participation.edition_id != delegation.edition_id or participation.state not in EXPECTED:
        raise Refused(_("Only somebody who is registered for this edition can be a delegate."))
    if Delegate.objects.filter(participation=participation).exists():
        raise Refused(_("%(person)s travels with a delegation already.") % {"person": participation})
    delegate = Delegate.objects.create(delegation=delegation, participation=participation)
    audit.record(actor, "delegate.added", delegate, delegation=delegation.pk)
    return delegate


@transaction.atomic
def remove_delegate(delegate, *, actor):
    """Take somebody out of a delegation; a head who leaves leads it no more."""
    delegation = Delegation.objects.select_for_update().get(pk=delegate.delegation_id)
    if delegation.head_id == delegate.participation_id:
        delegation.head = None
        delegation.save(update_fields=["head"])
    audit.record(actor, "delegate.removed", delegate, delegation=delegation.pk)
    delegate.delete()


@transaction.atomic
def lead(delegate, *, actor):
    """Let a delegate lead her delegation."""
    delegation = Delegation.objects.select_for_update().get(pk=delegate.delegation_id)
    delegation.head_id = delegate.participation_id
    delegation.save(update_fields=["head"])
    audit.record(actor, "delegation.led", delegation, head=delegate.participation_id)
    return delegation

"""Add, move and remove the stages of an alliance's value chain."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.partnering.models import Alliance, AllianceStage

MOST_STAGES = 30


@transaction.atomic
def add(alliance, *, facts, terms, actor):
    """Add a stage at the end of the chain."""
    rows = in_order(alliance)
    if len(rows) >= MOST_STAGES:
        raise Refused(
            _("A chain has at most %(most)s stages.") % {"most": MOST_STAGES},
            remedy=_("Remove a stage, or describe two in one."),
        )
    made = AllianceStage.objects.create(
        alliance=alliance, position=rows[-1].position + 1 if rows else 0, **facts
    )
    made.terms.set(terms)
    audit.record(actor, "alliance.stage_added", alliance, stage=made.pk)
    return made


@transaction.atomic
def move(stage, *, steps, actor):
    """Put a stage earlier or later in the chain; at either end it stays."""
    rows = in_order(stage.alliance)
    before = rows.index(stage)
    rows.insert(min(max(before + steps, 0), len(rows) - 1), rows.pop(before))
    for position, row in enumerate(rows):
        row.position = position
    AllianceStage.objects.bulk_update(rows, ["position"])
    audit.record(actor, "alliance.stage_moved", stage.alliance, stage=stage.pk, steps=steps)


@transaction.atomic
def remove(stage, *, actor):
    """Take a stage out of the chain, with what the parties said of it."""
    in_order(stage.alliance)
    audit.record(actor, "alliance.stage_removed", stage.alliance, stage=stage.pk, name=stage.name)
    stage.delete()


def in_order(alliance):
    """The stages of an alliance in their order; the alliance stays locked, so that nobody else moves them."""
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    return list(AllianceStage.objects.filter(alliance=alliance))

"""Whom somebody does not want to hear from; the other side is never told."""

from django.db import transaction

from lonja.base import audit
from lonja.directory.models import Block, Opening


@transaction.atomic
def block(*, by_organisation=None, by_user=None, organisation=None, user=None, actor, now):
    """Keep somebody away: no interest, no question, no recommendation; open contacts are closed."""
    made, is_new = Block.objects.get_or_create(
        by_organisation=by_organisation,
        by_user=by_user,
        organisation=organisation,
        user=user,
        defaults={"made_by": actor, "made_at": now},
    )
    if by_organisation and organisation:
        Opening.objects.filter(owner=by_organisation, reader=organisation).delete()
    if is_new:
        audit.record(actor, "block.made", made)
    return made


@transaction.atomic
def unblock(block, *, actor):
    """Let somebody write again; what was kept back meanwhile stays so."""
    audit.record(actor, "block.lifted", block)
    block.delete()

"""What editing and showing a profile means, whether an organisation's or a cluster's."""

from django.db import transaction
from django.db.models.functions import Now

from lonja.base import audit


@transaction.atomic
def show(row, *, is_public, action, actor):
    """Publish or withdraw a profile; doing it twice changes nothing."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.is_public == is_public:
        return row
    row.is_public = is_public
    touch(row)
    audit.record(actor, action, row)
    return row


def apply_facts(row, facts):
    """Set the columns that differ; the names of those that did."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def touch(row):
    """Save the row and note the moment of the change, by the clock of the database."""
    row.changed_at = Now()
    row.save()
    row.refresh_from_db(fields=["changed_at"])
